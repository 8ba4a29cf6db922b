extension StringProtocol {
    /// The text on one line with nothing in it that a terminal obeys.
    ///
    /// C0 controls and DEL become control pictures (U+2400…), C1 controls, bidi controls, line and
    /// paragraph separators and other format characters become `\u{…}`. What comes from data passes
    /// through here once, where it enters the model (DESIGN §2.10).
    /// - `limit`: characters kept; a longer text ends in `…`.
    package func sanitised(limit: Int = 4_000) -> String {
        var result = ""
        var count = 0
        for scalar in unicodeScalars {
            if count == limit {
                result.unicodeScalars.append("…")
                break
            }
            count += 1
            switch scalar.value {
            case 0..<0x20:
                result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? " ")
            case 0x7F: result.unicodeScalars.append("\u{2421}")
            case 0x80..<0xA0, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F,
                0xFEFF,
                0xFFF9...0xFFFB, 0xE0000...0xE007F:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
