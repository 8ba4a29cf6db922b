package import RunModel

extension SourceDatabase {
    /// The rows of a table or view, exactly.
    ///
    /// In WAL mode, where readers hinder nobody, one statement counts them. In the other journal modes a
    /// long statement would lock writers out: a table is then counted in pages by its rowid.
    /// - Throws: also where a view cannot be read, and `.cancelled` between pages when the task was cancelled.
    package func rowCount(_ tableOrView: String) throws(SluiceError) -> Int {
        let schema = try schema()
        let name = tableOrView.quotedIdentifier
        return try withConnection { connection throws(SluiceError) in
            guard let table = schema.table(tableOrView), let rowid = table.rowidSQL,
                try !connection.isWAL(), !connection.isImmutable
            else { return Int(try connection.integer("SELECT count(*) FROM main.\(name)")) }
            let first = "SELECT \(rowid) AS r FROM main.\(name) ORDER BY \(rowid)"
            let next =
                "SELECT \(rowid) AS r FROM main.\(name) WHERE \(rowid) > ?2 ORDER BY \(rowid)"
            var count = 0
            var last: SourceValue = .null
            while true {
                try checkCancellation(path)
                let page = last == .null ? first : next
                let row = try connection.query(
                    "SELECT count(*), max(r) FROM (\(page) LIMIT ?1)",
                    bind: last == .null
                        ? [.integer(Self.countPage)] : [.integer(Self.countPage), last]
                ).first
                guard case .integer(let rows)? = row?.first, rows > 0, let end = row?.last else {
                    break
                }
                count += Int(rows)
                last = end
                if rows < Self.countPage { break }
            }
            return count
        }
    }

    /// Rows counted under one read lock: some ten milliseconds of a writer's time.
    private static let countPage: Int64 = 200_000
}

/// Throws `.cancelled` where the current task was.
func checkCancellation(_ path: String) throws(SluiceError) {
    if Task.isCancelled {
        throw SluiceError(
            .cancelled, "reading was interrupted", place: path, hint: "run the command again")
    }
}

extension SourceTable {
    /// The rowid's name as SQL; nil where there is none to ask for.
    package var rowidSQL: String? { rowidName.map { $0 == rowidAlias ? $0.quotedIdentifier : $0 } }
}
