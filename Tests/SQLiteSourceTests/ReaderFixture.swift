import RunModel
import SQLiteSource

/// Queries over hand-written SQL, as the mapping's compiler makes them.
extension PageQuery {
    /// All rows of a table by rowid, with these columns after the key.
    static func table(
        _ name: String, rowid: String = "rowid", _ columns: [String], children: [ChildQuery] = []
    ) -> PageQuery {
        let list = ([rowid] + columns).enumerated().map { "\($1) AS v\($0)" }.joined(
            separator: ", ")
        let from = "(SELECT \(list) FROM main.\(name)) AS r"
        return PageQuery(
            name: name, columns: (0...columns.count).map { "r.v\($0)" }, from: from, rootFrom: from,
            keys: ["r.v0"], isRowid: true, children: children)
    }

    /// All rows of a table by other columns.
    static func keyed(_ name: String, by keys: [String], _ columns: [String] = []) -> PageQuery {
        let list = (keys + columns).enumerated().map { "\($1) AS v\($0)" }.joined(separator: ", ")
        let from = "(SELECT \(list) FROM \(name)) AS r"
        return PageQuery(
            name: name, columns: (0..<keys.count + columns.count).map { "r.v\($0)" }, from: from,
            rootFrom: from, keys: keys.indices.map { "r.v\($0)" }, isRowid: false)
    }
}

extension SourceDatabase {
    /// The rows of a table, counted as a copy counts them.
    func countRows(_ name: String) throws -> Int {
        let quoted = name.quotedIdentifier
        let table = try schema().table(name)
        let query =
            table?.rowidSQL.map { PageQuery.table(quoted, rowid: $0, []) }
            ?? .keyed("main." + quoted, by: table?.primaryKey.map(\.quotedIdentifier) ?? [])
        return try makeReader().countRows(query, in: KeyRange())
    }
}

extension SourceReader {
    /// All rows' values, page by page.
    func rows(
        _ query: PageQuery, in range: KeyRange = KeyRange(), pages maxRows: Int
    ) throws(SluiceError) -> [[SourceValue]] {
        var rows: [[SourceValue]] = []
        var after = range.after
        while true {
            let end = try page(query, after: after, through: range.through, maxRows: maxRows) {
                (row) throws(SluiceError) -> Bool in
                rows.append((0..<query.columns.count).map { row.root.value(at: Int32($0)) })
                return true
            }
            guard case .more(let key) = end else { return rows }
            after = key
        }
    }

    func keys(
        _ query: PageQuery, in range: KeyRange = KeyRange(), pages maxRows: Int = 7
    ) throws(SluiceError) -> [RowKey] {
        try rows(query, in: range, pages: maxRows).map {
            RowKey(Array($0.prefix(query.keys.count)))
        }
    }

    static func open(_ path: String) throws(SluiceError) -> SourceReader {
        try SourceDatabase.open(path: path).makeReader()
    }
}
