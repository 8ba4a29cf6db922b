import RunModel
import SQLiteSource

/// One row in reach of a SELECT: the root's, or that of an embedding's child, with its to-one joins.
///
/// The row's table stands in a subselect of its own, so that the mapping's SQL sees that table's columns and
/// nothing else; SQLite flattens it, so keys are still sought in the table's b-tree (proved by a test).
final class CompileScope {
    let alias: String
    private let source: String
    private let qualifier: String
    let table: SourceTable?
    private let columns: [SourceColumn]
    private let schema: SourceSchema
    private var inner: [String] = []
    private var joins: [Join] = []
    /// Indexes that the joins need and the source lacks.
    private(set) var indexes: [PageIndex] = []

    private struct Join {
        var steps: [JoinStep]
        var alias: String
        var sql: String
    }

    init(root: Root, alias: String, schema: SourceSchema) {
        self.alias = alias
        self.schema = schema
        qualifier = root.name.quotedIdentifier
        switch root.kind {
        case .table(let name):
            table = schema.table(name)
            columns = table?.columns ?? []
            source = "main." + name.quotedIdentifier
        case .view(let name):
            table = nil
            columns = schema.view(name)?.columns ?? []
            source = "main." + name.quotedIdentifier
        case .query(let sql):
            table = nil
            columns = []
            source = "(\n\(sql)\n) AS \(qualifier)"
        }
    }

    init(child table: SourceTable, alias: String, schema: SourceSchema) {
        self.alias = alias
        self.schema = schema
        self.table = table
        columns = table.columns
        qualifier = table.name.quotedIdentifier
        source = "main." + qualifier
    }

    /// What follows FROM or JOIN: the subselect under its alias, to be asked last: it holds what was asked for.
    var sql: String {
        let list = inner.enumerated().map { "\($1) AS v\($0)" }.joined(separator: ", ")
        return "(SELECT \(list.isEmpty ? "1" : list) FROM \(source)) AS \(alias)"
    }

    /// The to-one joins, in the order of their steps.
    var joinSQL: String { joins.map(\.sql).joined() }

    /// A column of the row itself, or its rowid.
    func column(_ name: String) -> String {
        let known = columns.first { $0.name.isSameIdentifier(as: name) }?.name ?? name
        return value("\(qualifier).\(known.quotedIdentifier)")
    }

    func computed(_ sql: String) -> String { value("(\n\(sql)\n)") }

    /// True or false of a condition; unknown is false.
    func condition(_ sql: String) -> String { value("((\n\(sql)\n) IS TRUE)") }

    /// The column at the end of a path; its joins are shared with all paths that begin alike.
    func expression(_ path: ColumnPath) -> String {
        guard !path.steps.isEmpty else { return column(path.column) }
        let table = path.steps.last.flatMap { schema.table($0.table) }
        let known = table?.column(path.column)?.name ?? path.column
        return "\(join(path.steps)).\(known.quotedIdentifier)"
    }

    private func value(_ expression: String) -> String {
        let at = inner.firstIndex(of: expression) ?? inner.endIndex
        if at == inner.endIndex { inner.append(expression) }
        return "\(alias).v\(at)"
    }

    private func join(_ steps: [JoinStep]) -> String {
        if let known = joins.first(where: { $0.steps == steps }) { return known.alias }
        guard let step = steps.last else { return alias }
        let before = Array(steps.dropLast())
        let from = before.isEmpty ? nil : join(before)
        let ours = before.last.map { schema.table($0.table) } ?? table
        let theirs = schema.table(step.table)
        let name = "\(alias)j\(joins.count)"
        let pairs = zip(step.fromColumns, step.toColumns)
        let index = theirs.flatMap { theirs in
            CompileIndex(
                theirs,
                keys: step.toColumns.map { CompileIndex.Key(column: $0, in: theirs) })
        }
        if let index { indexes.append(index.page) }
        let terms = pairs.enumerated().map { at, pair -> String in
            let (our, their) = pair
            let ourColumn = ours?.column(our) ?? columns.first { $0.name.isSameIdentifier(as: our) }
            let ourSQL =
                from.map { "\($0).\((ourColumn?.name ?? our).quotedIdentifier)" } ?? column(our)
            let left =
                index.map { _ in "\(name)x.\(CompileIndex.key(at))" }
                ?? "\(name).\((theirs?.column(their)?.name ?? their).quotedIdentifier)"
            return Self.equal(left, ourSQL)
        }
        let on = terms.joined(separator: " AND ")
        let target = "LEFT JOIN main.\(step.table.quotedIdentifier) AS \(name) ON "
        joins.append(
            Join(
                steps: steps, alias: name,
                sql: index.map {
                    " LEFT JOIN temp.\($0.page.name) AS \(name)x ON \(on) \(target)"
                        + $0.identifies(name, by: "\(name)x")
                } ?? " \(target)\(on)"))
        return name
    }

    /// Compares as SQLite's foreign keys do: by the collation and the affinity of the parent's column.
    ///
    /// It stands
    /// left, so its collation decides; the unary plus takes the affinity away from the other side.
    static func equal(_ parent: String, _ child: String) -> String { "\(parent) = +\(child)" }

    /// The collation by which the column compares; nil where it is not known.
    func collation(of name: String) -> String? {
        columns.first { $0.name.isSameIdentifier(as: name) }?.collation
    }

    /// The column's affinity; nil where it is not known.
    func affinity(of name: String) -> Affinity? {
        columns.isEmpty
            ? nil : columns.first { $0.name.isSameIdentifier(as: name) }?.affinity ?? .integer
    }
}
