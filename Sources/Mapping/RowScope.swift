import RunModel
import SQLiteSource

/// What the texts of an entity or of an embedded element may name: the row's columns, its foreign keys,
/// its lookups.
struct RowScope {
    /// For messages: `table "Album"`.
    var title: String
    var columns: [SourceColumn]
    /// nil for a view or a query: it has no foreign keys and no rowid.
    var table: SourceTable?
    /// What follows FROM where SQL is checked.
    var fromSQL: String
    /// Where foreign keys and lookups lead.
    var schema: SourceSchema
    private(set) var lookups: [Lookup] = []
    /// Lookups that could not be read: paths that begin with one are not refused once more.
    private var brokenLookups: Set<String> = []

    /// A named way to one row elsewhere.
    struct Lookup {
        var name: String
        var steps: [JoinStep]
        var table: SourceTable
    }

    init(table: SourceTable, schema: SourceSchema) {
        self.schema = schema
        title = "table \(table.name.quoted)"
        columns = table.columns
        self.table = table
        fromSQL = table.name.quotedIdentifier
    }

    init(view: SourceView, schema: SourceSchema) {
        self.schema = schema
        title = "view \(view.name.quoted)"
        columns = view.columns
        fromSQL = view.name.quotedIdentifier
    }

    init(query: String, columns: [SourceColumn], schema: SourceSchema) {
        self.schema = schema
        title = "the query"
        self.columns = columns
        fromSQL = "(\n\(query)\n) AS \"query\""
    }

    mutating func add(_ lookup: Lookup) { lookups.append(lookup) }

    mutating func addBrokenLookup(_ name: String) { brokenLookups.insert(name) }

    func column(_ name: String) -> SourceColumn? {
        columns.first { $0.name.isSameIdentifier(as: name) }
    }

    /// The column of that name, or why there is none.
    func requireColumn(_ name: String) throws(Refusal) -> SourceColumn {
        if let column = column(name) { return column }
        throw Refusal(
            "\(title) has no column \(name.quoted)",
            hint: Self.hint(for: name, among: columns.map(\.name)))
    }

    /// `did you mean "Title"?`, else the names there are.
    static func hint(for name: String, among names: [String]) -> String? {
        if let close = Suggestion.closest(to: name, among: names) {
            return "did you mean \(close.quoted)?"
        }
        if names.isEmpty { return nil }
        return names.count > 30
            ? "there are \(names.prefix(30).listed), and more" : "there are \(names.listed)"
    }
}

// MARK: - Paths

extension RowScope {
    /// A path and, unless it ends at a rowid, the column it ends at.
    struct Resolved {
        var path: ColumnPath
        var column: SourceColumn?
    }

    /// Follows names from the row: each but the last is a lookup (at the start only) or a column with a
    /// foreign key of its own.
    func resolve(_ names: [String]) throws(Refusal) -> Resolved {
        if let first = names.first, brokenLookups.contains(first) {
            var refusal = Refusal("lookup \(first.quoted) could not be read")
            refusal.isReported = true
            throw refusal
        }
        var steps: [JoinStep] = []
        var here = self
        for (index, name) in names.dropLast().enumerated() {
            if index == 0, let lookup = lookups.first(where: { $0.name == name }) {
                steps += lookup.steps
                here = RowScope(table: lookup.table, schema: schema)
                continue
            }
            let step = try here.step(name, prefix: Array(names.prefix(index)), isFirst: index == 0)
            steps.append(step.join)
            here = RowScope(table: step.table, schema: schema)
        }
        guard let last = names.last else { throw Refusal("the path is empty") }
        let text = TemplateParser.written(names)
        if let column = here.column(last) {
            return Resolved(
                path: ColumnPath(steps: steps, column: column.name, text: text), column: column)
        }
        if let rowid = here.table?.rowidName, rowid.isSameIdentifier(as: last) {
            return Resolved(path: ColumnPath(steps: steps, column: rowid, text: text), column: nil)
        }
        if names.count == 1, lookups.contains(where: { $0.name == last }) {
            throw Refusal(
                "\(last.quoted) is a lookup, not a column",
                hint:
                    "name a column of its table: \((last + "." + (lookupColumn(last) ?? "…")).quoted)"
            )
        }
        throw Refusal(
            "\(here.title) has no column \(last.quoted)",
            hint: Self.hint(
                for: last,
                among: here.columns.map(\.name) + (names.count == 1 ? lookups.map(\.name) : [])))
    }

    private func lookupColumn(_ name: String) -> String? {
        lookups.first { $0.name == name }?.table.columns.last?.name
    }

