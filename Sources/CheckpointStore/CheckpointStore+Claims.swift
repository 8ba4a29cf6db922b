import GRDB
package import RunModel

// Which tables of the target are this state file's own. Only they may be dropped or made again.
extension CheckpointStore {
    /// Records that the run is about to create a table, before it asks the service.
    package func recordIntention(toCreate table: String, run: String, at time: Int64)
        throws(SluiceError)
    {
        try change(
            "table \(table)", "UPDATE target_table SET intended_at = ? WHERE run = ? AND name = ?",
            [time, run, table])
    }

    /// Records that the service created the table for this run.
    ///
    /// `identity` is the service's own id of the table (`TableId`), where it gives one.
    package func recordCreated(
        _ table: String, identity: String?, run: String, at time: Int64
    ) throws(SluiceError) {
        try change(
            "table \(table)",
            """
            UPDATE target_table SET created_at = ?, identity = ?, intended_at = coalesce(intended_at, ?)
            WHERE run = ? AND name = ?
            """, [time, identity, time, run, table])
    }

    /// Takes back an intention: the service refused, or the table was there before.
    package func withdrawIntention(toCreate table: String, run: String) throws(SluiceError) {
        try change(
            "table \(table)",
            """
            UPDATE target_table SET intended_at = CASE WHEN created_at IS NOT NULL THEN intended_at END
            WHERE run = ? AND name = ?
            """, [run, table])
    }

    /// The tables of a target that runs of this state file created or set out to create, latest claim first.
    package func claims(in target: TargetIdentity) throws(SluiceError) -> [TableClaim] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT t.wire_name, t.created_at, t.identity, t.run FROM target_table t
                    JOIN run r ON r.id = t.run
                    WHERE r.region = ? AND r.endpoint IS ? AND r.prefix = ? AND t.intended_at IS NOT NULL
                    ORDER BY r.sequence DESC, t.position
                    """, arguments: [target.region, target.endpoint, target.prefix]
            ).map { row in
                let created: Int64? = row["created_at"]
                return TableClaim(
                    wireName: row["wire_name"], wasCreated: created != nil,
                    identity: row["identity"],
                    run: row["run"])
            }
        }
    }

    /// Forgets all claims to a table of a target: it was dropped there.
    package func forgetClaim(to wireName: String, in target: TargetIdentity) throws(SluiceError) {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE target_table SET intended_at = NULL, created_at = NULL, identity = NULL
                    WHERE wire_name = ? AND run IN (
                        SELECT id FROM run WHERE region = ? AND endpoint IS ? AND prefix = ?)
                    """, arguments: [wireName, target.region, target.endpoint, target.prefix])
        }
    }
}
