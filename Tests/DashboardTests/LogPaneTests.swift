import PlainText
import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct LogPaneTests {
    private func feed(_ lines: Int) -> Feed {
        var feed = Feed()
        feed.plan("MusicCatalog", [("E", 100)])
        for number in 0..<lines {
            let level: Notice.Level = number % 10 == 9 ? .warning : .info
            feed.tell(
                .noticed(Notice(level, "message \(number) of the Run", table: "MusicCatalog")),
                at: Double(number))
        }
        return feed
    }

    private func draw(
        _ feed: Feed, _ size: Size = Size(columns: 100, rows: 24),
        _ change: (inout ViewState) -> Void = { _ in }
    ) -> Canvas {
        let context = context(feed, size, change)
        var canvas = Canvas(size: size)
        LogPane.draw(context, into: &canvas, area: canvas.bounds)
        return canvas
    }

    private func context(
        _ feed: Feed, _ size: Size, _ change: (inout ViewState) -> Void = { _ in }
    ) -> PaneContext {
        var view = ViewState(size: size)
        view.focus = .log
        change(&view)
        return PaneContext(model: feed.model, view: view, capabilities: Capabilities())
    }

    @Test(arguments: [
        Size(columns: 40, rows: 8), Size(columns: 60, rows: 15), Size(columns: 80, rows: 24),
        Size(columns: 120, rows: 40), Size(columns: 200, rows: 60),
    ])
    func `At every size the newest line is the last one, with time and level`(_ size: Size) throws {
        let canvas = draw(feed(300), size)
        #expect(canvas.rows.allSatisfy { $0.cellWidth <= size.columns })
        let last = try #require(canvas.rows.last { $0.contains("message") || $0.contains("Music") })
        #expect(last.contains("12:04:59 w"))
        if size.columns >= 80 {
            #expect(last.contains("12:04:59 warn  MusicCatalog message 299 of the Run"))
        }
    }

    @Test func `Scrolled it stands, and says how much has come since`() {
        let feed = feed(100)
        let canvas = draw(feed) { view in
            view.isFollowing = false
            view.heldLog = 63
            view.tops[.log] = 41
        }
        let text = canvas.rows.joined(separator: "\n")
        #expect(canvas.rows[1].contains("message 40 "))
        #expect(text.contains("message 61 "))
        #expect(!text.contains("message 62 "))
        #expect(canvas.rows[0].contains("+38 new"))
        #expect(draw(feed).rows[0].contains("following"))
        // Without a frame, too.
        #expect(draw(feed, Size(columns: 60, rows: 15)).rows[0].contains("following"))
    }

    /// Two lines that are not shown for each that is, and a few that come later.
    private func scrolled() -> Operator {
        var model = DashboardModel()
        for number in 0..<300 {
            model.add(.noticed(Notice(number % 3 == 0 ? .info : .debug, "line \(number)")))
        }
        var someone = Operator(model, size: Size(columns: 100, rows: 30))
        someone.press("6 z")
        return someone
    }

    private func edges(_ someone: Operator) -> String {
        let rows = Frame.draw(context: someone.context).rows
        return rows.filter { $0.contains("━━") }.joined()
    }

    @Test func `The place is counted among the lines of the level`() {
        var someone = scrolled()
        someone.press("g")
        let rows = Frame.draw(context: someone.context).rows
        let shown = rows.count { $0.contains(" line ") }
        #expect(shown > 10)
        #expect(edges(someone).contains(" \(shown)/100 "))
        someone.press(">")
        #expect(edges(someone).contains(" \(shown)/300 "))
        someone.press("< /")
        someone.type("line 2")
        someone.press("enter")
        #expect(edges(someone).contains("/line 2") && !edges(someone).contains("/100"))
    }

    @Test func `New is what came since it stands`() {
        var someone = scrolled()
        someone.press("g")
        #expect(edges(someone).contains("stands") && !edges(someone).contains("new"))
        someone.press(">")
        #expect(!edges(someone).contains("new"))
        for number in 0..<10 { someone.hear(.noticed(Notice(.debug, "later \(number)"))) }
        #expect(edges(someone).contains("+10 new"))
        someone.press("<")
        #expect(!edges(someone).contains("new"))
    }

    @Test func `The level filter leaves the graver lines`() {
        let text = draw(feed(100)) { $0.level = .warning }.rows.joined(separator: "\n")
        #expect(text.contains("message 99 ") && text.contains("message 89 "))
        #expect(!text.contains("message 98 "))
        #expect(text.contains("warnings and errors"))
    }

    @Test(arguments: ["run", "Run"])
    func `What is searched for stands out, small letters for both`(_ search: String) {
        let canvas = draw(feed(100)) { $0.filters[.log] = search }
        #expect(canvas.rows[23].contains("/" + search))
        let matched = (0..<100).filter { canvas[5, $0].role == .match }
        #expect(matched.count == 3)
        let text = matched.map { Character(Unicode.Scalar(canvas[5, $0].scalar) ?? " ") }
        #expect(String(text) == "Run")
    }

    @Test func `A search without a match says how to end it`() {
        let text = draw(feed(10)) { $0.filters[.log] = "absent" }.rows.joined()
        #expect(text.contains("nothing matches; Esc shows all"))
    }

    @Test func `Wrapped lines go on below, cut ones end in dots and scroll sideways`() {
        var feed = feed(3)
        let words = (0..<40).map { "word\($0)" }.joined(separator: " ")
        feed.tell(.noticed(Notice(.error, words)), at: 5)
        let cut = draw(feed)
        #expect(cut.rows.contains { $0.contains("word0 ") && $0.contains("…") })
        #expect(!cut.rows.joined().contains("word39"))
        let wrapped = draw(feed) { $0.isWrapped = true }
        #expect(wrapped.rows.joined().contains("word39"))
        #expect(wrapped.rows.allSatisfy { $0.cellWidth <= 100 })
        let sideways = draw(feed) { $0.sideways[.log] = 240 }
        #expect(sideways.rows.joined().contains("word39"))
    }

    @Test func `A page of wrapped lines is what is seen`() {
        var feed = feed(3)
        for at in 0..<40 {
            feed.tell(
                .noticed(Notice(.info, String(repeating: "x", count: 130))), at: 5 + Double(at))
        }
        let size = Size(columns: 100, rows: 24)
        let area = Rect(size)
        #expect(LogPane.page(context(feed, size), area: area) == 22)
        #expect(LogPane.page(context(feed, size) { $0.isWrapped = true }, area: area) == 11)
    }

    @Test func `Wide characters wrap by columns, and a long word is cut`() {
        #expect(LogView.wrap("漢字漢字漢字", 5) == ["漢字", "漢字", "漢字"])
        #expect(LogView.wrap("aaaaaaaaaa", 4) == ["aaaa", "aaaa", "aa"])
        #expect(LogView.wrap("one two three", 8) == ["one two ", "three"])
        #expect(LogView.wrap("", 8) == [""])
        #expect(LogView.wrap("漢", 1).joined() == "漢")
    }

    @Test func `Any area is drawn without a trap`() {
        let feed = feed(50)
        for columns in 0...40 {
            for rows in 0...12 {
                var canvas = Canvas(size: Size(columns: 44, rows: 14))
                let context = context(feed, canvas.size) { $0.isWrapped = rows % 2 == 0 }
                let area = Rect(row: 1, column: 2, rows: rows, columns: columns)
                LogPane.draw(context, into: &canvas, area: area)
                #expect(canvas.rows.allSatisfy { $0.cellWidth <= area.endColumn })
            }
        }
    }
}
