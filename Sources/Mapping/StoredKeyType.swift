package import DynamoItem
package import RunModel
package import SQLiteSource

/// The type a column has as a key: N or B if every stored value is (NULL apart), else S.
///
/// An INTEGER PRIMARY KEY and the columns of a STRICT table are known from the schema. Others are looked
/// at, in pages under a short read lock each, so that no writer waits long, and no further than the first
/// text. A column without a value goes by its declaration.
package struct StoredKeyType {
    private let connection: SourceConnection
    /// Rows looked at under one read lock: a few hundredths of a second.
    private static let pageRows: Int64 = 100_000

    package init(connection: SourceConnection) { self.connection = connection }

    package func of(_ table: SourceTable, _ column: SourceColumn) throws(SluiceError) -> KeyType {
        if table.rowidAlias?.isSameIdentifier(as: column.name) == true { return .number }
        if table.isStrict, let type = column.strictType { return type }
        let found = try classes(of: column, in: table)
        if found.isEmpty { return column.declaredKeyType }
        if found.isSubset(of: ["integer", "real"]) { return .number }
        return found == ["blob"] ? .binary : .string
    }

    private func classes(of column: SourceColumn, in table: SourceTable) throws(SluiceError) -> Set<
        String
    > {
        let from = "main." + table.name.quotedIdentifier
        let keys = table.rowidSQL.map { [$0] } ?? table.primaryKey.map(\.quotedIdentifier)
        guard !keys.isEmpty else { return ["text"] }
        let row = keys.count == 1 ? keys[0] : "(" + keys.joined(separator: ", ") + ")"
        let marks = keys.map { _ in "?" }.joined(separator: ", ")
        let bound = keys.count == 1 ? "?" : "(" + marks + ")"
        let order = keys.joined(separator: ", ")
        let type = "typeof(\(column.name.quotedIdentifier))"
        var found: Set<String> = []
        var after: [SourceValue] = []
        while true {
            let start = after.isEmpty ? "" : "WHERE \(row) > \(bound) "
            let last = try connection.query(
                "SELECT \(order) FROM \(from) \(start)ORDER BY \(order) LIMIT 1 OFFSET \(Self.pageRows - 1)",
                bind: after
            ).first
            let end = last == nil ? "" : (after.isEmpty ? "WHERE " : "AND ") + "\(row) <= \(bound)"
            let types = try connection.query(
                "SELECT DISTINCT \(type) FROM \(from) \(start)\(end)", bind: after + (last ?? []))
            for case .text(let name)? in types.map(\.first) {
                found.insert(String(decoding: name, as: UTF8.self))
            }
            found.remove("null")
            let isDecided = found.contains("text") || (found.contains("blob") && found.count > 1)
            guard let last, !isDecided else { return found }
            after = last
        }
    }
}

extension DefaultMapping {
    /// The default mapping of a source, its key columns looked at.
    package static func make(
        schema: SourceSchema, source: SourceDatabase
    ) throws(SluiceError) -> Mapping {
        try source.withConnection { connection throws(SluiceError) in
            let types = StoredKeyType(connection: connection)
            return try make(schema: schema, file: source.path) {
                table, column throws(SluiceError) in
                try types.of(table, column)
            }
        }
    }
}

extension SourceColumn {
    /// A STRICT table's column holds what it says, or NULL; ANY says nothing.
    fileprivate var strictType: KeyType? {
        switch declaredType.uppercased() {
        case "INT", "INTEGER", "REAL": .number
        case "TEXT": .string
        case "BLOB": .binary
        default: nil
        }
    }

    fileprivate var declaredKeyType: KeyType {
        if holdsNumbers { return .number }
        return affinity == .blob && !declaredType.isEmpty ? .binary : .string
    }
}
