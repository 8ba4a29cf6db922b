import Foundation
import GRDB
package import RunModel

extension CheckpointStore {
    /// Stores an entity's segments, once it is planned; those it had before go, with its quarantine.
    package func plan(
        _ segments: [StoredSegment], of entity: EntityID, run: String
    ) throws(SluiceError) {
        try write { db in
            for kind in ["segment", "quarantine"] {
                try db.execute(
                    sql: "DELETE FROM \(kind) WHERE run = ? AND table_name = ? AND entity = ?",
                    arguments: [run, entity.table, entity.entity])
            }
            for segment in segments {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO segment (run, table_name, entity, number, after, through, watermark,
                            is_done, read, acknowledged, quarantined, excluded, bytes, write_units)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """
                ).execute(arguments: [
                    run, entity.table, entity.entity, segment.id.number,
                    segment.after.map(Self.data),
                    segment.through.map(Self.data), segment.watermark.map(Self.data),
                    segment.isDone,
                    segment.counts.read, segment.counts.acknowledged, segment.counts.quarantined,
                    segment.counts.excluded, segment.counts.bytes, segment.counts.writeUnits,
                ])
            }
        }
    }

    /// The segments of a run, or of one of its tables, by table, entity and number.
    package func segments(of run: String, table: String? = nil) throws(SluiceError)
        -> [StoredSegment]
    {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM segment WHERE run = ? AND (? IS NULL OR table_name = ?)
                    ORDER BY table_name, entity, number
                    """, arguments: [run, table, table]
            ).map(Self.segment(from:))
        }
    }

    /// What is done of each entity, summed over its segments.
    ///
    /// `planned` is the entity's.
    package func counts(of run: String) throws(SluiceError) -> [EntityID: EntityCounts] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT e.table_name, e.name, e.planned, count(s.number) AS segments,
                        coalesce(sum(s.is_done), 0) AS done, coalesce(sum(s.read), 0) AS read,
                        coalesce(sum(s.acknowledged), 0) AS acknowledged,
                        coalesce(sum(s.quarantined), 0) AS quarantined,
                        coalesce(sum(s.excluded), 0) AS excluded, coalesce(sum(s.bytes), 0) AS bytes,
                        coalesce(sum(s.write_units), 0) AS write_units
                    FROM entity e LEFT JOIN segment s
                        ON s.run = e.run AND s.table_name = e.table_name AND s.entity = e.name
                    WHERE e.run = ? GROUP BY e.table_name, e.name
                    """, arguments: [run])
            var result: [EntityID: EntityCounts] = [:]
            for row in rows {
                var counts = Self.counts(from: row)
                counts.segments = row["segments"]
                counts.segmentsDone = row["done"]
                counts.planned = row["planned"]
                result[EntityID(table: row["table_name"], entity: row["name"])] = counts
            }
            return result
        }
    }

    /// Makes a checkpoint durable: all of it, or nothing.
    ///
    /// A quarantined row that is stored already is brought up to date, not added. Put a quarantined row
    /// into the batch that moves its segment's watermark past it, or into an earlier one.
    /// - Throws: `.internalFailure` for a segment that was never planned; nothing is stored then.
    package func commit(_ batch: ProgressBatch, run: String) throws(SluiceError) {
        guard !batch.isEmpty else { return }
        try write { db in
            let update = try db.cachedStatement(
                sql: """
                    UPDATE segment SET watermark = ?, is_done = ?, read = ?, acknowledged = ?,
                        quarantined = ?, excluded = ?, bytes = ?, write_units = ?
                    WHERE run = ? AND table_name = ? AND entity = ? AND number = ?
                    """)
            for segment in batch.segments {
                let counts = segment.counts
                let id = segment.id
                try update.execute(arguments: [
                    segment.watermark.map(Self.data), segment.isDone, counts.read,
                    counts.acknowledged,
                    counts.quarantined, counts.excluded, counts.bytes, counts.writeUnits, run,
                    id.entity.table, id.entity.entity, id.number,
                ])
                guard db.changesCount == 1 else { throw Self.unknown("segment \(id)") }
            }
            for row in batch.quarantined { try Self.insert(row, of: run, db) }
        }
    }

    static func data(_ key: RowKey) -> Data { Data(key.encoded) }

    static func key(_ data: Data) throws -> RowKey {
        guard let key = RowKey(encoded: data) else {
            throw StoreFailure.damaged("unreadable row key")
        }
        return key
    }

    private static func counts(from row: Row) -> EntityCounts {
        var counts = EntityCounts()
        counts.read = row["read"]
        counts.acknowledged = row["acknowledged"]
        counts.quarantined = row["quarantined"]
        counts.excluded = row["excluded"]
        counts.bytes = row["bytes"]
        counts.writeUnits = row["write_units"]
        return counts
    }

    private static func segment(from row: Row) throws -> StoredSegment {
        let after: Data? = row["after"]
        let through: Data? = row["through"]
        let watermark: Data? = row["watermark"]
        return StoredSegment(
            id: SegmentID(
                entity: EntityID(table: row["table_name"], entity: row["entity"]),
                number: row["number"]),
            after: try after.map(key), through: try through.map(key),
            watermark: try watermark.map(key),
            isDone: row["is_done"], counts: counts(from: row))
    }
}
