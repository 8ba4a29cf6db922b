package import CheckpointStore
package import RunModel
import Synchronization

/// The ledgers of one table's segments, shared by its senders and the checkpointer.
package final class TableProgress: Sendable {
    package let table: String
    private let ledgers: Mutex<[SegmentID: SegmentLedger]>
    private let planned = Mutex(Planned())
    private let flight = Mutex(Flight())

    private struct Planned {
        var rows: [EntityID: Int] = [:]
        /// True where no checkpoint's counts held them yet.
        var isUntold = false
    }

    private struct Flight {
        var batches = 0
        var told = 0
    }

    package init(table: String, ledgers: [SegmentLedger]) {
        self.table = table
        self.ledgers = Mutex(Dictionary(uniqueKeysWithValues: ledgers.map { ($0.id, $0) }))
    }

    /// All segments, in order.
    package var segments: [SegmentLedger] {
        ledgers.withLock { $0.values.sorted { $0.id < $1.id } }
    }

    /// The segments that are not done, in order.
    package var openSegments: [SegmentLedger] { segments.filter { !$0.isDone } }

    /// True when every segment is; never before there are segments.
    package var isDone: Bool { ledgers.withLock { !$0.isEmpty && $0.values.allSatisfy(\.isDone) } }

    package func replaceSegments(_ new: [SegmentLedger]) {
        ledgers.withLock { $0 = Dictionary(uniqueKeysWithValues: new.map { ($0.id, $0) }) }
    }

    package var hasSegments: Bool { ledgers.withLock { !$0.isEmpty } }

    package func change<T>(_ segment: SegmentID, _ body: (inout SegmentLedger) -> T) -> T? {
        ledgers.withLock { ledgers in
            guard let at = ledgers.index(forKey: segment) else { return nil }
            return body(&ledgers.values[at])
        }
    }

    /// Forgets what is out in all segments, before the copy begins anew.
    package func rewind() {
        ledgers.withLock { ledgers in
            for at in ledgers.indices { ledgers.values[at].rewind() }
        }
    }

    /// Takes over what is stored.
    package func setPlanned(_ rows: Int?, of entity: EntityID) {
        planned.withLock { $0.rows[entity] = rows }
    }

    /// Takes in what was counted just now; the next checkpoint's counts tell it.
    package func counted(_ rows: Int, of entity: EntityID) {
        planned.withLock { planned in
            planned.rows[entity] = rows
            planned.isUntold = true
        }
    }

    /// The rows of an entity's root; nil where they are not counted yet.
    package func planned(of entity: EntityID) -> Int? { planned.withLock { $0.rows[entity] } }

    /// Batches that are out, over all segments.
    package var outstanding: Int {
        ledgers.withLock { $0.values.reduce(0) { $0 + $1.outstanding } }
    }

    /// Batches sent and not yet settled.
    package var inFlight: Int { flight.withLock { $0.batches } }

    package func batchSent() { flight.withLock { $0.batches += 1 } }

    /// - `outlet`: where the new number is told at once; nil where the next second will do.
    package func batchLanded(_ outlet: EventOutlet?) {
        flight.withLock { flight in
            flight.batches -= 1
            if let outlet { tell(&flight, outlet) }
        }
    }

    /// Tells how many batches are in flight, where that has changed.
    package func tellInFlight(_ outlet: EventOutlet) { flight.withLock { tell(&$0, outlet) } }

    // Told under the lock, so that the numbers come in their order.
    private func tell(_ flight: inout Flight, _ outlet: EventOutlet) {
        guard flight.batches != flight.told else { return }
        flight.told = flight.batches
        outlet.publish(.inFlightChanged(table: table, batches: flight.batches))
    }

    /// How a segment stands by a checkpoint of it; nil where it is not there any more.
    package func standing(_ progress: SegmentProgress) -> SegmentStanding? {
        ledgers.withLock { $0[progress.id]?.standing(progress) }
    }

    /// How every segment stands, in order.
    package var standings: [(SegmentID, SegmentStanding)] {
        segments.map { ($0.id, $0.standing($0.progress)) }
    }

    /// The counts of each entity as settled.
    package var counts: [EntityID: EntityCounts] {
        let planned = planned.withLock { $0.rows }
        return ledgers.withLock { Self.sum($0, planned) }
    }

    /// What the next checkpoint stores of a table, and the counts that will be true with it.
    package struct Checkpoint: Sendable {
        package var segments: [SegmentProgress] = []
        /// With the number of the segment whose counts the row is in.
        package var quarantined: [(Int, QuarantinedItem)] = []
        package var counts: [EntityID: EntityCounts] = [:]
    }

    /// What has changed since the last call; nil where nothing has.
    package func takeCheckpoint() -> Checkpoint? {
        let planned = planned.withLock { planned in
            defer { planned.isUntold = false }
            return planned
        }
        return ledgers.withLock { ledgers in
            var checkpoint = Checkpoint()
            for at in ledgers.indices {
                guard let (segment, items) = ledgers.values[at].takeProgress() else { continue }
                checkpoint.segments.append(segment)
                checkpoint.quarantined += items.map { (segment.id.number, $0) }
            }
            guard !checkpoint.segments.isEmpty || planned.isUntold else { return nil }
            checkpoint.counts = Self.sum(ledgers, planned.rows)
            return checkpoint
        }
    }

    private static func sum(
        _ ledgers: [SegmentID: SegmentLedger], _ planned: [EntityID: Int]
    ) -> [EntityID: EntityCounts] {
        var sums: [EntityID: EntityCounts] = [:]
        for ledger in ledgers.values {
            var counts = ledger.settled
            counts.segments = 1
            counts.segmentsDone = ledger.isDone ? 1 : 0
            sums[ledger.id.entity, default: EntityCounts()] += counts
        }
        for (entity, rows) in planned { sums[entity, default: EntityCounts()].planned = rows }
        return sums
    }
}
