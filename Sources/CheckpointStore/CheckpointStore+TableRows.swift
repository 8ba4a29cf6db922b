import GRDB
import RunModel

// A table's row and its value, both ways.
extension CheckpointStore {
    static func insert(_ table: StoredTable, at position: Int, of run: String, _ db: Database)
        throws
    {
        try db.cachedStatement(
            sql: """
                INSERT INTO target_table (run, name, position, wire_name, mapping, state, detail,
                    failure_code, failure_message, failure_hint, intended_at, created_at, identity,
                    started_at, ended_at, validated_at, compared, missing, unexpected, changed, is_sample,
                    must_empty)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            run, table.name, position, table.wireName, table.mapping, table.state.rawValue,
            table.detail,
            table.failure?.code.rawValue, table.failure?.message, table.failure?.hint,
            table.intendedAt,
            table.createdAt, table.identity, table.startedAt, table.endedAt, table.validatedAt,
            table.validation?.compared, table.validation?.missing, table.validation?.unexpected,
            table.validation?.changed, table.validation?.isSample, table.mustEmptyTarget,
        ])
        for (position, entity) in table.entities.enumerated() {
            try db.cachedStatement(
                sql: """
                    INSERT INTO entity (run, table_name, name, position, root, planned)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                run, table.name, entity.name, position, entity.root, entity.planned,
            ])
        }
    }

    static func delete(_ table: String, of run: String, _ db: Database) throws {
        try db.execute(
            sql: "DELETE FROM target_table WHERE run = ? AND name = ?", arguments: [run, table])
    }

    static func table(from row: Row, entities: [StoredEntity]) throws -> StoredTable {
        var table = StoredTable(
            name: row["name"], wireName: row["wire_name"], mapping: row["mapping"],
            entities: entities)
        guard let state = TableState(rawValue: row["state"]) else {
            throw StoreFailure.damaged("unknown state of a table")
        }
        table.state = state
        table.detail = row["detail"]
        if let code: String = row["failure_code"] {
            table.failure = RunFailure(
                code: SluiceError.Code(rawValue: code) ?? .internalFailure,
                message: row["failure_message"] ?? "", hint: row["failure_hint"])
        }
        table.intendedAt = row["intended_at"]
        table.createdAt = row["created_at"]
        table.identity = row["identity"]
        // A file of the first version, read only, does not have it.
        table.mustEmptyTarget = (row["must_empty"] as Bool?) ?? false
        table.startedAt = row["started_at"]
        table.endedAt = row["ended_at"]
        table.validatedAt = row["validated_at"]
        if table.validatedAt != nil {
            table.validation = ValidationOutcome(
                compared: row["compared"] ?? 0, missing: row["missing"] ?? 0,
                unexpected: row["unexpected"] ?? 0, changed: row["changed"] ?? 0,
                isSample: row["is_sample"] ?? false)
        }
        return table
    }
}
