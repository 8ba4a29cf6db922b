import Terminal
import Testing

@Suite struct WidgetDialogTests {
    @Test
    func `A dialog stands in the middle and hides what is under it`() {
        var canvas = Canvas(size: Size(columns: 16, rows: 5))
        canvas.fill(canvas.bounds, "x", .text)
        let inner = canvas.dialog(Size(columns: 8, rows: 1), title: "Reset?")
        #expect(inner == Rect(row: 2, column: 4, rows: 1, columns: 8))
        #expect(
            canvas.rows == [
                "xxxxxxxxxxxxxxxx", "xx┏━ Reset? ━┓xx", "xx┃          ┃xx", "xx┗━━━━━━━━━━┛xx",
                "xxxxxxxxxxxxxxxx",
            ])
        #expect(canvas[1, 2].role == .dialogBorder)
    }

    @Test
    func `A dialog is no larger than the screen`() {
        for columns in 0...12 {
            for rows in 0...5 {
                var canvas = Canvas(size: Size(columns: columns, rows: rows))
                _ = canvas.dialog(
                    Size(columns: 50, rows: 9), title: "Reset everything?", isDangerous: true)
                expectOnlyDrawable(canvas)
            }
        }
    }

    @Test
    func `The button with the focus is told without colour`() {
        var canvas = Canvas(size: Size(columns: 26, rows: 1))
        canvas.buttons(["Cancel", "Reset"], focus: 0, in: canvas.bounds)
        #expect(canvas.rows == ["  [ Cancel ]    Reset"])
        #expect(canvas[0, 3].role == .buttonFocus)
    }

    @Test(arguments: [
        ("abc", 3, "abc", 3), ("abcdefgh", 8, "defgh", 5), ("abcdefgh", 0, "abcdef", 0),
        ("日本語", 3, " 本語", 5), ("日本語", 1, "日本語", 2), ("", 0, "", 0), ("ab", 99, "ab", 2),
    ])
    func `A line of input scrolls to its cursor`(
        text: String, cursor: Int, shown: String, column: Int
    ) {
        var canvas = Canvas(size: Size(columns: 6, rows: 1))
        canvas.inputLine(text, cursor: cursor, in: canvas.bounds)
        #expect(canvas.rows == [shown])
        #expect(canvas[0, column].look.ground == .cursor)
        expectOnlyDrawable(canvas)
    }

    @Test
    func `A menu scrolls to what is selected`() {
        var canvas = Canvas(size: Size(columns: 14, rows: 3))
        let items = ["one", "two", "three", "four", "five"].map {
            MenuItem(Line($0), key: String($0.prefix(1)), isEnabled: $0 != "two")
        }
        #expect(canvas.menu(items, selected: 3, in: canvas.bounds) == 1)
        #expect(canvas.rows == ["  t  two", "  t  three   █", "> f  four"])
        #expect(canvas[0, 6].role == .keyDisabled)
        #expect(canvas[2, 6].look.ground == .cursor)
    }

    @Test(arguments: [
        (0, 10, 4, 0, 0), (9, 10, 4, 0, 6), (5, 10, 4, 3, 3), (2, 10, 4, 3, 2), (3, 3, 4, 9, 0),
        (0, 0, 4, 0, 0), (5, 10, 0, 0, 0), (9, 10, 4, 99, 6),
    ])
    func `A list moves no further than it must`(
        selected: Int, count: Int, rows: Int, current: Int, first: Int
    ) {
        #expect(
            Scroll.first(selected: selected, count: count, rows: rows, current: current) == first)
    }

    @Test
    func `The scrollbar's thumb reaches both ends and is not drawn where all is seen`() {
        func thumb(_ first: Int, _ count: Int) -> [Bool] {
            var canvas = Canvas(size: Size(columns: 1, rows: 5))
            canvas.scrollbar(first: first, shown: 5, count: count, in: canvas.bounds)
            return canvas.rows.map { $0 == "█" }
        }
        #expect(thumb(0, 50) == [true, false, false, false, false])
        #expect(thumb(45, 50) == [false, false, false, false, true])
        #expect(thumb(0, 5) == [false, false, false, false, false])
    }

    @Test
    func `The key bar leaves out the least important first, from the right`() {
        let hints = [
            KeyHint("p", "pause"), KeyHint("r", "retry", isEnabled: false, priority: 1),
            KeyHint("s", "sort", priority: 1), KeyHint("q", "leave"),
        ]
        func bar(_ columns: Int) -> String {
            var canvas = Canvas(size: Size(columns: columns, rows: 1))
            let shown = canvas.keyBar(hints, in: canvas.bounds)
            #expect(canvas.rows[0].split(separator: " ").count == shown * 2)
            return canvas.rows[0]
        }
        #expect(bar(33) == "p pause  r retry  s sort  q leave")
        #expect(bar(32) == "p pause r retry s sort q leave")
        #expect(bar(29) == "p pause r retry q leave")
        #expect(bar(20) == "p pause q leave")
        #expect(bar(9) == "p pause")
        #expect(bar(2) == "")
    }

    @Test
    func `Trees are drawn with signs and indentation`() {
        #expect(Glyphs.tree(depth: 0, isOpen: true) + "a" == "▾ a")
        #expect(Glyphs.tree(depth: 1, isOpen: nil) + "b" == "    b")
        #expect(Glyphs.branches(lasts: [false, true]) + "c" == "│  └─ c")
        #expect(Glyphs.branches(lasts: []) == "")
    }
}
