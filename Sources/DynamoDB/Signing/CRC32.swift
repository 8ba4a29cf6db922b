/// The CRC-32 of `x-amz-crc32` (the polynomial of zlib and Ethernet).
///
/// Eight bytes a step over eight tables. A BatchWriteItem answer is 24 bytes and costs nothing either
/// way; a Scan page of a megabyte takes about a millisecond, where one table takes four.
package enum CRC32 {
    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { table in
            var crc: UInt32 = 0xFFFF_FFFF
            var at = 0
            while at + 8 <= bytes.count {
                let word = UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                let low = UInt32(truncatingIfNeeded: word) ^ crc
                let high = UInt32(truncatingIfNeeded: word >> 32)
                crc =
                    table[7 << 8 | Int(low & 255)] ^ table[6 << 8 | Int(low >> 8 & 255)]
                    ^ table[5 << 8 | Int(low >> 16 & 255)] ^ table[4 << 8 | Int(low >> 24)]
                crc ^=
                    table[3 << 8 | Int(high & 255)] ^ table[2 << 8 | Int(high >> 8 & 255)]
                    ^ table[1 << 8 | Int(high >> 16 & 255)] ^ table[Int(high >> 24)]
                at += 8
            }
            while at < bytes.count {
                crc = crc >> 8 ^ table[Int((crc ^ UInt32(bytes[at])) & 255)]
                at += 1
            }
            return ~crc
        }
    }

    /// Table k holds the CRC of a byte followed by k zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 << 8)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
            tables[byte] = crc
        }
        for at in 256..<tables.count {
            let before = tables[at - 256]
            tables[at] = before >> 8 ^ tables[Int(before & 255)]
        }
        return tables
    }()
}
