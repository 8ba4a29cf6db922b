package import RunModel

/// A row in quarantine as it is stored.
package struct StoredQuarantine: Sendable, Equatable {
    /// Given out by the store, rising; 0 before.
    package var id: Int64
    package var row: QuarantinedRow
    /// The number of the segment whose counts it is in.
    package var segment: Int
    /// The item's bytes as they would have been sent; not kept where over `itemLimit`.
    package var item: [UInt8]?
    /// Milliseconds since 1970.
    package var firstAt: Int64
    package var lastAt: Int64

    /// 1 MB: an item DynamoDB takes has 400 KB, and what is far over it is found by its row key.
    package static let itemLimit = 1 << 20
    /// Characters of a message that are kept.
    package static let messageLimit = 8_000
    package static let causeLimit = 500

    package init(
        row: QuarantinedRow, segment: Int, item: [UInt8]? = nil, at time: Int64, id: Int64 = 0,
        firstAt: Int64? = nil
    ) {
        self.id = id
        self.row = row
        self.segment = segment
        self.item = item
        self.firstAt = firstAt ?? time
        self.lastAt = time
    }
}

/// Rows quarantined for one cause in one table.
package struct QuarantineCause: Sendable, Equatable {
    package var table: String
    package var cause: String
    package var count: Int
    package var firstAt: Int64
    package var lastAt: Int64
    /// The first of them, from different entities where there are several; without item bytes.
    package var samples: [StoredQuarantine]
}

/// What became of a quarantined row that was tried again.
package struct RetriedRow: Sendable, Equatable {
    package enum Result: Sendable, Equatable {
        /// The service has it: out of quarantine, into the acknowledged.
        case acknowledged(bytes: Int, writeUnits: Int)
        /// The mapping leaves it out now.
        case excluded
        /// The source has no such row any more: it is taken out of the rows read.
        case gone
        /// It still cannot be written; the cause may be another.
        case quarantined(cause: String, message: String, item: [UInt8]?)
    }

    /// `StoredQuarantine.id`.
    package var id: Int64
    package var result: Result

    package init(id: Int64, result: Result) {
        self.id = id
        self.result = result
    }
}

/// A line of the audit trail: who asked for what, and what came of it.
package struct AuditEntry: Sendable, Equatable {
    /// Milliseconds since 1970.
    package var time: Int64
    package var run: String?
    /// `dashboard`, `command line`, `signal`, with the user's name where known.
    package var who: String
    package var what: String
    package var result: String

    package init(time: Int64, run: String?, who: String, what: String, result: String) {
        self.time = time
        self.run = run
        self.who = who
        self.what = what
        self.result = result
    }
}

/// A table in the target that this state file's runs created, or set out to.
package struct TableClaim: Sendable, Equatable {
    package var wireName: String
    /// False where a run recorded the intention and ended before the service answered.
    package var wasCreated: Bool
    package var identity: String?
    /// The run that made the claim.
    package var run: String

    package init(wireName: String, wasCreated: Bool, identity: String?, run: String) {
        self.wireName = wireName
        self.wasCreated = wasCreated
        self.identity = identity
        self.run = run
    }
}
