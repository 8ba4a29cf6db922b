import Terminal
import TestSupport
import Testing

extension CursesTests {
    @Suite struct Bytes {
        static let terminals = [
            "xterm-256color", "xterm", "screen", "screen-256color", "tmux-256color", "vt100",
            "linux",
        ]

        private func canvas(_ clock: String, size: Size = Size(columns: 80, rows: 24)) -> Canvas {
            var canvas = Canvas(size: size)
            canvas.put(clock, row: 0, column: 70, in: canvas.bounds, .header)
            for row in 2..<20 {
                canvas.put("Tisch \(row) ████░░", row: row, column: 3, in: canvas.bounds, .text)
            }
            return canvas
        }

        @Test(arguments: terminals)
        func `An unchanged frame costs no byte and a clock's tick a few`(name: String) throws {
            let terminal = try FileTerminal(name)
            #expect(!terminal.bytes(of: canvas("12:03:11")).isEmpty)
            #expect(terminal.bytes(of: canvas("12:03:11")).isEmpty)
            // The cursor's way there, the colour, the digit, the colour's end.
            #expect((1...32).contains(terminal.bytes(of: canvas("12:03:12")).count))
            #expect((1...32).contains(terminal.bytes(of: canvas("12:03:13")).count))
        }

        /// A canvas of rubbish, much of it wide or with marks.
        private func rubbish(_ size: Size, _ random: inout some RandomNumberGenerator) -> Canvas {
            var canvas = Canvas(size: size)
            let texts = ["漢字", "Zeile", "████", "e\u{301}a\u{308}", "🚀🔥", "  ", "─┼─", "ｗｉｄｅ"]
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                canvas.put(
                    String(
                        repeating: texts[Int.random(in: 0..<texts.count, using: &random)],
                        count: Int.random(in: 1...12, using: &random)),
                    row: Int.random(in: 0..<size.rows, using: &random),
                    column: Int.random(in: 0..<size.columns, using: &random), in: canvas.bounds,
                    Role.allCases[Int.random(in: 0..<Role.allCases.count, using: &random)],
                    ellipsis: false)
            }
            return canvas
        }

        @Test(arguments: ["xterm-256color", "screen", "tmux-256color", "linux", "vt100"])
        func `What the terminal shows is the canvas, wide glyphs at the edge too`(name: String)
            throws
        {
            let terminal = try FileTerminal(name)
            var picture = TerminalPicture()
            var random = SeededGenerator(7)
            for number in 0..<100 {
                if number % 20 == 0 { terminal.screen.redraw() }
                let canvas = rubbish(terminal.screen.size, &random)
                picture.take(terminal.bytes(of: canvas, number % 30 == 0 ? .colourful : .test))
                let shown = picture.text
                let wanted = (0..<canvas.size.rows).map { canvas.text(row: $0) }
                try #require(shown == wanted, "canvas \(number)")
            }
            #expect(picture.unknown == [])
        }

