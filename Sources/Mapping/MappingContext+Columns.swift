import DynamoItem
import JSONText
import SQLiteSource

/// The keys by which the columns of a row become attributes: the same in an entity and in an embedded
/// element.
extension MappingContext {
    static let columnKeys = ["columns", "rename", "types", "nulls", "unstorable", "attributes"]

    /// The attributes of a row: its columns in the table's order, then what `attributes` lists; where both
    /// give one name, `attributes` wins.
    ///
    /// `level` is the nesting level of these attributes, 1 at the top.
    func attributes(_ object: ConfigObject, in scope: RowScope, level: Int) -> [DraftAttribute] {
        let own = columnAttributes(object, in: scope)
        let made = object["attributes"].map { madeAttributes($0, in: scope, level: level) } ?? []
        let madeNames = Set(made.map(\.name))
        return own.filter { !madeNames.contains($0.name) } + made
    }

    private func madeAttributes(
        _ place: ConfigPlace, in scope: RowScope, level: Int
    ) -> [DraftAttribute] {
        entries(place, "\"attributes\"").map { entry in
            checkAttributeName(entry.name, at: entry.namePlace)
            let value = attributeValue(entry.value, name: entry.name, in: scope, level: level)
            return DraftAttribute(
                name: entry.name, value: value ?? DraftValue(.constant(.null)), isOwnColumn: false,
                place: entry.namePlace, isBroken: value == nil)
        }
    }

    private func columnAttributes(_ object: ConfigObject, in scope: RowScope) -> [DraftAttribute] {
        let selected = selectedColumns(object["columns"], in: scope)
        let rename = perColumn(object["rename"], "\"rename\"", selected, in: scope) { place, name in
            guard let name = self.name(place, "a new name") else { return nil as String? }
            checkAttributeName(name, at: place)
            return name
        }
        let types = perColumn(object["types"], "\"types\"", selected, in: scope) { place, _ in
            conversionTarget(place, "a type")
        }
        let nulls = policy(object["nulls"], "\"nulls\"", selected, in: scope, read: nullPolicy)
        let unstorable = policy(
            object["unstorable"], "\"unstorable\"", selected, in: scope, read: unstorablePolicy)
        var taken: [String: String] = [:]
        return selected.compactMap { column in
            let name = rename[column.name] ?? column.name
            let place = object["columns"] ?? object.place
            if name.isEmpty {
                report(
                    "\(scope.title) has a column without a name", at: place,
                    hint: "give it one: \"rename\": {\"\": \"name\"}")
                return nil
            }
            if let other = taken.updateValue(column.name, forKey: name) {
                report(
                    "the columns \([other, column.name].listed) would both become the attribute "
                        + name.quoted, at: object["rename"] ?? place,
                    hint:
                        "\"rename\" one of them, or leave it out with \"columns\": {\"except\": […]}"
                )
                return nil
            }
            let conversion = Conversion(
                target: types[column.name] ?? .automatic,
                nulls: nulls.each[column.name] ?? nulls.others ?? .omit,
                fallback: unstorable.each[column.name] ?? unstorable.others ?? .quarantine)
            let path = ColumnPath(
                steps: [], column: column.name, text: TemplateParser.written([column.name]))
            return DraftAttribute(
                name: name, value: DraftValue(.column(path, conversion), column: column),
                isOwnColumn: true, place: place)
        }
    }

    private func selectedColumns(_ place: ConfigPlace?, in scope: RowScope) -> [SourceColumn] {
        guard let place else { return scope.columns }
        func named(_ place: ConfigPlace, _ what: String) -> [SourceColumn]? {
            guard let names = names(place, what, allowingEmpty: true) else { return nil }
            return names.compactMap { name, place in
                attempt(at: place) { () throws(Refusal) in try scope.requireColumn(name) }
            }
        }
        switch place.node.value {
        case .string("all"): return scope.columns
        case .string("none"): return []
        case .array:
            let chosen = named(place, "\"columns\"") ?? []
            return scope.columns.filter { chosen.contains($0) }
        case .object:
            guard let object = object(place, "\"columns\"", keys: ["except"]) else { return [] }
            guard let exceptPlace = object["except"] else {
                if place.node.object?.isEmpty == true {
                    report(
                        "\"columns\" as an object needs \"except\"", at: place,
                        hint: "write {\"except\": [\"Bytes\"]}")
                }
                return scope.columns
            }
            let except = named(exceptPlace, "\"except\"") ?? []
            return scope.columns.filter { !except.contains($0) }
        default:
            report(
                "\"columns\" is \"all\", \"none\", a list of columns or {\"except\": […]}",
                at: place,
                hint: place.node.string.map { "for one column write [\($0.quoted)]" })
            return scope.columns
        }
    }

    /// An object of one value for each of some of the selected columns.
    private func perColumn<T>(
        _ place: ConfigPlace?, _ what: String, _ selected: [SourceColumn], in scope: RowScope,
        ignoring ignored: String? = nil, read: (ConfigPlace, String) -> T?
    ) -> [String: T] {
        guard let place else { return [:] }
        var values: [String: T] = [:]
        for entry in entries(place, what, allowingEmpty: true) where entry.name != ignored {
            let column = attempt(at: entry.namePlace) { () throws(Refusal) in
                let column = try scope.requireColumn(entry.name)
                guard selected.contains(column) else {
                    throw Refusal(
                        "\(what) names the column \(column.name.quoted), which \"columns\" leaves out",
                        hint: "take it into \"columns\", or remove it here")
                }
                return column
            }
            guard let column, let value = read(entry.value, column.name) else { continue }
            values[column.name] = value
        }
        return values
    }

    /// One word for all columns, or an object of one for each; `*` in it stands for all others.
    private func policy<T>(
        _ place: ConfigPlace?, _ what: String, _ selected: [SourceColumn], in scope: RowScope,
        read: (ConfigPlace) -> T?
    ) -> (each: [String: T], others: T?) {
        guard let place else { return ([:], nil) }
        if place.node.object == nil { return ([:], read(place)) }
        let each = perColumn(place, what, selected, in: scope, ignoring: "*") { place, _ in
            read(place)
        }
        let others = place.node["*"].flatMap { read(place.member("*", $0)) }
        return (each, others)
    }
}
