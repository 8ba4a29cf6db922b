package import SQLiteSource

extension Root {
    /// A SELECT of one row with all its columns, by the values of its key: `?1`, `?2`, ….
    ///
    /// Nil where the schema no longer has it, or where nothing tells its rows apart.
    package func rowSQL(schema: SourceSchema) -> String? {
        let from: String
        let keys: [String]
        switch kind {
        case .table(let name):
            guard let table = schema.table(name),
                let known = key.isEmpty ? CompileSelect.identity(of: table) : key
            else { return nil }
            from = "main." + name.quotedIdentifier
            keys = known
        case .view(let name):
            from = "main." + name.quotedIdentifier
            keys = key
        case .query(let sql):
            from = "(\n\(sql)\n) AS \(name.quotedIdentifier)"
            keys = key
        }
        guard !keys.isEmpty else { return nil }
        let terms = keys.enumerated().map { at, key in
            "\(name.quotedIdentifier).\(key.quotedIdentifier) = ?\(at + 1)"
        }
        return "SELECT * FROM \(from) WHERE \(terms.joined(separator: " AND ")) LIMIT 1"
    }
}
