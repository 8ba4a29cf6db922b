package import RunModel

extension SourceReader {
    /// Reads one row by its key, with its children; false where the source no longer has it.
    ///
    /// - `body`: gets the row.
    package func row(
        _ query: PageQuery, key: RowKey, _ body: (inout PageRow) throws(SluiceError) -> Void
    ) throws(SluiceError) -> Bool {
        var wasFound = false
        _ = try page(query, after: predecessor(of: key, in: query), through: key, maxRows: 1) {
            (row: inout PageRow) throws(SluiceError) -> Bool in
            guard row.key == key else { return false }
            wasFound = true
            try body(&row)
            return false
        }
        return wasFound
    }

    /// The key before this one; nil where it is the first.
    private func predecessor(of key: RowKey, in query: PageQuery) throws(SluiceError) -> RowKey? {
        if query.isRowid, case .integer(let rowid)? = key.values.first {
            return rowid == .min ? nil : RowKey(rowid: rowid - 1)
        }
        let descending = query.keys.map { $0 + " DESC" }.joined(separator: ", ")
        let rows = try connection.query(
            "SELECT \(query.keys.joined(separator: ", ")) FROM \(query.rootFrom)"
                + " WHERE \(query.comparison("<", from: 1)) ORDER BY \(descending) LIMIT 1",
            bind: key.values)
        return rows.first.map { RowKey($0) }
    }
}
