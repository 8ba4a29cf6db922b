import DynamoItem

/// What an UpdateExpression does, parsed.
struct UpdateExpression {
    indirect enum Operation {
        case operand(Operand)
        case ifNotExists(DocumentPath, Operation)
        case listAppend(Operation, Operation)
        case add(Operation, Operation)
        case subtract(Operation, Operation)
    }

    var sets: [(path: DocumentPath, operation: Operation)] = []
    var removes: [DocumentPath] = []
    var adds: [(path: DocumentPath, value: AttributeValue)] = []
    var deletes: [(path: DocumentPath, value: AttributeValue)] = []

    /// Every path it changes.
    var paths: [DocumentPath] {
        sets.map(\.path) + removes + adds.map(\.path) + deletes.map(\.path)
    }

    static func parse(_ expression: String, _ scope: ExpressionScope) throws -> UpdateExpression {
        var parser = try ExpressionParser("UpdateExpression", expression, scope)
        return try parser.update()
    }
}

extension ExpressionParser {
    fileprivate mutating func update() throws -> UpdateExpression {
        var update = UpdateExpression()
        var seen: Set<String> = []
        while token.kind != .end {
            let section = token.text.uppercased()
            guard token.kind == .word, ["SET", "REMOVE", "ADD", "DELETE"].contains(section) else {
                throw syntaxError()
            }
            guard seen.insert(section).inserted else {
                throw fail(
                    "The \"\(section)\" section can only be used once in an update expression;")
            }
            advance()
            repeat {
                let path = try path()
                switch section {
                case "SET":
                    try expect("=")
                    update.sets.append((path, try sum()))
                case "REMOVE": update.removes.append(path)
                case "ADD":
                    let value = try value()
                    guard ["N", "SS", "NS", "BS"].contains(value.typeName) else {
                        throw operandError("ADD", value.longTypeName)
                    }
                    update.adds.append((path, value))
                default:
                    let value = try value()
                    guard ["SS", "NS", "BS"].contains(value.typeName) else {
                        throw operandError("DELETE", value.longTypeName)
                    }
                    update.deletes.append((path, value))
                }
            } while take(",")
        }
        try checkOverlaps(update.paths)
        return update
    }

    private mutating func sum() throws -> UpdateExpression.Operation {
        let left = try term()
        if take("+") { return .add(left, try checked(try term(), "+")) }
        if take("-") { return .subtract(left, try checked(try term(), "-")) }
        return left
    }

    private func checked(
        _ operation: UpdateExpression.Operation, _ name: String
    ) throws -> UpdateExpression.Operation {
        if case .operand(.value(let value, _)) = operation, value.typeName != "N" {
            throw operandError(name, value.typeName)
        }
        return operation
    }

    private mutating func term() throws -> UpdateExpression.Operation {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 150 else {
            throw fail("The expression contains too many levels of nesting")
        }
        if take("(") {
            let inner = try sum()
            try expect(")")
            return inner
        }
        guard token.kind == .word, next.kind == .symbol, next.text == "(" else {
            if token.kind == .value {
                let placeholder = token.text
                return .operand(.value(try value(), placeholder: placeholder))
            }
            return .operand(.path(try path()))
        }
        let name = token.text
        guard name == "if_not_exists" || name == "list_append" else {
            throw fail("Invalid function name; function: \(name)")
        }
        advance()
        try expect("(")
        if name == "if_not_exists" {
            guard token.kind != .value else {
                throw fail(
                    "Operator or function requires a document path; operator or function: if_not_exists"
                )
            }
            let path = try path()
            try expect(",")
            let operation = try sum()
            try expect(")")
            return .ifNotExists(path, operation)
        }
        let first = try sum()
        try expect(",")
        let second = try sum()
        try expect(")")
        for case .operand(.value(let value, _)) in [first, second] where value.typeName != "L" {
            throw operandError(name, value.typeName)
        }
        return .listAppend(first, second)
    }
}

extension AttributeValue {
    /// The type's long name, as two of AWS's errors have it.
    fileprivate var longTypeName: String {
        switch self {
        case .string: "STRING"
        case .number: "NUMBER"
        case .binary: "BINARY"
        case .bool: "BOOLEAN"
        case .null: "NULL"
        case .list: "LIST"
        case .map: "MAP"
        case .stringSet: "STRING_SET"
        case .numberSet: "NUMBER_SET"
        case .binarySet: "BINARY_SET"
        }
    }
}
