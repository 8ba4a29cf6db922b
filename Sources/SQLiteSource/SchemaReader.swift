import GRDBSQLite
import RunModel

/// Reads a SourceSchema through SQLite's own pragmas, in one read transaction.
struct SchemaReader {
    let connection: SourceConnection

    func read() throws(SluiceError) -> SourceSchema {
        try connection.inReadTransaction { () throws(SluiceError) -> SourceSchema in
            let kinds = try objectKinds()
            var schema = SourceSchema(tables: [], views: [], leftOut: [])
            for object in try objects() {
                // Names of the file, in the order of their creation; one that SQLite does not list as a
                // table is none.
                guard let kind = kinds[object.name] else { continue }
                if object.name.lowercasedASCII.hasPrefix("sqlite_") {
                    schema.leftOut.append(LeftOutObject(name: object.name, kind: .internalTable))
                    continue
                }
                switch kind.type {
                case "virtual":
                    schema.leftOut.append(
                        LeftOutObject(
                            name: object.name, kind: .virtualTable,
                            detail: Self.module(of: object.sql)))
                case "shadow":
                    schema.leftOut.append(LeftOutObject(name: object.name, kind: .shadowTable))
                case "view": schema.views.append(view(object.name))
                default:
                    schema.tables.append(
                        try table(
                            object.name, isWithoutRowid: kind.isWithoutRowid,
                            isStrict: kind.isStrict))
                }
            }
            try resolveForeignKeys(&schema)
            return schema
        }
    }

    private struct ObjectKind {
        var type: String
        var isWithoutRowid: Bool
        var isStrict: Bool
    }

    private func objectKinds() throws(SluiceError) -> [String: ObjectKind] {
        let statement = try connection.prepare(
            "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'")
        var kinds: [String: ObjectKind] = [:]
        while try statement.step() {
            kinds[statement.text(0) ?? ""] = ObjectKind(
                type: statement.text(1) ?? "", isWithoutRowid: statement.integer(2) != 0,
                isStrict: statement.integer(3) != 0)
        }
        return kinds
    }

    private func objects() throws(SluiceError) -> [(name: String, sql: String)] {
        let statement = try connection.prepare(
            "SELECT name, sql FROM main.sqlite_schema WHERE type IN ('table', 'view') ORDER BY rowid"
        )
        var objects: [(name: String, sql: String)] = []
        while try statement.step() {
            objects.append((statement.text(0) ?? "", statement.text(1) ?? ""))
        }
        return objects
    }

