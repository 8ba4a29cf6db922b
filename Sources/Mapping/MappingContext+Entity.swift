import JSONText
import RunModel
import SQLiteSource

/// An entity as it was read, before the table's keys have had their say.
struct DraftEntity {
    var name: String
    var root: Root
    var scope: RowScope
    var condition: String?
    var attributes: [DraftAttribute]
    var place: ConfigPlace

    func attribute(_ name: String) -> DraftAttribute? { attributes.first { $0.name == name } }
}

extension MappingContext {
    func entities(_ place: ConfigPlace) -> [DraftEntity] {
        let entries = entries(place, "\"entities\"")
        if place.node.object?.isEmpty == true {
            report(
                "the table has no entity", at: place,
                hint:
                    "write {\"Album\": {\"from\": \"Album\", \"attributes\": {…}}}, or remove the table"
            )
        }
        return entries.compactMap(entity)
    }

    private func entity(_ entry: ConfigEntry) -> DraftEntity? {
        let advice = [
            "table": "the source stands under \"from\"",
            "source": "the source stands under \"from\"",
            "filter": "a filter stands under \"where\"",
            "partitionKey": "keys are the table's: here give their values under \"attributes\"",
            "sortKey": "keys are the table's: here give their values under \"attributes\"",
            "key": "a key of a view or query stands in \"from\"",
        ]
        guard
            let object = object(
                entry.value, "an entity", keys: ["from", "where", "lookups"] + Self.columnKeys,
                advice: advice)
        else { return nil }
        guard let fromPlace = object["from"] else {
            let example = schema.table(entry.name)?.name ?? schema.tables.first?.name ?? "Album"
            report(
                "entity \(entry.name.quoted) needs \"from\"", at: entry.namePlace,
                hint: "name its source: \"from\": \(example.quoted)")
            return nil
        }
        guard let source = source(fromPlace) else { return nil }
        var scope = source.scope
        readLookups(object["lookups"], into: &scope)
        let condition = object["where"].flatMap { sqlExpression($0, "\"where\"", in: scope) }
        let attributes = attributes(object, in: scope, level: 1)
        return DraftEntity(
            name: entry.name, root: source.root, scope: scope, condition: condition,
            attributes: attributes,
            place: entry.namePlace)
    }

    /// `from`: a table's name, or an object with `table`, `view` or `query`.
    private func source(_ place: ConfigPlace) -> (root: Root, scope: RowScope)? {
        if let name = place.node.string {
            return attempt(at: place) { () throws(Refusal) in try table(name) }
        }
        guard place.node.object != nil else {
            report(
                "\"from\" must be a table's name or an object, not \(place.node.value.kind)",
                at: place,
                hint: "write \"Album\", {\"view\": …, \"key\": […]} or {\"query\": …, \"key\": […]}"
            )
            return nil
        }
        guard let object = object(place, "\"from\"", keys: ["table", "view", "query", "key"]) else {
            return nil
        }
        let kinds = ["table", "view", "query"].filter(object.has)
        guard let kind = kinds.first, kinds.count == 1, let inner = object[kind] else {
            report(
                kinds.isEmpty
                    ? "\"from\" needs \"table\", \"view\" or \"query\""
                    : "\"from\" is one source, not \(kinds.listed) together", at: place)
            return nil
        }
        guard let text = name(inner, kind.quoted) else { return nil }
        switch kind {
        case "table":
            if let key = object["key"] {
                report(
                    "a table is read by its rowid or its declared key", at: key,
                    hint: "remove \"key\", or read the table by a \"query\"")
            }
            return attempt(at: inner) { () throws(Refusal) in try table(text) }
        case "view":
            guard let view = attempt(at: inner, { () throws(Refusal) in try self.view(text) })
            else {
                return nil
            }
            let scope = RowScope(view: view, schema: schema)
            return key(object, in: scope).map { (Root(kind: .view(view.name), key: $0), scope) }
        default:
            let query = attempt(at: inner) { () throws(Refusal) in
                let sql = try MappingSQL.query(text)
                return (sql, try columns(ofSelect: sql))
            }
            guard let (sql, columns) = query else { return nil }
            let scope = RowScope(query: sql, columns: columns, schema: schema)
            return key(object, in: scope).map { (Root(kind: .query(sql), key: $0), scope) }
        }
    }

    private func table(_ name: String) throws(Refusal) -> (root: Root, scope: RowScope) {
        if let view = schema.view(name), schema.table(name) == nil {
            let key = view.columns.first?.name ?? "…"
            throw Refusal(
                "\(name.quoted) is a view",
                hint: "write {\"view\": \(view.name.quoted), \"key\": [\(key.quoted)]}, "
                    + "naming the columns that identify its rows")
        }
        guard let table = schema.table(name) else {
            throw noTable(name, among: schema.tables.map(\.name) + schema.views.map(\.name))
        }
        let root = Root(kind: .table(table.name), key: try table.pagingKey())
        return (root, RowScope(table: table, schema: schema))
    }

    private func view(_ name: String) throws(Refusal) -> SourceView {
        guard let view = schema.view(name) else {
            if schema.table(name) != nil {
                throw Refusal("\(name.quoted) is a table", hint: "write \"from\": \(name.quoted)")
            }
            throw Refusal(
                "the source has no view \(name.quoted)",
                hint: RowScope.hint(for: name, among: schema.views.map(\.name)))
        }
        if let problem = view.problem {
            throw Refusal(
                "the view \(view.name.quoted) cannot be read: \(problem.sanitised(limit: 300))",
                hint: "use a query of your own: {\"query\": \"SELECT …\", \"key\": […]}")
        }
        return view
    }

    /// `key` of a view or a query: the columns that identify its rows, by which it is read in pages.
    private func key(_ object: ConfigObject, in scope: RowScope) -> [String]? {
        let example = scope.columns.first?.name ?? "…"
        guard let place = object["key"] else {
            report(
                "\(scope.title) needs \"key\": the columns that identify its rows",
                at: object.place,
                hint: "add \"key\": [\(example.quoted)]; they must be unique and not NULL")
            return nil
        }
        guard let names = names(place, "\"key\"") else { return nil }
        if names.isEmpty {
            report("\"key\" names no column", at: place, hint: "write [\(example.quoted)]")
            return nil
        }
        let columns = names.compactMap { name, place in
            attempt(at: place) { () throws(Refusal) in try scope.requireColumn(name).name }
        }
        return columns.count == names.count ? columns : nil
    }
}

extension SourceTable {
    /// The columns by which rows are read in pages: none for the rowid, else a key that identifies each.
    func pagingKey() throws(Refusal) -> [String] {
        if rowidName != nil { return [] }
        if isWithoutRowid { return primaryKey }
        if let key = uniqueKeys.first(where: { $0.isTotal && $0.columns == primaryKey })
            ?? uniqueKeys.first(where: \.isTotal)
        {
            return key.columns
        }
        throw Refusal(
            "table \(name.quoted) hides its rowid and has no other key by which it could be read in pages",
            hint:
                "read it by a query with a key: {\"query\": \"SELECT * FROM \(name.sanitised())\", "
                + "\"key\": [\((columns.first?.name ?? "…").quoted)]}, if those columns are unique and not NULL"
        )
    }
}
