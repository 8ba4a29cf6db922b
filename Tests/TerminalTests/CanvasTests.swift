import Terminal
import Testing

@Suite struct CanvasTests {
    private func canvas(_ columns: Int, _ rows: Int = 1, isUnicode: Bool = true) -> Canvas {
        Canvas(size: Size(columns: columns, rows: rows), isUnicode: isUnicode)
    }

    @Test
    func `Half of a wide glyph is never left`() {
        for column in 0..<6 {
            var canvas = canvas(6)
            canvas.put("日本語", row: 0, column: 0, in: canvas.bounds, .text)
            canvas.put("x", row: 0, column: column, in: canvas.bounds, .text)
            #expect(canvas[0, column].scalar == UInt32(UInt8(ascii: "x")))
            #expect(canvas[0, column ^ 1] == Cell())
            expectOnlyDrawable(canvas)
        }
    }

    @Test
    func `A wide glyph over two others takes one half of each with it`() {
        var canvas = canvas(4)
        canvas.put("日本", row: 0, column: 0, in: canvas.bounds, .text)
        canvas.put("語", row: 0, column: 1, in: canvas.bounds, .text)
        #expect(canvas.rows == [" 語"])
        #expect(canvas[0, 3] == Cell())
        expectOnlyDrawable(canvas)
    }

    @Test
    func `A wide glyph that is half outside is blank`() {
        var canvas = canvas(8)
        canvas.fill(canvas.bounds, "-", .border)
        let area = Rect(row: 0, column: 1, rows: 1, columns: 5)
        canvas.put("日本語", row: 0, column: 0, in: area, .text, ellipsis: false)
        #expect(canvas.rows == ["- 本語--"])
        expectOnlyDrawable(canvas)
    }

    @Test
    func `A fill cuts no glyph in half`() {
        var canvas = canvas(8)
        canvas.put("日本語", row: 0, column: 0, in: canvas.bounds, .text)
        canvas.fill(Rect(row: 0, column: 1, rows: 1, columns: 4), "#", .text)
        #expect(canvas.rows == [" ####"])
        expectOnlyDrawable(canvas)
        canvas.fill(Rect(row: 0, column: 0, rows: 1, columns: 5), "日", .text)
        #expect(canvas.rows == ["日日"])
        expectOnlyDrawable(canvas)
    }

    @Test(arguments: [
        ("abcdef", 4, "abc…"), ("abcd", 4, "abcd"), ("日本語", 4, "日…"), ("日本語", 5, "日本…"),
        ("ab\u{301}", 2, "ab\u{301}"), ("abc\u{301}d", 3, "ab…"), ("abcdef", 1, "…"),
    ])
    func `A text that does not fit ends in an ellipsis`(text: String, room: Int, shown: String) {
        var canvas = canvas(9)
        let area = Rect(row: 0, column: 2, rows: 1, columns: room)
        #expect(canvas.put(text, line: 0, in: area, .text) == min(room, canvas.width(of: text)))
        #expect(canvas.rows == ["  " + shown])
        expectOnlyDrawable(canvas)
    }

    @Test(arguments: [true, false])
    func `A text is scrolled by a column left of its rectangle`(isASCII: Bool) {
        var canvas = canvas(6)
        let text = isASCII ? "abcdefgh" : "äbcdëfgh"
        let area = Rect(row: 0, column: 1, rows: 1, columns: 4)
        canvas.put(text, row: 0, column: -2, in: area, .text, ellipsis: false)
        #expect(canvas.rows == [isASCII ? " defg" : " dëfg"])
        #expect(canvas.put("abc", row: 0, column: -5, in: area, .text) == 3)
    }

    @Test
    func `Nothing is drawn outside the rectangle or the canvas`() {
        var canvas = canvas(4, 3)
        let area = Rect(row: 1, column: 1, rows: 1, columns: 2)
        for row in -1...3 { canvas.put("xxxxxxxx", row: row, column: -1, in: area, .text) }
        #expect(canvas.rows == ["", " x…", ""])
        canvas.fill(Rect(row: -5, column: -5, rows: 50, columns: 50), "#", .text)
        canvas.put("y", row: 9, column: 9, in: Rect(row: 9, column: 9, rows: 1, columns: 1), .text)
        #expect(canvas.rows == ["####", "####", "####"])
    }

    @Test
    func `A mark is drawn over its character, a joined emoji as its first`() {
        var canvas = canvas(12)
        canvas.put("e\u{301}👩‍👩‍👧x❤️y🇨🇭", row: 0, column: 0, in: canvas.bounds, .text)
        #expect(canvas.rows == ["e\u{301}👩x❤yCH"])
        #expect(canvas[0, 0].mark == 0x301)
        #expect(canvas[0, 2].isCovered)
    }

    @Test
    func `What a terminal obeys is replaced`() {
        var canvas = canvas(20)
        canvas.put(
            "a\u{1B}b\nc\u{202E}d\u{9B}e\u{7F}\u{2028}", row: 0, column: 0, in: canvas.bounds, .text
        )
        #expect(canvas.rows == ["a␛b␊c\u{FFFD}d\u{FFFD}e␡\u{FFFD}"])
    }

    @Test
    func `The cursor's line lies under what is drawn there`() {
        var canvas = canvas(6)
        canvas.put("日x", row: 0, column: 0, in: canvas.bounds, .tableFailed)
        canvas.recolour(canvas.bounds.line(0), .cursor)
        #expect(canvas[0, 0].look == Look(.tableFailed, on: .cursor))
        canvas.recolour(Rect(row: 0, column: 1, rows: 1, columns: 2), .mark)
        #expect([0, 1, 2].map { canvas[0, $0].role } == [.tableFailed, .tableFailed, .mark])
    }

    @Test(arguments: [
        ("a → b…", "a -> b.."), ("±1m", "+/-1m"), ("×3 ✓", "x3 ok"), ("é", "?"), ("日本", "????"),
        ("─│┌━┃┓", "-|+=|+"), ("█▊▍·", "#=--"), ("▁▂▃▄▅▆▇█", "_.:-=+*#"), ("▸▾", ">v"),
    ])
    func `Where only ASCII is shown each sign has its likeness`(text: String, shown: String) {
        var canvas = canvas(12, isUnicode: false)
        canvas.put(text, row: 0, column: 0, in: canvas.bounds, .text)
        #expect(canvas.rows == [shown])
        #expect(canvas.width(of: text) == shown.count)
    }

    @Test
    func `Where only ASCII is shown a cut text ends in two dots`() {
        var canvas = canvas(5, isUnicode: false)
        canvas.put("abcdefg", row: 0, column: 0, in: canvas.bounds, .text)
        #expect(canvas.rows == ["abc.."])
        canvas.put("→→→→", row: 0, column: 0, in: canvas.bounds, .text)
        #expect(canvas.rows == ["->-.."])
    }
}