        @Test func `What steers a terminal never comes from a cell`() throws {
            let terminal = try FileTerminal()
            var canvas = Canvas(size: terminal.screen.size)
            _ = terminal.bytes(of: canvas)
            let evil = [
                "\u{1B}]0;evil\u{7}", "\u{9B}31mevil", "\u{202E}evil", "e\u{202E}vil",
                "e\u{200D}vil",
                "evil\r\n\t\u{8}", "\u{7F}evil\u{FEFF}",
            ]
            for (number, text) in evil.enumerated() {
                canvas.put(text, row: 2 * number, column: 5, in: canvas.bounds, .text)
            }
            let bytes = terminal.bytes(of: canvas)
            let shown = Set(bytes.text.unicodeScalars)
            #expect(
                shown.isDisjoint(
                    with: Set("\u{9B}\u{202E}\u{200D}\u{FEFF}\u{7F}\u{7}".unicodeScalars)))
            #expect(!bytes.holds("\u{1B}]"))
            var picture = TerminalPicture()
            picture.take(bytes)
            #expect(picture.unknown == [])
            let rows = picture.text.indices.filter { !picture.text[$0].isEmpty }
            #expect(rows == evil.indices.map { 2 * $0 })
        }

        @Test func `Styles have forty pairs of colours at the most`() throws {
            let terminal = try FileTerminal()
            var canvas = Canvas(size: terminal.screen.size)
            for (number, role) in Role.allCases.enumerated() {
                canvas.put("x", row: number % 24, column: number, in: canvas.bounds, role)
            }
            let text = terminal.bytes(of: canvas, .colourful).text
            let colours = Set(text.matches(of: /38;5;(\d+)m/).map { String($0.1) })
            #expect(colours.count == min(40, Role.allCases.count))
        }

        @Test func `The last of all looks has a style too`() throws {
            let terminal = try FileTerminal()
            var canvas = Canvas(size: terminal.screen.size)
            let last = try #require(Role.allCases.last)
            canvas.put("x", row: 0, column: 0, in: canvas.bounds, last)
            canvas.recolour(canvas.bounds.line(0), .cursorDim)
            #expect(canvas[0, 0].look == Look.all.last)
            let theme = Theme(
                name: "last", styles: [.indexed: [.cursorDim: Style(foreground: .indexed(200))]])
            #expect(terminal.bytes(of: canvas, theme).holds("38;5;200m"))
        }

        @Test func `Another theme is seen at once and costs nothing afterwards`() throws {
            let terminal = try FileTerminal()
            let canvas = canvas("12:03:11")
            _ = terminal.bytes(of: canvas)
            let bytes = terminal.bytes(of: canvas, .colourful)
            #expect(bytes.holds("38;5;100m"))
            #expect(terminal.bytes(of: canvas, .colourful).isEmpty)
        }

        @Test func `Where colours are not wanted none is sent`() throws {
            let terminal = try FileTerminal(
                options: CursesScreen.Options(isColoured: false, locale: "C.UTF-8"))
            #expect(terminal.screen.capabilities.colours == .mono)
            var canvas = canvas("12:03:11")
            canvas.put("Titel", row: 1, column: 0, in: canvas.bounds, .title)
            let text = terminal.bytes(of: canvas).text
            #expect(text.contains(";1mTitel"))
            #expect(text.matches(of: /[34][0-8](;5;\d+)?m/).isEmpty)
            #expect(!text.contains("\u{1B}[?1034"))
        }

        @Test func `What a terminal can show comes from its description`() throws {
            func capabilities(
                _ name: String, _ options: CursesScreen.Options = .test
            ) throws -> Capabilities {
                try FileTerminal(name, options: options).screen.capabilities
            }
            #expect(try capabilities("vt100").colours == .mono)
            #expect(try capabilities("screen").colours == .sixteen)
            #expect(try capabilities("xterm-256color").colours == .indexed)
            #expect(try capabilities("screen").isUnicode)
            #expect(try !capabilities("screen", .init(isASCII: true, locale: "C.UTF-8")).isUnicode)
            #expect(try !capabilities("screen", .init(locale: "C")).isUnicode)
        }

        @Test func `A terminal that cannot be drawn on is refused with its reason`() throws {
            func reason(_ name: String) throws -> String? {
                let terminal = try PseudoTerminal()
                do throws(TerminalFailure) {
                    let before = terminal.modes
                    defer { #expect(terminal.modes == before) }
                    _ = try CursesScreen.open(
                        input: terminal.slave, output: terminal.slave, term: name, options: .test)
                    return nil
                } catch { return error.reason }
            }
            #expect(try reason("dumb") == "the terminal dumb (TERM) cannot move its cursor")
            #expect(
                try reason("kein\u{1B}ding")
                    == "no description of the terminal kein?ding (TERM) is installed")
            #expect(try reason("") == "TERM is not set")
            #expect(try reason("xterm") == nil)
            #expect(throws: TerminalFailure.notATerminal) {
                let terminal = try PseudoTerminal()
                _ = try CursesScreen.open(input: 9999, output: terminal.slave, term: "xterm")
            }
            let first = try FileTerminal()
            #expect(throws: TerminalFailure.alreadyOpen) { try FileTerminal() }
            first.screen.close()
            _ = try FileTerminal()
        }

        @Test(arguments: [
            ("", ""), ("M", "TQ=="), ("Ma", "TWE="), ("Man", "TWFu"), ("Größe", "R3LDtsOfZQ=="),
        ])
        func `Text is copied through the terminal`(text: String, base64: String) throws {
            let terminal = try FileTerminal()
            _ = terminal.read()
            #expect(terminal.screen.copy(text))
            #expect(terminal.read().text == "\u{1B}]52;c;\(base64)\u{7}")
        }

        @Test func `A long text is copied up to the limit, to a whole character`() throws {
            let terminal = try FileTerminal()
            _ = terminal.read()
            #expect(terminal.screen.copy("x" + String(repeating: "ä", count: 100_000)))
            // 73,999 bytes are 24,667 groups of three.
            #expect(terminal.read().count == 7 + 24_667 * 4 + 1)
        }
    }
}
