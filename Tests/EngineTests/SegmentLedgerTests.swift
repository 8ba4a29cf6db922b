import CheckpointStore
import Engine
import RunModel
import SQLiteSource
import Testing

@Suite struct SegmentLedgerTests {
    private static let id = SegmentID(entity: EntityID(table: "T", entity: "E"), number: 0)

    private func ledger() -> SegmentLedger { SegmentLedger(id: Self.id, range: KeyRange()) }

    private func counts(_ rows: Int) -> EntityCounts {
        var counts = EntityCounts()
        counts.read = rows
        counts.acknowledged = rows
        return counts
    }

    @Test func `The watermark waits for the oldest batch, whatever order answers come in`() {
        var ledger = ledger()
        let numbers = (1...4).map { ledger.enter(lastKey: RowKey(rowid: Int64($0 * 25))) }
        for number in [numbers[3], numbers[1], numbers[2]] {
            ledger.settle(number, counts: counts(25), quarantined: [])
            #expect(ledger.watermark == nil)
            #expect(ledger.settled.acknowledged == 0)
        }
        ledger.settle(numbers[0], counts: counts(25), quarantined: [])
        #expect(ledger.watermark == RowKey(rowid: 100))
        #expect(ledger.settled.acknowledged == 100)
        #expect(ledger.outstanding == 0)
    }

    @Test(arguments: 0..<200)
    func `In any order of answers the counts are those of the rows below the watermark`(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var ledger = ledger()
        var open: [(number: Int, rows: Int, last: Int)] = []
        var settled: Set<Int> = []
        var entered: [(rows: Int, last: Int)] = []
        var last = 0
        for _ in 0..<100 {
            if Bool.random(using: &random) || open.isEmpty {
                let rows = Int.random(in: 1...25, using: &random)
                last += rows
                let number = ledger.enter(lastKey: RowKey(rowid: Int64(last)))
                open.append((number, rows, last))
                entered.append((rows, last))
            } else {
                let at = Int.random(in: 0..<open.count, using: &random)
                let batch = open.remove(at: at)
                ledger.settle(batch.number, counts: counts(batch.rows), quarantined: [])
                settled.insert(batch.last)
            }
            let below = entered.prefix { settled.contains($0.last) }
            #expect(ledger.settled.read == below.reduce(0) { $0 + $1.rows })
            #expect(ledger.watermark == below.last.map { RowKey(rowid: Int64($0.last)) })
        }
    }

    @Test func `A batch settled twice counts once`() {
        var ledger = ledger()
        let number = ledger.enter(lastKey: RowKey(rowid: 1))
        ledger.settle(number, counts: counts(1), quarantined: [])
        ledger.settle(number, counts: counts(1), quarantined: [])
        #expect(ledger.settled.acknowledged == 1)
    }

    @Test func `A segment is done when its end was read and its last batch settled`() {
        var ledger = ledger()
        let number = ledger.enter(lastKey: RowKey(rowid: 1))
        ledger.readerEnded()
        #expect(!ledger.isDone)
        ledger.settle(number, counts: counts(1), quarantined: [])
        #expect(ledger.isDone)
    }

    @Test func `An empty segment is done when its end was read, and says so once`() {
        var ledger = ledger()
        ledger.readerEnded()
        #expect(ledger.isDone)
        #expect(ledger.takeProgress()?.progress.isDone == true)
        #expect(ledger.takeProgress() == nil)
    }

    @Test func `After a rewind an answer to a forgotten batch changes nothing`() {
        var ledger = ledger()
        let first = ledger.enter(lastKey: RowKey(rowid: 10))
        let second = ledger.enter(lastKey: RowKey(rowid: 20))
        ledger.settle(first, counts: counts(10), quarantined: [])
        ledger.rewind()
        #expect(ledger.resumePoint == RowKey(rowid: 10))
        ledger.settle(second, counts: counts(10), quarantined: [])
        #expect(ledger.watermark == RowKey(rowid: 10))
        let again = ledger.enter(lastKey: RowKey(rowid: 20))
        #expect(again != second)
    }

    @Test func `Quarantined rows come with the checkpoint that moves the watermark past them`() {
        var ledger = ledger()
        let first = ledger.enter(lastKey: RowKey(rowid: 1))
        let second = ledger.enter(lastKey: RowKey(rowid: 2))
        let row = QuarantinedItem(
            row: QuarantinedRow(
                entity: Self.id.entity, key: RowKey(rowid: 2), cause: "empty key", message: "PK"))
        var bad = EntityCounts()
        bad.read = 1
        bad.quarantined = 1
        ledger.settle(second, counts: bad, quarantined: [row])
        #expect(ledger.takeProgress() == nil)
        ledger.settle(first, counts: counts(1), quarantined: [])
        let progress = ledger.takeProgress()
        #expect(progress?.quarantined == [row])
        #expect(progress?.progress.watermark == RowKey(rowid: 2))
    }

    /// The count comes beside the copy, at its end maybe, when no segment will change any more.
    @Test func `A count of rows is told once, though no segment has changed`() {
        let progress = TableProgress(table: "T", ledgers: [ledger()])
        #expect(progress.takeCheckpoint() == nil)
        progress.setPlanned(6, of: Self.id.entity)
        #expect(progress.takeCheckpoint() == nil)
        progress.counted(7, of: Self.id.entity)
        #expect(progress.takeCheckpoint()?.counts[Self.id.entity]?.planned == 7)
        #expect(progress.takeCheckpoint() == nil)
    }
}

/// A seeded generator (SplitMix64), so that a failing order can be had again.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
