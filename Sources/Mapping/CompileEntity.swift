import DynamoItem
package import RunModel
package import SQLiteSource

/// An entity made ready to be read and encoded: its SELECTs, and the program of its items.
package struct CompiledEntity: Sendable {
    package let id: EntityID
    package let query: PageQuery
    /// What the source must prove before the first write; `SourceReader.check` runs them.
    package let checks: [SourceCheck]
    let program: EncodeProgram

    /// - `onlyKeys`: leaves out all attributes but the table's key, to look for collisions.
    /// - It throws `.configuration` for what the bound mapping should not hold.
    package init(
        _ entity: EntityMapping, table: TableMapping, schema: SourceSchema, onlyKeys: Bool = false
    ) throws(SluiceError) {
        id = EntityID(table: table.name, entity: entity.name)
        let place = id.description
        let key = try Self.key(of: entity.root, schema: schema, place: place)
        let root = try CompileSelect(
            root: entity.root, key: key.columns, levels: [], schema: schema, place: place)
        let condition = entity.condition.map { root.column(root.scope.condition($0)) }
        var compiler = CompileProgram(
            table: table, schema: schema, place: place, root: entity.root, key: key.columns)
        // The partition key first, so that keys of several entities compare byte by byte.
        let attributes =
            onlyKeys
            ? table.definition.key.attributes.compactMap { key in
                entity.attributes.first { $0.isTableKey && $0.name == key.name }
            } : entity.attributes
        let program = try compiler.program(attributes, in: root)
        let bare = CompileScope(root: entity.root, alias: "r", schema: schema)
        let bareKeys = key.columns.map { bare.column($0) }
        query = PageQuery(
            name: entity.root.name, columns: root.columns, from: root.fromSQL, rootFrom: bare.sql,
            keys: bareKeys, isRowid: key.isRowid, conditionColumn: condition,
            children: compiler.children,
            indexes: compiler.indexes(with: root))
        self.program = program
        checks =
            Self.keyCheck(query, entity.root, isProven: key.isProven, place: place)
            + compiler.joinChecks(of: attributes)
    }

    /// A new encoder; each task needs its own.
    package func makeEncoder() -> ItemEncoder { ItemEncoder(self) }

    private struct Key {
        var columns: [String]
        var isRowid: Bool
        /// True where the schema says that the key is unique and never NULL.
        var isProven: Bool
    }

    private static func key(
        of root: Root, schema: SourceSchema, place: String
    ) throws(SluiceError) -> Key {
        guard case .table(let name) = root.kind else {
            if !root.key.isEmpty { return Key(columns: root.key, isRowid: false, isProven: false) }
            throw SluiceError(
                .configuration, "a view or a query needs a key to be read by", place: place,
                hint: "name the columns that identify its rows: \"key\": [\"…\"]")
        }
        guard let table = schema.table(name) else {
            throw SluiceError(
                .configuration, "there is no table \(name.sanitised(limit: 200))", place: place,
                hint: "correct \"from\"")
        }
        if root.key.isEmpty {
            if let rowid = table.rowidName {
                return Key(columns: [rowid], isRowid: true, isProven: true)
            }
            if let identity = CompileSelect.identity(of: table) {
                return Key(columns: identity, isRowid: false, isProven: true)
            }
            throw SluiceError(
                .configuration,
                "the rows of table \(name.sanitised(limit: 200)) cannot be told apart: it has columns named "
                    + "rowid, _rowid_ and oid, and no primary key",
                place: place, hint: "name the columns that identify a row: \"key\": [\"…\"]")
        }
        let isRowid =
            root.key.count == 1
            && [table.rowidAlias, table.rowidName].contains {
                $0?.isSameIdentifier(as: root.key[0]) == true
            }
        let isProven =
            isRowid
            || table.uniqueKeys.contains { unique in
                unique.isTotal
                    && unique.columns.allSatisfy { column in
                        root.key.contains { $0.isSameIdentifier(as: column) }
                    }
            }
        return Key(columns: root.key, isRowid: isRowid, isProven: isProven)
    }

    private static func keyCheck(
        _ query: PageQuery, _ root: Root, isProven: Bool, place: String
    ) -> [SourceCheck] {
        if isProven { return [] }
        let keys = query.keys.joined(separator: ", ")
        let nulls = query.keys.map { "\($0) IS NULL" }.joined(separator: " OR ")
        return [
            SourceCheck(
                sql:
                    "SELECT \(keys) FROM \(query.rootFrom) GROUP BY \(keys) HAVING count(*) > 1 OR \(nulls)",
                place: place,
                message:
                    "the key (\(root.key.joined(separator: ", "))) of \(root.name) does not identify "
                    + "its rows; NULL or more than one row have",
                hint: "name columns in \"key\" that are unique and never NULL")
        ]
    }
}

extension AttributeMapping {
    var isTableKey: Bool {
        switch role {
        case .partitionKey, .sortKey: true
        case .plain, .indexKey: false
        }
    }
}
