/// The run at one moment: the sum of its events, and all a front end draws from.
///
/// A pure reducer: the same events give the same snapshot, in any process (replay).
package struct RunSnapshot: Sendable, Equatable {
    /// The number of the last event in it.
    package var number: UInt64 = 0
    /// Milliseconds since 1970 of the last event.
    package var time: Int64 = 0
    package var run: RunDescription?
    package var startedAt: Int64?
    /// Since when something may move; nil while nothing does without a command.
    private var movingSince: Int64?
    /// Milliseconds in which something moved, before that.
    private var movedBefore: Int64 = 0
    /// How often it began to move: more than once where commands followed a rest.
    package private(set) var spells = 0
    package var tables: [TableSnapshot] = []
    package var flow: FlowSample?
    package var outcome: RunOutcome?
    package var phase = Phase.opening
    package var limits: RunLimits?
    package var schema: SchemaReport?
    package var plan: PlanReport?
    /// The last item that was asked for.
    package var inspection: ItemInspection?
    /// Commands accepted and not yet carried out, oldest first.
    package var pendingCommands: [RunCommand] = []
    /// The last notices, oldest first, `noticeLimit` at most.
    package var notices: [Notice] = []

    package static let noticeLimit = 200

    /// When the target last took or refused something, or began to be asked.
    package internal(set) var answeredAt: Int64?
    /// When a batch last was sent again.
    package internal(set) var retriedAt: Int64?

    /// Where each table stands in `tables`.
    private var places: [String: Int] = [:]
    /// What the plan guesses of each table's rows.
    private var estimates: [String: Int] = [:]

    package init() {}

    /// A table by its name, whatever their number.
    package func table(_ name: String) -> TableSnapshot? { places[name].map { tables[$0] } }

    /// How far the run as a whole is; what each table does is its state.
    package enum Phase: Sendable, Equatable {
        /// The source is being read, the target looked at.
        case opening
        /// Ready; the operator's `begin` is awaited.
        case waiting
        case running
        /// Nothing moves without a command; `outcome` says how the run would end now.
        case settled
        case over
    }

    package struct TableSnapshot: Sendable, Equatable {
        package var name: String
        package var wireName: String
        package var state: TableState = .queued
        /// The one thing to know: why it is in this state.
        package var detail: String?
        package var entities: [EntitySnapshot]
        package var failure: RunFailure?
        /// What the plan guesses of its rows; used until they are counted.
        package var estimate: Int?
        package var throttledBatches = 0
        package var lastThrottleCause: String?
        package var retries = 0
        package var unprocessed = 0
        /// Batches in flight.
        package var inFlight = 0
        /// When the target last took or refused something of it, or began to be asked.
        package internal(set) var answeredAt: Int64?
        /// When a batch of it last was sent again.
        package internal(set) var retriedAt: Int64?
        /// Throttled batches by cause; what is past `throttleLimit` causes is counted as `other`.
        package var throttles: [String: Int] = [:]
        package var compared = 0
        package var validation: ValidationOutcome?
        /// Differences found by the validation that runs or ran.
        package var differing = 0
        /// The first differences found, `differenceLimit` at most.
        package var differences: [ItemDifference] = []
        /// Quarantined rows by cause, `causeLimit` causes at most: how many, and the first of them.
        package var causes: [QuarantineCount] = []

        package static let differenceLimit = 100
        package static let causeLimit = 50
        package static let throttleLimit = 20

        /// `planned` is nil until the rows of each entity are counted.
        package var counts: TableCounts { entities.lazy.map(\.counts).total() }
    }

    package struct EntitySnapshot: Sendable, Equatable {
        package var name: String
        package var root: String
        package var counts: EntityCounts
        /// By number; empty until the first watermark moved.
        package var segments: [Int: SegmentStanding] = [:]
    }

    package typealias Cause = QuarantineCount

    /// `planned` is nil until the rows of each table are counted.
    package var counts: TableCounts { tables.lazy.map(\.counts).total() }

    /// The share acknowledged, quarantined or excluded of what is planned, 0…1; below 1 while rows are only
    /// guessed, and nil while nothing is known of some table, or the end would show before its time.
    package var share: Double? {
        let counts = counts
        var planned = 0
        var isCounted = true
        for table in tables {
            guard let expected = table.expected else { return nil }
            planned += expected
            isCounted = isCounted && table.isCounted
        }
        guard !tables.isEmpty else { return nil }
        guard planned > 0 else { return isCounted ? 1 : 0 }
        let done = Double(counts.acknowledged + counts.quarantined + counts.excluded)
        return min(isCounted ? 1 : 0.999, done / Double(planned))
    }
}

