import DynamoItem
import RunModel
import SQLiteSource

/// A column's value as an attribute.
extension EncodePass {
    mutating func writeColumn(_ field: EncodeField, _ row: SourceRow) -> Outcome {
        let cell = row.cell(at: field.column)
        let storage = cell.storage
        if case .null = storage { return writeNull(field) }
        switch field.target {
        case .automatic:
            switch storage {
            case .integer: return writeInteger(field, cell.integer)
            case .real: return writeReal(field, cell, row)
            case .text: return writeText(field, cell, row)
            case .blob: return writeBinary(field, cell.blob, row)
            case .null: return writeNull(field)
            }
        case .string, .keyString:
            switch storage {
            case .text: return writeText(field, cell, row)
            case .integer, .real: return writeNumberAsString(field, row, storage)
            case .blob, .null: return problem(field, row, "a BLOB where text is wanted")
            }
        case .onlyNumber, .number:
            switch storage {
            case .integer: return writeInteger(field, cell.integer)
            case .real: return writeReal(field, cell, row)
            case .text where field.target == .number: return writeNumberText(field, row)
            case .text: return problem(field, row, "text in a number key")
            case .blob, .null: return problem(field, row, "a BLOB where a number is wanted")
            }
        case .onlyBinary, .binary:
            switch storage {
            case .blob: return writeBinary(field, cell.blob, row)
            case .text where field.target == .binary:
                guard let text = cell.text else { return outOfMemory(field) }
                return writeBinary(field, text, row)
            default: return problem(field, row, "not a BLOB where binary is wanted")
            }
        case .bool: return writeBool(field, row, storage)
        case .json, .stringSet, .numberSet: return writeParsed(field, row, storage)
        case .isoDate, .epochSeconds: return writeDate(field, row, storage)
        }
    }

    private mutating func writeNull(_ field: EncodeField) -> Outcome {
        if field.role == .tableKey { return fail(field, "NULL in the table's key") }
        guard field.nulls == .null, field.role == .plain else { return .absent }
        open(field)
        writer.append("\"NULL\":true}" as StaticString)
        count(field, ItemSize.ofFlag)
        return .written
    }

    @inline(__always)
    mutating func writeInteger(_ field: EncodeField, _ number: Int64) -> Outcome {
        open(field, .number)
        writer.appendInteger(number)
        close()
        count(field, ItemSize.ofInteger(number))
        return .written
    }

    private mutating func writeReal(
        _ field: EncodeField, _ cell: SourceCell, _ row: SourceRow
    ) -> Outcome {
        let number = cell.real
        if let found = DynamoNumber.problem(of: number) {
            return number.isInfinite
                ? problem(field, row, "an infinite number")
                : problem(field, row, "number out of range", "\(number) is \(found)")
        }
        open(field, .number)
        let bytes = writer.appendReal(number)
        close()
        count(field, bytes)
        return .written
    }

    private mutating func writeText(
        _ field: EncodeField, _ cell: SourceCell, _ row: SourceRow
    ) -> Outcome {
        guard let text = cell.text else { return outOfMemory(field) }
        if case .plain = field.role {
            let start = writer.count
            open(field, .string)
            if writer.appendPlainASCII(text) {
                close()
                count(field, text.count)
                return .written
            }
            writer.truncate(to: start)
        }
        guard UTF8Check.isValid(text) else { return problem(field, row, "invalid UTF-8 text") }
        if field.role != .plain, let outcome = refusedKey(field, bytes: text.count, row) {
            return outcome
        }
        open(field, .string)
        writer.appendJSONStringContent(text)
        close()
        count(field, text.count)
        return .written
    }

    private mutating func writeNumberAsString(
        _ field: EncodeField, _ row: SourceRow, _ storage: SourceRow.StorageClass
    ) -> Outcome {
        let start = (writer.count, size)
        open(field, .string)
        let content = writer.count
        guard appendNumber(row, field.column, storage) else {
            writer.truncate(to: start.0)
            return problem(field, row, "an infinite number")
        }
        let bytes = writer.count - content
        close()
        count(field, bytes)
        return .written
    }

    /// The number as N has it; false for an infinity.
    func appendNumber(_ row: SourceRow, _ column: Int32, _ storage: SourceRow.StorageClass) -> Bool
    {
        if storage == .integer {
            writer.appendInteger(row.integer(at: column))
            return true
        }
        let number = row.real(at: column)
        guard number.isFinite else { return false }
        writer.appendReal(number)
        return true
    }

    private mutating func writeNumberText(_ field: EncodeField, _ row: SourceRow) -> Outcome {
        guard let text = row.text(at: field.column) else { return outOfMemory(field) }
        if let found = DynamoNumber.problem(of: text) {
            return found == .notANumber
                ? problem(field, row, "text that is not a number")
                : problem(field, row, "number out of range", "the number is \(found)")
        }
        open(field, .number)
        // A number's signs need no escape.
        writer.append(text)
        close()
        count(field, ItemSize.ofNumber(text))
        return .written
    }

