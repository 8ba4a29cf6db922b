import RunModel

/// Reads templates: `ARTIST#{ArtistId}`, `{AlbumId.Title}`, `{AlbumId:08}`, `{State|none}`.
///
/// A placeholder is a path, then `:0` and a width for zero padding, then `|` and the text that stands for
/// NULL. A path is names joined with dots; a name with a dot, colon, bar, brace or backquote in it stands
/// in backquotes, a backquote in it doubled. Braces of the text itself are doubled: `{{` and `}}`.
enum TemplateParser {
    struct Placeholder: Equatable {
        /// The steps and, last, the column.
        var names: [String]
        /// 0 for none.
        var width: Int
        var fallback: String?
        /// The path as written.
        var text: String
    }

    enum Part: Equatable {
        case text(String)
        case placeholder(Placeholder)
    }

    /// Widest zero padding: as many digits as a number of DynamoDB has.
    static let maximumWidth = 38

    /// The parts, neighbouring texts made one; no empty text.
    static func parse(_ template: String) throws(Refusal) -> [Part] {
        var scanner = Scanner(template)
        var parts: [Part] = []
        var text = ""
        func flush() {
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
        }
        while let scalar = scanner.next() {
            switch scalar {
            case "{" where scanner.take("{"): text += "{"
            case "{":
                flush()
                parts.append(.placeholder(try placeholder(&scanner)))
            case "}" where scanner.take("}"): text += "}"
            case "}":
                throw Refusal(
                    "a \"}\" closes nothing in \(template.quoted)",
                    hint: "for the character itself write \"}}\"")
            default: text.unicodeScalars.append(scalar)
            }
        }
        flush()
        return parts
    }

    /// A path alone, as `column` and the right side of `on` have it: `AlbumId.Title`.
    static func path(_ text: String) throws(Refusal) -> [String] {
        var scanner = Scanner(text)
        let names = try names(&scanner)
        guard scanner.peek == nil else {
            throw Refusal(
                "\(text.quoted) is not a path",
                hint: "a path is names joined with dots, without braces: \"AlbumId.Title\"; "
                    + "a name with other signs in it stands in `backquotes`")
        }
        return names
    }

    /// The path that leads to those names, quoted where it must be.
    static func written(_ names: [String]) -> String {
        names.map { name in
            let isPlain = !name.isEmpty && !name.unicodeScalars.contains { isSpecial($0) }
            return isPlain
                ? name
                : "`"
                    + name.split(separator: "`", omittingEmptySubsequences: false)
                    .joined(separator: "``") + "`"
        }.joined(separator: ".")
    }

    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", ":", "|", "{", "}", "`": true
        default: false
        }
    }

    private static func placeholder(_ scanner: inout Scanner) throws(Refusal) -> Placeholder {
        let start = scanner.at
        let names = try names(&scanner)
        let path = scanner.text(from: start)
        var width = 0
        if scanner.take(":") {
            let digits = scanner.run { ("0"..."9").contains($0) }
            guard digits.hasPrefix("0"), let number = Int(digits),
                (1...maximumWidth).contains(number)
            else {
                throw Refusal(
                    "a placeholder's \":\" is followed by a zero and a width up to \(maximumWidth)",
                    hint: "write {\(path.sanitised(limit: 200)):08} for eight digits")
            }
            width = number
        }
        var fallback: String?
        if scanner.take("|") { fallback = scanner.run { $0 != "{" && $0 != "}" } }
        guard scanner.take("}") else {
            throw Refusal(
                "the placeholder {\(path.sanitised(limit: 200)) is not closed",
                hint: "a placeholder is {Column}, {Column:08} or {Column|text for NULL}; "
                    + "for the character \"{\" itself write \"{{\"")
        }
        return Placeholder(names: names, width: width, fallback: fallback, text: path)
    }

    private static func names(_ scanner: inout Scanner) throws(Refusal) -> [String] {
        var names: [String] = []
        repeat {
            var name = ""
            if scanner.take("`") {
                while true {
                    guard let scalar = scanner.next() else {
                        throw Refusal(
                            "a backquote is not closed", hint: "write `name`, with one at each end")
                    }
                    if scalar == "`", !scanner.take("`") { break }
                    name.unicodeScalars.append(scalar)
                }
                names.append(name)
            } else {
                name = scanner.run { !isSpecial($0) }
                guard !name.isEmpty else {
                    throw Refusal(
                        "a name is missing in a path",
                        hint: "a path is a column, {Title}, or steps to one, {AlbumId.Title}; "
                            + "a name with one of . : | { } in it stands in `backquotes`")
                }
                names.append(name)
            }
        } while scanner.take(".")
        return names
    }

    private struct Scanner {
        private let scalars: [Unicode.Scalar]
        private(set) var at = 0

        init(_ text: String) { scalars = Array(text.unicodeScalars) }

        var peek: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

        mutating func next() -> Unicode.Scalar? {
            guard let scalar = peek else { return nil }
            at += 1
            return scalar
        }

        mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard peek == scalar else { return false }
            at += 1
            return true
        }

        mutating func run(while isWanted: (Unicode.Scalar) -> Bool) -> String {
            let start = at
            while let scalar = peek, isWanted(scalar) { at += 1 }
            return text(from: start)
        }

        func text(from start: Int) -> String {
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars[start..<at])
            return text
        }
    }
}
