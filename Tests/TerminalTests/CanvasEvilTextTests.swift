import PlainText
import Terminal
import TestSupport
import Testing

/// Texts that would break a screen, drawn anywhere.
@Suite struct CanvasEvilTextTests {
    static let texts: [String] = [
        "\u{1B}[2J\u{1B}]52;c;ZXZpbA==\u{07}", "\u{9B}31m\u{90}q\u{9C}",
        "a\u{202E}b\u{2066}c\u{2069}\u{200F}\u{061C}", "one\ntwo\r\n\tthree\u{08}\u{0B}",
        String(repeating: "x", count: 10_000), String(repeating: "語", count: 10_000),
        "表\u{301}名前-テスト", "👩‍👩‍👧‍👦👍🏽❤️🏳️‍🌈🇨🇭🇩🇪1️⃣", "\u{301}\u{302}\u{303}",
        "e" + String(repeating: "\u{301}", count: 2_000), "\u{200B}\u{2060}\u{FEFF}\u{AD}",
        "\u{E000}\u{F0000}\u{10FFFF}\u{FFFF}\u{378}", "한국어 각", "עברית العربية",
        "→…±×✓ ━┃█▏▁", "\u{E0041}\u{E007F}", "\u{1F1E6}", "\u{200D}\u{1F469}\u{200D}", "",
        " plain ASCII ", "\u{0}\u{1}\u{7F}",
    ]

    @Test(arguments: [true, false])
    func `Any text drawn anywhere leaves every row whole`(isUnicode: Bool) {
        var random = SeededGenerator(isUnicode ? 1 : 2)
        for size in [(1, 1), (2, 1), (1, 5), (7, 3), (40, 8), (80, 24), (300, 100)] {
            var canvas = Canvas(
                size: Size(columns: size.0, rows: size.1), isUnicode: isUnicode)
            for _ in 0..<150 {
                draw(on: &canvas, &random)
            }
            expectOnlyDrawable(canvas)
        }
    }

    @Test(arguments: [true, false])
    func `The columns used are the text's width as far as there is room`(isUnicode: Bool) {
        for text in Self.texts {
            var canvas = Canvas(size: Size(columns: 60, rows: 1), isUnicode: isUnicode)
            let used = canvas.put(text, row: 0, column: 3, in: canvas.bounds, .text)
            #expect(used == min(57, canvas.width(of: text)))
            if isUnicode { #expect(canvas.width(of: text) == text.cellWidth) }
            expectOnlyDrawable(canvas)
        }
    }

    private func draw(on canvas: inout Canvas, _ random: inout SeededGenerator) {
        let text = Self.texts.randomElement(using: &random) ?? ""
        func near(_ limit: Int) -> Int { Int.random(in: -3...limit + 3, using: &random) }
        let area = Rect(
            row: near(canvas.size.rows), column: near(canvas.size.columns),
            rows: near(canvas.size.rows), columns: near(canvas.size.columns))
        let role = Role.allCases.randomElement(using: &random) ?? .text
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            canvas.box(area, title: text, detail: Line(text), note: Line(text), footer: Line(text))
        case 1: canvas.fill(area, text.unicodeScalars.first ?? "x", role)
        case 2: canvas.recolour(area, role)
        case 3: canvas.inputLine(text, cursor: near(20), in: area)
        case 4: canvas.put(right: Line(text, role).then(text), line: near(3), in: area, role)
        case 5: _ = canvas.dialog(Size(columns: near(50), rows: near(9)), title: text, in: area)
        default:
            canvas.put(
                text, row: near(canvas.size.rows), column: near(canvas.size.columns), in: area,
                role, ellipsis: Bool.random(using: &random))
        }
    }
}

/// Rows of exactly so many columns, and nothing in a cell that a terminal obeys.
func expectOnlyDrawable(_ canvas: Canvas, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
        canvas.cells.count == canvas.size.rows * canvas.size.columns, sourceLocation: sourceLocation
    )
    for row in 0..<canvas.size.rows {
        var columns = 0
        for column in 0..<canvas.size.columns where !canvas[row, column].isCovered {
            let cell = canvas[row, column]
            let isWide = column + 1 < canvas.size.columns && canvas[row, column + 1].isCovered
            let scalar = Unicode.Scalar(cell.scalar) ?? "\u{FFFF}"
            #expect(scalar.cellWidth == (isWide ? 2 : 1), sourceLocation: sourceLocation)
            columns += isWide ? 2 : 1
            let values = [cell.scalar, cell.mark].filter { $0 != 0 }
            for value in values.compactMap(Unicode.Scalar.init) {
                switch value.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate,
                    .unassigned, .privateUse:
                    Issue.record("\(value.value) in a cell", sourceLocation: sourceLocation)
                default:
                    #expect(canvas.isUnicode || value.isASCII, sourceLocation: sourceLocation)
                }
            }
        }
        #expect(columns == canvas.size.columns, sourceLocation: sourceLocation)
    }
}