    private mutating func writeBinary(
        _ field: EncodeField, _ bytes: UnsafeRawBufferPointer, _ row: SourceRow
    ) -> Outcome {
        if field.role != .plain, let outcome = refusedKey(field, bytes: bytes.count, row) {
            return outcome
        }
        // Base64 takes a third more; what can never be an item is not written out.
        guard bytes.count <= DynamoLimits.itemBytes else { return tooLarge(field, bytes.count) }
        open(field, .binary)
        writer.appendBase64(bytes)
        close()
        count(field, bytes.count)
        return .written
    }

    private mutating func writeBool(
        _ field: EncodeField, _ row: SourceRow, _ storage: SourceRow.StorageClass
    ) -> Outcome {
        let bool: Bool
        switch storage {
        case .integer where row.integer(at: field.column) == 0: bool = false
        case .integer where row.integer(at: field.column) == 1: bool = true
        case .real where row.real(at: field.column) == 0: bool = false
        case .real where row.real(at: field.column) == 1: bool = true
        default: return problem(field, row, "neither 0 nor 1 where a boolean is wanted")
        }
        open(field)
        writer.append(bool ? "\"BOOL\":true}" : "\"BOOL\":false}" as StaticString)
        count(field, ItemSize.ofFlag)
        return .written
    }

    // MARK: - What DynamoDB does not take

    /// What becomes of a key's value that DynamoDB refuses; nil where it takes it.
    mutating func refusedKey(_ field: EncodeField, bytes: Int, _ row: SourceRow?) -> Outcome? {
        if bytes == 0 {
            // An attribute made for an index is left out with it; a column's own empty text is not dropped
            // unless the mapping says so.
            if field.role == .indexKey && !field.isOwnColumn { return .absent }
            return refused(field, row, "an empty key")
        }
        if bytes > Int(field.keyLimit) {
            return refused(
                field, row, "a key over \(field.keyLimit) bytes",
                "the key is \(bytes.grouped) bytes; DynamoDB takes \(Int(field.keyLimit).grouped)")
        }
        return nil
    }

    private mutating func refused(
        _ field: EncodeField, _ row: SourceRow?, _ cause: String, _ detail: String? = nil
    ) -> Outcome {
        field.fallback == .omit && field.role == .indexKey ? .absent : fail(field, cause, detail)
    }

    /// A value that DynamoDB cannot hold: as the mapping says.
    mutating func problem(
        _ field: EncodeField, _ row: SourceRow, _ cause: String, _ detail: String? = nil
    ) -> Outcome {
        switch field.fallback {
        case .quarantine: return fail(field, cause, detail)
        case .omit: return field.role == .tableKey ? fail(field, cause, detail) : .absent
        case .string:
            guard field.role == .plain || field.target == .keyString else {
                return fail(field, cause, detail)
            }
            return writeSQLText(field, row, cause, detail)
        }
    }

    /// Writes the value as SQLite shows it.
    private mutating func writeSQLText(
        _ field: EncodeField, _ row: SourceRow, _ cause: String, _ detail: String?
    ) -> Outcome {
        switch row.storage(at: field.column) {
        case .integer:
            return writeNumberAsString(field, row, .integer)
        case .real:
            let number = row.real(at: field.column)
            if number.isFinite { return writeNumberAsString(field, row, .real) }
            open(field, .string)
            writer.append(number < 0 ? "-Inf" : "Inf" as StaticString)
            close()
            count(field, number < 0 ? 4 : 3)
            return .written
        case .text:
            guard let text = row.text(at: field.column), UTF8Check.isValid(text) else {
                return fail(field, cause, detail)
            }
            return writeText(field, row.cell(at: field.column), row)
        case .blob:
            // x'…' is how SQL writes a BLOB.
            let blob = row.blob(at: field.column)
            guard blob.count * 2 <= DynamoLimits.itemBytes else {
                return tooLarge(field, blob.count * 2)
            }
            open(field, .string)
            for byte in blob {
                writer.append(Self.hexadecimal(byte >> 4))
                writer.append(Self.hexadecimal(byte & 15))
            }
            close()
            count(field, blob.count * 2)
            return .written
        case .null: return .absent
        }
    }

    private static func hexadecimal(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }

    mutating func outOfMemory(_ field: EncodeField) -> Outcome {
        fail(field, "SQLite ran out of memory for a text")
    }

    mutating func tooLarge(_ field: EncodeField, _ bytes: Int) -> Outcome {
        let path = program.paths[Int(field.path)]
        return fail(
            cause: "item over 409,600 bytes",
            message:
                "\(path) alone has over \(bytes.grouped) bytes; DynamoDB's items hold \(DynamoLimits.itemBytes.grouped)"
        )
    }
}
