/// Writes JSON in the order it is told, compact or indented by two spaces.
///
/// The caller keeps the grammar: a name before each value in an object, each beginning ended.
/// Misuse is a programming error, caught by assertions.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private let pretty: Bool
    /// One for each array or object that is open.
    private var open: [Frame] = []
    private var hasName = false

    private struct Frame {
        var isObject: Bool
        var isEmpty = true
    }

    package init(pretty: Bool = false) { self.pretty = pretty }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func beginObject() { begin(isObject: true) }
    package mutating func beginArray() { begin(isObject: false) }
    package mutating func endObject() { end(isObject: true) }
    package mutating func endArray() { end(isObject: false) }

    package mutating func name(_ name: String) {
        assert(open.last?.isObject == true && !hasName, "a name outside an object")
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        if pretty { bytes.append(UInt8(ascii: " ")) }
        hasName = true
    }

    package mutating func string(_ text: String) {
        beforeValue()
        quote(text)
    }

    package mutating func integer(_ number: some BinaryInteger) { raw(number.description) }

    /// The shortest text that reads back the same; JSON has no infinity and no NaN: null.
    package mutating func double(_ number: Double) {
        raw(number.isFinite ? number.description : "null")
    }

    package mutating func bool(_ bool: Bool) { raw(bool ? "true" : "false") }

    package mutating func null() { raw("null") }

    /// Text that is a whole JSON value already.
    package mutating func raw(_ json: String) {
        beforeValue()
        bytes.append(contentsOf: json.utf8)
    }

    /// Bytes that are a whole JSON value already.
    package mutating func raw(_ json: some Sequence<UInt8>) {
        beforeValue()
        bytes.append(contentsOf: json)
    }

    /// Writes a tree.
    package mutating func node(_ node: JSONNode) {
        switch node.value {
        case .null: null()
        case .bool(let bool): self.bool(bool)
        case .number(let text): raw(text)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.node(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                name(member.name)
                self.node(member.node)
            }
            endObject()
        }
    }

    private mutating func begin(isObject: Bool) {
        beforeValue()
        bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        open.append(Frame(isObject: isObject))
    }

    private mutating func end(isObject: Bool) {
        assert(open.last?.isObject == isObject && !hasName, "an end without its beginning")
        let frame = open.popLast()
        if frame?.isEmpty == false { newLine() }
        bytes.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    }

    private mutating func beforeValue() {
        if hasName {
            hasName = false
        } else {
            assert(open.last?.isObject != true, "a value without a name in an object")
            separate()
        }
    }

    private mutating func separate() {
        guard let last = open.indices.last else { return }
        if !open[last].isEmpty { bytes.append(UInt8(ascii: ",")) }
        open[last].isEmpty = false
        newLine()
    }

    private mutating func newLine() {
        guard pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<open.count * 2 { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0C: bytes.append(contentsOf: "\\f".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: byte < 0x10 ? "\\u000".utf8 : "\\u00".utf8)
                bytes.append(contentsOf: String(byte, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
