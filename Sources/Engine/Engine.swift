package import CheckpointStore
import DynamoDB
import EventBus
import Logging
package import RunModel
import SQLiteSource

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
    /// False while the target is looked at and the operator asked: no table is begun then.
    package private(set) var hasBegun = false
    /// The look at the target, which a stop cuts short.
    var looking: Task<SluiceError?, Never>?
    /// The plan as it was before the target was looked at.
    var firstPlan: PlanReport?
    /// The operator's `begin`, and who waits for it.
    var begin: PendingCommand?
    var beginAwaiter: CheckedContinuation<Void, Never>?
    /// Commands that have been taken and have not taken effect on all their tables yet, oldest first.
    var pending: [PendingCommand] = []
    var limits: RunLimits
    /// Nobody is there to give a command: the run ends once nothing moves without one.
    var endsWhenSettled: Bool
    var isSettledTold = false
    var ended: CheckedContinuation<Void, Never>?
    /// A paused run uses no processor: the ticker sleeps until a table moves.
    var idleTicker: CheckedContinuation<Void, Never>?
    let inspections = InspectionDesk()
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
        limits = RunLimits(writeUnits: settings.maxWriteUnits, inFlight: settings.maxInFlight)
        endsWhenSettled = settings.endsWhenSettled
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
        do throws(SluiceError) {
            try await getReady()
        } catch {
            await finish(.failed)
            commands.cancel()
            await commands.value
            throw error
        }
        let ticker = Task { await measureFlow() }
        if !isStopping { takeOff() }
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

    /// The state file cannot be written: nothing more may be claimed, so everything ends.
    func stateFailed(_ error: SluiceError) {
        fatal = fatal ?? error
        stop(now: false)
    }

    /// The target looked at, the operator's word heard.
    private func takeOff() {
        hasBegun = true
        parts.outlet.publish(.begun)
        if let begin { settle(begin) }
        for name in order {
            guard let runner = tables[name], runner.isToRetry(settings), !runner.isUnselected
            else { continue }
            _ = command(.retry, on: name)
        }
        admit()
        checkEnd()
    }

    private func announce() {
        parts.outlet.publish(.runStarted(plan.run))
        parts.outlet.publish(.limitsChanged(limits))
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
        settleStops()
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
}
