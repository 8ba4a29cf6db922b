import GRDB
package import RunModel

extension CheckpointStore {
    /// The tables of a run with their entities, in the mapping's order.
    package func tables(of run: String) throws(SluiceError) -> [StoredTable] {
        try read { db in
            var entities: [String: [StoredEntity]] = [:]
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM entity WHERE run = ? ORDER BY position", arguments: [run])
            for row in rows {
                entities[row["table_name"], default: []].append(
                    StoredEntity(name: row["name"], root: row["root"], planned: row["planned"]))
            }
            return try Row.fetchAll(
                db, sql: "SELECT * FROM target_table WHERE run = ? ORDER BY position",
                arguments: [run]
            ).map { row in try Self.table(from: row, entities: entities[row["name"]] ?? []) }
        }
    }

    /// Makes a table's plan anew, after the mapping changed or for a table the run did not have: its
    /// segments and quarantine go, its state is `queued`; what this run created stays recorded.
    package func replace(_ table: StoredTable, of run: String) throws(SluiceError) {
        try write { db in
            let old = try Row.fetchOne(
                db, sql: "SELECT * FROM target_table WHERE run = ? AND name = ?",
                arguments: [run, table.name])
            let last = try Int.fetchOne(
                db, sql: "SELECT max(position) FROM target_table WHERE run = ?", arguments: [run])
            try Self.delete(table.name, of: run, db)
            var table = table
            var position = (last ?? -1) + 1
            if let old {
                position = old["position"]
                if old["wire_name"] == table.wireName {
                    table.intendedAt = table.intendedAt ?? old["intended_at"]
                    table.createdAt = table.createdAt ?? old["created_at"]
                    table.identity = table.identity ?? old["identity"]
                    table.mustEmptyTarget = table.mustEmptyTarget || old["must_empty"]
                }
            }
            try Self.insert(table, at: position, of: run, db)
        }
    }

    /// Takes a table out of the run: the mapping has it no more.
    package func remove(table: String, of run: String) throws(SluiceError) {
        try write { db in try Self.delete(table, of: run, db) }
    }

    /// Stores a table's state.
    ///
    /// A table that failed keeps why; any other state forgets it.
    package func setState(
        _ state: TableState, detail: String? = nil, failure: RunFailure? = nil, of table: String,
        run: String, at time: Int64
    ) throws(SluiceError) {
        let isAtRest = [.done, .differs, .failed, .paused].contains(state)
        try change(
            "table \(table)",
            """
            UPDATE target_table SET state = ?, detail = ?, failure_code = ?, failure_message = ?,
                failure_hint = ?, ended_at = ?,
                started_at = CASE WHEN ? THEN coalesce(started_at, ?) END
            WHERE run = ? AND name = ?
            """,
            [
                state.rawValue, detail, failure?.code.rawValue, failure?.message, failure?.hint,
                isAtRest ? time : nil, state != .queued, time, run, table,
            ])
    }

    /// Stores how a table's validation ended.
    package func setValidation(
        _ outcome: ValidationOutcome, of table: String, run: String, at time: Int64
    ) throws(SluiceError) {
        try change(
            "table \(table)",
            """
            UPDATE target_table SET validated_at = ?, compared = ?, missing = ?, unexpected = ?,
                changed = ?, is_sample = ? WHERE run = ? AND name = ?
            """,
            [
                time, outcome.compared, outcome.missing, outcome.unexpected, outcome.changed,
                outcome.isSample, run, table,
            ])
    }

    /// Stores how many rows an entity's root has.
    package func setPlanned(_ rows: Int, of entity: EntityID, run: String) throws(SluiceError) {
        try change(
            "entity \(entity)",
            "UPDATE entity SET planned = ? WHERE run = ? AND table_name = ? AND name = ?",
            [rows, run, entity.table, entity.entity])
    }

    /// Forgets a table's progress: segments, counts of rows, quarantine, state, validation.
    ///
    /// What this run created stays recorded; after the table was dropped in the target, say so with
    /// `forgetClaim`.
    /// - `emptyTarget`: the target table is to be made anew; `targetEmptied` takes that back.
    package func reset(
        table: String, of run: String, emptyTarget: Bool = false
    ) throws(SluiceError) {
        try write { db in
            for kind in ["segment", "quarantine"] {
                try db.execute(
                    sql: "DELETE FROM \(kind) WHERE run = ? AND table_name = ?",
                    arguments: [run, table])
            }
            // Of a source that changed on the way it is not the rows that will be read now.
            try db.execute(
                sql: "UPDATE entity SET planned = NULL WHERE run = ? AND table_name = ?",
                arguments: [run, table])
            try db.execute(
                sql: """
                    UPDATE target_table SET state = 'queued', detail = NULL, failure_code = NULL,
                        failure_message = NULL, failure_hint = NULL, started_at = NULL, ended_at = NULL,
                        validated_at = NULL, compared = NULL, missing = NULL, unexpected = NULL,
                        changed = NULL, is_sample = NULL, must_empty = must_empty OR ?
                    WHERE run = ? AND name = ?
                    """, arguments: [emptyTarget, run, table])
            guard db.changesCount == 1 else { throw Self.unknown("table \(table)") }
        }
    }

    /// The target table was dropped, or was found missing or empty.
    package func targetEmptied(_ table: String, of run: String) throws(SluiceError) {
        try change(
            "table \(table)", "UPDATE target_table SET must_empty = 0 WHERE run = ? AND name = ?",
            [run, table])
    }

    /// Changes at least one row; `what` is named where there is none.
    func change(
        _ what: String, _ sql: String, _ arguments: StatementArguments
    ) throws(SluiceError) {
        try write { db in
            try db.cachedStatement(sql: sql).execute(arguments: arguments)
            guard db.changesCount > 0 else { throw Self.unknown(what) }
        }
    }
}
