import DynamoItem

extension Condition {
    /// Whether an item meets the condition; an item that does not exist is an empty one.
    func holds(for item: Item) -> Bool {
        switch self {
        case .and(let left, let right): return left.holds(for: item) && right.holds(for: item)
        case .or(let left, let right): return left.holds(for: item) || right.holds(for: item)
        case .not(let inner): return !inner.holds(for: item)
        case .compare(let comparison, let left, let right):
            return comparison.holds(left.value(in: item), right.value(in: item))
        case .between(let operand, let low, let high):
            guard let value = operand.value(in: item) else { return false }
            return Comparison.greaterOrEqual.holds(value, low.value(in: item))
                && Comparison.lessOrEqual.holds(value, high.value(in: item))
        case .isIn(let operand, let choices):
            guard let value = operand.value(in: item) else { return false }
            return choices.contains { $0.value(in: item)?.isEquivalent(to: value) == true }
        case .exists(let path): return path.value(in: item) != nil
        case .notExists(let path): return path.value(in: item) == nil
        case .isType(let operand, let type):
            guard let value = operand.value(in: item),
                case .string(let name)? = type.value(in: item)
            else { return false }
            return value.typeName == name
        case .beginsWith(let operand, let prefix):
            switch (operand.value(in: item), prefix.value(in: item)) {
            case (.string(let text)?, .string(let start)?):
                return text.utf8.starts(with: start.utf8)
            case (.binary(let bytes)?, .binary(let start)?): return bytes.starts(with: start)
            default: return false
            }
        case .contains(let operand, let part):
            guard let value = operand.value(in: item), let part = part.value(in: item) else {
                return false
            }
            return value.contains(part)
        }
    }
}

extension Condition.Comparison {
    func holds(_ left: AttributeValue?, _ right: AttributeValue?) -> Bool {
        guard let left, let right else { return self == .notEqual }
        switch self {
        case .equal: return left.isEquivalent(to: right)
        case .notEqual: return !left.isEquivalent(to: right)
        case .less: return left.precedes(right) == true
        case .greater: return right.precedes(left) == true
        case .lessOrEqual: return right.precedes(left) == false
        case .greaterOrEqual: return left.precedes(right) == false
        }
    }
}

extension Operand {
    func value(in item: Item) -> AttributeValue? {
        switch self {
        case .path(let path): return path.value(in: item)
        case .value(let value, _): return value
        case .size(let operand):
            return operand.value(in: item)?.length.map { .number(String($0)) }
        }
    }
}

extension AttributeValue {
    /// Whether this sorts before the other; nil where the two have no order.
    func precedes(_ other: AttributeValue) -> Bool? {
        switch (self, other) {
        case (.string(let left), .string(let right)):
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.binary(let left), .binary(let right)): return left.lexicographicallyPrecedes(right)
        case (.number(let left), .number(let right)):
            guard let left = DynamoNumber(left), let right = DynamoNumber(right) else { return nil }
            return left < right
        default: return nil
        }
    }

    /// What `size()` gives: characters' bytes, elements, members; nil for what has none.
    fileprivate var length: Int? {
        switch self {
        case .string(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        case .list(let elements): elements.count
        case .map(let item): item.attributes.count
        case .stringSet(let elements), .numberSet(let elements): elements.count
        case .binarySet(let elements): elements.count
        case .number, .bool, .null: nil
        }
    }

    fileprivate func contains(_ part: AttributeValue) -> Bool {
        switch (self, part) {
        case (.string(let text), .string(let part)):
            return Array(text.utf8).containsRun(Array(part.utf8))
        case (.binary(let bytes), .binary(let part)): return bytes.containsRun(part)
        case (.stringSet(let elements), .string(let text)):
            return elements.contains { $0.utf8.elementsEqual(text.utf8) }
        case (.numberSet(let elements), .number):
            return elements.contains { AttributeValue.number($0).isEquivalent(to: part) }
        case (.binarySet(let elements), .binary(let bytes)): return elements.contains(bytes)
        case (.list(let elements), _): return elements.contains { $0.isEquivalent(to: part) }
        default: return false
        }
    }

    /// As AWS shows a value in an error: `{S:text}`.
    var shown: String { "{\(typeName):\(displayText)}" }
}

extension [UInt8] {
    fileprivate func containsRun(_ run: [UInt8]) -> Bool {
        if run.isEmpty { return true }
        guard run.count <= count else { return false }
        return (0...count - run.count).contains { self[$0..<$0 + run.count].elementsEqual(run) }
    }
}