extension RunSnapshot {
    /// Takes in one event.
    ///
    /// Events must come in the order of their numbers.
    package mutating func apply(_ numbered: NumberedEvent) {
        number = numbered.number
        time = numbered.time
        switch numbered.event {
        case .runStarted(let description):
            run = description
            startedAt = numbered.time
            outcome = nil
            phase = .opening
        case .tablePlanned(let plan): applyPlan(plan)
        case .schemaAnalysed(let report): schema = report
        case .planMade(let report):
            plan = report
            for planned in report.tables {
                estimates[planned.table] = planned.items
                change(planned.table) { $0.estimate = planned.items }
            }
        case .beginAwaited: phase = .waiting
        case .begun:
            phase = .running
            outcome = nil
            if movingSince == nil {
                spells += 1
                answeredAt = numbered.time
            }
            movingSince = movingSince ?? numbered.time
        case .settled(let outcome):
            phase = .settled
            self.outcome = outcome
            rest(at: numbered.time)
        case .tableStateChanged(let table, let state, let detail):
            var isBegun = false
            change(table) {
                $0.state = state
                $0.detail = detail
                if state != .failed { $0.failure = nil }
                if state == .copying { isBegun = $0.inFlight == 0 }
                if isBegun { $0.answeredAt = numbered.time }
                // What was compared is compared again, or copied.
                if state == .queued || state == .preparing { $0.forgetValidation() }
            }
            // A silence counts from when something was asked at the earliest.
            if isBegun, silence(at: time) == nil { answeredAt = time }
        case .entityProgressed(let id, let counts):
            var isTaken = false
            change(id.table) { table in
                guard let at = table.entities.firstIndex(where: { $0.name == id.entity }) else {
                    return
                }
                isTaken = counts.acknowledged > table.entities[at].counts.acknowledged
                table.entities[at].counts = counts
                if isTaken { table.answeredAt = numbered.time }
            }
            if isTaken { answeredAt = numbered.time }
        case .segmentProgressed(let id, let progress):
            change(id.entity.table) { table in
                guard let at = table.entities.firstIndex(where: { $0.name == id.entity.entity })
                else { return }
                table.entities[at].segments[id.number] = progress
            }
        case .flowMeasured(let sample): flow = sample
        case .inFlightChanged(let table, let batches):
            change(table) {
                if $0.inFlight == 0 { $0.answeredAt = numbered.time }
                $0.inFlight = batches
                if $0.state == .pausing { $0.detail = TableState.landing(batches) }
            }
        case .limitsChanged(let limits): self.limits = limits
        case .throttled(let table, let cause, let batches):
            answeredAt = numbered.time
            change(table) {
                $0.answeredAt = numbered.time
                $0.throttledBatches += batches
                $0.lastThrottleCause = cause
                let isKnown = $0.throttles[cause] != nil
                let hasRoom = $0.throttles.count < TableSnapshot.throttleLimit
                $0.throttles[isKnown || hasRoom ? cause : "other", default: 0] += batches
            }
        case .batchRetried(let table, _, _, _):
            retriedAt = numbered.time
            change(table) {
                $0.retriedAt = numbered.time
                $0.retries += 1
            }
        case .itemsUnprocessed(let table, let count):
            answeredAt = numbered.time
            change(table) {
                $0.answeredAt = numbered.time
                $0.unprocessed += count
            }
        case .rowQuarantined(let row):
            change(row.entity.table) {
                $0.answeredAt = numbered.time
                $0.add(row)
            }
        case .quarantineCounted(let table, let causes):
            change(table) { $0.causes = Array(causes.prefix(TableSnapshot.causeLimit)) }
        case .tableFailed(let table, let failure): change(table) { $0.failure = failure }
        case .validationProgressed(let table, let compared, let differences):
            change(table) {
                $0.compared = compared
                $0.differing = differences
            }
        case .differenceFound(let difference):
            change(difference.table) {
                if $0.differences.count < TableSnapshot.differenceLimit {
                    $0.differences.append(difference)
                }
            }
        case .validationEnded(let table, let outcome):
            change(table) {
                $0.validation = outcome
                $0.compared = outcome.compared
                $0.differing = outcome.differences
            }
        case .repaired(let table, let written, let removed):
            notice(
                Notice(.info, "repaired: \(written) written, \(removed) removed", table: table))
        case .itemInspected(let inspection): self.inspection = inspection
        case .sourceChanged(let detail): notice(Notice(.warning, "the source changed: " + detail))
        case .commandAccepted(let command, _): pendingCommands.append(command)
        case .commandRefused(let command, _, let why):
            // The latest of its like: an earlier one may have been taken.
            if let at = pendingCommands.lastIndex(of: command) { pendingCommands.remove(at: at) }
            notice(Notice(.warning, "\(command.verb) refused: \(why)"))
        case .commandCarriedOut(let command):
            if let at = pendingCommands.firstIndex(of: command) { pendingCommands.remove(at: at) }
        // Its state says so.
        case .tableVerified: break
        case .noticed(let notice): self.notice(notice)
        case .runEnded(let outcome):
            self.outcome = outcome
            phase = .over
            rest(at: numbered.time)
        }
    }

