import GRDBSQLite
package import RunModel

/// Finds keys that come more than once among any number of keys, in bounded memory.
///
/// They are kept in a temporary database that SQLite makes in its temporary folder (SQLITE_TMPDIR, TMPDIR,
/// /var/tmp …), unlinked from the start, and sorted there.
package final class ReaderDuplicates {
    /// A key given by several rows.
    package struct Group: Sendable, Equatable {
        package var key: [UInt8]
        /// At most five.
        package var rows: [Row]
    }

    package struct Row: Sendable, Equatable {
        /// The number given to `add`.
        package var source: Int
        package var key: RowKey
    }

    private let handle: OpaquePointer
    private var insert: OpaquePointer?
    private static let shown = "temporary database"

    package init() throws(SluiceError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2("", &opened, flags, nil)
        guard let opened, code == SQLITE_OK else {
            sqlite3_close_v2(opened)
            throw .sqlite(code: code, message: "cannot make a temporary database", path: Self.shown)
        }
        handle = opened
        // Sorting many keys takes long: it ends with the task.
        sqlite3_progress_handler(handle, 100_000, { _ in Task.isCancelled ? 1 : 0 }, nil)
        try execute(
            """
            PRAGMA temp_store = FILE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            PRAGMA cache_size = -16000;
            CREATE TABLE keys (key BLOB, source INTEGER, row BLOB); BEGIN
            """)
        let prepared = sqlite3_prepare_v2(
            handle, "INSERT INTO keys VALUES (?1, ?2, ?3)", -1, &insert, nil)
        guard prepared == SQLITE_OK else { throw failure(prepared) }
    }

    deinit {
        sqlite3_finalize(insert)
        sqlite3_close_v2(handle)
    }

    /// - `source`: whose row it is; comes back in a group.
    package func add(_ key: UnsafeRawBufferPointer, source: Int, row: RowKey) throws(SluiceError) {
        let code = row.encoded.withUnsafeBytes { row -> Int32 in
            // Bound without a copy: the buffers outlive the step, and the bindings are replaced by the next.
            sqlite3_bind_blob64(insert, 1, key.baseAddress, UInt64(key.count), nil)
            sqlite3_bind_int64(insert, 2, Int64(source))
            sqlite3_bind_blob64(insert, 3, row.baseAddress, UInt64(row.count), nil)
            let code = sqlite3_step(insert)
            sqlite3_reset(insert)
            sqlite3_clear_bindings(insert)
            return code
        }
        guard code == SQLITE_DONE else { throw failure(code) }
    }

    /// Up to `limit` keys that more than one row gave.
    package func groups(limit: Int) throws(SluiceError) -> [Group] {
        let sql = """
            WITH twice AS (SELECT key FROM keys GROUP BY key HAVING count(*) > 1 LIMIT \(limit)),
            found AS (SELECT key, source, row, row_number() OVER (PARTITION BY key ORDER BY rowid) AS n
                      FROM keys WHERE key IN (SELECT key FROM twice))
            SELECT key, source, row FROM found WHERE n <= 5 ORDER BY key, n
            """
        let statement = try SourceStatement(sql, on: handle, path: Self.shown)
        var groups: [Group] = []
        while try statement.step() {
            guard case .blob(let key) = statement.value(0), case .blob(let row) = statement.value(2)
            else { continue }
            let found = Row(
                source: Int(statement.integer(1)), key: RowKey(encoded: row) ?? RowKey([]))
            if groups.last?.key == key {
                groups[groups.count - 1].rows.append(found)
            } else {
                groups.append(Group(key: key, rows: [found]))
            }
        }
        return groups
    }

    private func execute(_ sql: String) throws(SluiceError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func failure(_ code: Int32) -> SluiceError {
        .sqlite(code: code, message: String(cString: sqlite3_errmsg(handle)), path: Self.shown)
    }
}
