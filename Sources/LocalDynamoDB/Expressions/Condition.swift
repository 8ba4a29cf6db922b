import DynamoItem

/// A condition, filter or key condition, parsed.
indirect enum Condition {
    enum Comparison: String {
        case equal = "="
        case notEqual = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    case and(Condition, Condition)
    case or(Condition, Condition)
    case not(Condition)
    case compare(Comparison, Operand, Operand)
    case between(Operand, Operand, Operand)
    case isIn(Operand, [Operand])
    case exists(DocumentPath)
    case notExists(DocumentPath)
    case isType(Operand, Operand)
    case beginsWith(Operand, Operand)
    case contains(Operand, Operand)
}

/// What a condition compares.
indirect enum Operand {
    case path(DocumentPath)
    case value(AttributeValue, placeholder: String)
    case size(Operand)
}

/// The way to an attribute: `a.b[2]`.
struct DocumentPath: Equatable {
    enum Step: Equatable {
        case name(String)
        case index(Int)
    }

    var steps: [Step]

    /// The top-level attribute's name.
    var root: String {
        if case .name(let name)? = steps.first { name } else { "" }
    }

    /// As AWS shows it in errors: `[a, b, [2]]`.
    var shown: String {
        let parts = steps.map { step in
            switch step {
            case .name(let name): name
            case .index(let index): "[\(index)]"
            }
        }
        return "[\(parts.joined(separator: ", "))]"
    }

    /// True where one leads to the other or both to the same.
    func overlaps(_ other: DocumentPath) -> Bool {
        zip(steps, other.steps).allSatisfy(==)
    }

    /// True where both go through the same place by different kinds of step (`a.b` and `a[1]`).
    func conflicts(_ other: DocumentPath) -> Bool {
        for (left, right) in zip(steps, other.steps) where left != right {
            switch (left, right) {
            case (.name, .index), (.index, .name): return true
            default: return false
            }
        }
        return false
    }

    func value(in item: Item) -> AttributeValue? {
        guard case .name(let root)? = steps.first, var value = item[root] else { return nil }
        for step in steps.dropFirst() {
            switch (step, value) {
            case (.name(let name), .map(let map)):
                guard let next = map[name] else { return nil }
                value = next
            case (.index(let index), .list(let list)):
                guard list.indices.contains(index) else { return nil }
                value = list[index]
            default: return nil
            }
        }
        return value
    }
}
