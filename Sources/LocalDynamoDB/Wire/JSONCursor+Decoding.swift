/// Strings as bytes. `string()` has checked the escapes, so decoding is total.
extension JSONCursor {
    func decoded(_ slice: Slice) -> [UInt8] {
        let raw = bytes(slice)
        if !slice.hasEscapes { return [UInt8](raw) }
        var out: [UInt8] = []
        out.reserveCapacity(raw.count)
        var at = 0
        while at < raw.count {
            guard raw[at] == UInt8(ascii: "\\"), at + 1 < raw.count else {
                out.append(raw[at])
                at += 1
                continue
            }
            let kind = raw[at + 1]
            at += 2
            switch kind {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = unit(raw, &at)
                if scalar & 0xFC00 == 0xD800 {
                    at += 2
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + (unit(raw, &at) & 0x3FF)
                }
                appendScalar(scalar, to: &out)
            default: out.append(kind)
            }
        }
        return out
    }

    /// The UTF-8 length of the decoded text, without decoding where nothing is escaped.
    func decodedCount(_ slice: Slice) -> Int {
        slice.hasEscapes ? decoded(slice).count : slice.count
    }

    func text(_ slice: Slice) -> String { String(decoding: decoded(slice), as: UTF8.self) }

    func equals(_ slice: Slice, _ name: [UInt8]) -> Bool {
        if slice.hasEscapes { return decoded(slice) == name }
        guard slice.count == name.count else { return false }
        let raw = bytes(slice)
        var at = 0
        while at < name.count {
            if raw[at] != name[at] { return false }
            at &+= 1
        }
        return true
    }

    private func unit(_ raw: UnsafeRawBufferPointer, _ at: inout Int) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 where at < raw.count {
            unit = unit << 4 | (hexDigit(raw[at]) ?? 0)
            at += 1
        }
        return unit
    }

    private func appendScalar(_ scalar: UInt32, to out: inout [UInt8]) {
        switch scalar {
        case 0..<0x80: out.append(UInt8(scalar))
        case 0x80..<0x800:
            out.append(UInt8(0xC0 | scalar >> 6))
            out.append(UInt8(0x80 | scalar & 0x3F))
        case 0x800..<0x10000:
            out.append(UInt8(0xE0 | scalar >> 12))
            out.append(UInt8(0x80 | (scalar >> 6) & 0x3F))
            out.append(UInt8(0x80 | scalar & 0x3F))
        default:
            out.append(UInt8(0xF0 | (scalar >> 18) & 0x07))
            out.append(UInt8(0x80 | (scalar >> 12) & 0x3F))
            out.append(UInt8(0x80 | (scalar >> 6) & 0x3F))
            out.append(UInt8(0x80 | scalar & 0x3F))
        }
    }
}
