import Foundation
import GRDB
package import RunModel

extension CheckpointStore {
    /// A page of the quarantine in the order the rows came.
    ///
    /// `after` is the last `id` of the page before, 0 for the first page. The item bytes are left out
    /// unless `withItems`.
    package func quarantine(
        of run: String, table: String? = nil, entity: String? = nil, cause: String? = nil,
        after: Int64 = 0, limit: Int = 500, withItems: Bool = false
    ) throws(SluiceError) -> [StoredQuarantine] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, table_name, entity, segment, key, cause, message, first_at, last_at,
                        \(withItems ? "item" : "NULL AS item")
                    FROM quarantine
                    WHERE run = ? AND id > ? AND (? IS NULL OR table_name = ?)
                        AND (? IS NULL OR entity = ?) AND (? IS NULL OR cause = ?)
                    ORDER BY id LIMIT ?
                    """, arguments: [run, after, table, table, entity, entity, cause, cause, limit]
            ).map(Self.quarantine(from:))
        }
    }

    /// How many rows are in quarantine.
    package func quarantineCount(of run: String, table: String? = nil) throws(SluiceError) -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql:
                    "SELECT count(*) FROM quarantine WHERE run = ? AND (? IS NULL OR table_name = ?)",
                arguments: [run, table, table]) ?? 0
        }
    }

    /// The quarantine grouped by table and cause, most frequent first within a table.
    package func causes(
        of run: String, table: String? = nil, samples: Int = 3
    ) throws(SluiceError) -> [QuarantineCause] {
        try read { db in
            let groups = try Row.fetchAll(
                db,
                sql: """
                    SELECT table_name, cause, count(*) AS count, min(first_at) AS first_at,
                        max(last_at) AS last_at
                    FROM quarantine WHERE run = ? AND (? IS NULL OR table_name = ?)
                    GROUP BY table_name, cause ORDER BY table_name, count DESC, cause
                    """, arguments: [run, table, table])
            return try groups.map { group in
                let table: String = group["table_name"]
                let cause: String = group["cause"]
                // The first of each entity before the second of any: samples are to differ.
                let found = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT id, table_name, entity, segment, key, cause, message, first_at, last_at,
                            NULL AS item
                        FROM (SELECT *, row_number() OVER (PARTITION BY entity ORDER BY id) AS nth
                            FROM quarantine WHERE run = ? AND table_name = ? AND cause = ?)
                        ORDER BY nth, id LIMIT ?
                        """, arguments: [run, table, cause, samples])
                return QuarantineCause(
                    table: table, cause: cause, count: group["count"], firstAt: group["first_at"],
                    lastAt: group["last_at"], samples: try found.map(Self.quarantine(from:)))
            }
        }
    }

    /// Stores what became of quarantined rows that were tried again, and moves them in the counts
    /// of their segments: all of it, or nothing.
    ///
    /// An id that is not there any more is passed over.
    package func recordRetried(
        _ rows: [RetriedRow], of run: String, at time: Int64
    ) throws(SluiceError) {
        guard !rows.isEmpty else { return }
        try write { db in
            for row in rows { try Self.apply(row, of: run, at: time, db) }
        }
    }

    private static func apply(
        _ row: RetriedRow, of run: String, at time: Int64, _ db: Database
    ) throws {
        var (read, acknowledged, excluded, bytes, writeUnits) = (0, 0, 0, 0, 0)
        switch row.result {
        case .quarantined(let cause, let message, let item):
            try db.cachedStatement(
                sql: """
                    UPDATE quarantine SET cause = ?, message = ?, item = ?, last_at = ?
                    WHERE id = ? AND run = ?
                    """
            ).execute(arguments: [
                bounded(cause, StoredQuarantine.causeLimit),
                bounded(message, StoredQuarantine.messageLimit),
                bounded(item), time, row.id, run,
            ])
            return
        case .acknowledged(let itemBytes, let units):
            (acknowledged, bytes, writeUnits) = (1, itemBytes, units)
        case .excluded: excluded = 1
        case .gone: read = -1
        }
        try db.cachedStatement(
            sql: """
                UPDATE segment SET quarantined = quarantined - 1, read = read + ?,
                    acknowledged = acknowledged + ?, excluded = excluded + ?, bytes = bytes + ?,
                    write_units = write_units + ?
                WHERE (run, table_name, entity, number) IN
                    (SELECT run, table_name, entity, segment FROM quarantine WHERE id = ? AND run = ?)
                """
        ).execute(arguments: [read, acknowledged, excluded, bytes, writeUnits, row.id, run])
        try db.cachedStatement(sql: "DELETE FROM quarantine WHERE id = ? AND run = ?")
            .execute(arguments: [row.id, run])
    }

    static func insert(_ row: StoredQuarantine, of run: String, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO quarantine (run, table_name, entity, segment, key, cause, message, item,
                    first_at, last_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (run, table_name, entity, key) DO UPDATE SET segment = excluded.segment,
                    cause = excluded.cause, message = excluded.message, item = excluded.item,
                    last_at = excluded.last_at
                """
        ).execute(arguments: [
            run, row.row.entity.table, row.row.entity.entity, row.segment, data(row.row.key),
            bounded(row.row.cause, StoredQuarantine.causeLimit),
            bounded(row.row.message, StoredQuarantine.messageLimit), bounded(row.item), row.firstAt,
            row.lastAt,
        ])
    }

    private static func bounded(_ text: String, _ limit: Int) -> String {
        text.count <= limit ? text : String(text.prefix(limit)) + "…"
    }

    private static func bounded(_ item: [UInt8]?) -> Data? {
        guard let item, item.count <= StoredQuarantine.itemLimit else { return nil }
        return Data(item)
    }

    private static func quarantine(from row: Row) throws -> StoredQuarantine {
        let item: Data? = row["item"]
        return StoredQuarantine(
            row: QuarantinedRow(
                entity: EntityID(table: row["table_name"], entity: row["entity"]),
                key: try key(row["key"]), cause: row["cause"], message: row["message"]),
            segment: row["segment"], item: item.map { Array($0) }, at: row["last_at"],
            id: row["id"],
            firstAt: row["first_at"])
    }
}
