import DynamoItem

/// condition = or; or = and (OR and)*; and = not (AND not)*; not = NOT not | primary.
extension ExpressionParser {
    static func condition(
        _ kind: String, _ expression: String, _ scope: ExpressionScope
    ) throws -> Condition {
        var parser = try ExpressionParser(kind, expression, scope)
        let condition = try parser.disjunction()
        try parser.expectEnd()
        return condition
    }

    private mutating func disjunction() throws -> Condition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 150 else {
            throw fail("The expression contains too many levels of nesting")
        }
        var condition = try conjunction()
        while takeKeyword("OR") { condition = .or(condition, try conjunction()) }
        return condition
    }

    private mutating func conjunction() throws -> Condition {
        var condition = try negation()
        while takeKeyword("AND") { condition = .and(condition, try negation()) }
        return condition
    }

    private mutating func negation() throws -> Condition {
        if isKeyword("NOT") {
            depth += 1
            defer { depth -= 1 }
            guard depth <= 150 else {
                throw fail("The expression contains too many levels of nesting")
            }
            advance()
            return .not(try negation())
        }
        return try primary()
    }

    private mutating func primary() throws -> Condition {
        let start = at
        if take("(") {
            // `(a) = :b` does not exist: a bracket always holds a condition. One that holds nothing
            // but another bracket is refused, as AWS does.
            let inner = try disjunction()
            let isRedundant = lastBrackets == (start + 1, at - 1)
            try expect(")")
            if isRedundant { throw fail("The expression has redundant parentheses;") }
            lastBrackets = (start, at - 1)
            return inner
        }
        if token.kind == .word, next.text == "(", next.kind == .symbol,
            token.text.lowercased() != "size"
        {
            return try function()
        }
        let left = try operand()
        if takeKeyword("BETWEEN") {
            let low = try operand()
            guard takeKeyword("AND") else { throw syntaxError() }
            let high = try operand()
            try checkBounds(low, high)
            return .between(left, low, high)
        }
        if takeKeyword("IN") {
            try expect("(")
            var choices = [try operand()]
            while take(",") { choices.append(try operand()) }
            try expect(")")
            return .isIn(left, choices)
        }
        guard token.kind == .symbol, let comparison = Condition.Comparison(rawValue: token.text)
        else { throw syntaxError() }
        advance()
        let right = try operand()
        if comparison != .equal && comparison != .notEqual {
            for case .value(let value, _) in [left, right] where value.keyType == nil {
                throw operandError(comparison.rawValue, value.typeName)
            }
        }
        return .compare(comparison, left, right)
    }

    private func checkBounds(_ low: Operand, _ high: Operand) throws {
        guard case .value(let lowest, _) = low, case .value(let highest, _) = high else { return }
        guard lowest.typeName == highest.typeName else {
            throw fail(
                "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
                    + "operand: AttributeValue: \(lowest.shown), upper bound operand: "
                    + "AttributeValue: \(highest.shown)")
        }
        if lowest.precedes(highest) == false, !lowest.isEquivalent(to: highest) {
            throw fail(
                "The BETWEEN operator requires upper bound to be greater than or equal to lower "
                    + "bound; lower bound operand: AttributeValue: \(lowest.shown), upper bound "
                    + "operand: AttributeValue: \(highest.shown)")
        }
    }

    private mutating func operand() throws -> Operand {
        switch token.kind {
        case .value:
            let placeholder = token.text
            return .value(try value(), placeholder: placeholder)
        case .word where token.text.lowercased() == "size" && next.text == "(":
            advance()
            advance()
            let inner = try operand()
            try expect(")")
            if case .value(let value, _) = inner, ["N", "BOOL", "NULL"].contains(value.typeName) {
                throw operandError("size", value.typeName)
            }
            return .size(inner)
        default: return .path(try path())
        }
    }

    private mutating func function() throws -> Condition {
        let name = token.text
        let known = [
            "attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2,
            "begins_with": 2, "contains": 2,
        ]
        guard let count = known[name] else {
            if known[name.lowercased()] == nil, !["if_not_exists", "list_append"].contains(name) {
                throw fail("Invalid function name; function: \(name)")
            }
            throw fail("The function is not allowed in a condition expression; function: \(name)")
        }
        advance()
        try expect("(")
        var operands: [Operand] = []
        if !isSymbol(")") {
            operands.append(try operand())
            while take(",") { operands.append(try operand()) }
        }
        try expect(")")
        guard operands.count == count else {
            throw fail(
                "Incorrect number of operands for operator or function; operator or function: \(name), "
                    + "number of operands: \(operands.count)")
        }
        return try call(name, operands)
    }

    private func call(_ name: String, _ operands: [Operand]) throws -> Condition {
        let first = operands[0]
        if name == "attribute_exists" || name == "attribute_not_exists" {
            guard case .path(let path) = first else {
                throw fail(
                    "Operator or function requires a document path; operator or function: \(name)")
            }
            return name == "attribute_exists" ? .exists(path) : .notExists(path)
        }
        let second = operands[1]
        switch name {
        case "begins_with":
            for case .value(let value, _) in operands where !["S", "B"].contains(value.typeName) {
                throw operandError(name, value.typeName)
            }
            return .beginsWith(first, second)
        case "attribute_type":
            guard case .value(.string(let type), _) = second else {
                if case .value(let value, _) = second { throw operandError(name, value.typeName) }
                throw operandError(name, "PATH")
            }
            guard WireType(rawValue: type) != nil else {
                throw fail(
                    "Invalid attribute type name found; type: \(type), valid types: "
                        + "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}")
            }
            return .isType(first, second)
        default: return .contains(first, second)
        }
    }
}
