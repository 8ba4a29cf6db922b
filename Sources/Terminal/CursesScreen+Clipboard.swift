import CNcurses

extension CursesScreen {
    /// What most terminals take in one sequence, in bytes of the text.
    package static let clipboardLimit = 74_000

    /// Copies text to the clipboard of the terminal, over any number of hops (OSC 52).
    ///
    /// Of a longer text, `clipboardLimit` bytes are copied. A terminal may ignore it; none tells.
    /// - Returns: false where the terminal takes nothing now.
    package func copy(_ text: String) -> Bool {
        guard isWritable else { return false }
        var end = text.utf8.prefix(Self.clipboardLimit).endIndex
        // Never half a character.
        while end.samePosition(in: text.unicodeScalars) == nil { text.utf8.formIndex(before: &end) }
        let bytes = Array(text.utf8[..<end])
        let sequence = Array("\u{1B}]52;c;".utf8) + Self.base64(bytes) + [7]
        sluice_terminal_send(terminal, sequence, sequence.count)
        return true
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for digit in 0..<4 {
                text.append(
                    digit <= group.count ? digits[bits >> (18 - 6 * digit) & 63] : UInt8(ascii: "=")
                )
            }
        }
        return text
    }
}
