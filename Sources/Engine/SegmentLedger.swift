package import CheckpointStore
package import RunModel
package import SQLiteSource

/// The account of one segment: which batches are out, and how far everything below is settled.
///
/// What always holds:
/// 1. Batches are entered in the order of their rows, and numbered from 0.
/// 2. The watermark is the last key of the longest run of settled batches from the start.
/// 3. `settled` counts only rows at or below the watermark, so that counts and watermark are one truth.
/// Answers come in any order; a batch that is given up stays unsettled, and what is above it is read again
/// by the next process.
package struct SegmentLedger: Sendable {
    package let id: SegmentID
    package let range: KeyRange
    package private(set) var watermark: RowKey?
    package private(set) var settled: EntityCounts
    /// True when every row has been read and settled.
    package private(set) var isDone: Bool
    /// Rows to be put into quarantine with the next checkpoint, all at or below the watermark.
    package private(set) var quarantined: [QuarantinedItem] = []
    private var isDirty = false

    private var open: [Entry] = []
    private var firstNumber = 0
    private var endWasRead = false

    private struct Entry: Sendable {
        var lastKey: RowKey
        var counts: EntityCounts
        var quarantined: [QuarantinedItem]
        var isSettled: Bool
    }

    package init(
        id: SegmentID, range: KeyRange, watermark: RowKey? = nil,
        counts: EntityCounts = EntityCounts(),
        isDone: Bool = false
    ) {
        self.id = id
        self.range = range
        self.watermark = watermark
        self.settled = counts
        self.isDone = isDone
    }

    /// A segment as it was stored.
    package init(_ stored: StoredSegment) {
        self.init(
            id: stored.id, range: KeyRange(after: stored.after, through: stored.through),
            watermark: stored.watermark, counts: stored.counts, isDone: stored.isDone)
    }

    /// Where reading goes on: after the watermark, or at the segment's start.
    package var resumePoint: RowKey? { watermark ?? range.after }

    /// Batches that are out.
    package var outstanding: Int { open.count { !$0.isSettled } }

    /// Enters a batch that is about to be sent; gives its number.
    package mutating func enter(lastKey: RowKey) -> Int {
        open.append(
            Entry(lastKey: lastKey, counts: EntityCounts(), quarantined: [], isSettled: false))
        return firstNumber + open.count - 1
    }

    /// Every row of the batch is acknowledged, in quarantine or excluded.
    package mutating func settle(
        _ number: Int, counts: EntityCounts, quarantined: [QuarantinedItem]
    ) {
        let at = number - firstNumber
        guard open.indices.contains(at), !open[at].isSettled else { return }
        open[at].isSettled = true
        open[at].counts = counts
        open[at].quarantined = quarantined
        advance()
    }

    /// The reader has come to the segment's end; no further batch will be entered.
    package mutating func readerEnded() {
        endWasRead = true
        advance()
    }

    /// Forgets what is out, so that reading can begin again at `resumePoint`.
    package mutating func rewind() {
        firstNumber += open.count
        open.removeAll()
        endWasRead = false
    }

    private mutating func advance() {
        var passed = 0
        for entry in open {
            guard entry.isSettled else { break }
            watermark = entry.lastKey
            settled += entry.counts
            quarantined += entry.quarantined
            passed += 1
        }
        if passed > 0 {
            open.removeFirst(passed)
            firstNumber += passed
            isDirty = true
        }
        if endWasRead, open.isEmpty, !isDone {
            isDone = true
            isDirty = true
        }
    }

    /// What the next checkpoint has to store, once; nil where nothing has changed.
    package mutating func takeProgress() -> (
        progress: SegmentProgress, quarantined: [QuarantinedItem]
    )? {
        guard isDirty else { return nil }
        isDirty = false
        defer { quarantined.removeAll() }
        return (progress, quarantined)
    }

    package var progress: SegmentProgress {
        SegmentProgress(id: id, watermark: watermark, isDone: isDone, counts: settled)
    }

    /// The segment with some progress of it, for people.
    package func standing(_ progress: SegmentProgress) -> SegmentStanding {
        SegmentStanding(
            after: range.after?.description, through: range.through?.description,
            watermark: progress.watermark?.description,
            acknowledged: progress.counts.acknowledged, isDone: progress.isDone)
    }
}

/// A row for quarantine, with the item it would have become where there is one.
package struct QuarantinedItem: Sendable, Equatable {
    package var row: QuarantinedRow
    package var item: [UInt8]?

    package init(row: QuarantinedRow, item: [UInt8]? = nil) {
        self.row = row
        self.item = item
    }
}
