/// An item as the service's JSON, taken apart for people.
enum ItemText {
    /// Its attributes in their order: `{"PK":{"S":"a"}}` gives `PK` and `{"S":"a"}`.
    ///
    /// The text may have been cut: what is there of the last one is kept.
    static func attributes(_ text: String) -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        var name = ""
        var part = ""
        var depth = 0
        var isInName = true
        var isQuoted = false
        var isEscaped = false
        func unquoted(_ text: String) -> String {
            text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 1
                ? String(text.dropFirst().dropLast()) : text
        }
        func end() {
            if !name.isEmpty || !part.isEmpty { found.append((unquoted(name), part)) }
            name = ""
            part = ""
            isInName = true
        }
        for character in text {
            if isQuoted {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isQuoted = false
                }
            } else {
                switch character {
                case "\"": isQuoted = true
                case "{", "[":
                    depth += 1
                    if depth == 1 { continue }
                case "}", "]":
                    depth -= 1
                    if depth == 0 { continue }
                case ":" where depth == 1 && isInName:
                    isInName = false
                    continue
                case "," where depth == 1:
                    end()
                    continue
                case " " where depth <= 1: continue
                default: break
                }
            }
            if isInName { name.append(character) } else { part.append(character) }
        }
        end()
        return found
    }
}
