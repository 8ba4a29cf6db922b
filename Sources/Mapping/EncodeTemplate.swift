import DynamoItem
import SQLiteSource

/// Templates and joined keys: strings put together from texts and columns.
extension EncodePass {
    /// What a piece of text came to: its stored bytes, or why there is none.
    enum Content {
        case bytes(Int)
        /// NULL without a fallback.
        case null
        case failed
    }

    mutating func writeTemplate(_ field: EncodeField, _ row: SourceRow) -> Outcome {
        let start = writer.count
        open(field, .string)
        let content =
            field.kind == .joined
            ? appendJoined(field, row) : appendTemplate(field.parts, field, row)
        switch content {
        case .failed: return .failed
        case .null:
            writer.truncate(to: start)
            return field.role == .tableKey ? fail(field, "NULL in the table's key") : .absent
        case .bytes(let bytes):
            if field.role != .plain, let outcome = refusedKey(field, bytes: bytes, nil) {
                writer.truncate(to: start)
                return outcome
            }
            close()
            count(field, bytes)
            return .written
        }
    }

    /// Appends the parts' text, escaped, without quotes.
    mutating func appendTemplate(
        _ parts: Range<Int32>, _ field: EncodeField, _ row: SourceRow
    ) -> Content {
        var bytes = 0
        for at in parts {
            let part = program.parts[Int(at)]
            guard part.column >= 0 else {
                append(pool: Int(part.text.start), count: Int(part.text.count))
                bytes += Int(part.text.size)
                continue
            }
            let storage = row.storage(at: part.column)
            switch storage {
            case .null:
                guard part.hasFallback else { return .null }
                append(pool: Int(part.text.start), count: Int(part.text.count))
                bytes += Int(part.text.size)
            case .integer, .real:
                let start = writer.count
                guard appendNumber(row, part.column, storage) else {
                    _ = fail(field, "an infinite number")
                    return .failed
                }
                if part.width > 0 { padNumber(from: start, to: Int(part.width)) }
                bytes += writer.count - start
            case .text:
                guard let text = row.text(at: part.column) else {
                    _ = outOfMemory(field)
                    return .failed
                }
                guard UTF8Check.isValid(text) else {
                    _ = fail(field, "invalid UTF-8 text")
                    return .failed
                }
                if part.width > 0 {
                    // Characters, not bytes: continuation bytes are not counted.
                    let characters = text.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
                    for _ in 0..<max(0, Int(part.width) - characters) {
                        writer.append(UInt8(ascii: "0"))
                        bytes += 1
                    }
                }
                writer.appendJSONStringContent(text)
                bytes += text.count
            case .blob:
                _ = fail(field, "a BLOB in a template")
                return .failed
            }
        }
        return .bytes(bytes)
    }

    /// Puts zeros before the digits just written, after their sign.
    private func padNumber(from start: Int, to width: Int) {
        let missing = width - (writer.count - start)
        guard missing > 0 else { return }
        let end = writer.reserve(missing)
        let written = writer.count - start
        let first = end - written
        let sign = first.load(as: UInt8.self) == UInt8(ascii: "-") ? 1 : 0
        (first + sign + missing).copyMemory(from: first + sign, byteCount: written - sign)
        for at in 0..<missing {
            first.storeBytes(of: UInt8(ascii: "0"), toByteOffset: sign + at, as: UInt8.self)
        }
        writer.commit(missing)
    }

    /// Appends the columns' texts with `#` between them, `%` and `#` in them percent-encoded.
    private mutating func appendJoined(_ field: EncodeField, _ row: SourceRow) -> Content {
        var bytes = 0
        for at in field.parts {
            if at > field.parts.lowerBound {
                writer.append(UInt8(ascii: "#"))
                bytes += 1
            }
            let column = program.parts[Int(at)].column
            let storage = row.storage(at: column)
            switch storage {
            case .null: return .null
            case .integer, .real:
                let start = writer.count
                guard appendNumber(row, column, storage) else {
                    _ = fail(field, "an infinite number")
                    return .failed
                }
                bytes += writer.count - start
            case .text:
                guard let text = row.text(at: column) else {
                    _ = outOfMemory(field)
                    return .failed
                }
                guard UTF8Check.isValid(text) else {
                    _ = fail(field, "invalid UTF-8 text")
                    return .failed
                }
                bytes += appendPercentEncoded(text)
            case .blob:
                _ = fail(field, "a BLOB in a joined key")
                return .failed
            }
        }
        return .bytes(bytes)
    }

    private func appendPercentEncoded(_ text: UnsafeRawBufferPointer) -> Int {
        var bytes = text.count
        var start = 0
        for at in text.indices where text[at] == UInt8(ascii: "#") || text[at] == UInt8(ascii: "%")
        {
            writer.appendJSONStringContent(UnsafeRawBufferPointer(rebasing: text[start..<at]))
            writer.append(text[at] == UInt8(ascii: "#") ? "%23" : "%25" as StaticString)
            bytes += 2
            start = at + 1
        }
        writer.appendJSONStringContent(UnsafeRawBufferPointer(rebasing: text[start...]))
        return bytes
    }
}
