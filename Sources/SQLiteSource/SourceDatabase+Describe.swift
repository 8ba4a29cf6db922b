import GRDBSQLite
package import RunModel

extension SourceDatabase {
    /// The columns of a query the mapping asks for, without running it.
    ///
    /// A declared type is known where a result column is a table's column; an expression has none.
    /// - Throws: `.configuration` where it is not exactly one SELECT (WITH … SELECT, VALUES), does not
    ///   compile, has parameters, or gives two columns one name.
    package func describe(select sql: String) throws(SluiceError) -> [SourceColumn] {
        try withShared { connection throws(SluiceError) in try connection.describe(select: sql) }
    }
}

extension SourceConnection {
    func describe(select sql: String) throws(SluiceError) -> [SourceColumn] {
        guard SQLText.holdsStatement(sql) else {
            throw SluiceError(.configuration, "the query is empty", hint: "write one SELECT")
        }
        guard SQLText.beginsAsQuery(sql) else {
            throw SluiceError(
                .configuration, "the query is not a SELECT",
                hint: "a source is only read: write one SELECT, or WITH … SELECT")
        }
        let statement = try compile(sql)
        guard sqlite3_stmt_readonly(statement.raw) != 0, statement.columnCount > 0 else {
            throw SluiceError(
                .configuration, "the query would write",
                hint: "a source is only read: write one SELECT")
        }
        guard sqlite3_bind_parameter_count(statement.raw) == 0 else {
            throw SluiceError(
                .configuration, "the query has parameters (?, :name, @name or $name)",
                hint:
                    "write the values themselves; a text that holds such a sign stands in single quotes"
            )
        }
        let columns = columns(of: statement)
        for (at, column) in columns.enumerated()
        where columns[..<at].contains(where: { $0.name.isSameIdentifier(as: column.name) }) {
            throw SluiceError(
                .configuration,
                "the query gives two columns the name \"\(column.name.sanitised(limit: 100))\"",
                hint: "name one of them otherwise: … AS other_name")
        }
        return columns
    }

    /// Compiles the operator's query; a misspelt `"Column"` is an error, not the text 'Column'.
    ///
    /// SQLite takes a double-quoted name it does not know for a text. A view of the database may rely on
    /// that; a query in a mapping that does so holds a mistake.
    private func compile(_ sql: String) throws(SluiceError) -> SourceStatement {
        _disableDoubleQuotedStringLiterals(handle)
        defer { _enableDoubleQuotedStringLiterals(handle) }
        do throws(SluiceError) {
            return try prepare(sql)
        } catch {
            let message = error.message
            guard let name = message.split(separator: ": ", maxSplits: 1).last,
                message.hasPrefix("no such column"), !sql.contains("\"\(name)\"")
            else { throw refusal(error) }
            _enableDoubleQuotedStringLiterals(handle)
            do throws(SluiceError) { return try prepare(sql) } catch { throw refusal(error) }
        }
    }

    /// What SQLite says of the query, as a fault of the configuration and not of the source.
    private func refusal(_ error: SluiceError) -> SluiceError {
        guard error.code == .sourceUnavailable else { return error }
        let code = sqlite3_errcode(handle)
        guard code == SQLITE_ERROR else { return error }
        return SluiceError(
            .configuration, "the query does not compile: \(error.message)",
            hint:
                "try it in the sqlite3 shell; a text stands in single quotes, a name in double quotes"
        )
    }
}
