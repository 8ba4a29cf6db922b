import DynamoItem
import JSONText
import RunModel
import SQLiteSource

/// One value of `attributes`: a template, a constant, or an object that says what it is.
extension MappingContext {
    private static let kinds = ["value", "sql", "column", "join", "list", "map"]

    func checkAttributeName(_ name: String, at place: ConfigPlace) {
        let count = name.utf8.count
        guard count > DynamoLimits.attributeNameBytes else { return }
        report(
            "an attribute's name has at most \(DynamoLimits.attributeNameBytes) bytes, not \(count)",
            at: place)
    }

    func attributeValue(
        _ place: ConfigPlace, name: String, in scope: RowScope, level: Int
    ) -> DraftValue? {
        switch place.node.value {
        case .string(let text): return template(text, at: place, in: scope)
        case .number, .bool: return constant(place, level: level).map { DraftValue(.constant($0)) }
        case .null:
            report(
                "null is no value for an attribute", at: place,
                hint: "to leave out a column write \"columns\": {\"except\": [\(name.quoted)]}; "
                    + "for the constant NULL write {\"value\": null}")
        case .array:
            report(
                "a list is written as {\"value\": […]}, or {\"list\": {…}} for children", at: place)
        case .object(let members):
            let kinds = members.map(\.name).filter(Self.kinds.contains)
            if let kind = kinds.first, kinds.count == 1 {
                return attributeValue(kind, place, in: scope, level: level)
            }
            let names = members.map(\.name)
            let hint =
                names.compactMap { Suggestion.closest(to: $0, among: Self.kinds) }.first.map {
                    "did you mean \($0.quoted)?"
                } ?? "the text of a template stands alone: \(name.quoted): \"ALBUM#{AlbumId}\""
            report(
                kinds.isEmpty
                    ? "an attribute needs one of \(Self.kinds.listed)"
                    : "an attribute is one thing, not \(kinds.listed) together", at: place,
                hint: hint)
        }
        return nil
    }

    private func attributeValue(
        _ kind: String, _ place: ConfigPlace, in scope: RowScope, level: Int
    ) -> DraftValue? {
        let extra =
            switch kind {
            case "value": ["type"]
            case "sql", "column": ["type", "nulls", "unstorable"]
            default: [String]()
            }
        guard let object = object(place, "an attribute of \(kind.quoted)", keys: [kind] + extra)
        else {
            return nil
        }
        // `object` takes a null for absent; here only `value` may be one.
        guard let inner = object[kind] else {
            if kind == "value" { return DraftValue(.constant(.null)) }
            report("\(kind.quoted) must not be null", at: place)
            return nil
        }
        switch kind {
        case "value":
            return constant(inner, type: object["type"], level: level).map {
                DraftValue(.constant($0))
            }
        case "sql":
            let conversion = conversion(object)
            guard let sql = sqlExpression(inner, "\"sql\"", in: scope) else { return nil }
            return DraftValue(.computed(sql: sql, conversion))
        case "column":
            let conversion = conversion(object)
            guard let text = name(inner, "\"column\"") else { return nil }
            let resolved = attempt(at: inner) { () throws(Refusal) in
                try scope.resolve(TemplateParser.path(text))
            }
            return resolved.map { DraftValue(.column($0.path, conversion), column: $0.column) }
        case "join": return joined(inner, in: scope)
        case "list":
            return embedding(inner, isMap: false, in: scope, level: level).map { DraftValue($0) }
        default:
            return embedding(inner, isMap: true, in: scope, level: level).map { DraftValue($0) }
        }
    }

    /// A template; one that is a single `{path}` keeps the column's type, any other is a string.
    private func template(_ text: String, at place: ConfigPlace, in scope: RowScope) -> DraftValue?
    {
        let parts = attempt(at: place) { () throws(Refusal) in try TemplateParser.parse(text) }
        guard let parts else { return nil }
        if parts.count == 1, case .placeholder(let only) = parts[0], only.width == 0,
            only.fallback == nil
        {
            let resolved = attempt(at: place) { () throws(Refusal) in try scope.resolve(only.names)
            }
            return resolved.map { DraftValue(.column($0.path, Conversion()), column: $0.column) }
        }
        if !parts.contains(where: { if case .placeholder = $0 { true } else { false } }) {
            let texts = parts.map { if case .text(let text) = $0 { text } else { "" } }
            return DraftValue(.constant(.string(texts.joined())))
        }
        return bind(parts, text: text, at: place, in: scope).map { DraftValue(.template($0)) }
    }

    /// The template with its paths resolved; every path that cannot be is reported.
    func bind(
        _ parts: [TemplateParser.Part], text: String, at place: ConfigPlace, in scope: RowScope
    ) -> Template? {
        var bound: [Template.Part] = []
        for part in parts {
            switch part {
            case .text(let text): bound.append(.text(text))
            case .placeholder(let placeholder):
                let resolved = attempt(at: place) { () throws(Refusal) in
                    try scope.resolve(placeholder.names)
                }
                guard let resolved else { continue }
                bound.append(
                    .column(resolved.path, width: placeholder.width, fallback: placeholder.fallback)
                )
            }
        }
        return bound.count == parts.count ? Template(parts: bound, text: text) : nil
    }

    private func joined(_ place: ConfigPlace, in scope: RowScope) -> DraftValue? {
        guard let names = names(place, "\"join\"") else { return nil }
        if names.isEmpty { report("\"join\" names no column", at: place) }
        let paths = names.compactMap { text, place in
            attempt(at: place) { () throws(Refusal) in
                try scope.resolve(TemplateParser.path(text)).path
            }
        }
        return paths.count == names.count && !paths.isEmpty ? DraftValue(.joined(paths)) : nil
    }
}
