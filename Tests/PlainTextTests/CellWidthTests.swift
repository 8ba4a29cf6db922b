import Glibc
import PlainText
import Testing

@Suite struct CellWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("日本", 4), ("ｶﾅ", 2), ("한국", 4), ("ö", 1), ("e\u{301}", 1),
        ("…", 1), ("±·–×→", 5), ("━┃█▏", 4), ("😀", 2), ("\u{301}", 0), ("a\u{200B}b", 3),
        ("a\u{200D}b", 2), ("\u{AD}", 0), ("ᄒ\u{1161}\u{11AB}", 2), ("\u{1B}", 1),
    ])
    func `Text is as wide as a terminal shows it`(text: String, width: Int) {
        #expect(text.cellWidth == width)
    }

    @Test(arguments: [
        ("👩‍👩‍👧", 2), ("👍🏽", 2), ("❤️", 1), ("❤️‍🔥", 1), ("🏳️‍🌈", 1), ("🇨🇭", 2), ("1️⃣", 1),
    ])
    func `A cluster is as wide as its base character`(text: String, width: Int) {
        #expect(text.cellWidth == width)
        var cells = TextCells(text.unicodeScalars)
        #expect(cells.next()?.scalar == text.unicodeScalars.first)
    }

    @Test
    func `A mark joins the character before it, and a second one is not seen`() {
        var cells = TextCells("e\u{301}\u{323}x".unicodeScalars)
        #expect(cells.next() == TextCell(scalar: "e", mark: "\u{301}", width: 1))
        #expect(cells.next() == TextCell(scalar: "x", width: 1))
        #expect(cells.next() == nil)
    }

    /// The C library of this machine counts as ncurses will.
    @Test
    func `Every character is as wide as the C library says`() throws {
        typealias WidthOf = @convention(c) (wchar_t) -> Int32
        let symbol = try #require(dlsym(nil, "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: WidthOf.self)
        let locale = try #require(newlocale(Int32(LC_CTYPE_MASK), "C.UTF-8", nil))
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        var differing: [String] = []
        for value in UInt32(0x20)..<0x30000 {
            guard let scalar = Unicode.Scalar(value), !scalar.isJoining,
                let age = scalar.properties.age, age.major <= 14
            else { continue }
            switch scalar.properties.generalCategory {
            case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator,
                .paragraphSeparator:
                continue
            default:
                let width = wcwidth(wchar_t(value))
                // -1 and 0: a library that is older, or that hides what we show.
                if width > 0, Int(width) != scalar.cellWidth {
                    differing.append(String(value, radix: 16) + " \(width)")
                }
            }
        }
        #expect(differing == [])
    }

    @Test(arguments: [
        ("日本語", 5, "日本…"), ("日本語", 6, "日本語"), ("e\u{301}e\u{301}e", 2, "e\u{301}…"),
        ("ab\u{301}", 2, "ab\u{301}"), ("", 0, ""), ("abc", -1, ""),
    ])
    func `A text is cut between characters`(text: String, width: Int, expected: String) {
        #expect(text.clipped(to: width) == expected)
    }
}
