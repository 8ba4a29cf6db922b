import DynamoItem

extension UpdateExpression {
    /// The item after the update.
    ///
    /// All operands are read from the item as it was before.
    func apply(to old: Item) throws -> Item {
        let values = try sets.map { ($0.path, try Self.value($0.operation, in: old)) }
        var item = old
        // List elements are removed from the back, so that the indexes before them stay true.
        let removals = removes.sorted { Self.lastIndex($0) > Self.lastIndex($1) }
        for (path, value) in values { try path.set(value, in: &item) }
        for path in removals { path.remove(from: &item) }
        for (path, value) in adds { try Self.add(value, at: path, old, &item) }
        for (path, value) in deletes { try Self.delete(value, at: path, old, &item) }
        return item
    }

    private static func lastIndex(_ path: DocumentPath) -> Int {
        if case .index(let index)? = path.steps.last { index } else { -1 }
    }

    private static func value(_ operation: Operation, in item: Item) throws -> AttributeValue {
        switch operation {
        case .operand(let operand):
            guard let value = operand.value(in: item) else {
                throw ServiceError.validation(
                    "The provided expression refers to an attribute that does not exist in the item"
                )
            }
            return value
        case .ifNotExists(let path, let fallback):
            if let value = path.value(in: item) { return value }
            return try value(fallback, in: item)
        case .listAppend(let first, let second):
            guard case .list(let head) = try value(first, in: item),
                case .list(let tail) = try value(second, in: item)
            else { throw wrongOperand }
            return .list(head + tail)
        case .add(let left, let right):
            return try sum(try value(left, in: item), try value(right, in: item), isMinus: false)
        case .subtract(let left, let right):
            return try sum(try value(left, in: item), try value(right, in: item), isMinus: true)
        }
    }

    private static var wrongOperand: ServiceError {
        .validation("An operand in the update expression has an incorrect data type")
    }

    private static func sum(
        _ left: AttributeValue, _ right: AttributeValue, isMinus: Bool
    ) throws -> AttributeValue {
        guard case .number(let left) = left, case .number(let right) = right else {
            throw wrongOperand
        }
        return .number(try DecimalSum.text(left, right, isMinus: isMinus))
    }

    private static func add(
        _ value: AttributeValue, at path: DocumentPath, _ old: Item, _ item: inout Item
    ) throws {
        guard let present = path.value(in: old) else { return try path.set(value, in: &item) }
        let sum: AttributeValue
        switch (present, value) {
        case (.number, .number): sum = try Self.sum(present, value, isMinus: false)
        case (.stringSet(let left), .stringSet(let right)):
            sum = .stringSet(left + right.filter { !left.contains($0) })
        case (.numberSet(let left), .numberSet(let right)):
            let known = Set(left.compactMap { DynamoNumber($0) })
            sum = .numberSet(
                left + right.filter { DynamoNumber($0).map { !known.contains($0) } ?? false })
        case (.binarySet(let left), .binarySet(let right)):
            sum = .binarySet(left + right.filter { !left.contains($0) })
        default: throw wrongOperand
        }
        try path.set(sum, in: &item)
    }

    private static func delete(
        _ value: AttributeValue, at path: DocumentPath, _ old: Item, _ item: inout Item
    ) throws {
        guard let present = path.value(in: old) else { return }
        let rest: AttributeValue?
        switch (present, value) {
        case (.stringSet(let left), .stringSet(let right)):
            let kept = left.filter { !right.contains($0) }
            rest = kept.isEmpty ? nil : .stringSet(kept)
        case (.numberSet(let left), .numberSet(let right)):
            let gone = Set(right.compactMap { DynamoNumber($0) })
            let kept = left.filter { DynamoNumber($0).map { !gone.contains($0) } ?? true }
            rest = kept.isEmpty ? nil : .numberSet(kept)
        case (.binarySet(let left), .binarySet(let right)):
            let kept = left.filter { !right.contains($0) }
            rest = kept.isEmpty ? nil : .binarySet(kept)
        default: throw wrongOperand
        }
        if let rest { try path.set(rest, in: &item) } else { path.remove(from: &item) }
    }
}

extension DocumentPath {
    /// Sets what is at the path.
    ///
    /// All but the last step must be there. Past a list's end: appended.
    func set(_ value: AttributeValue, in item: inout Item) throws {
        guard case .map(let changed) = try Self.setting(value, steps[...], in: .map(item)) else {
            return
        }
        item = changed
    }

    private static func setting(
        _ value: AttributeValue, _ steps: ArraySlice<Step>, in holder: AttributeValue
    ) throws -> AttributeValue {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        let invalid = ServiceError.validation(
            "The document path provided in the update expression is invalid for update")
        switch (step, holder) {
        case (.name(let name), .map(var map)):
            guard let inner = map[name] ?? (rest.isEmpty ? .null : nil) else { throw invalid }
            map[name] = try setting(value, rest, in: inner)
            return .map(map)
        case (.index(let index), .list(var list)):
            if list.indices.contains(index) {
                list[index] = try setting(value, rest, in: list[index])
            } else {
                guard rest.isEmpty else { throw invalid }
                list.append(value)
            }
            return .list(list)
        default: throw invalid
        }
    }

    func remove(from item: inout Item) {
        guard case .map(let changed) = Self.removing(steps[...], from: .map(item)) else { return }
        item = changed
    }

    private static func removing(
        _ steps: ArraySlice<Step>, from holder: AttributeValue
    ) -> AttributeValue {
        guard let step = steps.first else { return holder }
        let rest = steps.dropFirst()
        switch (step, holder) {
        case (.name(let name), .map(var map)):
            guard let inner = map[name] else { return holder }
            map[name] = rest.isEmpty ? nil : removing(rest, from: inner)
            return .map(map)
        case (.index(let index), .list(var list)):
            guard list.indices.contains(index) else { return holder }
            if rest.isEmpty {
                list.remove(at: index)
            } else {
                list[index] = removing(rest, from: list[index])
            }
            return .list(list)
        default: return holder
        }
    }
}
