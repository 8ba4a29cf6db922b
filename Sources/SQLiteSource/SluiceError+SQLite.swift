import GRDBSQLite
package import RunModel

extension SluiceError {
    /// A SQLite result as an error for the operator.
    ///
    /// - Parameters:
    ///   - code: the extended result code.
    ///   - message: SQLite's own message; sanitised here, since it may quote names of the database.
    ///   - path: the database file, which becomes the place.
    /// - Returns: `.sourceUnavailable`, or `.cancelled` for an interrupted statement.
    package static func sqlite(code: Int32, message: String, path: String) -> SluiceError {
        func source(_ message: String, _ hint: String) -> SluiceError {
            SluiceError(.sourceUnavailable, message, place: path, hint: hint)
        }
        let told = message.sanitised(limit: 500)
        if let exact = exact(code, told, source) { return exact }
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
            return source(
                "the database is locked by another program",
                "wait until that program has finished its write, or stop it; `fuser -v` with the path names it"
            )
        case SQLITE_NOTADB:
            return source(
                "is not a SQLite database, or an encrypted one",
                "check the path; decrypt an encrypted database into a plain copy first "
                    + "(SQLCipher: sqlcipher_export)")
        case SQLITE_CORRUPT:
            return source(
                "the database is damaged (\(told))",
                "see what is wrong with `PRAGMA integrity_check`; restore a backup, or rescue the rows into a "
                    + "new file with the sqlite3 shell's .recover")
        case SQLITE_CANTOPEN:
            return source(
                "cannot be opened",
                "this user needs to read the file and its -wal; if the database is in WAL mode and its folder "
                    + "cannot be written to, copy the file and its -wal elsewhere")
        case SQLITE_PERM, SQLITE_AUTH:
            return source(
                "permission denied (\(told))", "this user needs to read the file and its -wal")
        case SQLITE_IOERR:
            return source(
                "reading failed (\(told), code \(code))",
                "check the disk and, on a network file system, the connection; then resume")
        case SQLITE_NOMEM:
            return source(
                "SQLite ran out of memory", "free memory, or lower load.parallelTables; then resume"
            )
        case SQLITE_FULL:
            return source(
                "SQLite has no room for a temporary file",
                "free space in the temporary folder, or set SQLITE_TMPDIR to a larger one")
        case SQLITE_TOOBIG:
            return source(
                "a value is larger than this SQLite can hold", "leave the column out in the mapping"
            )
        case SQLITE_INTERRUPT:
            return SluiceError(.cancelled, "reading was interrupted", place: path, hint: "resume")
        case SQLITE_SCHEMA:
            return source(
                "the schema changed while it was read",
                "stop whoever changes the tables, then resume")
        case SQLITE_READONLY:
            return source(
                "cannot be read without writing to its folder (\(told))",
                "copy the database, with its -wal if there is one, to a folder this user may write to"
            )
        default:
            return source(
                told, "check the SQL of the mapping and of the view against the database's schema")
        }
    }

    /// Results whose extended code tells more than their class.
    private static func exact(
        _ code: Int32, _ told: String, _ source: (String, String) -> SluiceError
    ) -> SluiceError? {
        switch code {
        case ExtendedCode.readonlyRollback:
            source(
                "a program died while writing to it and left a journal to roll back, "
                    + "which only a writer may do",
                "open it once with the program it belongs to, or with the sqlite3 shell, "
                    + "or copy the database with its -journal and open the copy so")
        case ExtendedCode.readonlyRecovery, ExtendedCode.readonlyCantInit:
            source(
                "its -wal cannot be read without writing a -shm file",
                "make its folder writable to this user, or copy the database and its -wal elsewhere"
            )
        default: nil
        }
    }
}

/// Extended result codes: sqlite3.h defines them by macros that Swift does not import.
enum ExtendedCode {
    static let readonlyRecovery: Int32 = SQLITE_READONLY | 1 << 8
    static let readonlyRollback: Int32 = SQLITE_READONLY | 3 << 8
    static let readonlyCantInit: Int32 = SQLITE_READONLY | 5 << 8
    static let readonlyDirectory: Int32 = SQLITE_READONLY | 6 << 8
}
