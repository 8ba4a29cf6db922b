import DynamoItem

/// Reads an expression's words; each kind of expression adds its grammar in an extension.
struct ExpressionParser {
    /// `ConditionExpression` and its like, for the errors.
    let kind: String
    let scope: ExpressionScope
    private let text: [UInt8]
    private let tokens: [ExpressionToken]
    private(set) var at = 0
    /// Condition nesting.
    ///
    /// The parser recurses, so it is bounded. AWS allows 300 operators.
    var depth = 0
    /// The brackets closed last, by their words' positions.
    var lastBrackets: (open: Int, close: Int) = (-1, -1)

    init(_ kind: String, _ expression: String, _ scope: ExpressionScope) throws {
        self.kind = kind
        self.scope = scope
        text = Array(expression.utf8)
        tokens = ExpressionTokens.read(expression)
        if tokens.count == 1 { throw fail("The expression can not be empty;") }
        if text.count > 4_096 {
            throw fail(
                "Expression size has exceeded the maximum allowed size; expression size: "
                    + "\(text.count)")
        }
    }

    var token: ExpressionToken { tokens[at] }
    var next: ExpressionToken { tokens[min(at + 1, tokens.count - 1)] }

    mutating func advance() { if at < tokens.count - 1 { at += 1 } }

    func fail(_ message: String) -> ServiceError {
        .validation("Invalid \(kind): \(message)")
    }

    /// The word that cannot stand here, with its neighbours.
    func syntaxError() -> ServiceError {
        let from = tokens[max(0, at - 1)].range.lowerBound
        let to = tokens[min(at + 1, tokens.count - 1)].range.upperBound
        let near = String(decoding: text[from..<to], as: UTF8.self)
        return fail("Syntax error; token: \"\(token.text)\", near: \"\(near)\"")
    }

    func isSymbol(_ text: String) -> Bool { token.kind == .symbol && token.text == text }

    func isKeyword(_ keyword: String) -> Bool {
        token.kind == .word && token.text.uppercased() == keyword
    }

    mutating func take(_ symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: String) throws {
        guard take(symbol) else { throw syntaxError() }
    }

    mutating func takeKeyword(_ keyword: String) -> Bool {
        guard isKeyword(keyword) else { return false }
        advance()
        return true
    }

    func expectEnd() throws {
        guard token.kind == .end else { throw syntaxError() }
    }

    /// A path such as `a.#b[2]`.
    mutating func path() throws -> DocumentPath {
        var steps: [DocumentPath.Step] = [.name(try pathName())]
        while true {
            if take(".") {
                steps.append(.name(try pathName()))
            } else if take("[") {
                guard token.kind == .number, let index = Int(token.text) else {
                    throw syntaxError()
                }
                advance()
                try expect("]")
                steps.append(.index(index))
            } else {
                return DocumentPath(steps: steps)
            }
        }
    }

    private mutating func pathName() throws -> String {
        switch token.kind {
        case .word:
            let word = token.text
            if ReservedWords.contains(word) {
                throw fail("Attribute name is a reserved keyword; reserved keyword: \(word)")
            }
            advance()
            return word
        case .name:
            guard let name = scope.name(token.text) else {
                throw fail(
                    "An expression attribute name used in the document path is not defined; "
                        + "attribute name: \(token.text)")
            }
            advance()
            return name
        default: throw syntaxError()
        }
    }

    mutating func value() throws -> AttributeValue {
        guard token.kind == .value else { throw syntaxError() }
        guard let value = scope.value(token.text) else {
            throw fail(
                "An expression attribute value used in expression is not defined; attribute value: "
                    + token.text)
        }
        advance()
        return value
    }

    func operandError(_ name: String, _ type: String) -> ServiceError {
        fail(
            "Incorrect operand type for operator or function; operator or function: \(name), "
                + "operand type: \(type)")
    }
}
