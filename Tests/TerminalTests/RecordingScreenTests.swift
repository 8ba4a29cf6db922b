import Terminal
import Testing

@Suite struct RecordingScreenTests {
    @Test
    func `A recording keeps what it is shown and hands out its keys once`() {
        let screen = RecordingScreen(size: Size(columns: 4, rows: 1))
        var canvas = Canvas(size: screen.size)
        screen.show(canvas, theme: .builtIn)
        canvas.put("ab", line: 0, in: canvas.bounds, .text)
        screen.show(canvas, theme: .builtIn)
        #expect(screen.canvases.map(\.rows) == [[""], ["ab"]])
        #expect(screen.rows == ["ab"])
        #expect(screen.theme == .builtIn)
        screen.press(.down, .control("d"))
        screen.type("x ")
        #expect(screen.readKeys() == [.down, .control("d"), .character("x"), .character(" ")])
        #expect(screen.readKeys() == [])
    }

    @Test
    func `A dump holds the rows, the roles and what the letters mean`() {
        var canvas = Canvas(size: Size(columns: 5, rows: 2))
        canvas.put("日x", row: 0, column: 0, in: canvas.bounds, .textDim)
        canvas.put("y", row: 1, column: 1, in: canvas.bounds, .text)
        #expect(CanvasDump.text(canvas) == "日x\n y\n")
        #expect(
            CanvasDump.styled(canvas)
                == "日x\n y\n-----\naaa..\n.....\n-----\n. text\na text.dim\n")
    }

    @Test
    func `Every role has a letter of its own in a dump`() {
        var canvas = Canvas(size: Size(columns: Role.allCases.count, rows: 1))
        for (column, role) in Role.allCases.enumerated() {
            canvas.put("x", row: 0, column: column, in: canvas.bounds, role)
        }
        let map = CanvasDump.styled(canvas).split(separator: "\n")[2]
        #expect(Set(map).count == Role.allCases.count)
    }

    @Test
    func `A dump in colour sets each style once and resets at the end of a row`() {
        let red = Style(foreground: .indexed(9), attributes: .bold)
        let sky = Style(foreground: .direct(0x0102FF), background: .indexed(200))
        let theme = Theme(name: "t", styles: [.direct: [.danger: red, .good: sky]])
        var canvas = Canvas(size: Size(columns: 3, rows: 1))
        canvas.put("ab", row: 0, column: 0, in: canvas.bounds, .danger)
        canvas.put("c", row: 0, column: 2, in: canvas.bounds, .good)
        #expect(
            CanvasDump.ansi(canvas, theme: theme, colours: .direct)
                == "\u{1B}[0;1;91mab\u{1B}[0;38;2;1;2;255;48;5;200mc\u{1B}[0m\n")
    }
}
