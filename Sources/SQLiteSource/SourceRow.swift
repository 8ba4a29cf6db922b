public import GRDBSQLite
package import RunModel

/// The row a statement stands on; valid until the statement steps on.
///
/// Public for the same reason as `ByteWriter`: so that the encoder has these calls inlined. It reads SQLite's own memory: nothing is copied, nothing allocated. Ask for the storage class first: to
/// ask a number for its text would change the value in place.
public struct SourceRow {
    public enum StorageClass: Int32 {
        case integer = 1
        case real = 2
        case text = 3
        case blob = 4
        case null = 5
    }

    @usableFromInline let statement: OpaquePointer

    @inlinable public init(statement: OpaquePointer) { self.statement = statement }

    /// For several questions of one column: each that names the column finds its value anew.
    @inlinable public func cell(at column: Int32) -> SourceCell {
        SourceCell(value: sqlite3_column_value(statement, column))
    }

    @inlinable public func storage(at column: Int32) -> StorageClass {
        StorageClass(rawValue: sqlite3_column_type(statement, column)) ?? .null
    }

    @inlinable public func integer(at column: Int32) -> Int64 {
        sqlite3_column_int64(statement, column)
    }

    @inlinable public func real(at column: Int32) -> Double { cell(at: column).real }

    /// The text's bytes, which SQLite does not promise to be valid UTF-8; nil where memory ran out.
    @inlinable public func text(at column: Int32) -> UnsafeRawBufferPointer? {
        cell(at: column).text
    }

    @inlinable public func blob(at column: Int32) -> UnsafeRawBufferPointer {
        cell(at: column).blob
    }

    /// A copy of the value: for keys and messages, not for the hot path.
    package func value(at column: Int32) -> SourceValue {
        switch storage(at: column) {
        case .integer: .integer(integer(at: column))
        case .real: .real(real(at: column))
        case .text: .text(text(at: column).map { Array($0) } ?? [])
        case .blob: .blob(Array(blob(at: column)))
        case .null: .null
        }
    }

    /// True where the first `count` values of both rows are the same, byte for byte.
    func leads(with other: SourceRow, count: Int32) -> Bool {
        for column in 0..<count {
            let storage = storage(at: column)
            guard storage == other.storage(at: column) else { return false }
            switch storage {
            case .integer:
                if integer(at: column) != other.integer(at: column) { return false }
            case .real:
                if real(at: column).bitPattern != other.real(at: column).bitPattern { return false }
            case .text:
                guard let mine = text(at: column), let theirs = other.text(at: column),
                    mine.elementsEqual(theirs)
                else { return false }
            case .blob:
                if !blob(at: column).elementsEqual(other.blob(at: column)) { return false }
            case .null: break
            }
        }
        return true
    }
}

/// One value of the row a statement stands on; valid until the statement steps on.
///
/// It must not be read by one thread while another uses the connection: a reader's belongs to one thread.
public struct SourceCell {
    @usableFromInline let value: OpaquePointer?

    @inlinable init(value: OpaquePointer?) { self.value = value }

    @inlinable public var storage: SourceRow.StorageClass {
        SourceRow.StorageClass(rawValue: sqlite3_value_type(value)) ?? .null
    }

    @inlinable public var integer: Int64 { sqlite3_value_int64(value) }

    @inlinable public var real: Double { sqlite3_value_double(value) }

    /// The text's bytes, which SQLite does not promise to be valid UTF-8; nil where memory ran out.
    @inlinable public var text: UnsafeRawBufferPointer? {
        guard let start = sqlite3_value_text(value) else { return nil }
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    }

    @inlinable public var blob: UnsafeRawBufferPointer {
        // An empty blob comes as a null pointer.
        guard let start = sqlite3_value_blob(value) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    }
}
