extension Item {
    /// Bytes that two items share if and only if they are equivalent (`isEquivalent`): attributes sorted by
    /// name, numbers normalised, sets sorted; lengths before contents.
    package func appendCanonical(to bytes: inout [UInt8]) {
        bytes.append(length: attributes.count)
        let sorted = attributes.map { (Array($0.name.utf8), $0.value) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
        for (name, value) in sorted {
            bytes.append(run: name)
            value.appendCanonical(to: &bytes)
        }
    }
}

extension AttributeValue {
    fileprivate func appendCanonical(to bytes: inout [UInt8]) {
        bytes += typeName.utf8
        bytes.append(UInt8(ascii: ":"))
        switch self {
        case .string(let text): bytes.append(run: text.utf8)
        case .number(let text): bytes.append(run: Self.normalised(text))
        case .binary(let raw): bytes.append(run: raw)
        case .bool(let flag): bytes.append(flag ? 1 : 0)
        case .null: break
        case .list(let elements):
            bytes.append(length: elements.count)
            for element in elements { element.appendCanonical(to: &bytes) }
        case .map(let item): item.appendCanonical(to: &bytes)
        case .stringSet(let elements): Self.append(elements.map { Array($0.utf8) }, to: &bytes)
        case .numberSet(let elements): Self.append(elements.map(Self.normalised), to: &bytes)
        case .binarySet(let elements): Self.append(elements, to: &bytes)
        }
    }

    private static func normalised(_ text: String) -> [UInt8] {
        Array((DynamoNumber(text)?.normalised ?? text).utf8)
    }

    private static func append(_ elements: [[UInt8]], to bytes: inout [UInt8]) {
        bytes.append(length: elements.count)
        for element in elements.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            bytes.append(run: element)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(length: Int) {
        Swift.withUnsafeBytes(of: UInt32(truncatingIfNeeded: length).bigEndian) {
            append(contentsOf: $0)
        }
    }

    fileprivate mutating func append(run: some Collection<UInt8>) {
        append(length: run.count)
        append(contentsOf: run)
    }
}
