import JSONText
import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct InteractionCopyTests {
    private func copied(_ someone: Operator) -> String? {
        someone.effects.lazy.compactMap { if case .copy(let text) = $0 { text } else { nil } }.first
    }

    @Test func `The error is copied where there is one, else the name`() {
        var someone = Operator()
        someone.choose("CustomerData")
        someone.press("y")
        #expect(copied(someone) == "CustomerData: access denied")
        someone.choose("Genres")
        someone.press("y")
        #expect(copied(someone) == "Genres")
    }

    @Test func `A row is copied as JSON`() throws {
        var someone = Operator()
        for keys in ["1 Y", "l j Y", "4 Y", "5 Y", "l j Y", "enter Y"] {
            someone.press(keys)
            let text = try #require(copied(someone), "\(keys)")
            let node = try JSONReader.read(Array(text.utf8))
            #expect(node["table"]?.string != nil, "\(keys)")
        }
    }

    @Test func `Nothing leaves that a terminal obeys, nor more than it takes`() {
        var model = InteractionFixture.model()
        let evil = "\u{1B}]52;c;AAAA\u{7}\u{202E}\r\n" + String(repeating: "é", count: 60_000)
        model.add(
            .tableFailed(
                table: "Genres", RunFailure(code: .tableFailed, message: evil, hint: nil)))
        var someone = Operator(model)
        someone.choose("Genres")
        for key in ["y", "Y"] {
            someone.press(key)
            let text = copied(someone) ?? "\u{1B}"
            #expect(text.utf8.count <= Clipboard.limit)
            #expect(text.utf8.count > 70_000)
            #expect(
                text.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x202E
                })
        }
    }

    @Test func `On a screen where all is open, closing and opening still work`() {
        var someone = Operator(size: Size(columns: 200, rows: 60))
        someone.choose("MusicCatalog")
        let open = TablesPane.rows(someone.context).count
        someone.press("h")
        #expect(TablesPane.rows(someone.context).count == open - 3)
        someone.press("l")
        #expect(TablesPane.rows(someone.context).count == open)
        someone.press("h h l l")
        #expect(
            someone.view.cursors[.tables]
                == .entity(EntityID(table: "MusicCatalog", entity: "Artist")))
    }
}
