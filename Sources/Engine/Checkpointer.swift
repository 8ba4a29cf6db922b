package import CheckpointStore
package import RunModel
import Synchronization

/// Makes the progress of all tables durable, and only then known.
///
/// What always holds:
/// 1. Counts in events are those of a checkpoint that is on the disk.
/// 2. A change is on the disk at the latest 200 ms after it was noted, or the run fails.
/// 3. After the first failure nothing is stored any more: what was not durable stays unknown.
package actor Checkpointer {
    /// With a commit of some milliseconds this keeps the promise of 200 ms (DESIGN §7).
    private static let interval = Duration.milliseconds(150)

    private let executor = ThreadExecutor(label: "sluice.checkpoint")
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private let store: CheckpointStore
    private let run: String
    private let outlet: EventOutlet
    private let time: EngineTime
    private let onFailure: @Sendable (SluiceError) -> Void
    private var tables: [String: TableProgress] = [:]
    private var failure: SluiceError?
    private nonisolated let isScheduled = Atomic(false)
    /// When each segment's standing was last told, and what was not told yet.
    private var toldAt: [SegmentID: Duration] = [:]
    private var untold: [SegmentID: SegmentProgress] = [:]

    package init(
        store: CheckpointStore, run: String, outlet: EventOutlet, time: EngineTime,
        onFailure: @escaping @Sendable (SluiceError) -> Void
    ) {
        self.store = store
        self.run = run
        self.outlet = outlet
        self.time = time
        self.onFailure = onFailure
    }

    package func register(_ progress: TableProgress) { tables[progress.table] = progress }

    /// Says that some ledger has changed; returns at once.
    package nonisolated func noteChange() {
        guard !isScheduled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        Task {
            await time.sleep(Self.interval)
            isScheduled.store(false, ordering: .releasing)
            try? await flush()
        }
    }

    /// Stores what has changed in any ledger, now.
    /// - `table`: it copies no longer, and all that is known of its segments is told.
    package func flush(endOf table: String? = nil) throws(SluiceError) {
        if let failure { throw failure }
        defer { if failure == nil { tellSegments(endOf: table) } }
        var batch = ProgressBatch()
        var counts: [EntityID: EntityCounts] = [:]
        let now = time.wall()
        for progress in tables.values {
            guard let checkpoint = progress.takeCheckpoint() else { continue }
            batch.segments += checkpoint.segments
            batch.quarantined += checkpoint.quarantined.map { segment, item in
                StoredQuarantine(row: item.row, segment: segment, item: item.item, at: now)
            }
            counts.merge(checkpoint.counts) { $1 }
        }
        do {
            if !batch.isEmpty { try store.commit(batch, run: run) }
        } catch {
            failure = error
            onFailure(error)
            throw error
        }
        for segment in batch.segments { untold[segment.id] = segment }
        for row in batch.quarantined { outlet.publish(.rowQuarantined(row.row)) }
        for (entity, counts) in counts.sorted(by: { $0.key < $1.key }) {
            outlet.publish(.entityProgressed(entity, counts))
        }
    }

    /// Tells where segments stand: each once a second, at its end, and when its table's copy ends.
    private func tellSegments(endOf table: String?) {
        let now = time.now()
        for (id, segment) in untold {
            let isDue = toldAt[id].map { now - $0 >= .seconds(1) } ?? true
            guard isDue || segment.isDone || id.entity.table == table else { continue }
            untold[id] = nil
            toldAt[id] = segment.isDone ? nil : now
            if let standing = tables[id.entity.table]?.standing(segment) {
                outlet.publish(.segmentProgressed(id, standing))
            }
        }
    }
}
