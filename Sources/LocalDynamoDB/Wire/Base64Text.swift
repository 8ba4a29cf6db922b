/// Base64 as DynamoDB takes it: RFC 4648 with padding, nothing else.
enum Base64Text {
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// The length of the decoded bytes; throws where the text is not base64.
    static func decodedCount(_ text: UnsafeRawBufferPointer) throws -> Int {
        guard text.count % 4 == 0 else {
            throw ServiceError.serialization(
                "Base64 encoded length is expected a multiple of 4 bytes but found: \(text.count)")
        }
        if text.isEmpty { return 0 }
        var padding = 0
        if text[text.count - 1] == UInt8(ascii: "=") { padding += 1 }
        if padding == 1, text[text.count - 2] == UInt8(ascii: "=") { padding += 1 }
        return try values.withUnsafeBufferPointer { values in
            var at = 0
            while at < text.count &- padding {
                if values[Int(text[at])] == 255 {
                    let character = Unicode.Scalar(text[at])
                    throw ServiceError.serialization("Invalid Base64 character: '\(character)'")
                }
                at &+= 1
            }
            let spare: UInt8 = padding == 2 ? 0x0F : padding == 1 ? 0x03 : 0
            if values[Int(text[text.count &- padding &- 1])] & spare != 0 {
                throw ServiceError.serialization("Invalid last non-pad Base64 character detected")
            }
            return text.count / 4 * 3 - padding
        }
    }

    static func decode(_ text: UnsafeRawBufferPointer) throws -> [UInt8] {
        let count = try decodedCount(text)
        var out: [UInt8] = []
        out.reserveCapacity(count + 2)
        values.withUnsafeBufferPointer { values in
            var at = 0
            while at < text.count {
                var group: UInt32 = 0
                for offset in 0..<4 {
                    let value = values[Int(text[at + offset])]
                    group = group << 6 | UInt32(value == 255 ? 0 : value)
                }
                out.append(UInt8(group >> 16 & 0xFF))
                out.append(UInt8(group >> 8 & 0xFF))
                out.append(UInt8(group & 0xFF))
                at += 4
            }
        }
        out.removeLast(out.count - count)
        return out
    }
}
