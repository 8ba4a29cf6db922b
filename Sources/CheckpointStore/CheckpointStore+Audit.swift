import GRDB
package import RunModel

extension CheckpointStore {
    /// Adds a line to the audit trail; returns its number, for `settleAudit`.
    @discardableResult
    package func audit(_ entry: AuditEntry) throws(SluiceError) -> Int64 {
        try write { db in
            try db.cachedStatement(
                sql: "INSERT INTO audit (time, run, who, what, result) VALUES (?, ?, ?, ?, ?)"
            ).execute(arguments: [entry.time, entry.run, entry.who, entry.what, entry.result])
            return db.lastInsertedRowID
        }
    }

    /// Writes down what came of a line's command in the end.
    package func settleAudit(_ number: Int64, result: String) throws(SluiceError) {
        try change(
            "audit line \(number)", "UPDATE audit SET result = ? WHERE id = ?", [result, number])
    }

    /// The last lines of the audit trail, oldest first.
    ///
    /// Of the config file's runs, ended and superseded ones too; of the whole state file where it is nil.
    package func audits(ofConfig path: String? = nil, last limit: Int = 100) throws(SluiceError)
        -> [AuditEntry]
    {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM audit
                    WHERE ? IS NULL OR run IN (SELECT id FROM run WHERE config = ?)
                    ORDER BY id DESC LIMIT ?
                    """, arguments: [path, path, limit]
            ).reversed().map { row in
                AuditEntry(
                    time: row["time"], run: row["run"], who: row["who"], what: row["what"],
                    result: row["result"])
            }
        }
    }
}
