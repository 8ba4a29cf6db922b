extension RunSnapshot.TableSnapshot {
    /// True where the rows of each of its entities are counted.
    package var isCounted: Bool { entities.allSatisfy { $0.counts.planned != nil } }

    /// Its rows: counted, or by the plan's guess, at least what is done already; nil where nobody knows.
    package var expected: Int? {
        let counts = counts
        if isCounted { return counts.planned ?? 0 }
        guard let estimate else { return nil }
        let counted = entities.reduce(0) { $0 + ($1.counts.planned ?? 0) }
        let done = counts.acknowledged + counts.quarantined + counts.excluded
        return max(estimate, counted, done)
    }

    /// True where a pause met a comparison: each row was answered for.
    package var isValidationStopped: Bool {
        guard state == .paused, inFlight == 0 else { return false }
        let counts = counts
        guard let planned = counts.planned, counts.acknowledged > 0 else { return false }
        return counts.acknowledged + counts.quarantined + counts.excluded >= planned
    }
}

extension RunSnapshot {
    /// True where it is told from a run's state file: what only the process knows that works on it, like its
    /// limits and what is in flight, is not known then.
    package var isFromState: Bool {
        switch phase {
        case .opening, .waiting: false
        case .running, .settled, .over: run != nil && limits == nil && flow == nil
        }
    }

    /// Bytes up to which a source is measured to the end although the copy has begun; a larger one is left to
    /// the copy.
    package static let smallSource: Int64 = 8 << 20

    /// True while the source's values are still being read.
    package var isMeasuring: Bool {
        guard let schema, phase != .over, !isFromState else { return false }
        let isWaiting = phase == .opening || phase == .waiting
        guard isWaiting || run.map({ $0.sourceBytes <= Self.smallSource }) == true else {
            return false
        }
        return schema.measuredTables < schema.tables.count
    }

    /// Shorter silences are a throttle's daily bread.
    private static let patience: Int64 = 5_000
    /// Of one table: its batches may wait long behind the others' for the write limit.
    private static let tablePatience: Int64 = 15_000

    /// Milliseconds since when the target has answered nothing although batches are on their way; nil where it
    /// does, or is not asked.
    package func silence(at now: Int64) -> Int64? {
        guard phase == .running, let answeredAt, now - answeredAt >= Self.patience else {
            return nil
        }
        var isAsked = false
        for index in tables.indices {
            switch tables[index].state {
            case .copying, .pausing: isAsked = true
            default: continue
            }
            if isAsked { break }
        }
        guard isAsked, (flow?.batchesInFlight ?? 0) > 0 || (retriedAt ?? 0) > answeredAt else {
            return nil
        }
        return now - answeredAt
    }

    /// Milliseconds since when the target has answered nothing about one table that it is asked of, while it
    /// answers others; nil where it does, or is not asked.
    package func silence(of table: TableSnapshot, at now: Int64) -> Int64? {
        guard phase == .running, table.state == .copying || table.state == .pausing,
            let asked = table.answeredAt, now - asked >= Self.tablePatience,
            table.inFlight > 0 || (table.retriedAt ?? 0) > asked,
            silence(at: now) == nil
        else { return nil }
        return now - asked
    }
}
