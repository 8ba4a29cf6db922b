package import RunModel

/// What a subscriber gets, in order.
package enum Delivery: Sendable, Equatable {
    case event(NumberedEvent)
    /// So many events were dropped here because the subscriber was slow. Counters are cumulative and the
    /// snapshot has them all: read it again, or go on.
    case missed(Int)
}

extension RunEvent {
    /// How much a lost event would be missed: what decides which goes first from a full buffer.
    enum Weight: Int, Sendable, Comparable {
        /// Made good by the next of its kind.
        case progress
        /// One of many alike; the snapshot and the quarantine keep their count.
        case sample
        /// Said once.
        case essential

        static func < (a: Weight, b: Weight) -> Bool { a.rawValue < b.rawValue }
    }

    var weight: Weight {
        switch self {
        case .entityProgressed, .flowMeasured, .throttled, .batchRetried, .itemsUnprocessed,
            .validationProgressed, .segmentProgressed, .inFlightChanged:
            .progress
        case .rowQuarantined, .differenceFound: .sample
        case .noticed(let notice): notice.level < .warning ? .progress : .sample
        case .runStarted, .tablePlanned, .schemaAnalysed, .planMade, .beginAwaited, .begun,
            .settled,
            .limitsChanged, .quarantineCounted, .repaired, .itemInspected, .tableStateChanged,
            .tableFailed,
            .tableVerified,
            .validationEnded, .sourceChanged, .commandAccepted, .commandRefused, .commandCarriedOut,
            .runEnded:
            .essential
        }
    }
}

extension Notice.Level {
    static func < (a: Notice.Level, b: Notice.Level) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}
