/// Finds attributes in the bytes of an item as the encoder writes them: one object, no white space.
///
/// For looking at an item's keys without building its tree; names and values are compared and cut as they
/// are written.
struct ItemMembers {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Calls `body` with the place of each name (with its quotes) and of its value, until it returns false.
    func visit(_ body: (_ name: Range<Int>, _ value: Range<Int>) -> Bool) {
        var at = 1
        while at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
            let nameEnd = endOfString(at)
            let valueEnd = endOfValue(nameEnd + 1)
            guard valueEnd <= bytes.count, body(at..<nameEnd, nameEnd + 1..<valueEnd) else {
                return
            }
            at = valueEnd + 1
        }
    }

    private func endOfString(_ start: Int) -> Int {
        var at = start + 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        return at + 1
    }

    /// An attribute's value is always an object: `{"S":"…"}`.
    private func endOfValue(_ start: Int) -> Int {
        var at = start
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at = endOfString(at)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            at += 1
            if depth == 0 { return at }
        }
        return at
    }
}
