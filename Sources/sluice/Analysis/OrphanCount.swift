import RunModel
import SQLiteSource

/// Counts rows whose foreign key names no row of its parent; SQLite enforces keys only where asked to.
struct OrphanCount {
    let table: SourceTable
    let key: ForeignKey

    /// Rows looked at under one read lock: some ten milliseconds.
    private static let pageRows = 50_000

    func run(on source: SourceDatabase) throws(SluiceError) -> Int {
        try source.withConnection { connection throws(SluiceError) in
            guard let rowid = table.rowidSQL else { return try count(connection, "", bind: []) }
            var total = 0
            var after: SourceValue?
            while true {
                let start = after == nil ? "" : " AND c.\(rowid) > ?1"
                let bound = after.map { [$0] } ?? []
                let last = try connection.query(
                    """
                    SELECT c.\(rowid) FROM main.\(table.name.quotedIdentifier) AS c WHERE 1\(start) \
                    ORDER BY c.\(rowid) LIMIT 1 OFFSET \(Self.pageRows - 1)
                    """, bind: bound
                ).first?.first
                let end = last == nil ? "" : " AND c.\(rowid) <= ?\(bound.count + 1)"
                total += try count(connection, start + end, bind: bound + (last.map { [$0] } ?? []))
                guard let last else { return total }
                after = last
            }
        }
    }

    private func count(
        _ connection: SourceConnection, _ range: String, bind: [SourceValue]
    ) throws(SluiceError) -> Int {
        let set = key.columns.map { "c.\($0.quotedIdentifier) IS NOT NULL" }
        let equal = zip(key.parentColumns, key.columns).map {
            "p.\($0.quotedIdentifier) = c.\($1.quotedIdentifier)"
        }
        let rows = try connection.query(
            """
            SELECT count(*) FROM main.\(table.name.quotedIdentifier) AS c \
            WHERE \(set.joined(separator: " AND ")) AND NOT EXISTS \
            (SELECT 1 FROM main.\(key.parentTable.quotedIdentifier) AS p \
            WHERE \(equal.joined(separator: " AND ")))\(range)
            """, bind: bind)
        if case .integer(let count)? = rows.first?.first { return Int(count) }
        return 0
    }
}
