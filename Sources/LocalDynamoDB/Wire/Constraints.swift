/// The checks AWS makes of a request's shape before it looks at anything: all of them are reported at
/// once, in one message.
struct Constraints {
    private var found: [String] = []

    mutating func add(_ value: String?, at path: String, _ constraint: String) {
        let shown = value.map { "'\($0)'" } ?? "null"
        found.append("Value \(shown) at '\(path)' failed to satisfy constraint: \(constraint)")
    }

    /// The member must be one of a closed list.
    mutating func member(_ value: String?, at path: String, of allowed: [String]) {
        guard let value, !allowed.contains(value) else { return }
        add(
            value, at: path,
            "Member must satisfy enum value set: [\(allowed.joined(separator: ", "))]")
    }

    mutating func least(_ value: Int?, at path: String, _ least: Int) {
        guard let value, value < least else { return }
        add("\(value)", at: path, "Member must have value greater than or equal to \(least)")
    }

    mutating func most(_ value: Int?, at path: String, _ most: Int) {
        guard let value, value > most else { return }
        add("\(value)", at: path, "Member must have value less than or equal to \(most)")
    }

    mutating func required(_ isThere: Bool, at path: String) {
        if !isThere { add(nil, at: path, "Member must not be null") }
    }

    /// A table's or an index's name.
    mutating func name(_ name: String, at path: String, least: Int) {
        if !name.utf8.allSatisfy(Self.isNameByte) {
            add(name, at: path, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
        }
        if name.utf8.count < least {
            add(name, at: path, "Member must have length greater than or equal to \(least)")
        }
        if name.utf8.count > 255 {
            add(name, at: path, "Member must have length less than or equal to 255")
        }
    }

    func check() throws {
        guard !found.isEmpty else { return }
        let count = found.count == 1 ? "1 validation error" : "\(found.count) validation errors"
        throw ServiceError.validation("\(count) detected: \(found.joined(separator: "; "))")
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension Request {
    /// The table a request names, by name or ARN; its form is checked, not its existence.
    func tableName(_ constraints: inout Constraints, least: Int = 1) throws -> String {
        guard let given = try string("TableName") else {
            constraints.required(false, at: "tableName")
            return ""
        }
        let name = Request.tableName(fromARN: given)
        constraints.name(name, at: "tableName", least: least)
        // A bad name is reported alone.
        if name.isEmpty || !name.utf8.allSatisfy(Constraints.isNameByte) {
            var alone = Constraints()
            alone.name(name, at: "tableName", least: name.isEmpty ? 1 : least)
            try alone.check()
        }
        return name
    }

    static func tableName(fromARN text: String) -> String {
        guard text.hasPrefix("arn:"), let colon = text.lastIndex(of: ":") else { return text }
        let resource = text[text.index(after: colon)...]
        guard resource.hasPrefix("table/") else { return text }
        return String(resource.dropFirst(6))
    }
}
