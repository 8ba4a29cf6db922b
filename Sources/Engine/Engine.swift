package import CheckpointStore
package import DynamoDB
package import EventBus
import Logging
package import RunModel
package import SQLiteSource

/// The run: carries out what the tables' machines ask for, and nothing else.
///
/// What always holds:
/// 1. A table's state changes only through its `TableMachine`; the state is stored before it is told.
/// 2. Commands are taken in the order in which they were sent.
/// 3. When `run` returns, nothing is in flight, and the store holds all that is known.
package actor Engine {
    let plan: RunPlan
    let settings: EngineSettings
    let parts: EngineParts
    var tables: [String: TableRunner]
    var order: [String]
    var isStopping = false
    /// False while the target is looked at: nothing is begun then.
    private(set) var isReady = false
    /// The look at the target, which a stop cuts short.
    var looking: Task<SluiceError?, Never>?
    private var ended: CheckedContinuation<Void, Never>?
    private var isOver = false
    /// The first failure that ends the whole run: the state file, above all.
    var fatal: SluiceError?

    /// - `states`: where the tables stand in the store; tables that are missing are queued.
    /// - `segments`: what is stored of all tables, so that the counts are the whole run's.
    package init(
        plan: RunPlan, settings: EngineSettings, parts: EngineParts, states: [String: StoredTable],
        segments: [StoredSegment]
    ) {
        self.plan = plan
        self.settings = settings
        self.parts = parts
        order = plan.tables.map(\.name)
        tables = Dictionary(
            uniqueKeysWithValues: plan.tables.map { planned in
                (
                    planned.name,
                    TableRunner(
                        planned, stored: states[planned.name],
                        segments: segments.filter { $0.id.entity.table == planned.name },
                        settings: settings)
                )
            })
    }

    /// Runs until every table has come to rest, or a command stops it.
    /// - Throws: what prevents any table from being begun: the target out of reach, tables that do not fit.
    package func run() async throws(SluiceError) -> RunResult {
        for name in order {
            if let runner = tables[name] { await parts.checkpointer.register(runner.progress) }
        }
        announce()
        // Commands first: a stop is heard while the target is looked at.
        let commands = Task { await takeCommands() }
        if let error = await lookAtTarget() {
            await finish(.failed)
            commands.cancel()
            await commands.value
            throw error
        }
        isReady = true
        let ticker = Task { await measureFlow() }
        for name in order where tables[name]?.isToRetry(settings) == true {
            _ = command(.retry, on: name)
        }
        admit()
        await waitForEnd()
        ticker.cancel()
        await ticker.value
        do {
            try await parts.checkpointer.flush()
        } catch {
            fatal = fatal ?? error
        }
        let result = result()
        await finish(result.outcome)
        commands.cancel()
        await commands.value
        if let fatal { throw fatal }
        return result
    }

    /// Why nothing can be begun; nil also where a stop cut the look short.
    private func lookAtTarget() async -> SluiceError? {
        let task = Task { () -> SluiceError? in
            do throws(SluiceError) {
                try await preflight()
                return nil
            } catch {
                return error
            }
        }
        looking = task
        let error = await task.value
        looking = nil
        return isStopping && error?.code == .cancelled ? nil : error
    }

    /// The state file cannot be written: nothing more may be claimed, so everything ends.
    func stateFailed(_ error: SluiceError) {
        fatal = fatal ?? error
        stop(now: false)
    }

    private func announce() {
        parts.outlet.publish(.runStarted(plan.run))
        for name in order {
            guard let runner = tables[name] else { continue }
            parts.outlet.publish(.tablePlanned(runner.planned.plan(runner.progress)))
            let counts = runner.progress.counts
            for entity in runner.planned.entities {
                if let counts = counts[entity.id] {
                    parts.outlet.publish(.entityProgressed(entity.id, counts))
                }
            }
            announceQuarantine(of: name)
            if runner.machine.state != .queued {
                parts.outlet.publish(
                    .tableStateChanged(table: name, state: runner.machine.state, detail: nil))
                if let failure = runner.machine.failure {
                    parts.outlet.publish(.tableFailed(table: name, failure))
                }
            }
        }
    }

    /// What earlier processes of the run put into quarantine, so that the snapshot has all causes.
    private func announceQuarantine(of table: String) {
        var after: Int64 = 0
        do throws(SluiceError) {
            while case let page = try parts.store.quarantine(
                of: parts.runID, table: table, after: after),
                let last = page.last
            {
                for row in page { parts.outlet.publish(.rowQuarantined(row.row)) }
                after = last.id
            }
        } catch {
            stateFailed(error)
        }
    }

    private func finish(_ outcome: RunOutcome) async {
        isOver = true
        if fatal == nil {
            do {
                // Tables that were not selected leave the run unfinished.
                let isWhole = try parts.store.tables(of: parts.runID).allSatisfy { table in
                    [.done, .differs, .failed].contains(table.state)
                }
                try parts.store.end(
                    parts.runID, outcome: isWhole || outcome == .failed ? outcome : .stopped,
                    at: parts.time.wall())
            } catch {
                fatal = error
            }
        }
        parts.outlet.publish(.runEnded(fatal == nil ? outcome : .failed))
        await parts.outlet.finish()
        await parts.bus.finish()
    }

    private func takeCommands() async {
        guard let commands = parts.bus.commands() else { return }
        for await issued in commands { carryOut(issued) }
    }

    private func measureFlow() async {
        while !Task.isCancelled {
            await parts.time.sleep(.seconds(1))
            let isMoving = tables.values.contains { $0.machine.activity != nil }
            guard isMoving, !Task.isCancelled else {
                if Task.isCancelled { return }
                await waitForActivity()
                continue
            }
            parts.outlet.publish(
                .flowMeasured(
                    parts.flow.sample(inFlight: parts.gate.inFlight, limit: parts.gate.limit)))
        }
    }

    // A paused run uses no processor: the ticker sleeps until a table moves.
    private var idleTicker: CheckedContinuation<Void, Never>?

    private func waitForActivity() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { idleTicker = continuation }
            }
        } onCancel: {
            Task { await self.wakeTicker() }
        }
    }

    func wakeTicker() {
        idleTicker?.resume()
        idleTicker = nil
    }

    // MARK: The end

    private func waitForEnd() async {
        if isAtEnd { return }
        await withCheckedContinuation { ended = $0 }
    }

    private var isAtEnd: Bool {
        let isIdle = tables.values.allSatisfy { $0.machine.activity == nil }
        if isStopping { return isIdle }
        return settings.endsWhenSettled && isIdle
            && tables.values.allSatisfy { $0.machine.isSettled && $0.machine.state != .paused }
    }

    func checkEnd() {
        guard isAtEnd else { return }
        ended?.resume()
        ended = nil
    }

    private func result() -> RunResult {
        let failures = order.compactMap { name in
            tables[name]?.machine.failure.map { (name, $0) }
        }
        let quarantined = tables.values.reduce(0) { sum, runner in
            sum + runner.progress.counts.values.reduce(0) { $0 + $1.quarantined }
        }
        let states = tables.values.map(\.machine.state)
        let outcome: RunOutcome
        if fatal != nil {
            outcome = .failed
        } else if isStopping, states.contains(where: { ![.done, .differs, .failed].contains($0) }) {
            outcome = .stopped
        } else if states.contains(.differs) {
            outcome = .differs
        } else {
            outcome = failures.isEmpty && quarantined == 0 ? .complete : .incomplete
        }
        return RunResult(
            outcome: outcome, failures: failures.map { ($0.0, $0.1) }, quarantined: quarantined)
    }
}

