package import RunModel

extension SourceReader {
    /// The first key of the root, or the first after that one; nil where there is none.
    package func key(_ query: PageQuery, after: RowKey? = nil) throws(SluiceError) -> RowKey? {
        guard after == nil || after?.values.count == query.keys.count else { return nil }
        let bound = after == nil ? "" : " WHERE \(query.comparison(">", from: 1))"
        let keys = query.keys.joined(separator: ", ")
        let rows = try connection.query(
            "SELECT \(keys) FROM \(query.rootFrom)\(bound) ORDER BY \(keys) LIMIT 1",
            bind: after?.values ?? [])
        return rows.first.map { RowKey($0) }
    }
}

extension SourceConnection {
    /// The first row of a query, its columns by name; nil where there is none.
    package func namedRow(
        _ sql: String, bind values: [SourceValue]
    ) throws(SluiceError) -> [(name: String, value: SourceValue)]? {
        let statement = try prepare(sql)
        try statement.bind(values)
        guard try statement.step() else { return nil }
        return (0..<statement.columnCount).map { (statement.columnName($0), statement.value($0)) }
    }
}
