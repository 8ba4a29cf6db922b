import GRDBSQLite
import RunModel

/// One prepared statement, finalised when it goes out of scope.
///
/// For the schema and for checks; rows are read by SourceReader. It borrows the connection's handle: it
/// must not outlive the connection, nor be used by two threads at a time.
struct SourceStatement: ~Copyable {
    let raw: OpaquePointer
    private let database: OpaquePointer
    private let path: String

    /// Compiles the first statement of `sql`.
    /// - Throws: what SQLite says; also where `sql` holds no statement, or more after the first.
    init(_ sql: String, on database: OpaquePointer, path: String) throws(SluiceError) {
        var statement: OpaquePointer?
        var sql = sql
        var rest = true
        let code = sql.withUTF8 { text -> Int32 in
            text.withMemoryRebound(to: CChar.self) { text in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v2(
                    database, text.baseAddress, Int32(text.count), &statement, &tail)
                if let tail, let start = text.baseAddress {
                    rest = SQLText.holdsStatement(
                        UnsafeRawBufferPointer(
                            rebasing:
                                UnsafeRawBufferPointer(text)[(tail - start)...]))
                }
                return code
            }
        }
        guard code == SQLITE_OK else {
            throw .sqlite(
                code: code, message: String(cString: sqlite3_errmsg(database)), path: path)
        }
        guard let statement else {
            throw SluiceError(.configuration, "holds no SQL statement", hint: "write one SELECT")
        }
        guard !rest else {
            sqlite3_finalize(statement)
            throw SluiceError(
                .configuration, "holds more than one SQL statement",
                hint: "keep one SELECT, without a semicolon inside")
        }
        raw = statement
        self.database = database
        self.path = path
    }

    deinit { sqlite3_finalize(raw) }

    var columnCount: Int { Int(sqlite3_column_count(raw)) }

    func columnName(_ at: Int) -> String {
        sqlite3_column_name(raw, Int32(at)).map { String(cString: $0) } ?? ""
    }

    /// The declared type of the table column behind a result column; nil for an expression.
    func declaredType(_ at: Int) -> String? {
        sqlite3_column_decltype(raw, Int32(at)).map { String(cString: $0) }
    }

    /// Binds values to ?1, ?2, …; SQLite copies them.
    func bind(_ values: [SourceValue]) throws(SluiceError) {
        // SQLITE_TRANSIENT, a macro: the destructor "-1" tells SQLite to copy.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (at, value) in values.enumerated() {
            let place = Int32(at + 1)
            let code =
                switch value {
                case .null: sqlite3_bind_null(raw, place)
                case .integer(let n): sqlite3_bind_int64(raw, place, n)
                case .real(let d): sqlite3_bind_double(raw, place, d)
                case .text(let bytes):
                    bytes.withUnsafeBytes {
                        sqlite3_bind_text64(
                            raw, place,
                            $0.baseAddress?.assumingMemoryBound(to: CChar.self) ?? Self.nothing,
                            UInt64($0.count), transient, UInt8(SQLITE_UTF8))
                    }
                case .blob(let bytes):
                    bytes.isEmpty
                        ? sqlite3_bind_zeroblob(raw, place, 0)
                        : bytes.withUnsafeBytes {
                            sqlite3_bind_blob64(
                                raw, place, $0.baseAddress, UInt64($0.count), transient)
                        }
                }
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    /// True where a row stands ready, false at the end.
    func step() throws(SluiceError) -> Bool {
        let code = sqlite3_step(raw)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(code)
        }
    }

    /// Ends the reading, so that no lock stays behind.
    func reset() { sqlite3_reset(raw) }

    func value(_ at: Int) -> SourceValue {
        let at = Int32(at)
        switch sqlite3_column_type(raw, at) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(raw, at))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(raw, at))
        case SQLITE_TEXT: return .text(Array(textBytes(Int(at))))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(raw, at)
            let count = Int(sqlite3_column_bytes(raw, at))
            return .blob(
                Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)))
        default: return .null
        }
    }

    /// The text's bytes where they lie; valid until the next step.
    func textBytes(_ at: Int) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_text(raw, Int32(at))
        let count = Int(sqlite3_column_bytes(raw, Int32(at)))
        return UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
    }

    func text(_ at: Int) -> String? {
        sqlite3_column_type(raw, Int32(at)) == SQLITE_NULL
            ? nil : String(decoding: textBytes(at), as: UTF8.self)
    }

    func integer(_ at: Int) -> Int64 { sqlite3_column_int64(raw, Int32(at)) }

    private func failure(_ code: Int32) -> SluiceError {
        .sqlite(code: code, message: String(cString: sqlite3_errmsg(database)), path: path)
    }

    /// A place to point at for an empty text: a null pointer would bind NULL.
    private static var nothing: UnsafePointer<CChar>? { UnsafePointer(bitPattern: 1) }
}
