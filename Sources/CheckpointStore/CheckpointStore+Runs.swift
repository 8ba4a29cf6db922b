import GRDB
package import RunModel

extension CheckpointStore {
    /// The last run of a config file, ended or not; nil where there is none.
    package func run(forConfig path: String) throws(SluiceError) -> StoredRun? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM run WHERE config = ? ORDER BY sequence DESC LIMIT 1",
                arguments: [path]
            ).map(Self.run(from:))
        }
    }

    /// All runs of the state file, oldest first.
    package func runs() throws(SluiceError) -> [StoredRun] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY sequence").map(Self.run(from:))
        }
    }

    /// Records a run with its tables, before the network is touched.
    ///
    /// It supersedes earlier runs of the same config: their segments and quarantine are deleted in the same
    /// transaction; their outcome, the tables they created and the audit trail stay.
    package func begin(_ run: StoredRun, tables: [StoredTable]) throws(SluiceError) {
        try write { db in
            for kind in ["segment", "quarantine"] {
                try db.execute(
                    sql: "DELETE FROM \(kind) WHERE run IN (SELECT id FROM run WHERE config = ?)",
                    arguments: [run.configPath])
            }
            try db.execute(
                sql: """
                    INSERT INTO run (id, config, mapping, source_path, source_fingerprint, region, endpoint,
                        prefix, started_at, ended_at, outcome)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run.id, run.configPath, run.mapping, run.sourcePath, run.sourceFingerprint,
                    run.target.region, run.target.endpoint, run.target.prefix, run.startedAt,
                    run.endedAt,
                    run.outcome?.rawValue,
                ])
            for (position, table) in tables.enumerated() {
                try Self.insert(table, at: position, of: run.id, db)
            }
        }
    }

    /// Records how the run ended.
    package func end(_ run: String, outcome: RunOutcome, at time: Int64) throws(SluiceError) {
        try change(
            "run \(run)", "UPDATE run SET ended_at = ?, outcome = ? WHERE id = ?",
            [time, outcome.rawValue, run])
    }

    /// Records that an ended or interrupted run goes on.
    package func reopen(_ run: String) throws(SluiceError) {
        try change(
            "run \(run)", "UPDATE run SET ended_at = NULL, outcome = NULL WHERE id = ?", [run])
    }

    /// Binds the run to the source as it is now (`--accept-source-change`); its rows are to be counted anew.
    package func acceptSource(
        _ run: String, path: String, fingerprint: String
    ) throws(SluiceError) {
        try write { db in
            try db.execute(
                sql: "UPDATE run SET source_path = ?, source_fingerprint = ? WHERE id = ?",
                arguments: [path, fingerprint, run])
            guard db.changesCount == 1 else { throw Self.unknown("run \(run)") }
            // Counted in another state of the source.
            try db.execute(sql: "UPDATE entity SET planned = NULL WHERE run = ?", arguments: [run])
        }
    }

    /// Binds the run to a changed mapping, after the tables concerned were reset.
    package func acceptMapping(_ run: String, fingerprint: String) throws(SluiceError) {
        try change(
            "run \(run)", "UPDATE run SET mapping = ? WHERE id = ?", [fingerprint, run])
    }

    static func unknown(_ what: String) -> SluiceError {
        SluiceError(
            .internalFailure, "the state file knows no \(what.sanitised(limit: 300))",
            hint:
                "this is a fault of sluice: what was stored before is safe, `sluice resume` continues"
        )
    }

    private static func run(from row: Row) throws -> StoredRun {
        let outcome: String? = row["outcome"]
        return StoredRun(
            id: row["id"], configPath: row["config"], mapping: row["mapping"],
            sourcePath: row["source_path"], sourceFingerprint: row["source_fingerprint"],
            target: TargetIdentity(
                region: row["region"], endpoint: row["endpoint"], prefix: row["prefix"]),
            startedAt: row["started_at"], endedAt: row["ended_at"],
            outcome: try outcome.map { text in
                guard let outcome = RunOutcome(rawValue: text) else {
                    throw StoreFailure.damaged("unknown outcome")
                }
                return outcome
            })
    }
}
