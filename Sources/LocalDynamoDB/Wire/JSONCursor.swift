/// Walks over JSON bytes without building a tree: requests are read where they lie.
///
/// What always holds:
/// 1. `skipValue` checks the grammar of RFC 8259 whole and does not recurse; a body it has passed
///    once is well-formed, so the readers that come after it only need to be safe, not strict.
/// 2. The bytes are valid UTF-8 (checked before the first cursor is made) and outlive the cursor.
struct JSONCursor {
    private let base: UnsafePointer<UInt8>
    private let end: Int
    var at: Int

    /// A string's content between its quotes.
    struct Slice {
        var start: Int
        var count: Int
        var hasEscapes: Bool
    }

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
        self.base = base.assumingMemoryBound(to: UInt8.self)
        end = bytes.count
        at = 0
    }

    /// 0 past the end; a NUL in the text is no JSON token either.
    var byte: UInt8 { at < end ? base[at] : 0 }
    var isAtEnd: Bool { at >= end }

    func bytes(_ slice: Slice) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + slice.start, count: slice.count)
    }

    func bytes(from start: Int, to end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + start, count: end - start)
    }

    mutating func skipSpace() {
        while at < end {
            let byte = base[at]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at &+= 1
        }
    }

    /// Passes over the byte, after space; false where something else stands.
    mutating func take(_ wanted: UInt8) -> Bool {
        skipSpace()
        guard at < end, base[at] == wanted else { return false }
        at &+= 1
        return true
    }

    mutating func expect(_ wanted: UInt8) throws {
        guard take(wanted) else { throw ServiceError.serialization(nil) }
    }

    /// Reads a string; escapes and control characters are checked, not decoded.
    mutating func string() throws -> Slice {
        try expect(UInt8(ascii: "\""))
        let start = at
        var hasEscapes = false
        while at < end {
            let byte = base[at]
            if byte == UInt8(ascii: "\"") {
                let slice = Slice(start: start, count: at &- start, hasEscapes: hasEscapes)
                at &+= 1
                return slice
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                at &+= 1
                try escape()
            } else if byte < 0x20 {
                break
            } else {
                at &+= 1
            }
        }
        throw ServiceError.serialization(nil)
    }

    private mutating func escape() throws {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at &+= 1
        case UInt8(ascii: "u"):
            at &+= 1
            let unit = try hexUnit()
            if unit & 0xFC00 == 0xD800 {
                guard byte == UInt8(ascii: "\\") else { throw ServiceError.serialization(nil) }
                at &+= 1
                guard byte == UInt8(ascii: "u") else { throw ServiceError.serialization(nil) }
                at &+= 1
                guard try hexUnit() & 0xFC00 == 0xDC00 else {
                    throw ServiceError.serialization(nil)
                }
            } else if unit & 0xFC00 == 0xDC00 {
                throw ServiceError.serialization(nil)
            }
        default:
            throw ServiceError.serialization(nil)
        }
    }

    private mutating func hexUnit() throws -> UInt32 {
        guard at + 4 <= end else { throw ServiceError.serialization(nil) }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexDigit(base[at]) else { throw ServiceError.serialization(nil) }
            unit = unit << 4 | digit
            at &+= 1
        }
        return unit
    }

    /// Passes over one value of any kind.
    mutating func skipValue() throws {
        var open: [UInt8] = []
        while true {
            skipSpace()
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let closing = byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
                at &+= 1
                if !take(closing) {
                    // 1,000 levels: AWS refuses item nesting past 32 by its own, later rule.
                    guard open.count < 1_000 else { throw ServiceError.serialization(nil) }
                    open.append(closing)
                    if closing == UInt8(ascii: "}") { try skipName() }
                    continue
                }
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "t"): try literal("true")
            case UInt8(ascii: "f"): try literal("false")
            case UInt8(ascii: "n"): try literal("null")
            default: try skipNumber()
            }
            closing: while true {
                guard let closing = open.last else { return }
                if take(UInt8(ascii: ",")) {
                    if closing == UInt8(ascii: "}") { try skipName() }
                    break closing
                }
                try expect(closing)
                open.removeLast()
            }
        }
    }

    private mutating func skipName() throws {
        _ = try string()
        try expect(UInt8(ascii: ":"))
    }

    private mutating func literal(_ text: StaticString) throws {
        guard at + text.utf8CodeUnitCount <= end else { throw ServiceError.serialization(nil) }
        for offset in 0..<text.utf8CodeUnitCount {
            guard base[at + offset] == text.utf8Start[offset] else {
                throw ServiceError.serialization(nil)
            }
        }
        at += text.utf8CodeUnitCount
    }

    private mutating func skipNumber() throws {
        if byte == UInt8(ascii: "-") { at &+= 1 }
        if byte == UInt8(ascii: "0") { at &+= 1 } else { try digits() }
        if byte == UInt8(ascii: ".") {
            at &+= 1
            try digits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            at &+= 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at &+= 1 }
            try digits()
        }
    }

    private mutating func digits() throws {
        let start = at
        while isDigit(byte) { at &+= 1 }
        if at == start { throw ServiceError.serialization(nil) }
    }
}

@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
}
