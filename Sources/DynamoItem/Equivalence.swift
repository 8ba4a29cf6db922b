/// Equality as DynamoDB has it: numbers by value, sets and maps without order, lists in order.
extension AttributeValue {
    package func isEquivalent(to other: AttributeValue) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.number(let left), .number(let right)):
            NumberIdentity(left) == NumberIdentity(right)
        case (.binary(let left), .binary(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isEquivalent(to: $1) }
        case (.map(let left), .map(let right)): left.isEquivalent(to: right)
        case (.stringSet(let left), .stringSet(let right)):
            left.count == right.count
                && Set(left.map { Array($0.utf8) }) == Set(right.map { Array($0.utf8) })
        case (.numberSet(let left), .numberSet(let right)):
            left.count == right.count
                && Set(left.map(NumberIdentity.init)) == Set(right.map(NumberIdentity.init))
        case (.binarySet(let left), .binarySet(let right)):
            left.count == right.count && Set(left) == Set(right)
        default: false
        }
    }
}

extension Item {
    /// True where both have the same attributes with equivalent values, in any order.
    package func isEquivalent(to other: Item) -> Bool {
        guard attributes.count == other.attributes.count else { return false }
        let others = other.byName
        return attributes.allSatisfy { attribute in
            others[Array(attribute.name.utf8)].map { attribute.value.isEquivalent(to: $0) } ?? false
        }
    }

    /// One attribute that is not the same in both.
    package struct Difference: Sendable, Hashable {
        package var name: String
        /// nil where this item has none.
        package var value: AttributeValue?
        /// nil where the other has none.
        package var other: AttributeValue?
    }

    /// The attributes that differ: this item's in its order, then the other's that this one lacks.
    package func differences(from other: Item) -> [Difference] {
        let others = other.byName
        let own = byName
        var found: [Difference] = []
        for attribute in attributes {
            let value = others[Array(attribute.name.utf8)]
            if value.map({ attribute.value.isEquivalent(to: $0) }) != true {
                found.append(Difference(name: attribute.name, value: attribute.value, other: value))
            }
        }
        for attribute in other.attributes where own[Array(attribute.name.utf8)] == nil {
            found.append(Difference(name: attribute.name, value: nil, other: attribute.value))
        }
        return found
    }

    /// By the name's bytes: Swift's String takes canonically equal texts for one, DynamoDB does not.
    private var byName: [[UInt8]: AttributeValue] {
        Dictionary(
            attributes.map { (Array($0.name.utf8), $0.value) },
            uniquingKeysWith: { first, _ in first })
    }
}

/// A number by its value, or a text that is none by its bytes.
private enum NumberIdentity: Hashable {
    case number(DynamoNumber)
    case text([UInt8])

    init(_ text: String) {
        self = DynamoNumber(text).map(NumberIdentity.number) ?? .text(Array(text.utf8))
    }
}
