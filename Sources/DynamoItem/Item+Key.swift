extension Item {
    /// The key's attributes alone; nil where one is missing or of another type.
    package func key(_ schema: KeySchema) -> Item? {
        var key = Item()
        for attribute in schema.attributes {
            guard let value = self[attribute.name], value.keyType == attribute.type else {
                return nil
            }
            key.attributes.append(Attribute(attribute.name, value))
        }
        return key
    }

    /// Bytes that two items share if and only if their keys are equal: numbers are normalised.
    ///
    /// nil where a key attribute is missing, of another type, or no number. They tell items apart;
    /// they do not sort.
    package func keyBytes(_ schema: KeySchema) -> [UInt8]? {
        var bytes: [UInt8] = []
        for attribute in schema.attributes {
            guard let value = self[attribute.name] else { return nil }
            let content: [UInt8]
            switch (attribute.type, value) {
            case (.string, .string(let text)): content = Array(text.utf8)
            case (.binary, .binary(let raw)): content = raw
            case (.number, .number(let text)):
                guard let number = DynamoNumber(text) else { return nil }
                content = Array(number.normalised.utf8)
            default: return nil
            }
            // The length keeps the parts of two keys from running into one another.
            withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: content)
        }
        return bytes
    }
}
