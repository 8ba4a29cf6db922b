import GRDBSQLite
package import RunModel

extension SourceDatabase {
    /// Reads a whole table and says what is in it, in memory that does not grow with it.
    ///
    /// The table is read in pages by its rowid or primary key, each under its own short read lock, so a
    /// writer waits for a page at most; rows written meanwhile may or may not be counted. Only a table that
    /// has neither (its columns hide all names of the rowid) is read by one statement.
    /// - Parameters:
    ///   - table: its name, in any ASCII case.
    ///   - columns: only these; nil for all.
    ///   - progress: called after each page with the rows read so far.
    /// - Returns: the counts, with a column's in the order of the table.
    /// - Throws: `.cancelled` between pages when the task was cancelled.
    package func measure(
        _ table: String, columns: [String]? = nil, progress: (_ rows: Int) -> Void = { _ in }
    ) throws(SluiceError) -> TableMeasure {
        guard let table = try schema().table(table) else {
            throw SluiceError(
                .configuration, "no table \"\(table.sanitised(limit: 100))\"", place: path,
                hint: "`sluice analyze` lists the tables")
        }
        let wanted = table.columns.filter { column in
            columns?.contains { $0.isSameIdentifier(as: column.name) } ?? true
        }
        var measure = TableMeasure(
            table: table.name, columns: wanted.map { ColumnMeasure(name: $0.name) })
        let connection = try connect()
        let pages = MeasurePages(table: table, columns: wanted.map(\.name))
        var after: [SourceValue]?
        repeat {
            try checkCancellation(path)
            after = try pages.read(after: after, on: connection, into: &measure)
            progress(measure.rows)
        } while after != nil
        return measure
    }
}

/// Cuts a table in pages that keep a writer waiting for some milliseconds only.
private struct MeasurePages {
    /// A page ends after this many rows or bytes, whichever comes first: each some ten milliseconds of
    /// reading from a warm disk.
    static let rowLimit = 20_000
    static let byteLimit = 16 << 20

    let first: String
    let next: String
    /// How many columns of the key stand before the measured ones; none for one statement over all.
    let keyCount: Int

    init(table: SourceTable, columns: [String]) {
        let key = table.rowidSQL.map { [$0] } ?? table.pagingKey.map(\.quotedIdentifier)
        let list = (key + columns.map(\.quotedIdentifier)).joined(separator: ", ")
        let select = "SELECT \(list.isEmpty ? "1" : list) FROM main.\(table.name.quotedIdentifier)"
        let names = key.joined(separator: ", ")
        let places = key.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        first = key.isEmpty ? select : "\(select) ORDER BY \(names)"
        next = key.isEmpty ? select : "\(select) WHERE (\(names)) > (\(places)) ORDER BY \(names)"
        keyCount = key.count
    }

    /// Reads one page; the key it ended at, or nil at the table's end.
    func read(
        after: [SourceValue]?, on connection: SourceConnection, into measure: inout TableMeasure
    ) throws(SluiceError) -> [SourceValue]? {
        let statement = try connection.prepare(after == nil ? first : next)
        if let after { try statement.bind(after) }
        var rows = 0
        var bytes = 0
        while try statement.step() {
            let size = Self.add(statement, from: keyCount, to: &measure)
            rows += 1
            bytes += size
            if keyCount > 0 && (rows == Self.rowLimit || bytes >= Self.byteLimit) {
                return (0..<keyCount).map { statement.value($0) }
            }
        }
        return nil
    }

    /// Counts the row the statement stands on; its bytes.
    private static func add(
        _ statement: borrowing SourceStatement, from first: Int, to measure: inout TableMeasure
    ) -> Int {
        var size = 0
        for at in measure.columns.indices {
            let place = Int32(first + at)
            switch sqlite3_column_type(statement.raw, place) {
            case SQLITE_INTEGER:
                measure.columns[at].add(sqlite3_column_int64(statement.raw, place))
                size += 8
            case SQLITE_FLOAT:
                measure.columns[at].add(sqlite3_column_double(statement.raw, place))
                size += 8
            case SQLITE_TEXT:
                let text = statement.textBytes(Int(place))
                measure.columns[at].add(text: text)
                size += text.count
            case SQLITE_BLOB:
                let count = Int(sqlite3_column_bytes(statement.raw, place))
                measure.columns[at].add(blobBytes: count)
                size += count
            default: measure.columns[at].nulls += 1
            }
        }
        measure.rows += 1
        measure.bytes += size
        measure.largestRow = max(measure.largestRow, size)
        return size
    }
}

extension SourceTable {
    /// The declared key of a table without rowid, whose columns are never NULL; else empty.
    fileprivate var pagingKey: [String] { isWithoutRowid ? primaryKey : [] }
}

/// Throws `.cancelled` where the current task was.
func checkCancellation(_ path: String) throws(SluiceError) {
    if Task.isCancelled {
        throw SluiceError(
            .cancelled, "reading was interrupted", place: path, hint: "run the command again")
    }
}

extension SourceTable {
    /// The rowid's name as SQL; nil where there is none to ask for.
    package var rowidSQL: String? { rowidName.map { $0 == rowidAlias ? $0.quotedIdentifier : $0 } }
}
