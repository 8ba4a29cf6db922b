/// JSON strings, eight bytes at a time.
extension ByteWriter {
    /// Writes a JSON string with its quotes.
    ///
    /// The bytes must be valid UTF-8 (`UTF8Check`).
    package func appendJSONString(_ utf8: UnsafeRawBufferPointer) {
        append(UInt8(ascii: "\""))
        appendJSONStringContent(utf8)
        append(UInt8(ascii: "\""))
    }

    package func appendJSONString(_ text: String) {
        var text = text
        text.withUTF8 { appendJSONString(UnsafeRawBufferPointer($0)) }
    }

    /// Writes what stands between the quotes of a JSON string; the bytes must be valid UTF-8.
    package func appendJSONStringContent(_ utf8: UnsafeRawBufferPointer) {
        guard let source = utf8.baseAddress else { return }
        let count = utf8.count
        var at = 0
        while at < count {
            // Room for all that is left if nothing more is escaped, and 8 for a store past the end.
            let room = reserve(count &- at &+ 8)
            let plain = Self.copyPlain(source + at, count &- at, to: room)
            commit(plain)
            at &+= plain
            if at < count {
                appendEscape(source.load(fromByteOffset: at, as: UInt8.self))
                at &+= 1
            }
        }
    }

    /// Writes the text as it is where it is ASCII and holds nothing to escape, as nearly all text: one pass both
    /// checks and copies.
    ///
    /// False where it is not so; then nothing is written.
    package func appendPlainASCII(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let source = text.baseAddress else { return true }
        let count = text.count
        let room = reserve(count)
        /// True where what was copied is plain.
        @inline(__always) func copySixteen(_ at: Int) -> Bool {
            let bytes = source.loadUnaligned(fromByteOffset: at, as: SIMD16<Int8>.self)
            room.storeBytes(of: bytes, toByteOffset: at, as: SIMD16<Int8>.self)
            // Signed, a byte past ASCII is below a space too.
            let marks =
                (bytes .< Self.spaces) .| (bytes .== Self.quotes) .| (bytes .== Self.backslashes)
            let bits = unsafeBitCast(marks, to: SIMD2<UInt64>.self)
            return bits[0] | bits[1] == 0
        }
        @inline(__always) func copyEight(_ at: Int) -> Bool {
            let word = UInt64(
                littleEndian: source.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            room.storeBytes(of: word.littleEndian, toByteOffset: at, as: UInt64.self)
            return (Self.escapeMarks(word) | word & 0x8080_8080_8080_8080) == 0
        }
        // What is left at the end is copied with some of what was before it.
        if count >= 16 {
            var at = 0
            while at &+ 16 <= count {
                guard copySixteen(at) else { return false }
                at &+= 16
            }
            guard at == count || copySixteen(count &- 16) else { return false }
        } else if count >= 8 {
            guard copyEight(0), copyEight(count &- 8) else { return false }
        } else {
            for at in 0..<count {
                let byte = source.load(fromByteOffset: at, as: UInt8.self)
                guard byte &- 0x20 < 0x60, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\")
                else { return false }
                room.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
            }
        }
        commit(count)
        return true
    }

    // Their type is written out: with one that is inferred the compiler (6.3) goes byte by byte.
    private static var spaces: SIMD16<Int8> { SIMD16<Int8>(repeating: 0x20) }
    private static var quotes: SIMD16<Int8> { SIMD16<Int8>(repeating: 0x22) }
    private static var backslashes: SIMD16<Int8> { SIMD16<Int8>(repeating: 0x5C) }

    /// Copies bytes up to the first that must be escaped; says how many.
    ///
    /// It may store up to 7 bytes more.
    @inline(__always)
    private static func copyPlain(
        _ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer
    ) -> Int {
        var at = 0
        while at &+ 8 <= count {
            let word = UInt64(
                littleEndian: source.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            (target + at).storeBytes(of: word.littleEndian, as: UInt64.self)
            let marks = escapeMarks(word)
            if marks != 0 { return at &+ marks.trailingZeroBitCount / 8 }
            at &+= 8
        }
        while at < count {
            let byte = source.load(fromByteOffset: at, as: UInt8.self)
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return at }
            target.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
            at &+= 1
        }
        return at
    }

    /// The top bit of each byte that must be escaped: `"`, `\` and below 0x20.
    ///
    /// Borrows can mark a byte after a true mark too, never before one: the lowest mark is exact.
    @inline(__always)
    private static func escapeMarks(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let low = (word &- ones &* 0x20) & ~word
        return (low | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash))
            & (ones &* 0x80)
    }

    private func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        default:
            append("\\u00")
            append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 0x0F
            append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }

    /// Writes standard base64 with padding, without quotes.
    package func appendBase64(_ raw: UnsafeRawBufferPointer) {
        guard let source = raw.baseAddress else { return }
        let count = raw.count
        let length = (count + 2) / 3 * 4
        let target = reserve(length)
        let alphabet = Base64.alphabet.utf8Start
        func store(_ sextet: UInt32, _ offset: Int) {
            target.storeBytes(
                of: alphabet[Int(sextet & 63)], toByteOffset: offset, as: UInt8.self)
        }
        func byte(_ at: Int) -> UInt32 { UInt32(source.load(fromByteOffset: at, as: UInt8.self)) }
        var at = 0
        var out = 0
        while at &+ 3 <= count {
            let three = byte(at) << 16 | byte(at &+ 1) << 8 | byte(at &+ 2)
            store(three >> 18, out)
            store(three >> 12, out &+ 1)
            store(three >> 6, out &+ 2)
            store(three, out &+ 3)
            at &+= 3
            out &+= 4
        }
        if at < count {
            let two = byte(at) << 16 | (at &+ 1 < count ? byte(at &+ 1) << 8 : 0)
            store(two >> 18, out)
            store(two >> 12, out &+ 1)
            store(two >> 6, out &+ 2)
            let padding = UInt8(ascii: "=")
            if at &+ 1 == count {
                target.storeBytes(of: padding, toByteOffset: out &+ 2, as: UInt8.self)
            }
            target.storeBytes(of: padding, toByteOffset: out &+ 3, as: UInt8.self)
        }
        commit(length)
    }
}
