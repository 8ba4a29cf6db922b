import GRDBSQLite
package import RunModel

/// One raw connection to the source, opened so that it cannot write.
///
/// What always holds:
/// 1. It is opened read-only and by query_only besides; closing it never checkpoints.
/// 2. It is `immutable`, that is without locks and blind to a -wal, only where the folder lets no -shm be
///    made and the file stands alone: no -wal with frames, no journal, no wal-index.
/// 3. It is used by one thread at a time, and closed when the last reference goes. A statement prepared on
///    `handle` is finalised before that.
///
/// Opened here and not by GRDB's queue: the fallback of rule 2 needs SQLITE_OPEN_URI, which GRDB does not
/// pass, and one way to open is one place to prove DESIGN §2.4. SQLITE_DBCONFIG_DEFENSIVE cannot be set from
/// Swift (a variadic call) and would add nothing: all it bars needs a connection that may write.
package final class SourceConnection {
    package let handle: OpaquePointer
    package let location: SourceLocation
    /// True where rule 2's fallback was taken: the file must not change while this is open.
    package let isImmutable: Bool

    package var path: String { location.path }

    /// Milliseconds to wait for a lock: longer than any sound transaction, shorter than a patient operator.
    package static let busyMilliseconds: Int32 = 5_000

    /// Opens the file and reads its first page, so that what is no readable database fails here.
    package static func open(
        path: String, busyMilliseconds: Int32 = busyMilliseconds
    ) throws(SluiceError) -> SourceConnection {
        // PRAGMA table_list and STRICT tables came with 3.37 (November 2021).
        guard sqlite3_libversion_number() >= 3_037_000 else {
            throw SluiceError(
                .sourceUnavailable,
                "this system's SQLite is \(String(cString: sqlite3_libversion())), too old",
                hint: "install libsqlite3 3.37 or newer")
        }
        return try open(SourceLocation(path: path), busyMilliseconds: busyMilliseconds)
    }

    static func open(
        _ location: SourceLocation, busyMilliseconds: Int32 = busyMilliseconds
    ) throws(SluiceError) -> SourceConnection {
        do throws(OpenFailure) {
            return try SourceConnection(
                location, isImmutable: false, busyMilliseconds: busyMilliseconds)
        } catch {
            guard error.mayNeedImmutable, location.standsAlone else { throw error.error }
            // A writer that came between the two looks would be invisible to an immutable connection.
            guard
                let connection = try? SourceConnection(
                    location, isImmutable: true, busyMilliseconds: busyMilliseconds),
                location.standsAlone
            else { throw error.error }
            return connection
        }
    }

    private init(
        _ location: SourceLocation, isImmutable: Bool, busyMilliseconds: Int32
    ) throws(OpenFailure) {
        var opened: OpaquePointer?
        let flags =
            SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let uri = location.uri(isImmutable ? "mode=ro&immutable=1" : "mode=ro")
        var code = sqlite3_open_v2(uri, &opened, flags, nil)
        guard let opened else {
            throw OpenFailure(
                code: code,
                error: .sqlite(code: code, message: "out of memory", path: location.path))
        }
        if code == SQLITE_OK {
            sqlite3_busy_timeout(opened, busyMilliseconds)
            // The first page is read last: under the settings, and with any recovery of the -wal's index.
            code = sqlite3_exec(
                opened,
                """
                PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
                PRAGMA mmap_size = 0; SELECT count(*) FROM sqlite_schema;
                """, nil, nil, nil)
        }
        guard code == SQLITE_OK else {
            let message = String(cString: sqlite3_errmsg(opened))
            sqlite3_close_v2(opened)
            throw OpenFailure(code: code, error: Self.explained(code, message, location))
        }
        handle = opened
        self.location = location
        self.isImmutable = isImmutable
    }

    deinit { sqlite3_close_v2(handle) }

    /// The error of an opening; a damaged file that was merely cut short is called so.
    private static func explained(_ code: Int32, _ message: String, _ location: SourceLocation)
        -> SluiceError
    {
        if code & 0xFF == SQLITE_CORRUPT, let cut = location.missingBytes() {
            return SluiceError(
                .sourceUnavailable,
                "the database is cut short: its header says \(cut.promised) bytes, the file has \(cut.present)",
                place: location.path,
                hint: "copy it again; copy with `sqlite3 SOURCE '.backup COPY'`, "
                    + "never by cp while a program writes to it")
        }
        return .sqlite(code: code, message: message, path: location.path)
    }
}

/// Why an opening failed, with SQLite's own code to decide about the fallback.
private struct OpenFailure: Error {
    var code: Int32
    var error: SluiceError

    /// True where SQLite could not make or map a -shm file.
    var mayNeedImmutable: Bool {
        code & 0xFF == SQLITE_CANTOPEN || code == ExtendedCode.readonlyDirectory
            || code == ExtendedCode.readonlyCantInit || code == ExtendedCode.readonlyRecovery
    }
}

extension SourceConnection {
    func prepare(_ sql: String) throws(SluiceError) -> SourceStatement {
        try SourceStatement(sql, on: handle, path: path)
    }

    /// All rows of a small query.
    package func query(_ sql: String, bind: [SourceValue] = []) throws(SluiceError)
        -> [[SourceValue]]
    {
        let statement = try prepare(sql)
        try statement.bind(bind)
        var rows: [[SourceValue]] = []
        while try statement.step() {
            rows.append((0..<statement.columnCount).map { statement.value($0) })
        }
        return rows
    }

    /// Runs `body` in one read transaction: it sees one state of the database.
    package func inReadTransaction<T>(
        _ body: () throws(SluiceError) -> T
    ) throws(SluiceError) -> T {
        try execute("BEGIN")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }

    /// From now on a statement ends with `.cancelled` soon after the task that runs it was cancelled.
    func stopsWithTask() {
        // Every 100,000 steps of SQLite's machine, a millisecond or so: not to be seen in the time it takes.
        sqlite3_progress_handler(handle, 100_000, { _ in Task.isCancelled ? 1 : 0 }, nil)
    }

    /// Runs a statement that gives no rows.
    package func execute(_ sql: String) throws(SluiceError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// The connection's last failure as an error.
    package func failure(_ code: Int32) -> SluiceError {
        .sqlite(code: code, message: String(cString: sqlite3_errmsg(handle)), path: path)
    }

    /// A number that changes when another connection has committed a change since the last call on this one.
    package func dataVersion() throws(SluiceError) -> Int64 { try integer("PRAGMA data_version") }

    func text(_ sql: String) throws(SluiceError) -> String {
        guard case .text(let bytes)? = try query(sql).first?.first else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    func integer(_ sql: String) throws(SluiceError) -> Int64 {
        guard case .integer(let n)? = try query(sql).first?.first else { return 0 }
        return n
    }
}
