/// A fact about the run, in the past tense.
///
/// Closed: nothing else crosses from the engine to a front end.
///
/// Text that comes from data or from the service is sanitised before it is put into an event.
/// Counters are cumulative, so an event that a slow subscriber missed is made good by the next one.
package enum RunEvent: Sendable, Equatable {
    case runStarted(RunDescription)
    case tablePlanned(TablePlan)
    /// The analysis of the source, whole each time: again as more of it is measured.
    case schemaAnalysed(SchemaReport)
    /// What the run will do, whole each time: again when the target was looked at.
    case planMade(PlanReport)
    /// Everything is ready, and a `begin` is awaited.
    case beginAwaited
    /// The operator said `begin`, or nobody was to be asked.
    case begun
    /// Nothing more happens without a command; so the run would end now. `begun` when it moves again.
    case settled(RunOutcome)
    case tableStateChanged(table: String, state: TableState, detail: String?)
    /// The reader's and the writer's counters of one entity, and its segments' standing.
    case entityProgressed(EntityID, EntityCounts)
    /// A segment's watermark moved.
    case segmentProgressed(SegmentID, SegmentStanding)
    case flowMeasured(FlowSample)
    /// A table's batches in flight changed; told once a second, and at each answer while it pauses.
    case inFlightChanged(table: String, batches: Int)
    /// The limits that hold now: at the start, and when a command changed them.
    case limitsChanged(RunLimits)
    case throttled(table: String, cause: String, batches: Int)
    case batchRetried(table: String, reason: String, attempt: Int, delayMilliseconds: Int)
    case itemsUnprocessed(table: String, count: Int)
    case rowQuarantined(QuarantinedRow)
    /// What of a table is in quarantine, whole: after rows were tried again, or where it is known from before.
    case quarantineCounted(table: String, [QuarantineCount])
    case tableFailed(table: String, RunFailure)
    case tableVerified(table: String, TableCounts)
    case validationProgressed(table: String, compared: Int, differences: Int)
    case differenceFound(ItemDifference)
    case validationEnded(table: String, ValidationOutcome)
    /// Differences were repaired: items written again, and items removed that the source does not have.
    case repaired(table: String, written: Int, removed: Int)
    case itemInspected(ItemInspection)
    case sourceChanged(detail: String)
    case commandAccepted(RunCommand, by: String)
    case commandRefused(RunCommand, by: String, why: String)
    case commandCarriedOut(RunCommand)
    case noticed(Notice)
    case runEnded(RunOutcome)
}

/// An event with its number and its time, as the bus gave it out.
package struct NumberedEvent: Sendable, Equatable {
    /// From 1, without gaps, in the order the facts were published.
    package var number: UInt64
    /// Milliseconds since 1970-01-01 UTC.
    package var time: Int64
    package var event: RunEvent

    package init(number: UInt64, time: Int64, event: RunEvent) {
        self.number = number
        self.time = time
        self.event = event
    }
}

/// The state of a table (DESIGN §9).
package enum TableState: String, Sendable, Equatable, CaseIterable {
    case queued
    case preparing
    case copying
    /// Commanded to pause; batches are still in flight.
    case pausing
    case paused
    case verifying
    case validating
    case done
    /// Validation found differences.
    case differs
    case failed

    /// What there is to know of a table that pauses.
    package static func landing(_ batches: Int) -> String? {
        batches == 0 ? nil : "\(batches) batch\(batches == 1 ? "" : "es") in flight"
    }
}

/// How far a segment is.
package struct SegmentStanding: Sendable, Equatable {
    /// The key after which it begins, the last key it may hold, and the watermark, as text; nil where open.
    package var after: String?
    package var through: String?
    package var watermark: String?
    package var acknowledged: Int
    package var isDone: Bool

    package init(
        after: String?, through: String?, watermark: String?, acknowledged: Int, isDone: Bool
    ) {
        self.after = after
        self.through = through
        self.watermark = watermark
        self.acknowledged = acknowledged
        self.isDone = isDone
    }
}

/// The limits an operator can change while it runs.
package struct RunLimits: Sendable, Equatable {
    /// Write units a second for the process; nil for none.
    package var writeUnits: Int?
    /// Batches in flight for the process.
    package var inFlight: Int

    package init(writeUnits: Int?, inFlight: Int) {
        self.writeUnits = writeUnits
        self.inFlight = inFlight
    }
}

