import PlainText
import Testing

@Suite struct WrappingTests {
    @Test(arguments: [
        ("", 5, [""]), ("one two three", 7, ["one two", "three"]),
        ("one  two", 20, ["one two"]), ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("日本語です", 4, ["日本", "語で", "す"]), ("a\nb c\n", 9, ["a", "b c", ""]),
        ("日", 1, ["日"]), ("ab", 0, ["a", "b"]),
    ])
    func `A text is broken between words, and a long word where the line ends`(
        text: String, width: Int, lines: [String]
    ) {
        #expect(text.wrapped(to: width) == lines)
    }

    @Test
    func `No line is wider than was asked for, and no word is lost`() {
        let text = "the provided key element does not match the schema 日本語 x"
        for width in 2...60 {
            let lines = text.wrapped(to: width)
            #expect(lines.allSatisfy { $0.cellWidth <= width })
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }

    @Test
    func `What is past the last line is shown as missing`() {
        #expect("one two three".wrapped(to: 5, limit: 2) == ["one", "two…"])
        #expect("aaaaa bbbbb".wrapped(to: 5, limit: 1) == ["aaaa…"])
        #expect("one".wrapped(to: 5, limit: 1) == ["one"])
        #expect("one two".wrapped(to: 3, limit: 0) == [])
    }
}
