import DynamoItem

/// What a Query asks for: one partition, and a range of its sort keys as the storage sorts them.
struct KeyCondition {
    var partition: [UInt8]
    /// Inclusive or exclusive lower and upper ends; nil: open.
    var lower: (bytes: [UInt8], isInclusive: Bool)?
    var upper: (bytes: [UInt8], isInclusive: Bool)?

    /// Reads the parsed expression against a key schema.
    init(_ condition: Condition, partition: TableShape.Column, sort: TableShape.Column?) throws {
        var partitionBytes: [UInt8]?
        var sortCondition: Condition?
        for part in try Self.parts(condition) {
            guard let name = Self.attribute(part) else {
                throw ServiceError.validation(
                    "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
                        + "condition")
            }
            if name == partition.name, partitionBytes == nil {
                guard case .compare(.equal, let left, let right) = part,
                    let value = Self.value(left, right)
                else {
                    throw ServiceError.validation("Query key condition not supported")
                }
                partitionBytes = try Self.bytes(value, partition)
            } else if name == sort?.name, sortCondition == nil {
                sortCondition = part
            } else if name == partition.name || name == sort?.name {
                throw ServiceError.validation(
                    "KeyConditionExpressions must only contain one condition per key")
            } else if partitionBytes == nil || sort == nil || sortCondition != nil {
                throw ServiceError.validation(
                    "Query condition missed key schema element: "
                        + (partitionBytes == nil ? partition.name : sort?.name ?? partition.name))
            } else {
                throw ServiceError.validation(
                    "Query condition missed key schema element: \(sort?.name ?? "")")
            }
        }
        guard let partitionBytes else {
            throw ServiceError.validation(
                "Query condition missed key schema element: \(partition.name)")
        }
        self.partition = partitionBytes
        if let sort, let sortCondition { try restrict(sortCondition, sort) }
    }

    private mutating func restrict(_ condition: Condition, _ sort: TableShape.Column) throws {
        switch condition {
        case .compare(let comparison, let left, let right):
            guard let value = Self.value(left, right) else {
                throw ServiceError.validation("Query key condition not supported")
            }
            let bytes = try Self.bytes(value, sort)
            // `:v < sk` reads from the right.
            let isTurned = if case .value = left { true } else { false }
            switch (comparison, isTurned) {
            case (.equal, _):
                lower = (bytes, true)
                upper = (bytes, true)
            case (.less, false), (.greater, true): upper = (bytes, false)
            case (.lessOrEqual, false), (.greaterOrEqual, true): upper = (bytes, true)
            case (.greater, false), (.less, true): lower = (bytes, false)
            case (.greaterOrEqual, false), (.lessOrEqual, true): lower = (bytes, true)
            case (.notEqual, _):
                throw ServiceError.validation("Unsupported operator in KeyConditionExpression: <>")
            }
        case .between(_, .value(let low, _), .value(let high, _)):
            lower = (try Self.bytes(low, sort), true)
            upper = (try Self.bytes(high, sort), true)
        case .beginsWith(_, .value(let prefix, _)):
            guard sort.type != .number else {
                throw ServiceError.validation(
                    "Invalid KeyConditionExpression: Incorrect operand type for operator or function; "
                        + "operator or function: begins_with, operand type: N")
            }
            let bytes = try Self.bytes(prefix, sort)
            lower = (bytes, true)
            upper = Self.afterPrefix(bytes).map { ($0, false) }
        default:
            throw ServiceError.validation("Query key condition not supported")
        }
    }

    /// The least bytes that sort after everything with the prefix; nil: there are none.
    private static func afterPrefix(_ prefix: [UInt8]) -> [UInt8]? {
        var bytes = prefix
        while let last = bytes.popLast() {
            if last < 0xFF { return bytes + [last + 1] }
        }
        return nil
    }

    private static func parts(_ condition: Condition) throws -> [Condition] {
        switch condition {
        case .and(let left, let right): return try parts(left) + parts(right)
        case .or: throw unsupported("OR")
        case .not: throw unsupported("NOT")
        case .isIn: throw unsupported("IN")
        case .exists: throw unsupported("attribute_exists")
        case .notExists: throw unsupported("attribute_not_exists")
        case .isType: throw unsupported("attribute_type")
        case .contains: throw unsupported("contains")
        case .compare(.notEqual, _, _): throw unsupported("<>")
        default: return [condition]
        }
    }

    private static func unsupported(_ name: String) -> ServiceError {
        .validation("Invalid operator used in KeyConditionExpression: \(name)")
    }

    private static func attribute(_ condition: Condition) -> String? {
        switch condition {
        case .compare(_, .path(let path), .value), .compare(_, .value, .path(let path)),
            .between(.path(let path), .value, .value), .beginsWith(.path(let path), .value):
            path.steps.count == 1 ? path.root : nil
        default: nil
        }
    }

    private static func value(_ left: Operand, _ right: Operand) -> AttributeValue? {
        switch (left, right) {
        case (.path, .value(let value, _)), (.value(let value, _), .path): value
        default: nil
        }
    }

    private static func bytes(_ value: AttributeValue, _ column: TableShape.Column) throws
        -> [UInt8]
    {
        let bytes: [UInt8]
        switch (column.type, value) {
        case (.string, .string(let text)): bytes = Array(text.utf8)
        case (.binary, .binary(let raw)): bytes = raw
        case (.number, .number(let text)): bytes = NumberText.sortable(Array(text.utf8))
        default:
            throw ServiceError.invalid("Condition parameter type does not match schema type")
        }
        if bytes.isEmpty {
            throw ServiceError.validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute "
                    + "cannot contain an empty \(column.type == .string ? "string" : "binary") value. "
                    + "Key: \(column.name)")
        }
        return bytes
    }
}
