import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct CursorTests {
    @Test func `The cursor follows the table, not the row`() {
        var someone = Operator()
        someone.choose("Genres")
        someone.press("s")
        someone.press("down enter")
        #expect(someone.view.sort == .name)
        #expect(someone.view.cursors[.tables] == .table("Genres"))
        someone.press("S")
        #expect(someone.view.cursors[.tables] == .table("Genres"))
    }

    @Test func `A fold takes the cursor to what holds it`() {
        var someone = Operator()
        someone.choose("MusicCatalog")
        someone.press("l j j")
        #expect(
            someone.view.cursors[.tables]
                == .entity(EntityID(table: "MusicCatalog", entity: "Album")))
        someone.press("h")
        #expect(someone.view.cursors[.tables] == .table("MusicCatalog"))
        someone.press("h")
        #expect(someone.view.expanded.isEmpty)
    }

    @Test func `Where its thing is filtered away the cursor stands on what took its place`() {
        var someone = Operator()
        someone.choose("Genres")
        someone.press("/")
        someone.type("data")
        let rows = TablesPane.rows(someone.context)
        #expect(someone.view.cursors[.tables].map(rows.contains) == true)
        someone.press("enter")
        #expect(someone.view.cursors[.tables] == .table("CustomerData"))
        someone.press("n")
        #expect(someone.view.cursors[.tables] == .table("PlaylistData"))
        someone.press("N N")
        #expect(someone.view.cursors[.tables] == .table("EmployeeData"))
        someone.press("esc")
        #expect(someone.view.filters.isEmpty)
    }

    @Test func `The cursor stays in sight among many tables`() {
        let events: [RunEvent] = (0..<214).map {
            InteractionFixture.plan("T\($0)")
        }
        var someone = Operator(InteractionFixture.model(events), size: Size(columns: 80, rows: 24))
        for keys in ["G", "pgup", "pgup", "ctrl-u", "k", "g", "pgdn", "j", "ctrl-d", "end", "home"]
        {
            someone.press(keys)
            let rows = TablesPane.rows(someone.context)
            let areas = Layout.areas(
                size: someone.view.size, view: someone.view, snapshot: someone.model.snapshot)
            let page = areas[.tables].map { TablesPane.page(someone.context, area: $0) } ?? 0
            let at = someone.view.cursors[.tables].flatMap(rows.firstIndex) ?? -1
            let top = someone.view.tops[.tables] ?? 0
            #expect(page > 3)
            #expect((top..<top + page).contains(at), "after \(keys)")
        }
        #expect(someone.view.cursors[.tables] == .table("T0"))
    }

    @Test func `The log stands still when it is scrolled, and follows again at its end`() {
        var model = InteractionFixture.model()
        for number in 0..<500 { model.add(.noticed(Notice(.info, "line \(number)"))) }
        var someone = Operator(model, size: Size(columns: 80, rows: 24))
        someone.press("6")
        #expect(someone.view.isFollowing)
        someone.press("k")
        #expect(!someone.view.isFollowing)
        let top = someone.view.tops[.log] ?? -1
        someone.press("k")
        #expect(someone.view.tops[.log] == top - 1)
        someone.hear(.noticed(Notice(.info, "more")))
        #expect(someone.view.tops[.log] == top - 1)
        someone.press("g")
        #expect(someone.view.tops[.log] == someone.model.log.first)
        someone.press("G")
        #expect(someone.view.isFollowing)
        someone.press("o o")
        #expect(someone.view.isFollowing)
    }
}
