import RunModel
import SQLiteSource

/// One SELECT in the making: the root's, or that of an embedding, which starts at the root too.
///
/// Its result columns begin with the root's key; an embedding's go on with the identity of each child on
/// the way down to its own, so that its rows are matched with their parents' (`PageQuery`, rule 2).
final class CompileSelect {
    let root: Root
    let levels: [Embedding]
    let scope: CompileScope
    let keys: [String]
    /// Columns that tell a row of this SELECT from all others.
    let identityCount: Int
    private(set) var columns: [String] = []
    private var from: [() -> String] = []
    private(set) var order: [String] = []
    private var indexes: [PageIndex] = []

    /// - `levels`: the embeddings from the root down; empty for the root's own SELECT.
    init(
        root: Root, key: [String], levels: [Embedding], schema: SourceSchema, place: String
    ) throws(SluiceError) {
        self.root = root
        self.levels = levels
        var scope = CompileScope(root: root, alias: "r", schema: schema)
        let rootScope = scope
        keys = key.map { rootScope.column($0) }
        columns = keys
        from.append { rootScope.sql }
        for (at, level) in levels.enumerated() {
            guard let table = schema.table(level.table) else {
                throw SluiceError(
                    .configuration,
                    "there is no table \(level.table.sanitised(limit: 200)) to embed",
                    place: place, hint: "correct \"from\"")
            }
            let parent = scope
            let child = CompileScope(child: table, alias: "c\(at + 1)", schema: schema)
            let keys = CompileIndex.keys(of: level, in: table, parent: parent)
            let index = CompileIndex(table, keys: keys)
            var terms = zip(level.parentColumns, keys).enumerated().map { at, pair in
                let (ours, key) = (parent.column(pair.0), pair.1)
                // An entry of the index compares as the parent's column does; so does a column alike.
                if index != nil { return "\(ours) = \(child.alias)x.\(CompileIndex.key(at))" }
                let theirs = child.column(key.column)
                return key.isAlike ? "\(ours) = \(theirs)" : CompileScope.equal(ours, theirs)
            }
            if let index {
                indexes.append(index.page)
                let (on, name) = (terms.joined(separator: " AND "), index.page.name)
                from.append { " CROSS JOIN temp.\(name) AS \(child.alias)x ON \(on)" }
                terms = index.identity.enumerated().map { at, column in
                    "\(child.column(column)) = \(child.alias)x.\(CompileIndex.identity(at))"
                }
            }
            if let condition = level.condition { terms.append(child.condition(condition)) }
            let on = terms.joined(separator: " AND ")
            from.append { " CROSS JOIN \(child.sql) ON \(on)" }
            for term in level.order {
                order.append(child.column(term.column) + (term.isDescending ? " DESC" : ""))
            }
            let isLast = at == levels.count - 1
            if let identity = Self.identity(of: table) {
                let identity = identity.map { child.column($0) }
                for column in identity where !order.contains(column) { order.append(column) }
                columns += identity
            } else if isLast {
                // No identity: alike rows are alike, whichever comes first.
                order += table.columns.map { child.column($0.name) }
            } else {
                throw SluiceError(
                    .configuration,
                    "rows of table \(table.name.sanitised(limit: 200)) cannot be told apart: it has columns "
                        + "named rowid, _rowid_ and oid and no primary key",
                    place: place,
                    hint: "embed it without embedding anything in it, or read it by a query")
            }
            scope = child
        }
        self.scope = scope
        identityCount = columns.count
        let own = scope
        from.append { own.joinSQL }
    }

    /// The place of an expression among the result columns.
    func column(_ expression: String) -> Int {
        if let at = columns.firstIndex(of: expression) { return at }
        columns.append(expression)
        return columns.count - 1
    }

    /// Indexes that the SELECT needs and the source lacks; to be asked when all columns are known.
    var allIndexes: [PageIndex] { indexes + scope.indexes }

    /// What follows FROM; to be asked when all columns are known.
    var fromSQL: String { from.map { $0() }.joined() }

    /// What identifies a table's rows: the rowid, else the primary key, else what is unique and never NULL.
    static func identity(of table: SourceTable) -> [String]? {
        if let rowid = table.rowidName { return [rowid] }
        if table.isWithoutRowid { return table.primaryKey }
        return table.uniqueKeys.first(where: \.isTotal)?.columns
    }
}