/// How a run ended, for the exit status.
package struct RunResult: Sendable {
    package var outcome: RunOutcome
    /// By table.
    package var failures: [(table: String, failure: RunFailure)]
    package var quarantined: Int

    /// The exit status (DESIGN §8); a stop's own status is the signal's, which the caller knows.
    package var exitStatus: ExitStatus {
        switch outcome {
        case .complete: .success
        case .differs: .differences
        case .stopped: .interrupted
        case .failed: .unavailable
        case .incomplete:
            failures.contains {
                [
                    .targetUnavailable, .sourceUnavailable, .credentials, .accessDenied,
                    .stateUnavailable,
                ]
                .contains($0.failure.code)
            } ? .unavailable : .incomplete
        }
    }
}

/// What the engine works with; made by the command line's wiring.
package struct EngineParts: Sendable {
    package let runID: String
    package let database: SourceDatabase
    package let client: DynamoDBClient
    package let store: CheckpointStore
    package let bus: EventBus
    package let outlet: EventOutlet
    package let time: EngineTime
    package let checkpointer: Checkpointer
    package let gate: InFlightGate
    package let limiter: WriteUnitLimiter
    package let flow: FlowMeter
    package let target: TargetIdentity
    /// The source as the run is bound to it.
    package let sourceFingerprint: SourceFingerprint
}

/// A table in the engine's hands.
struct TableRunner {
    let planned: PlannedTable
    let progress: TableProgress
    var machine: TableMachine
    /// Of the activity that runs.
    var control: TableControl?
    var task: Task<Void, Never>?
    /// A reset asked for an empty target: the next preparation drops the table and makes it anew.
    var mustEmptyTarget = false

    init(
        _ planned: PlannedTable, stored: StoredTable?, segments: [StoredSegment],
        settings: EngineSettings
    ) {
        self.planned = planned
        progress = TableProgress(
            table: planned.name, ledgers: segments.map { SegmentLedger($0) })
        for entity in stored?.entities ?? [] {
            guard let rows = entity.planned else { continue }
            progress.setPlanned(
                rows, of: EntityID(table: planned.name, entity: entity.name))
        }
        var state = stored?.state ?? .queued
        // What a process was doing when it ended is to be done again from its last checkpoint.
        if [.preparing, .copying, .pausing, .paused, .verifying].contains(state) {
            state = .queued
        }
        if state == .validating { state = .done }
        // To run again is to try again: a failed table goes on from its watermarks.
        if state == .failed, !settings.retries { state = .queued }
        machine = TableMachine(state: state)
        mustEmptyTarget = stored?.mustEmptyTarget ?? false
    }

    /// True where `retry` has something to do here: rows in quarantine, or what a failure left.
    func isToRetry(_ settings: EngineSettings) -> Bool {
        settings.retries
            && (machine.state == .failed
                || progress.counts.values.contains { $0.quarantined > 0 })
    }
}