/// What the run is: from where to where.
package struct RunDescription: Sendable, Equatable {
    package var runID: String
    /// True where an earlier process began this run.
    package var isContinued: Bool
    package var configPath: String?
    package var sourcePath: String
    package var sourceBytes: Int64
    /// `us-east-1`, or the endpoint's URL without user information.
    package var target: String
    /// `target.label`, or nil.
    package var label: String?
    /// True where the endpoint is not loopback, or a label says so.
    package var isProduction: Bool

    package init(
        runID: String, isContinued: Bool, configPath: String?, sourcePath: String,
        sourceBytes: Int64,
        target: String, label: String?, isProduction: Bool
    ) {
        self.runID = runID
        self.isContinued = isContinued
        self.configPath = configPath
        self.sourcePath = sourcePath
        self.sourceBytes = sourceBytes
        self.target = target
        self.label = label
        self.isProduction = isProduction
    }
}

/// A table of the run and what it will hold.
package struct TablePlan: Sendable, Equatable {
    package var table: String
    /// The name on the wire: prefix and all.
    package var wireName: String
    package var entities: [EntityPlan]

    package init(table: String, wireName: String, entities: [EntityPlan]) {
        self.table = table
        self.wireName = wireName
        self.entities = entities
    }
}

/// An entity of a planned table.
package struct EntityPlan: Sendable, Equatable {
    package var name: String
    /// The root: a table's or view's name, or `query`.
    package var root: String
    /// Rows of the root as far as known; nil until counted.
    package var rows: Int?
    package var segments: Int

    package init(name: String, root: String, rows: Int?, segments: Int) {
        self.name = name
        self.root = root
        self.rows = rows
        self.segments = segments
    }
}

/// What has been done of an entity.
///
/// `read = acknowledged + quarantined + excluded + in flight` at any time.
package struct EntityCounts: Sendable, Equatable {
    /// Root rows read.
    package var read = 0
    /// Items the service answered for without returning them as unprocessed.
    package var acknowledged = 0
    /// Rows in quarantine.
    package var quarantined = 0
    /// Rows the mapping's `where` leaves out.
    package var excluded = 0
    /// Item bytes acknowledged, as DynamoDB counts them.
    package var bytes = 0
    /// Write units acknowledged: a kilobyte an item, rounded up, per item, and the same again for each index it is in.
    package var writeUnits = 0
    package var segmentsDone = 0
    package var segments = 0
    /// Rows of the root as far as known.
    package var planned: Int?

    package init() {}

    /// True where the identity of DESIGN §2.1 holds.
    package var isBalanced: Bool { read == acknowledged + quarantined + excluded }

    package static func += (sum: inout EntityCounts, part: EntityCounts) {
        sum.read += part.read
        sum.acknowledged += part.acknowledged
        sum.quarantined += part.quarantined
        sum.excluded += part.excluded
        sum.bytes += part.bytes
        sum.writeUnits += part.writeUnits
        sum.segmentsDone += part.segmentsDone
        sum.segments += part.segments
        if let planned = part.planned { sum.planned = (sum.planned ?? 0) + planned }
    }
}

extension Sequence where Element == EntityCounts {
    /// Their sum; `planned` only where it is known of each: part of the rows is not all of them.
    package func total() -> EntityCounts {
        var sum = EntityCounts()
        var isCounted = true
        for part in self {
            sum += part
            isCounted = isCounted && part.planned != nil
        }
        if !isCounted { sum.planned = nil }
        return sum
    }
}

/// The counts of a whole table at its end.
package typealias TableCounts = EntityCounts

/// The flow of the last interval, over all tables.
package struct FlowSample: Sendable, Equatable {
    package var itemsPerSecond: Double
    package var bytesPerSecond: Double
    package var writeUnitsPerSecond: Double
    package var batchesInFlight: Int
    package var inFlightLimit: Int
    /// Milliseconds from a batch sent to its answer, of the interval; nil where none was answered.
    package var latencyP50: Double?
    package var latencyP99: Double?

    package init(
        itemsPerSecond: Double, bytesPerSecond: Double, writeUnitsPerSecond: Double,
        batchesInFlight: Int,
        inFlightLimit: Int, latencyP50: Double?, latencyP99: Double?
    ) {
        self.itemsPerSecond = itemsPerSecond
        self.bytesPerSecond = bytesPerSecond
        self.writeUnitsPerSecond = writeUnitsPerSecond
        self.batchesInFlight = batchesInFlight
        self.inFlightLimit = inFlightLimit
        self.latencyP50 = latencyP50
        self.latencyP99 = latencyP99
    }
}
