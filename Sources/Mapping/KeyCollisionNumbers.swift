import DynamoItem
import JSONText

/// Reads a key as the encoder wrote it.
enum KeyCollisionNumbers {
    /// The key with its numbers in the one spelling that DynamoDB gives back.
    static func normalised(_ key: [UInt8]) -> [UInt8] {
        guard var item = item(key) else { return key }
        for at in item.attributes.indices {
            guard case .number(let text) = item.attributes[at].value,
                let number = DynamoNumber(text)
            else { continue }
            item.attributes[at].value = .number(number.normalised)
        }
        let writer = ByteWriter(capacity: key.count + 64)
        item.write(to: writer)
        return writer.array
    }

    static func item(_ key: [UInt8]) -> Item? {
        guard let node = try? JSONReader.read(key) else { return nil }
        return try? Item(json: node)
    }
}
