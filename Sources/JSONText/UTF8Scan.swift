/// Checks UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing past U+10FFFF.
package enum UTF8Scan {
    /// The offset of the first byte that begins no valid character; nil where all is valid.
    package static func firstInvalid(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let count = bytes.count
        var at = 0
        while at < count {
            // Eight ASCII bytes at a time: nearly all text there is.
            while at &+ 8 <= count,
                base.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                at &+= 8
            }
            if at == count { break }
            let first = base.load(fromByteOffset: at, as: UInt8.self)
            if first < 0x80 {
                at &+= 1
                continue
            }
            let length = characterLength(base + at, first: first, available: count &- at)
            if length == 0 { return at }
            at &+= length
        }
        return nil
    }

    /// The length of the multi-byte character at `base`, or 0 where there is none.
    @inline(__always)
    private static func characterLength(
        _ base: UnsafeRawPointer, first: UInt8, available: Int
    ) -> Int {
        func byte(_ at: Int) -> UInt8 { base.load(fromByteOffset: at, as: UInt8.self) }
        func isContinuation(_ at: Int) -> Bool { byte(at) & 0xC0 == 0x80 }
        switch first {
        case 0xC2...0xDF:
            return available >= 2 && isContinuation(1) ? 2 : 0
        case 0xE0...0xEF:
            guard available >= 3, isContinuation(1), isContinuation(2) else { return 0 }
            if first == 0xE0 && byte(1) < 0xA0 { return 0 }
            if first == 0xED && byte(1) > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard available >= 4, isContinuation(1), isContinuation(2), isContinuation(3) else {
                return 0
            }
            if first == 0xF0 && byte(1) < 0x90 { return 0 }
            if first == 0xF4 && byte(1) > 0x8F { return 0 }
            return 4
        default:
            return 0
        }
    }
}
