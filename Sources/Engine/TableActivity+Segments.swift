import CheckpointStore
import DynamoDB
import Mapping
import RunModel
import SQLiteSource

extension TableActivity {
    /// Loads the segments as they are stored, or cuts them and stores them; counts what cannot be counted beside
    /// the copy.
    func planSegments() async throws(SluiceError) {
        let stored = try parts.store.segments(of: parts.runID, table: table)
        var ledgers = stored.map { SegmentLedger($0) }
        let counter = RowCounter(database: parts.database)
        let entities = try parts.store.tables(of: parts.runID).first { $0.name == table }?.entities
        for entity in planned.entities {
            let rows = entities?.first { $0.name == entity.mapping.name }?.planned
            progress.setPlanned(rows, of: entity.id)
            if rows == nil, try await !counter.isCountedInPieces(entity) {
                try await count(entity, ledgers, counter)
            }
            guard !stored.contains(where: { $0.id.entity == entity.id }) else { continue }
            let ranges = try await counter.segments(entity, desired: settings.segmentsPerEntity)
            let segments = ranges.enumerated().map { number, range in
                StoredSegment(
                    id: SegmentID(entity: entity.id, number: number), after: range.after,
                    through: range.through)
            }
            try parts.store.plan(segments, of: entity.id, run: parts.runID)
            ledgers += segments.map { SegmentLedger($0) }
        }
        progress.replaceSegments(ledgers)
        parts.outlet.publish(.tablePlanned(planned.plan(progress)))
        let counts = progress.counts
        for entity in planned.entities {
            if let counts = counts[entity.id] {
                parts.outlet.publish(.entityProgressed(entity.id, counts))
            }
        }
        for (id, standing) in progress.standings {
            parts.outlet.publish(.segmentProgressed(id, standing))
        }
    }

    /// Counts the rows of entities whose number is not known yet; stores and tells it.
    ///
    /// It runs beside the copy, since it may read the whole source: nothing is held up for a number. It ends
    /// with its task; other failures end the copy.
    /// - `segments`: as they stood before the copy went on.
    func countRows(_ segments: [SegmentLedger], _ control: TableControl) async {
        let counter = RowCounter(database: parts.database)
        do throws(SluiceError) {
            for entity in planned.entities where progress.planned(of: entity.id) == nil {
                if control.isWindingUp { return }
                try await count(entity, segments, counter)
                parts.checkpointer.noteChange()
            }
        } catch {
            if error.code != .cancelled { control.fail(error) }
        }
    }

    private func count(
        _ entity: PlannedEntity, _ segments: [SegmentLedger], _ counter: RowCounter
    ) async throws(SluiceError) {
        // Of one source all rows are counted, those that were read before a stop too: read is held against it.
        let mine =
            settings.hasAcceptedChange ? segments.filter { $0.id.entity == entity.id } : []
        let rows = try await counter.count(entity, ledgers: mine)
        try parts.store.setPlanned(rows, of: entity.id, run: parts.runID)
        progress.counted(rows, of: entity.id)
    }

    /// Tries the table's quarantined rows again, one by one; what is accepted leaves quarantine.
    /// - `cause`: only rows of that cause; nil for all.
    func redrive(_ cause: String?, _ control: TableControl) async throws(SluiceError) {
        let delivery = delivery(control)
        let reader = TableReader(database: parts.database, table: planned)
        var after: Int64 = 0
        while !control.isWindingUp {
            let page = try parts.store.quarantine(
                of: parts.runID, table: table, cause: cause, after: after, limit: 100)
            guard let last = page.last else { break }
            after = last.id
            var results: [RetriedRow] = []
            for row in page where !control.isWindingUp {
                if let result = try await retry(row, reader: reader, delivery: delivery) {
                    results.append(RetriedRow(id: row.id, result: result))
                }
            }
            try parts.store.recordRetried(results, of: parts.runID, at: parts.time.wall())
        }
        await reader.close()
        // The counts moved in the store; the ledgers follow it.
        let stored = try parts.store.segments(of: parts.runID, table: table)
        progress.replaceSegments(stored.map { SegmentLedger($0) })
        let left = try parts.store.causes(of: parts.runID, table: table, samples: 1)
        parts.outlet.publish(
            .quarantineCounted(
                table: table,
                left.compactMap { group in
                    group.samples.first.map {
                        QuarantineCount(cause: group.cause, count: group.count, sample: $0.row)
                    }
                }))
        for (entity, counts) in progress.counts.sorted(by: { $0.key < $1.key }) {
            parts.outlet.publish(.entityProgressed(entity, counts))
        }
    }

    /// What became of one quarantined row; nil where it was given up and nothing is known.
    private func retry(
        _ row: StoredQuarantine, reader: TableReader, delivery: BatchDelivery
    ) async throws(SluiceError) -> RetriedRow.Result? {
        guard let entity = planned.entity(row.row.entity) else { return nil }
        let segment = SegmentID(entity: row.row.entity, number: row.segment)
        guard let batch = try await reader.row(row.row.key, segment: segment, entity: entity) else {
            return .gone
        }
        switch await delivery.deliver(batch) {
        case .settled(let counts, let quarantined):
            if let still = quarantined.first {
                return .quarantined(
                    cause: still.row.cause, message: still.row.message, item: still.item)
            }
            if counts.excluded > 0 { return .excluded }
            return .acknowledged(bytes: counts.bytes, writeUnits: counts.writeUnits)
        case .givenUp: return nil
        case .failed(let error): throw error
        }
    }
}

extension PlannedTable {
    /// The plan as an event tells it.
    func plan(_ progress: TableProgress) -> TablePlan {
        let counts = progress.counts
        return TablePlan(
            table: name, wireName: wireName,
            entities: entities.map { entity in
                EntityPlan(
                    name: entity.mapping.name, root: entity.mapping.root.name,
                    rows: progress.planned(of: entity.id),
                    segments: counts[entity.id]?.segments ?? 0)
            })
    }
}
