/// A value as SQLite stores it.
///
/// Text is bytes: SQLite does not promise valid UTF-8.
package enum SourceValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text([UInt8])
    case blob([UInt8])
}

/// The key of a source row: its rowid, or the values of the declared key, in order.
///
/// It is what a watermark is made of, what a page of rows starts after, and what a quarantined row is
/// found by. `encoded` is its durable form.
///
/// Nearly every key is one integer: it is kept without an array, since a key is made for each row.
package struct RowKey: Hashable, Sendable {
    private enum Storage: Hashable, Sendable {
        case integer(Int64)
        /// Anything but one integer.
        case values([SourceValue])
    }

    private let storage: Storage

    package init(_ values: [SourceValue]) {
        if values.count == 1, case .integer(let number) = values[0] {
            storage = .integer(number)
        } else {
            storage = .values(values)
        }
    }

    package init(rowid: Int64) { storage = .integer(rowid) }

    package var values: [SourceValue] {
        switch storage {
        case .integer(let number): [.integer(number)]
        case .values(let values): values
        }
    }
}

extension RowKey {
    /// The durable bytes: for each value a tag (0 null, 1 integer, 2 real, 3 text, 4 blob), then eight
    /// big-endian bytes for numbers, or a four-byte big-endian length and the bytes.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 9)
        for value in values {
            switch value {
            case .null: bytes.append(0)
            case .integer(let n):
                bytes.append(1)
                bytes.append(bigEndian: UInt64(bitPattern: n))
            case .real(let d):
                bytes.append(2)
                bytes.append(bigEndian: d.bitPattern)
            case .text(let text):
                bytes.append(3)
                bytes.append(bigEndian: UInt32(truncatingIfNeeded: text.count))
                bytes += text
            case .blob(let blob):
                bytes.append(4)
                bytes.append(bigEndian: UInt32(truncatingIfNeeded: blob.count))
                bytes += blob
            }
        }
        return bytes
    }

    /// Reads `encoded` back; nil where the bytes are not of that form.
    package init?(encoded bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        var at = 0
        var values: [SourceValue] = []
        func unsigned(_ count: Int) -> UInt64? {
            guard at + count <= bytes.count else { return nil }
            let value = bytes[at..<at + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            at += count
            return value
        }
        func run() -> [UInt8]? {
            guard let count = unsigned(4), at + Int(count) <= bytes.count else { return nil }
            defer { at += Int(count) }
            return Array(bytes[at..<at + Int(count)])
        }
        while at < bytes.count {
            let tag = bytes[at]
            at += 1
            switch tag {
            case 0: values.append(.null)
            case 1:
                guard let bits = unsigned(8) else { return nil }
                values.append(.integer(Int64(bitPattern: bits)))
            case 2:
                guard let bits = unsigned(8) else { return nil }
                values.append(.real(Double(bitPattern: bits)))
            case 3:
                guard let text = run() else { return nil }
                values.append(.text(text))
            case 4:
                guard let blob = run() else { return nil }
                values.append(.blob(blob))
            default: return nil
            }
        }
        self.init(values)
    }
}

extension [UInt8] {
    fileprivate mutating func append<T: FixedWidthInteger>(bigEndian value: T) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}

extension SourceValue: CustomStringConvertible {
    /// As SQL writes it: `NULL`, `12`, `1.5`, `'text'`, `x'0aff'`; text is sanitised and cut at 200 characters.
    package var description: String {
        switch self {
        case .null: return "NULL"
        case .integer(let n): return String(n)
        case .real(let d): return "\(d)"
        case .text(let bytes):
            return "'" + String(decoding: bytes, as: UTF8.self).sanitised(limit: 200) + "'"
        case .blob(let bytes):
            let digits = bytes.prefix(100).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
                .joined()
            return "x'" + digits + (bytes.count > 100 ? "…" : "") + "'"
        }
    }
}

extension RowKey: CustomStringConvertible {
    /// `12`, or `(1, 'a')` for a key of several values.
    package var description: String {
        values.count == 1
            ? values[0].description : "(" + values.map(\.description).joined(separator: ", ") + ")"
    }
}
