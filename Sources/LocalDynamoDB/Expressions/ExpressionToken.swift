/// A word of an expression.
struct ExpressionToken: Equatable {
    enum Kind: Equatable {
        /// A bare word: an attribute's name, a keyword or a function.
        case word
        /// `#name`
        case name
        /// `:value`
        case value
        /// A list's index.
        case number
        /// An operator or a bracket.
        case symbol
        case end
        /// Something no expression has.
        case unknown
    }

    var kind: Kind
    var text: String
    /// In the expression's bytes.
    var range: Range<Int>
}

enum ExpressionTokens {
    /// Cuts an expression into words; the last is `end`.
    static func read(_ expression: String) -> [ExpressionToken] {
        let bytes = Array(expression.utf8)
        var tokens: [ExpressionToken] = []
        var at = 0
        func isWord(_ byte: UInt8) -> Bool {
            isDigit(byte) || byte == UInt8(ascii: "_") || (byte | 0x20) &- 0x61 < 26
        }
        while at < bytes.count {
            let start = at
            let byte = bytes[at]
            if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                at += 1
                continue
            }
            var kind = ExpressionToken.Kind.symbol
            at += 1
            switch byte {
            case UInt8(ascii: "#"), UInt8(ascii: ":"):
                // AWS takes - and . as no part of a placeholder.
                while at < bytes.count, isWord(bytes[at]) { at += 1 }
                kind = at == start + 1 ? .unknown : byte == UInt8(ascii: "#") ? .name : .value
            case UInt8(ascii: "<"):
                if at < bytes.count,
                    bytes[at] == UInt8(ascii: "=") || bytes[at] == UInt8(ascii: ">")
                {
                    at += 1
                }
            case UInt8(ascii: ">"):
                if at < bytes.count, bytes[at] == UInt8(ascii: "=") { at += 1 }
            case UInt8(ascii: "="), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
                UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "+"),
                UInt8(ascii: "-"):
                break
            default:
                if isDigit(byte) {
                    while at < bytes.count, isDigit(bytes[at]) { at += 1 }
                    kind = .number
                } else if isWord(byte) {
                    while at < bytes.count, isWord(bytes[at]) { at += 1 }
                    kind = .word
                } else {
                    while at < bytes.count, bytes[at] & 0xC0 == 0x80 { at += 1 }
                    kind = .unknown
                }
            }
            tokens.append(
                ExpressionToken(
                    kind: kind, text: String(decoding: bytes[start..<at], as: UTF8.self),
                    range: start..<at))
        }
        tokens.append(
            ExpressionToken(kind: .end, text: "<EOF>", range: bytes.count..<bytes.count))
        return tokens
    }
}
