import CheckpointStore
import RunModel

/// A stored run told as events: what a front end needs to show it as if it had watched.
struct StoredEvents {
    let run: StoredRun
    let store: CheckpointStore

    /// The run as it stands; the same events each time for the same state.
    ///
    /// - `isOwned`: a process works on the run; without one it is over, or stopped.
    func all(isOwned: Bool) throws(SluiceError) -> [RunEvent] {
        let tables = try store.tables(of: run.id)
        let segments = Dictionary(grouping: try store.segments(of: run.id), by: \.id.entity)
        let target = run.target.endpoint ?? run.target.region
        var events: [RunEvent] = [
            .runStarted(
                RunDescription(
                    runID: run.id, isContinued: true, configPath: run.configPath,
                    sourcePath: run.sourcePath.sanitised(), sourceBytes: 0,
                    target: target.sanitised(), label: nil,
                    isProduction: run.target.endpoint == nil)),
            .begun,
        ]
        for table in tables { events += try told(table, segments) }
        if !isOwned { events.append(.runEnded(run.outcome ?? .stopped)) }
        return events
    }

    private func told(
        _ table: StoredTable, _ segments: [EntityID: [StoredSegment]]
    ) throws(SluiceError) -> [RunEvent] {
        let ids = table.entities.map { EntityID(table: table.name, entity: $0.name) }
        let plans = table.entities.map { entity in
            let id = EntityID(table: table.name, entity: entity.name)
            return EntityPlan(
                name: entity.name, root: entity.root, rows: entity.planned,
                segments: segments[id]?.count ?? 0)
        }
        var events: [RunEvent] = [
            .tablePlanned(
                TablePlan(table: table.name, wireName: table.wireName, entities: plans))
        ]
        for (id, entity) in zip(ids, table.entities) {
            var counts = EntityCounts()
            for segment in segments[id] ?? [] {
                counts += segment.counts
                events.append(.segmentProgressed(segment.id, SegmentStanding(segment)))
            }
            counts.planned = entity.planned
            events.append(.entityProgressed(id, counts))
        }
        var after: Int64 = 0
        while case let page = try store.quarantine(of: run.id, table: table.name, after: after),
            let last = page.last
        {
            events += page.map { .rowQuarantined($0.row) }
            after = last.id
        }
        events.append(
            .tableStateChanged(table: table.name, state: table.state, detail: table.detail))
        if let failure = table.failure {
            events.append(.tableFailed(table: table.name, failure))
        }
        if let validation = table.validation {
            events.append(.validationEnded(table: table.name, validation))
        }
        return events
    }
}

extension SegmentStanding {
    init(_ segment: StoredSegment) {
        self.init(
            after: segment.after?.description, through: segment.through?.description,
            watermark: segment.watermark?.description, acknowledged: segment.counts.acknowledged,
            isDone: segment.isDone)
    }
}
