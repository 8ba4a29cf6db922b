import GRDB
import GRDBSQLite

/// A prepared statement, stepped by hand: binding through GRDB's values would box each one.
///
/// GRDB owns it (its statement cache); it is used only inside the closure that has the connection.
struct RawStatement {
    enum Value {
        case integer(Int64)
        case blob([UInt8])
    }

    private let raw: OpaquePointer

    init(_ db: Database, _ sql: String) throws {
        raw = try db.cachedStatement(sql: sql).sqliteStatement
        sqlite3_reset(raw)
    }

    /// SQLite is to copy the bytes: they are Swift's and may move.
    private static var copied: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    func bind(_ at: Int32, _ number: Int64) { sqlite3_bind_int64(raw, at, number) }

    func bind(_ at: Int32, _ bytes: [UInt8]) {
        // A nil pointer would bind NULL where an empty blob is meant.
        if bytes.isEmpty {
            sqlite3_bind_zeroblob(raw, at, 0)
        } else {
            bytes.withUnsafeBytes {
                _ = sqlite3_bind_blob(raw, at, $0.baseAddress, Int32($0.count), Self.copied)
            }
        }
    }

    /// The bytes are not copied: they must stand until the statement has run.
    func bindInPlace(_ at: Int32, _ bytes: UnsafeRawBufferPointer) {
        sqlite3_bind_blob(raw, at, bytes.baseAddress, Int32(bytes.count), nil)
    }

    func bind(_ values: [Value]) {
        for (at, value) in values.enumerated() {
            switch value {
            case .integer(let number): bind(Int32(at + 1), number)
            case .blob(let bytes): bind(Int32(at + 1), bytes)
            }
        }
    }

    /// True for a row, false at the end.
    func step() throws -> Bool {
        switch sqlite3_step(raw) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let connection = sqlite3_db_handle(raw)
            let error = DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                message: String(cString: sqlite3_errmsg(connection)))
            sqlite3_reset(raw)
            throw error
        }
    }

    func reset() {
        sqlite3_reset(raw)
        sqlite3_clear_bindings(raw)
    }

    /// Runs a statement that gives no rows.
    func run() throws {
        defer { reset() }
        while try step() {}
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(raw, column) }

    /// Valid until the next step or reset.
    func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        let count = sqlite3_column_bytes(raw, column)
        return UnsafeRawBufferPointer(start: sqlite3_column_blob(raw, column), count: Int(count))
    }
}
