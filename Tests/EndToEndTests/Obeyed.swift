/// What of a text a terminal would obey.
enum Obeyed {
    /// In text for people or in JSON: controls other than line ends, C1, bidi, invisible separators.
    static func inText(_ text: String, _ place: String) -> [String] {
        var found: Set<UInt32> = []
        for scalar in text.unicodeScalars where scalar != "\n" {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
                found.insert(scalar.value)
            default: break
            }
        }
        return found.sorted().map { "\(place): U+\(String($0, radix: 16))" }
    }

    /// What the terminal may not be sent; curses's own sequences have none of these.
    ///
    /// - `stream`: a character a byte.
    static func onScreen(_ stream: String) -> [String] {
        let text = TerminalRun.decoded(stream)
        let forbidden = [
            "\u{1B}]", "\u{1B}c", "\u{1B}P", "\u{1B}\\", "31337m\u{1B}", "\u{1B}[31337m",
            "\u{1B}[6n", "\u{7}", "\u{7F}",
        ]
        var problems = forbidden.filter {
            Array(text.utf8).firstRange(of: Array($0.utf8)) != nil
        }.map { $0.debugDescription }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x80..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069:
                problems.append("U+" + String(scalar.value, radix: 16))
            default: break
            }
        }
        return problems
    }
}
