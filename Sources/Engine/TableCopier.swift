import DynamoDB
import DynamoItem
import RunModel
import SQLiteSource

/// Copies one table from where its ledgers stand: readers fill a queue, batches leave it in turn of their
/// segments, deliveries settle them in the ledgers.
///
/// What always holds:
/// 1. A batch is entered in its segment's ledger before it is sent, in the order of its rows.
/// 2. When `run` returns, nothing of this table is in flight, and the checkpoint holds all that settled.
struct TableCopier: Sendable {
    enum End: Sendable, Equatable {
        case finished
        case stopped
        case failed(RunFailure)
    }

    let table: PlannedTable
    let progress: TableProgress
    let database: SourceDatabase
    let control: TableControl
    /// The process's places, and those of this table.
    let gate: InFlightGate
    let window: FlightWindow
    let delivery: BatchDelivery
    let checkpointer: Checkpointer
    let flow: FlowMeter
    let outlet: EventOutlet
    /// Each sends on a thread of its own; batches are dealt out to them in turn.
    let lanes: [DynamoDBLane]
    let readers: Int
    /// Quarantined rows after which the mapping must be wrong.
    let maxQuarantined: Int

    /// What travels from the readers to the sender.
    private enum Read: Sendable {
        case batch(Batch)
        /// All of the segment's batches came before.
        case segmentEnd(SegmentID)

        var bytes: Int {
            if case .batch(let batch) = self { batch.body.count } else { 0 }
        }
    }

    /// - `lane`: on whose thread batches are dealt out.
    func run(on lane: DynamoDBLane) async -> End {
        await withTaskExecutorPreference(lane.executor) { await run() }
    }

    private func run() async -> End {
        progress.rewind()
        checkQuarantine(0)
        let segments = progress.openSegments
        let readers = min(readers, segments.count)
        let queue = BatchQueue<Read>(readers: readers, size: \.bytes)
        let bodies = BodyPool()
        var senders = 0
        await withDiscardingTaskGroup { group in
            for reader in 0..<readers {
                let mine = segments.enumerated().filter { $0.offset % readers == reader }
                    .map(\.element)
                group.addTask {
                    let reader = TableReader(database: database, table: table, bodies: bodies)
                    // A page that SQLite has to sort for takes long; what is half read is read again.
                    await control.untilWindingUp { await read(mine, into: queue, on: reader) }
                }
            }
            // A sender takes one batch after the other for as long as it may keep its place.
            while await queue.waitForBatch(), !control.isWindingUp {
                await takePlace()
                guard let first = takeBatch(from: queue) else {
                    givePlace()
                    continue
                }
                let lane = lanes[senders % lanes.count]
                senders += 1
                group.addTask(executorPreference: lane.executor) {
                    var next: Entered? = first
                    while let (batch, number) = next {
                        await deliver(batch, number: number, over: lane)
                        bodies.give(batch.body)
                        next = keepsPlace ? takeBatch(from: queue) : nil
                    }
                    givePlace()
                }
            }
            queue.close()
        }
        do {
            try await checkpointer.flush(endOf: table.name)
        } catch {
            return .failed(RunFailure(error))
        }
        if let failure = control.failure { return .failed(RunFailure(failure, of: table.name)) }
        return progress.isDone ? .finished : .stopped
    }

    /// Runs on the reader's thread: a page is read and handed on without a change of threads.
    private func read(
        _ segments: [SegmentLedger], into queue: BatchQueue<Read>, on reader: isolated TableReader
    ) async {
        // Segments read in turn; 8 at a time keep eight partitions busy and eight pages in memory.
        var waiting = segments[...]
        var open: [SegmentLedger] = []
        var turn = 0
        loop: while !control.isWindingUp {
            while open.count < 8, let next = waiting.popFirst() { open.append(next) }
            guard !open.isEmpty else { break }
            turn = turn % open.count
            let segment = open[turn]
            await queue.waitForRoom()
            if control.isWindingUp || queue.isClosed { break }
            guard let entity = table.entity(segment.id.entity) else { break }
            do {
                let page = try reader.page(
                    of: segment.id, entity: entity, range: segment.range, start: segment.resumePoint
                )
                checkQuarantine(page.batches.reduce(0) { $0 + $1.quarantined.count })
                var elements = page.batches.map(Read.batch)
                if page.isEnd {
                    elements.append(.segmentEnd(segment.id))
                    open.remove(at: turn)
                } else {
                    turn += 1
                }
                queue.append(elements, lane: segment.id.hashValue)
            } catch {
                // A stop at once cancels the reading too.
                if error.code != .cancelled || !control.isWindingUp { control.fail(error) }
                queue.close()
                break loop
            }
        }
        reader.close()
        queue.readerEnded()
    }

    private func takePlace() async {
        await window.enter()
        await gate.enter()
    }

    private func givePlace() {
        gate.leave()
        window.leave()
    }

    /// Other tables may wait for one of the process's places; this table's own are for whoever is there first.
    private var keepsPlace: Bool { window.keepsPlace && gate.keepsPlace(mayPass: false) }

    /// A batch with its number in its segment's ledger.
    private typealias Entered = (batch: Batch, number: Int)

    /// The next batch, entered in its ledger; nil where there is none just now, or the table winds up.
    private func takeBatch(from queue: BatchQueue<Read>) -> Entered? {
        while !control.isWindingUp {
            // Entered before the next one can be taken: in the order of their rows.
            guard let taken = queue.poll({ enter($0) }) else { return nil }
            if let taken { return taken }
        }
        return nil
    }

    private func enter(_ read: Read) -> Entered? {
        switch read {
        case .segmentEnd(let segment):
            _ = progress.change(segment) { $0.readerEnded() }
            checkpointer.noteChange()
            return nil
        case .batch(let batch):
            let number = progress.change(batch.segment) { $0.enter(lastKey: batch.lastKey) }
            return number.map { (batch, $0) }
        }
    }

    private func deliver(_ batch: Batch, number: Int, over lane: DynamoDBLane) async {
        if !batch.items.isEmpty { progress.batchSent() }
        let outcome = await delivery.deliver(batch, over: lane)
        defer {
            // When it is settled in its ledger: whoever sees the last one land finds all counted.
            if !batch.items.isEmpty {
                progress.batchLanded(control.isWindingUp ? outlet : nil)
            }
        }
        switch outcome {
        case .settled(let counts, let quarantined):
            let total = progress.change(batch.segment) { ledger -> Int in
                ledger.settle(number, counts: counts, quarantined: quarantined)
                return ledger.settled.quarantined
            }
            flow.acknowledged(counts)
            checkpointer.noteChange()
            if !quarantined.isEmpty || (total ?? 0) > 0 { checkQuarantine(0) }
        case .givenUp: break
        case .failed(let error): control.fail(error)
        }
    }

    /// Fails the table where more rows are in quarantine than allowed.
    /// - `ahead`: rows that were read just now and cannot be written.
    private func checkQuarantine(_ ahead: Int) {
        let count = progress.counts.values.reduce(ahead) { $0 + $1.quarantined }
        guard count > maxQuarantined else { return }
        control.fail(
            SluiceError(
                .tableFailed,
                "\(count) rows are in quarantine, more than load.maxQuarantined (\(maxQuarantined)): the mapping does not fit the data",
                place: "table \(table.name)",
                hint:
                    "look at the causes with `sluice status`, mend the mapping, then `sluice reset --tables \(table.name)`; or raise load.maxQuarantined"
            ))
    }
}
