import DynamoItem
import SQLiteSource

/// Makes an attribute's value fit the key it is part of, or says why it cannot.
struct KeyValue {
    let key: DraftKey
    let entity: DraftEntity

    init(_ key: DraftKey, in entity: DraftEntity) {
        self.key = key
        self.entity = entity
    }

    /// The value, converted to the key's type; NULL and what cannot be a key are never written as such.
    func source(_ draft: DraftAttribute) throws(Refusal) -> AttributeSource {
        switch draft.value.source {
        case .column(let path, let conversion):
            if conversion.target == .automatic { try checkImpliedType(path, draft.value.column) }
            return .column(path, try fit(conversion))
        case .computed(let sql, let conversion): return .computed(sql: sql, try fit(conversion))
        case .template(let template):
            guard key.type == .string else {
                throw Refusal(
                    "\(title) is of type \(key.type.rawValue), and a template with text is a string",
                    hint: "give it one column, \(example.quoted), or make the key of type S")
            }
            return .template(template)
        case .joined(let paths):
            guard key.type == .string else {
                throw Refusal(
                    "\(title) is of type \(key.type.rawValue), and joined columns are a string",
                    hint: "make the key of type S")
            }
            return .joined(paths)
        case .constant(let value): return .constant(try fit(value))
        case .list, .map:
            throw Refusal(
                "\(title) cannot be a list or a map",
                hint: "give it a template: \"\(entity.name)#\(example)\"")
        }
    }

    private var title: String { "key \(key.name.quoted)" }

    private var example: String {
        let column =
            entity.scope.table?.primaryKey.first ?? entity.scope.columns.first?.name ?? "Id"
        return "{\(TemplateParser.written([column]))}"
    }

    /// Refuses a column of numbers for a key without a stated type.
    ///
    /// Such a key is S. A column of numbers would turn into text unseen, and text does
    /// not sort as numbers do: that must be said.
    private func checkImpliedType(_ path: ColumnPath, _ column: SourceColumn?) throws(Refusal) {
        guard !key.isTypeStated, column.map(\.holdsNumbers) ?? true else { return }
        throw Refusal(
            "\(title) has no stated type, so it is S, but column \(path.text.quoted) holds numbers",
            hint:
                "where the key is declared write {\"name\": \(key.name.quoted), \"type\": \"N\"}, "
                + "or \"S\" to have the numbers written as text")
    }

    private func fit(_ conversion: Conversion) throws(Refusal) -> Conversion {
        var conversion = conversion
        conversion.nulls = .omit
        conversion.fallback = .quarantine
        switch (key.type, conversion.target) {
        case (_, .automatic): conversion.target = key.type.conversion
        case (.string, .string), (.number, .number), (.binary, .binary), (.string, .isoDate),
            (.number, .epochSeconds):
            break
        default:
            throw Refusal(
                "\(title) is of type \(key.type.rawValue), and its value is made of type "
                    + "\(conversion.target.rawValue)",
                hint: "declare the key with that type, or remove the value's type")
        }
        return conversion
    }

    private func fit(_ value: AttributeValue) throws(Refusal) -> AttributeValue {
        switch (key.type, value) {
        case (.string, .string(let text)) where text.isEmpty:
            throw Refusal(
                "\(title) would always be empty, and DynamoDB takes no empty key",
                hint: "write a text, such as \"PROFILE\"")
        case (.binary, .binary(let bytes)) where bytes.isEmpty:
            throw Refusal("\(title) would always be empty, and DynamoDB takes no empty key")
        case (.string, .string), (.number, .number), (.binary, .binary): return value
        default:
            throw Refusal(
                "\(title) is of type \(key.type.rawValue), and this constant is not",
                hint: key.type == .string
                    ? "write it as text, in quotes" : "declare the key with the constant's type")
        }
    }
}

extension SourceColumn {
    /// True where the declaration says that numbers stand here.
    ///
    /// SQLite calls DATETIME and BOOLEAN numeric
    /// too, and those mostly hold something else.
    var holdsNumbers: Bool {
        switch affinity {
        case .integer, .real: return true
        case .numeric:
            let type = declaredType.uppercased()
            return type.hasPrefix("NUM") || type.hasPrefix("DEC")
        case .text, .blob: return false
        }
    }
}