    /// Milliseconds in which something moved: the operator's thinking before, between and after is left out.
    package var worked: Int64 { movedBefore + (movingSince.map { time - $0 } ?? 0) }

    private mutating func rest(at time: Int64) {
        if let movingSince { movedBefore += time - movingSince }
        movingSince = nil
    }

    private mutating func applyPlan(_ plan: TablePlan) {
        let entities = plan.entities.map { entity in
            var counts = EntityCounts()
            counts.segments = entity.segments
            counts.planned = entity.rows
            return EntitySnapshot(name: entity.name, root: entity.root, counts: counts)
        }
        var table = TableSnapshot(name: plan.table, wireName: plan.wireName, entities: entities)
        table.estimate = estimates[plan.table]
        if let at = places[plan.table] {
            // A queued table begins anew; one that is being prepared has its segments now.
            if tables[at].state == .queued {
                tables[at] = table
            } else {
                tables[at].entities = entities
            }
        } else {
            places[plan.table] = tables.count
            tables.append(table)
        }
    }

    /// What the plan guesses of a table's rows.
    package func estimate(of table: String) -> Int? { estimates[table] }

    private mutating func change(_ table: String, _ body: (inout TableSnapshot) -> Void) {
        guard let at = places[table] else { return }
        body(&tables[at])
    }

    private mutating func notice(_ notice: Notice) {
        notices.append(notice)
        if notices.count > Self.noticeLimit {
            notices.removeFirst(notices.count - Self.noticeLimit)
        }
    }
}

extension RunSnapshot.TableSnapshot {
    fileprivate mutating func forgetValidation() {
        validation = nil
        compared = 0
        differing = 0
        differences = []
    }

    fileprivate mutating func add(_ row: QuarantinedRow) {
        if let at = causes.firstIndex(where: { $0.cause == row.cause }) {
            causes[at].count += 1
        } else if causes.count < Self.causeLimit {
            causes.append(RunSnapshot.Cause(cause: row.cause, count: 1, sample: row))
        }
    }
}
