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
        let whole = passage.sequence(sequence)
        sluice_terminal_send(terminal, whole, whole.count)
        return true
    }

    /// How a sequence gets to the terminal that the operator sits at.
    enum Passage: Equatable {
        /// The terminal, or tmux, which takes it for its own.
        case direct
        /// GNU screen, which drops what it does not know unless it is told to pass it on.
        case screen
        /// TERM is screen's, but tmux says so too: what the one passes on the other drops.
        case unknown

        init(term: String, environment: [String: String]) {
            let isTmux = environment["TMUX"]?.isEmpty == false
            guard term.hasPrefix("screen"), !isTmux else {
                self = .direct
                return
            }
            self = environment["STY"]?.isEmpty == false ? .screen : .unknown
        }

        /// In pieces, since screen keeps no more than 256 bytes of what it passes on.
        private static let piece = 200

        func sequence(_ bytes: [UInt8]) -> [UInt8] {
            guard self != .direct else { return bytes }
            var wrapped: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: Self.piece) {
                wrapped += Array("\u{1B}P".utf8)
                wrapped += bytes[start..<min(start + Self.piece, bytes.count)]
                wrapped += Array("\u{1B}\\".utf8)
            }
            return self == .screen ? wrapped : wrapped + bytes
        }
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
