import Terminal
import Testing

@Suite struct WidgetBoxTests {
    private func rows(
        _ columns: Int, _ rows: Int = 2, isUnicode: Bool = true, isFocused: Bool = false,
        title: String = "Tables", detail: Line = Line(), note: Line = Line(),
        footer: Line = Line(), hint: Line = Line()
    ) -> [String] {
        var canvas = Canvas(size: Size(columns: columns, rows: rows), isUnicode: isUnicode)
        let inner = canvas.box(
            canvas.bounds, title: title, detail: detail, note: note, footer: footer, hint: hint,
            isFocused: isFocused)
        #expect(inner == canvas.bounds.inset(rows: 1, columns: 1))
        return canvas.rows
    }

    @Test
    func `A box carries its title, note, hint and footer in its border`() {
        #expect(
            rows(
                40, 3, isFocused: true, detail: "2 running", note: "sort: state", footer: "5/9",
                hint: "Enter") == [
                    "┏━ Tables  2 running ━━━━ sort: state ━┓",
                    "┃                                      ┃",
                    "┗━ Enter ━━━━━━━━━━━━━━━━━━━━━━━━ 5/9 ━┛",
                ])
    }

    @Test
    func `The focus is told by heavy lines, also where only ASCII is shown`() {
        #expect(rows(12) == ["┌─ Tables ─┐", "└──────────┘"])
        #expect(rows(12, isFocused: true) == ["┏━ Tables ━┓", "┗━━━━━━━━━━┛"])
        #expect(rows(12, isUnicode: false) == ["+- Tables -+", "+----------+"])
        #expect(rows(12, isUnicode: false, isFocused: true) == ["+= Tables =+", "+==========+"])
    }

    @Test
    func `What does not fit into the border is left out, the title last`() {
        #expect(rows(16, note: "sort: state") == ["┌─ Tables ─────┐", "└──────────────┘"])
        #expect(rows(10) == ["┌─ Tab… ─┐", "└────────┘"])
        #expect(rows(7) == ["┌─────┐", "└─────┘"])
        #expect(rows(1, 1) == ["─"])
        #expect(rows(0, 0) == [])
    }

    @Test
    func `Text in several roles ends in an ellipsis where a part is not seen`() {
        var canvas = Canvas(size: Size(columns: 8, rows: 1))
        let line = Line("12345678", .good).then("rest", .danger)
        #expect(canvas.put(line, line: 0, in: canvas.bounds, .text) == 8)
        #expect(canvas.rows == ["1234567…"])
        canvas.put(right: Line("a").then("b", .key), line: 0, in: canvas.bounds, .text)
        #expect(canvas.rows == ["123456ab"])
        #expect([6, 7].map { canvas[0, $0].role } == [.text, .key])
    }
}
