import JSONText
import RunModel
import SQLiteSource

extension MappingContext {
    /// The table of that name, or why there is none.
    func requireTable(_ name: String, for purpose: String) throws(Refusal) -> SourceTable {
        if let table = schema.table(name) { return table }
        if schema.view(name) != nil {
            throw Refusal(
                "\(name.quoted) is a view: \(purpose) needs a table",
                hint:
                    "let a query be the entity's source: \"from\": {\"query\": \"SELECT …\", \"key\": […]}"
            )
        }
        throw noTable(name, among: schema.tables.map(\.name))
    }

    func noTable(_ name: String, among names: [String]) -> Refusal {
        if let object = schema.leftOut.first(where: { $0.name.isSameIdentifier(as: name) }) {
            let kind =
                switch object.kind {
                case .virtualTable: "a virtual table"
                case .shadowTable: "a virtual table's shadow table"
                case .internalTable: "a table of SQLite itself"
                }
            return Refusal(
                "\(name.quoted) is \(kind)",
                hint: "read it by a query: {\"query\": \"SELECT … FROM …\", \"key\": […]}")
        }
        return Refusal(
            "the source has no table \(name.quoted)", hint: RowScope.hint(for: name, among: names))
    }

    /// `lookups`: added to the scope in the order they are written; one may start where an earlier one ends.
    func readLookups(_ place: ConfigPlace?, into scope: inout RowScope) {
        guard let place else { return }
        for entry in entries(place, "\"lookups\"") {
            guard
                let object = object(
                    entry.value, "a lookup", keys: ["table", "on"],
                    advice: ["from": "a lookup's table stands under \"table\""])
            else {
                scope.addBrokenLookup(entry.name)
                continue
            }
            let current = scope
            let lookup = attempt(at: entry.namePlace) { () throws(Refusal) in
                try self.lookup(entry.name, object, in: current)
            }
            if let lookup = lookup ?? nil {
                scope.add(lookup)
            } else {
                scope.addBrokenLookup(entry.name)
            }
        }
    }

    private func lookup(
        _ name: String, _ object: ConfigObject, in scope: RowScope
    ) throws(Refusal) -> RowScope.Lookup? {
        if let column = scope.column(name) {
            throw Refusal(
                "\(name.quoted) is also a column of \(scope.title)",
                hint: "give the lookup a name of its own, such as \((column.name + "Row").quoted)")
        }
        guard let tablePlace = object["table"], let onPlace = object["on"] else {
            throw Refusal(
                "the lookup lacks \((object.has("table") ? "on" : "table").quoted)",
                hint:
                    "write {\"table\": \"Genre\", \"on\": {\"GenreId\": \"GenreId\"}}: its column, ours"
            )
        }
        guard let tableName = self.name(tablePlace, "\"table\""),
            let table = attempt(
                at: tablePlace,
                { () throws(Refusal) in
                    try requireTable(tableName, for: "a lookup")
                })
        else { return nil }
        let target = RowScope(table: table, schema: schema)
        var steps: [JoinStep]?
        var ours: [String] = []
        var theirs: [String] = []
        for pair in entries(onPlace, "\"on\"") {
            let their = attempt(at: pair.namePlace) { () throws(Refusal) in
                try target.requireColumn(pair.name)
            }
            guard let text = self.name(pair.value, "a column of \"on\"") else { continue }
            let our = attempt(at: pair.value) { () throws(Refusal) in
                try scope.resolve(TemplateParser.path(text)).path
            }
            guard let their, let our else { continue }
            if let steps, steps != our.steps {
                report(
                    "the columns of one lookup must all stand in the same row", at: pair.value,
                    hint: "start each path with the same steps")
                return nil
            }
            steps = our.steps
            ours.append(our.column)
            theirs.append(their.name)
        }
        guard let steps, !ours.isEmpty else {
            if onPlace.node.object?.isEmpty == true {
                report(
                    "\"on\" names no column", at: onPlace,
                    hint: "write {\"their column\": \"our column\"}")
            }
            return nil
        }
        let step = JoinStep(
            fromColumns: ours, table: table.name, toColumns: theirs,
            isProvenUnique: table.isProvenUnique(on: theirs))
        return RowScope.Lookup(name: name, steps: steps + [step], table: table)
    }

    /// An SQL expression over the row's columns, checked by having SQLite compile it.
    func sqlExpression(_ place: ConfigPlace, _ what: String, in scope: RowScope) -> String? {
        guard let text = string(place, what) else { return nil }
        return attempt(at: place) { () throws(Refusal) in
            let sql = try MappingSQL.expression(text)
            // Within WHERE, SQLite refuses what is no value of one row: aggregates, window functions, rows.
            do throws(Refusal) {
                _ = try columns(
                    ofSelect: "SELECT 1 FROM \(scope.fromSQL) WHERE (\n\(sql)\n) IS NULL")
            } catch {
                let reason = error.message.split(separator: ": ", maxSplits: 1).last ?? ""
                throw Refusal("SQLite does not compile \(what): \(reason)", hint: error.hint)
            }
            return sql
        }
    }
}
