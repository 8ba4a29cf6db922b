import RunModel

extension SchemaReader {
    /// Fills in every table's foreign keys; done last, since a parent may come after its child.
    func resolveForeignKeys(_ schema: inout SourceSchema) throws(SluiceError) {
        for at in schema.tables.indices {
            let declared = try declaredForeignKeys(of: schema.tables[at].name)
            schema.tables[at].foreignKeys = declared.map {
                resolve($0, of: schema.tables[at], in: schema)
            }
        }
    }

    private struct Declared {
        var parent: String
        var from: [String] = []
        /// Empty where the declaration names no column of the parent.
        var to: [String] = []
    }

    /// In the order of the declaration; SQLite numbers them from the last.
    private func declaredForeignKeys(of table: String) throws(SluiceError) -> [Declared] {
        let statement = try connection.prepare(
            """
            SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?1, 'main') ORDER BY id DESC, seq
            """)
        try statement.bind([.text(Array(table.utf8))])
        var keys: [(id: Int64, key: Declared)] = []
        while try statement.step() {
            let id = statement.integer(0)
            if keys.last?.id != id { keys.append((id, Declared(parent: statement.text(1) ?? ""))) }
            let last = keys.count - 1
            if let from = statement.text(2) { keys[last].key.from.append(from) }
            if let to = statement.text(3) { keys[last].key.to.append(to) }
        }
        return keys.map(\.key)
    }

    private func resolve(_ declared: Declared, of child: SourceTable, in schema: SourceSchema)
        -> ForeignKey
    {
        let columns = declared.from.map { child.column($0)?.name ?? $0 }
        func broken(_ problem: ForeignKeyProblem, _ parent: String) -> ForeignKey {
            ForeignKey(columns: columns, parentTable: parent, parentColumns: [], problem: problem)
        }
        guard let parent = schema.table(declared.parent) else {
            return broken(.missingTable, declared.parent)
        }
        let named = declared.to.isEmpty ? parent.primaryKey : declared.to
        guard !named.isEmpty else { return broken(.parentNotUnique, parent.name) }
        guard named.count == columns.count else { return broken(.columnCount, parent.name) }
        let parentColumns = named.compactMap { parent.column($0)?.name }
        guard parentColumns.count == named.count, columns.allSatisfy({ child.column($0) != nil })
        else {
            return broken(.missingColumn, parent.name)
        }
        let isUnique = parent.uniqueKeys.contains { Set($0.columns) == Set(parentColumns) }
        // The columns stay: a mapping may still follow the key, knowing that it may find several parents.
        return ForeignKey(
            columns: columns, parentTable: parent.name, parentColumns: parentColumns,
            problem: isUnique ? nil : .parentNotUnique)
    }
}