    /// `fts5` of `CREATE VIRTUAL TABLE t USING fts5(body)`.
    private static func module(of sql: String) -> String? {
        let words = sql.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "(" || $0 == "\r" }
        guard let using = words.firstIndex(where: { $0.lowercased() == "using" }),
            using + 1 < words.endIndex
        else { return nil }
        return String(words[using + 1])
    }

    /// A view as it prepares; one that does not is kept with the reason.
    private func view(_ name: String) -> SourceView {
        do throws(SluiceError) {
            let statement = try connection.prepare("SELECT * FROM main.\(name.quotedIdentifier)")
            return SourceView(name: name, columns: connection.columns(of: statement))
        } catch {
            return SourceView(name: name, columns: [], problem: error.message)
        }
    }

    // MARK: - Tables

    private func table(
        _ name: String, isWithoutRowid: Bool, isStrict: Bool
    ) throws(SluiceError) -> SourceTable {
        let columns = try columns(of: name, isStrict: isStrict)
        let primaryKey =
            columns.filter { $0.primaryKeyPlace != nil }
            .sorted { ($0.primaryKeyPlace ?? 0) < ($1.primaryKeyPlace ?? 0) }.map(\.name)
        let indexes = try indexes(of: name)
        // An INTEGER PRIMARY KEY is the rowid exactly where SQLite made no index for it; so
        // `INTEGER PRIMARY KEY DESC`, which is none by an old accident, is told from the true one.
        let hasKeyIndex = indexes.contains { $0.origin == "pk" }
        let alias = !isWithoutRowid && !hasKeyIndex && primaryKey.count == 1 ? primaryKey[0] : nil
        var table = SourceTable(
            name: name, columns: columns, primaryKey: primaryKey, isWithoutRowid: isWithoutRowid,
            isStrict: isStrict, rowidName: nil, rowidAlias: alias, uniqueKeys: [], foreignKeys: [],
            indexes: alias.map { [[$0]] } ?? [])
        if let alias {
            table.rowidName = alias
            table.uniqueKeys = [UniqueKey(columns: [alias], isTotal: true, isBinary: true)]
        } else if !isWithoutRowid {
            table.rowidName = ["rowid", "_rowid_", "oid"].first { table.column($0) == nil }
        }
        for index in indexes.sorted(by: { $0.origin == "pk" && $1.origin != "pk" })
        where !index.isPartial {
            let leading = index.parts.prefix { $0.column != nil }.compactMap(\.column)
            if !leading.isEmpty { table.indexes.append(leading) }
            guard index.isUnique, leading.count == index.parts.count else { continue }
            table.uniqueKeys.append(
                UniqueKey(
                    columns: leading,
                    isTotal: leading.allSatisfy {
                        table.column($0)?.isNotNull == true || $0 == alias
                    },
                    isBinary: index.parts.allSatisfy {
                        $0.collation == "BINARY" || $0.column == alias
                    }))
        }
        return table
    }

    private func columns(of table: String, isStrict: Bool) throws(SluiceError) -> [SourceColumn] {
        let statement = try connection.prepare(
            """
            SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?1, 'main') ORDER BY cid
            """)
        try statement.bind([.text(Array(table.utf8))])
        var columns: [SourceColumn] = []
        while try statement.step() {
            let name = statement.text(0) ?? ""
            let type = statement.text(1) ?? ""
            let place = Int(statement.integer(3))
            columns.append(
                SourceColumn(
                    name: name, declaredType: type,
                    affinity: Affinity(declaredType: type, isStrict: isStrict),
                    isNotNull: statement.integer(2) != 0, primaryKeyPlace: place > 0 ? place : nil,
                    isGenerated: statement.integer(4) > 1,
                    collation: connection.collation(of: name, in: table)))
        }
        return columns
    }

    private struct Index {
        var origin: String
        var isUnique: Bool
        var isPartial: Bool
        /// The key's parts; the column is nil for an expression or the rowid.
        var parts: [(column: String?, collation: String)]
    }

    /// The table's indexes in the order of their creation; SQLite lists them latest first.
    private func indexes(of table: String) throws(SluiceError) -> [Index] {
        let list = try connection.prepare(
            """
            SELECT name, origin, "unique", partial FROM pragma_index_list(?1, 'main') ORDER BY seq DESC
            """)
        try list.bind([.text(Array(table.utf8))])
        var indexes: [Index] = []
        while try list.step() {
            let parts = try connection.prepare(
                "SELECT name, coll FROM pragma_index_xinfo(?1, 'main') WHERE key ORDER BY seqno")
            try parts.bind([.text(Array((list.text(0) ?? "").utf8))])
            var index = Index(
                origin: list.text(1) ?? "", isUnique: list.integer(2) != 0,
                isPartial: list.integer(3) != 0,
                parts: [])
            while try parts.step() {
                index.parts.append((parts.text(0), (parts.text(1) ?? "BINARY").uppercased()))
            }
            indexes.append(index)
        }
        return indexes
    }
}

extension String {
    var lowercasedASCII: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}

extension SourceConnection {
    /// The collating sequence a column was declared with.
    fileprivate func collation(of column: String, in table: String) -> String {
        var name: UnsafePointer<CChar>?
        let code = sqlite3_table_column_metadata(
            handle, "main", table, column, nil, &name, nil, nil, nil)
        guard code == SQLITE_OK, let name else { return "BINARY" }
        return String(cString: name).uppercased()
    }

    /// The columns of a compiled query, as far as SQLite can tell.
    func columns(of statement: borrowing SourceStatement) -> [SourceColumn] {
        (0..<statement.columnCount).map { at in
            let type = statement.declaredType(at) ?? ""
            return SourceColumn(
                name: statement.columnName(at), declaredType: type,
                affinity: Affinity(declaredType: type))
        }
    }
}
