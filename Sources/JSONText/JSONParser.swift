/// The state of one reading: where it is, and the arrays and objects that are open.
///
/// 1. The bytes are valid UTF-8 (checked before), so every string it cuts out is valid too.
/// 2. Outside strings every byte is ASCII, so a column is the offset in the line less the
///    continuation bytes passed over in strings of that line.
struct JSONParser {
    private let bytes: UnsafeRawBufferPointer
    private let limits: JSONLimits
    private var at = 0
    private var line = 1
    private var lineStart = 0
    /// Continuation bytes since `lineStart`.
    private var continuations = 0
    private var values = 0
    private var open: [Frame] = []

    /// An array or object whose end has not come yet.
    private struct Frame {
        let isObject: Bool
        let line: Int
        let column: Int
        var elements: [JSONNode] = []
        var members: [JSONMember] = []
        var name = ""
        var nameLine = 0
        var nameColumn = 0

        mutating func add(_ node: JSONNode) {
            if isObject {
                members.append(
                    JSONMember(
                        name: name, nameLine: nameLine, nameColumn: nameColumn, node: node))
            } else {
                elements.append(node)
            }
        }

        var node: JSONNode {
            JSONNode(isObject ? .object(members) : .array(elements), line: line, column: column)
        }
    }

    init(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            at = 3
            lineStart = 3
        }
    }

    mutating func document() throws(JSONError) -> JSONNode {
        while true {
            skipSpace()
            guard var node = try valueOrOpening() else { continue }
            while let top = open.indices.last {
                open[top].add(node)
                guard try closes(top) else { break }
                node = open.removeLast().node
            }
            if open.isEmpty {
                skipSpace()
                guard at == bytes.count else { throw error("unexpected \(found) after the end") }
                return node
            }
        }
    }

    /// Reads a value; nil where it opened an array or object that has content.
    private mutating func valueOrOpening() throws(JSONError) -> JSONNode? {
        values += 1
        guard values <= limits.maxValues else {
            throw error("more than \(limits.maxValues) values")
        }
        let (line, column) = (line, column)
        switch current {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let isObject = current == UInt8(ascii: "{")
            guard open.count < limits.maxDepth else {
                throw error("more than \(limits.maxDepth) arrays and objects within one another")
            }
            at += 1
            skipSpace()
            if current == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                at += 1
                return JSONNode(isObject ? .object([]) : .array([]), line: line, column: column)
            }
            open.append(Frame(isObject: isObject, line: line, column: column))
            if isObject { try name() }
            return nil
        case UInt8(ascii: "\""):
            return JSONNode(.string(try string()), line: line, column: column)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return JSONNode(.number(try number()), line: line, column: column)
        case UInt8(ascii: "t"):
            try word("true")
            return JSONNode(.bool(true), line: line, column: column)
        case UInt8(ascii: "f"):
            try word("false")
            return JSONNode(.bool(false), line: line, column: column)
        case UInt8(ascii: "n"):
            try word("null")
            return JSONNode(.null, line: line, column: column)
        default:
            throw error("expected a value, found \(found)")
        }
    }

    /// After a value: true where the array or object ends here, false where another value comes.
    private mutating func closes(_ top: Int) throws(JSONError) -> Bool {
        let isObject = open[top].isObject
        let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        skipSpace()
        if current == close {
            at += 1
            return true
        }
        let bracket = isObject ? "'}'" : "']'"
        guard current == UInt8(ascii: ",") else {
            throw error("expected ',' or \(bracket), found \(found)")
        }
        at += 1
        skipSpace()
        if current == close { throw error("a comma before \(bracket)") }
        if isObject { try name() }
        return false
    }

    private mutating func name() throws(JSONError) {
        guard let top = open.indices.last else { return }
        guard current == UInt8(ascii: "\"") else {
            throw error("expected a name in double quotes, found \(found)")
        }
        open[top].nameLine = line
        open[top].nameColumn = column
        open[top].name = try string()
        skipSpace()
        guard current == UInt8(ascii: ":") else {
            throw error("expected ':' after the name, found \(found)")
        }
        at += 1
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        let count = word.utf8CodeUnitCount
        let expected = UnsafeRawBufferPointer(start: word.utf8Start, count: count)
        guard at + count <= bytes.count, bytes[at..<at + count].elementsEqual(expected) else {
            throw error("expected \(word), found something else")
        }
        at += count
    }

    private mutating func number() throws(JSONError) -> String {
        let start = at
        if current == UInt8(ascii: "-") { at += 1 }
        if current == UInt8(ascii: "0") {
            at += 1
            if isDigit(current) { throw error("a number with a leading zero") }
        } else {
            try digits("expected a digit, found ")
        }
        if current == UInt8(ascii: ".") {
            at += 1
            try digits("expected a digit after the decimal point, found ")
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            at += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { at += 1 }
            try digits("expected a digit in the exponent, found ")
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func digits(_ complaint: String) throws(JSONError) {
        guard isDigit(current) else { throw error(complaint + found) }
        while isDigit(current) { at += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}

extension JSONParser {
    private mutating func string() throws(JSONError) -> String {
        at += 1
        let start = at
        try skipPlain()
        if bytes[at] == UInt8(ascii: "\"") {
            defer { at += 1 }
            return String(decoding: bytes[start..<at], as: UTF8.self)
        }
        var text = Array(bytes[start..<at])
        while bytes[at] != UInt8(ascii: "\"") {
            try escape(into: &text)
            let plain = at
            try skipPlain()
            text.append(contentsOf: bytes[plain..<at])
        }
        at += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// Moves to the next quote or backslash, which there is.
    private mutating func skipPlain() throws(JSONError) {
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            if byte < 0x20 {
                throw error("\(found) in a string must be written as an escape")
            }
            if byte & 0xC0 == 0x80 { continuations += 1 }
            at += 1
        }
        throw error("the text ends within a string")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        let start = at
        at += 1
        switch current {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            at += 1
            text.append(contentsOf: String(try scalar(escapedAt: start)).utf8)
            return
        default:
            throw error("expected an escape after '\\', found \(found)")
        }
        at += 1
    }

    /// The scalar of one `\u` with its four digits, or of two that are a surrogate pair; `at` stands after the `u`.
    private mutating func scalar(escapedAt start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
            bytes[at + 1] == UInt8(ascii: "u")
        {
            at += 2
            let second = try hexadecimal()
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return scalar
            }
        }
        at = start
        throw error("an escape for half a character (a lone surrogate)")
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(current)).hexDigitValue else {
                throw error("expected four hexadecimal digits after '\\u', found \(found)")
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }
}

extension JSONParser {
    /// The byte here; at the end 0, which the grammar allows nowhere.
    private var current: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private var column: Int { at - lineStart - continuations + 1 }

    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\n"):
                line += 1
                lineStart = at + 1
                continuations = 0
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return
            }
            at += 1
        }
    }

    /// What stands here, as a message says it.
    private var found: String {
        guard at < bytes.count else { return "the end of the text" }
        let scalar =
            String(decoding: bytes[at..<min(at + 4, bytes.count)], as: UTF8.self).unicodeScalars
            .first ?? " "
        switch scalar {
        case "/": return "'/' (JSON has no comments)"
        case "'": return "a single quote (JSON has double quotes)"
        case "\n", "\r": return "the end of the line"
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            return scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                || scalar.properties.generalCategory == .format
                ? "the character U+\(padded)" : "'\(scalar)'"
        }
    }

    private func error(_ message: String) -> JSONError {
        JSONError(message: message, line: line, column: column, offset: at)
    }
}