    private func step(
        _ name: String, prefix: [String], isFirst: Bool
    ) throws(Refusal) -> (join: JoinStep, table: SourceTable) {
        guard let column = column(name) else {
            let hint = Self.hint(
                for: name, among: columns.map(\.name) + (isFirst ? lookups.map(\.name) : []))
            throw Refusal(
                isFirst
                    ? "\(title) has no column and no lookup \(name.quoted)"
                    : "\(title) has no column \(name.quoted)", hint: hint)
        }
        let path = TemplateParser.written(prefix + [column.name])
        let keys = table?.foreignKeys ?? []
        let own = keys.filter {
            $0.columns.count == 1 && $0.columns[0].isSameIdentifier(as: column.name)
        }
        let usable = own.filter { $0.problem == nil }.reduce(into: [ForeignKey]()) {
            distinct, key in
            if !distinct.contains(key) { distinct.append(key) }
        }
        if usable.count > 1 {
            throw Refusal(
                "column \(column.name.quoted) has foreign keys to \(usable.map(\.parentTable).listed): "
                    + "a path cannot tell which is meant",
                hint: lookupHint(
                    path, to: usable[0].parentTable, key: usable[0].parentColumns.first))
        }
        if let key = usable.first, let parent = schema.table(key.parentTable) {
            let join = JoinStep(
                fromColumns: [column.name], table: parent.name, toColumns: key.parentColumns,
                isProvenUnique: parent.isProvenUnique(on: key.parentColumns))
            return (join, parent)
        }
        if let broken = own.first {
            throw Refusal(
                "the foreign key of column \(column.name.quoted) \(broken.trouble)",
                hint: lookupHint(
                    path, to: broken.problem == .missingTable ? nil : broken.parentTable,
                    key: broken.parentColumns.first))
        }
        if let wide = keys.first(where: { key in
            key.columns.contains { $0.isSameIdentifier(as: column.name) }
        }) {
            let pairs = zip(wide.parentColumns, wide.columns).map { theirs, ours in
                "\(theirs.quoted): \(TemplateParser.written(prefix + [ours]).quoted)"
            }
            throw Refusal(
                "column \(column.name.quoted) is part of the foreign key (\(wide.columns.listed)) to "
                    + "\(wide.parentTable.quoted): a path follows keys of one column",
                hint: "write \"lookups\": {\"name\": {\"table\": \(wide.parentTable.quoted), "
                    + "\"on\": {\(pairs.joined(separator: ", "))}}} and start the path with the name"
            )
        }
        throw Refusal(
            "column \(column.name.quoted) of \(title) has no foreign key to follow",
            hint: lookupHint(path, to: nil, key: nil))
    }

    private func lookupHint(_ path: String, to table: String?, key: String?) -> String {
        let column = path.split(separator: ".").last.map(String.init) ?? path
        let guess = schema.tables.first { table in
            table.primaryKey.count == 1 && table.primaryKey[0].isSameIdentifier(as: column)
        }
        let target = table ?? guess?.name ?? "…"
        let theirs = key ?? schema.table(target)?.primaryKey.first ?? "…"
        return "name the way yourself: \"lookups\": {\"name\": {\"table\": \(target.quoted), "
            + "\"on\": {\(theirs.quoted): \(path.quoted)}}}, and start the path with the name"
    }
}

extension ForeignKey {
    /// `leads to the missing table "Artst"`.
    fileprivate var trouble: String {
        switch problem {
        case .missingTable: "leads to the missing table \(parentTable.quoted)"
        case .missingColumn: "leads to a missing column of table \(parentTable.quoted)"
        case .parentNotUnique:
            "leads to columns of table \(parentTable.quoted) that are not declared unique"
        case .columnCount: "does not match the key of table \(parentTable.quoted)"
        case nil: "leads to table \(parentTable.quoted), which cannot be read"
        }
    }
}

extension SourceTable {
    /// True where the schema proves that at most one row has given values in these columns, compared by
    /// the columns' own collations.
    func isProvenUnique(on names: [String]) -> Bool {
        uniqueKeys.contains { key in
            key.columns.allSatisfy { keyColumn in
                guard names.contains(where: { $0.isSameIdentifier(as: keyColumn) }) else {
                    return false
                }
                // A BINARY index over a NOCASE column keeps 'a' and 'A' apart, which the comparison does not.
                return column(keyColumn)?.collation ?? "BINARY" == "BINARY" || !key.isBinary
            }
        }
    }
}
