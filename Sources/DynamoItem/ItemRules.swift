/// What DynamoDB refuses in a value, apart from JSON's shape and a table's keys.
package enum ItemProblem: Error, Sendable, Hashable, CustomStringConvertible {
    case number(text: String, NumberProblem)
    case emptySet(type: String)
    case duplicateInSet(type: String)
    /// More levels than 32.
    case tooDeep
    /// The item's stored bytes.
    case tooLarge(bytes: Int)
    case emptyName
    case nameTooLong(bytes: Int)

    package var description: String {
        switch self {
        case .number(_, let problem): "\(problem)"
        case .emptySet(let type): "an empty \(type); DynamoDB has no empty sets"
        case .duplicateInSet(let type): "an element twice in an \(type)"
        case .tooDeep: "more than \(DynamoLimits.nesting) levels of lists and maps"
        case .tooLarge(let bytes):
            "an item of \(bytes) bytes; DynamoDB holds \(DynamoLimits.itemBytes)"
        case .emptyName: "an empty attribute name"
        case .nameTooLong(let bytes):
            "an attribute name of \(bytes) bytes; DynamoDB holds \(DynamoLimits.attributeNameBytes)"
        }
    }
}

package enum ItemRules {
    /// The first problem of an item's attributes, in their order, then its size; nil where all is well.
    package static func problem(_ item: Item) -> ItemProblem? {
        for attribute in item.attributes {
            if let problem = problem(name: attribute.name) ?? problem(attribute.value) {
                return problem
            }
        }
        let bytes = ItemSize.of(item)
        return bytes > DynamoLimits.itemBytes ? .tooLarge(bytes: bytes) : nil
    }

    /// The first problem of an attribute's value.
    ///
    /// `level` is the value's; a top-level attribute's is 1.
    package static func problem(_ value: AttributeValue, level: Int = 1) -> ItemProblem? {
        if level > DynamoLimits.nesting { return .tooDeep }
        switch value {
        case .string, .binary, .bool, .null: return nil
        case .number(let text): return problem(number: text)
        case .list(let elements):
            for element in elements {
                if let problem = problem(element, level: level + 1) { return problem }
            }
            return nil
        case .map(let item):
            for attribute in item.attributes {
                if let problem = problem(name: attribute.name)
                    ?? problem(attribute.value, level: level + 1)
                {
                    return problem
                }
            }
            return nil
        case .stringSet(let elements): return set("SS", elements.map { Array($0.utf8) })
        case .binarySet(let elements): return set("BS", elements)
        case .numberSet(let elements):
            for element in elements {
                if let problem = problem(number: element) { return problem }
            }
            return set("NS", elements.map { Array((DynamoNumber($0)?.normalised ?? $0).utf8) })
        }
    }

    private static func problem(number text: String) -> ItemProblem? {
        DynamoNumber.problem(of: text).map { .number(text: text, $0) }
    }

    private static func problem(name: String) -> ItemProblem? {
        let bytes = name.utf8.count
        if bytes == 0 { return .emptyName }
        return bytes > DynamoLimits.attributeNameBytes ? .nameTooLong(bytes: bytes) : nil
    }

    private static func set(_ type: String, _ elements: [[UInt8]]) -> ItemProblem? {
        if elements.isEmpty { return .emptySet(type: type) }
        return Set(elements).count < elements.count ? .duplicateInSet(type: type) : nil
    }
}
