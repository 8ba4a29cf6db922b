import JSONText

/// Why a value is not one of a setting's.
struct SettingRefusal: Error, Equatable {
    var message: String
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}

extension SettingRefusal {
    static func notObject(_ node: JSONNode) -> SettingRefusal {
        SettingRefusal(
            "expected an object, found \(node.value.kind)",
            hint: "write { … } with the settings in it, as in config.example.json")
    }

    /// With what the type takes for a hint, where there is none better.
    func hinted(by type: SettingType) -> SettingRefusal {
        SettingRefusal(message, hint: hint ?? "it takes a \(type.summary.filter { $0 != "`" })")
    }
}

extension SettingType {
    /// What the type takes, as the documentation says it.
    package var summary: String {
        switch self {
        case .path: "path"
        case .integer(let range):
            "whole number, \(range.lowerBound.grouped) to \(range.upperBound.grouped)"
        case .choice(let names): names.map { "`\($0)`" }.joined(separator: ", ")
        case .endpoint: "URL, `http://` or `https://`"
        case .region: "text, such as `us-east-1`"
        case .tablePrefix: "text of `a-z A-Z 0-9 _ - .`"
        case .text(let limit): "text, up to \(limit) characters"
        case .boolean: "`true` or `false`"
        }
    }

    func value(of node: JSONNode) throws(SettingRefusal) -> SettingValue {
        if case .integer(let range) = self {
            guard case .number(let text) = node.value else {
                throw SettingRefusal(
                    "expected a whole number, found \(node.value.kind)",
                    hint: node.string.flatMap(Int.init) == nil
                        ? nil : "write the number without quotes")
            }
            guard let number = node.int else { throw Self.notWhole(text) }
            return .integer(try Self.check(number, in: range))
        }
        if self == .boolean {
            guard let isTrue = node.bool else {
                throw SettingRefusal(
                    "expected true or false, found \(node.value.kind)",
                    hint: "write true or false, without quotes")
            }
            return .boolean(isTrue)
        }
        guard let text = node.string else {
            throw SettingRefusal("expected a string, found \(node.value.kind)")
        }
        return try value(of: text)
    }

    /// From the environment or a flag.
    func value(of text: String) throws(SettingRefusal) -> SettingValue {
        switch self {
        case .integer(let range):
            guard let number = Int(text) else { throw Self.notWhole(text) }
            return .integer(try Self.check(number, in: range))
        case .boolean:
            guard let isTrue = Bool(text) else {
                throw SettingRefusal(
                    "\"\(text.sanitised(limit: 60))\" is not true or false", hint: "true or false")
            }
            return .boolean(isTrue)
        case .choice(let names):
            guard names.contains(text) else {
                let all = names.map { "\"\($0)\"" }.joined(separator: ", ")
                throw SettingRefusal(
                    "\"\(text.sanitised(limit: 60))\" is not one of \(all)",
                    hint: Suggestion.hint(for: text, among: names))
            }
        case .tablePrefix: try Self.checkPrefix(text)
        case .path, .endpoint, .region, .text:
            guard !text.isEmpty else {
                throw SettingRefusal("the text is empty", hint: "leave the setting out instead")
            }
            switch self {
            case .path: try Self.checkPath(text)
            case .endpoint: try EndpointText.check(text)
            case .region: try Self.checkRegion(text)
            case .text(let limit): try Self.checkText(text, limit: limit)
            default: break
            }
        }
        return .text(text)
    }

    private static func notWhole(_ text: String) -> SettingRefusal {
        SettingRefusal("\"\(text.sanitised(limit: 60))\" is not a whole number")
    }

    private static func check(
        _ number: Int, in range: ClosedRange<Int>
    ) throws(SettingRefusal) -> Int {
        guard range.contains(number) else {
            throw SettingRefusal(
                "\(number) is out of range",
                hint: "from \(range.lowerBound.grouped) to \(range.upperBound.grouped)")
        }
        return number
    }

    private static func checkPath(_ text: String) throws(SettingRefusal) {
        if text.utf8.contains(0) { throw SettingRefusal("a path with a NUL character") }
        if text.hasPrefix("~/") {
            throw SettingRefusal(
                "\"~\" is not expanded here", hint: "write the home directory's path in full")
        }
    }

    private static func checkRegion(_ text: String) throws(SettingRefusal) {
        let isLegal = text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard isLegal, text.utf8.count <= 63 else {
            throw SettingRefusal(
                "\"\(text.sanitised(limit: 60))\" is not a region's name",
                hint: "such as us-east-1: small letters, digits and hyphens")
        }
    }

    /// As DynamoDB has it for table names; at least 3 of its 255 characters are the table's own.
    private static func checkPrefix(_ text: String) throws(SettingRefusal) {
        let isLegal = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
            default: false
            }
        }
        guard isLegal, text.utf8.count <= 252 else {
            throw SettingRefusal(
                "\"\(text.sanitised(limit: 60))\" cannot begin a table's name",
                hint: "up to 252 letters a-z and A-Z, digits, '_', '-' and '.'")
        }
    }

    private static func checkText(_ text: String, limit: Int) throws(SettingRefusal) {
        guard text.unicodeScalars.count <= limit else {
            throw SettingRefusal("longer than \(limit) characters")
        }
        guard text.sanitised(limit: limit) == text else {
            throw SettingRefusal("a control character in the text")
        }
    }
}

/// The rules of `target.endpoint`.
enum EndpointText {
    static func check(_ text: String) throws(SettingRefusal) {
        let example = "such as http://localhost:8000 or https://dynamodb.eu-west-1.amazonaws.com"
        let rest: Substring
        if text.lowercased().hasPrefix("https://") {
            rest = text.dropFirst(8)
        } else if text.lowercased().hasPrefix("http://") {
            rest = text.dropFirst(7)
        } else {
            throw SettingRefusal(
                "the endpoint does not begin with http:// or https://", hint: example)
        }
        // The text is not repeated: a password may be in it.
        if rest.contains("@") {
            throw SettingRefusal(
                "the endpoint holds a user or a password",
                hint: "credentials come from the AWS variables and profiles")
        }
        if text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value >= 0x7F }) {
            throw SettingRefusal("the endpoint holds a space or another character that no URL has")
        }
        if rest.contains("?") || rest.contains("#") {
            throw SettingRefusal("the endpoint has a query or a fragment", hint: example)
        }
        let authority = rest.prefix { $0 != "/" }
        guard rest.dropFirst(authority.count).allSatisfy({ $0 == "/" }) else {
            throw SettingRefusal("the endpoint has a path", hint: "DynamoDB answers at / only")
        }
        let host: Substring
        let port: Substring?
        if authority.hasPrefix("["), let bracket = authority.lastIndex(of: "]") {
            host = authority[...bracket]
            let after = authority[authority.index(after: bracket)...]
            port = after.isEmpty ? nil : after.hasPrefix(":") ? after.dropFirst() : "x"
        } else {
            host = authority.prefix { $0 != ":" }
            port = host.count == authority.count ? nil : authority.dropFirst(host.count + 1)
        }
        guard !host.isEmpty else { throw SettingRefusal("the endpoint has no host", hint: example) }
        if let port, Int(port).map({ (1...65_535).contains($0) }) != true {
            throw SettingRefusal("the endpoint's port is not a number from 1 to 65,535")
        }
    }
}

extension Int {
    /// With a comma between thousands.
    package var grouped: String {
        var digits = Array(String(magnitude))
        var at = digits.count - 3
        while at > 0 {
            digits.insert(",", at: at)
            at -= 3
        }
        return (self < 0 ? "-" : "") + String(digits)
    }
}
