/// SQL as the mapping holds it, looked at before SQLite sees it: it is put into a larger statement, so it
/// must be whole, and its value must depend on the row alone, so that the same row gives the same item.
enum MappingSQL {
    /// An expression, ready to be put in parentheses.
    static func expression(_ sql: String) throws(Refusal) -> String {
        let tokens = try tokens(of: sql)
        guard !tokens.isEmpty else { throw Refusal("the SQL is empty") }
        if tokens.contains(.sign(";")) {
            throw Refusal("the SQL holds a \";\"", hint: "write one expression")
        }
        try check(tokens)
        return closed(sql)
    }

    /// One SELECT, ready to be put in parentheses; a semicolon at its end is dropped.
    static func query(_ sql: String) throws(Refusal) -> String {
        var sql = sql
        var tokens = try tokens(of: sql)
        if tokens.last == .sign(";"), let end = sql.lastIndex(of: ";") {
            sql = String(sql[..<end])
            tokens.removeLast()
        }
        guard case .word(let first)? = tokens.first, ["select", "with", "values"].contains(first)
        else {
            throw Refusal("a query must be a SELECT", hint: "write \"SELECT … FROM …\"")
        }
        if tokens.contains(.sign(";")) {
            throw Refusal("the query holds more than one statement", hint: "write one SELECT")
        }
        try check(tokens)
        return closed(sql)
    }

    /// A line comment at the end must not swallow what follows.
    private static func closed(_ sql: String) -> String { sql.contains("--") ? sql + "\n" : sql }

    private enum Token: Equatable {
        /// Lower case.
        case word(String)
        case text(String)
        case quotedName
        case number
        case parameter
        case sign(Character)
    }

    private static func check(_ tokens: [Token]) throws(Refusal) {
        var depth = 0
        /// The depths at which a date function's arguments began.
        var dateCalls: [Int] = []
        for (index, token) in tokens.enumerated() {
            let isCall = index + 1 < tokens.count && tokens[index + 1] == .sign("(")
            switch token {
            case .sign("("):
                depth += 1
                if index > 0, case .word(let name) = tokens[index - 1], dateFunctions.contains(name)
                {
                    dateCalls.append(depth)
                    if index + 1 < tokens.count, tokens[index + 1] == .sign(")") {
                        throw changing(name)
                    }
                }
            case .sign(")"):
                if dateCalls.last == depth { dateCalls.removeLast() }
                depth -= 1
                guard depth >= 0 else { throw Refusal("a \")\" in the SQL closes nothing") }
            case .word(let name) where isCall && changingFunctions.contains(name):
                throw changing(name)
            case .word(let name) where changingWords.contains(name): throw changing(name)
            case .text(let text) where !dateCalls.isEmpty && text.lowercased() == "now":
                throw changing("'now'")
            case .parameter:
                throw Refusal(
                    "the SQL holds a parameter", hint: "write the value itself; text in 'quotes'")
            default: break
            }
        }
        guard depth == 0 else { throw Refusal("a \"(\" in the SQL is not closed") }
    }

    private static func changing(_ what: String) -> Refusal {
        Refusal(
            "\(what) in the SQL gives another value each time",
            hint:
                "the same row must always give the same item, or a resumed run could not be trusted: "
                + "write a fixed value")
    }

    private static let dateFunctions: Set<String> = [
        "date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff",
    ]
    private static let changingFunctions: Set<String> = [
        "random", "randomblob", "changes", "total_changes", "last_insert_rowid",
    ]
    private static let changingWords: Set<String> = [
        "current_date", "current_time", "current_timestamp",
    ]

    private static func tokens(of sql: String) throws(Refusal) -> [Token] {
        let scalars = Array(sql.unicodeScalars)
        var tokens: [Token] = []
        var at = 0
        func scalar(_ offset: Int = 0) -> Unicode.Scalar? {
            at + offset < scalars.count ? scalars[at + offset] : nil
        }
        /// From the opening sign at `at` to its closing one, which counts as itself where it is doubled.
        func quotedText(closedBy close: Unicode.Scalar, _ what: String) throws(Refusal) -> String {
            var text = ""
            at += 1
            while let next = scalar() {
                at += 1
                if next == close {
                    guard close != "]", scalar() == close else { return text }
                    at += 1
                }
                text.unicodeScalars.append(next)
            }
            throw Refusal("\(what) in the SQL is not closed")
        }
        func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "_" || scalar == "$" || scalar.value > 0x7F
                || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
                || ("0"..."9").contains(scalar)
        }
        while let next = scalar() {
            switch next {
            case " ", "\t", "\n", "\r", "\u{0C}": at += 1
            case "\0": throw Refusal("the SQL holds a NUL character")
            case "'": tokens.append(.text(try quotedText(closedBy: "'", "a text")))
            case "\"", "`":
                _ = try quotedText(closedBy: next, "a quoted name")
                tokens.append(.quotedName)
            case "[":
                _ = try quotedText(closedBy: "]", "a quoted name")
                tokens.append(.quotedName)
            case "-" where scalar(1) == "-":
                while let next = scalar(), next != "\n" { at += 1 }
            case "/" where scalar(1) == "*":
                at += 2
                while scalar() != nil, !(scalar() == "*" && scalar(1) == "/") { at += 1 }
                guard scalar() != nil else { throw Refusal("a comment in the SQL is not closed") }
                at += 2
            case "?", ":", "@", "$", "#":
                tokens.append(.parameter)
                at += 1
            case _ where isNamePart(next):
                let start = at
                while let next = scalar(), isNamePart(next) { at += 1 }
                if ("0"..."9").contains(next) {
                    tokens.append(.number)
                } else {
                    tokens.append(
                        .word(String(String.UnicodeScalarView(scalars[start..<at])).lowercased()))
                }
            default:
                tokens.append(.sign(Character(next)))
                at += 1
            }
        }
        return tokens
    }
}
