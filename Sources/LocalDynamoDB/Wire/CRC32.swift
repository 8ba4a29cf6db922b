/// The CRC-32 of x-amz-crc32 (IEEE 802.3), four bytes a step: a page of a Scan is a megabyte.
enum CRC32 {
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 4 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
            tables[byte] = value
        }
        for slice in 1..<4 {
            for byte in 0..<256 {
                let before = tables[(slice - 1) * 256 + byte]
                tables[slice * 256 + byte] = tables[Int(before & 0xFF)] ^ (before >> 8)
            }
        }
        return tables
    }()

    static func of(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { bytes in
            tables.withUnsafeBufferPointer { table in
                var crc: UInt32 = 0xFFFF_FFFF
                var at = 0
                while at &+ 4 <= bytes.count {
                    let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self).littleEndian
                    crc ^= word
                    crc =
                        table[768 &+ Int(crc & 0xFF)] ^ table[512 &+ Int((crc >> 8) & 0xFF)]
                        ^ table[256 &+ Int((crc >> 16) & 0xFF)] ^ table[Int(crc >> 24)]
                    at &+= 4
                }
                while at < bytes.count {
                    crc = table[Int((crc ^ UInt32(bytes[at])) & 0xFF)] ^ (crc >> 8)
                    at &+= 1
                }
                return crc ^ 0xFFFF_FFFF
            }
        }
    }
}
