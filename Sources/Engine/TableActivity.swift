package import CheckpointStore
import DynamoDB
import DynamoItem
import Mapping
package import RunModel
import SQLiteSource

/// The work of one table, an activity at a time; each ends in the input its machine waits for.
struct TableActivity: Sendable {
    let plan: RunPlan
    let planned: PlannedTable
    let progress: TableProgress
    let parts: EngineParts
    let settings: EngineSettings
    let mustEmptyTarget: Bool

    var table: String { planned.name }

    /// Makes the target table ready, proves the keys distinct, cuts the segments.
    func prepare(_ control: TableControl) async -> TableMachine.Input {
        do throws(SluiceError) {
            let target = TargetTable(
                planned: planned, parts: parts, isIntoExisting: settings.isIntoExisting)
            // What the mapping relies on is proved before the table is made: a refused one leaves no trace.
            try await SourceChecks(
                table: planned, database: parts.database, schema: plan.schema
            ).run(control)
            if control.isWindingUp { return .prepareStopped }
            if mustEmptyTarget {
                try await target.drop()
                try parts.store.targetEmptied(table, of: parts.runID)
            }
            // It was looked at before the start, or not at all; nobody else's items are written over.
            try await target.check(hasProgress: try target.hasProgress())
            _ = try await target.makeReady(control)
            try await planSegments()
            return .prepared
        } catch {
            return error.isEnd(of: control)
                ? .prepareStopped : .failed(RunFailure(error, of: table))
        }
    }

    /// Copies what the ledgers leave open.
    func copy(
        _ control: TableControl, redrive: TableMachine.Redrive
    ) async -> TableMachine.Input {
        let window = FlightWindow(
            FlightControl(
                least: settings.minInFlight, most: Engine.mostInFlight, now: parts.time.now()))
        var delivery = delivery(control)
        delivery.window = window
        let copier = TableCopier(
            table: planned, progress: progress, database: parts.database, control: control,
            gate: parts.gate, window: window, delivery: delivery, checkpointer: parts.checkpointer,
            flow: parts.flow, outlet: parts.outlet, lanes: parts.client.lanes,
            readers: settings.readersPerTable,
            maxQuarantined: settings.maxQuarantined)
        do throws(SluiceError) {
            switch redrive {
            case .none: break
            case .all: try await self.redrive(nil, control)
            case .causes(let causes):
                for cause in causes.sorted() { try await self.redrive(cause, control) }
            }
        } catch {
            return .failed(RunFailure(error, of: table))
        }
        let segments = progress.segments
        async let counting: Void = control.untilWindingUp { await countRows(segments, control) }
        let end = await copier.run(on: parts.client.lanes[0])
        if end != .finished { control.windUp() }
        await counting
        switch end {
        case .stopped: return .copyStopped
        case .failed(let failure): return .failed(failure)
        case .finished: break
        }
        do throws(SluiceError) {
            if let failure = control.failure { throw failure }
            // A count that came after the last checkpoint is told before the table is done.
            try await parts.checkpointer.flush(endOf: table)
        } catch {
            return .failed(RunFailure(error, of: table))
        }
        // Wound up between the copy's end and the count's: it is counted when the table goes on.
        let isCounted = planned.entities.allSatisfy { progress.planned(of: $0.id) != nil }
        return isCounted ? .copied : .copyStopped
    }

    /// Checks the identity of DESIGN §2.1, and the count of the source where it stood still.
    func verify(_ control: TableControl) async -> TableMachine.Input {
        do throws(SluiceError) {
            try parts.database.checkIsSame()
        } catch {
            return .failed(RunFailure(error, of: table))
        }
        let counts = progress.counts
        for entity in planned.entities {
            let count = counts[entity.id] ?? EntityCounts()
            guard count.isBalanced else {
                return .failed(unbalanced(entity.id, count))
            }
            guard let planned = count.planned, planned != count.read else { continue }
            guard (try? parts.database.fingerprint()) == parts.sourceFingerprint else {
                parts.outlet.notice(
                    .warning,
                    "\(entity.id): \(count.read) rows read, \(planned) counted; the source changed meanwhile",
                    table: table)
                continue
            }
            return .failed(miscounted(entity.id, read: count.read, counted: planned))
        }
        let total = counts.values.total()
        parts.outlet.publish(.tableVerified(table: table, total))
        return .verified
    }

    /// Compares the target with what the source yields now.
    func validate(_ control: TableControl) async -> TableMachine.Input {
        await compare(control, repairsFirst: false)
    }

    /// Writes again what differs, then compares.
    func repair(_ control: TableControl) async -> TableMachine.Input {
        await compare(control, repairsFirst: true)
    }

    private func compare(
        _ control: TableControl, repairsFirst: Bool
    ) async -> TableMachine.Input {
        let validator = TableValidator(
            planned: planned, database: parts.database, client: parts.client,
            quarantined: { () throws(SluiceError) in
                try quarantinedKeys(of: planned, store: parts.store, run: parts.runID)
            },
            outlet: parts.outlet, control: control)
        do throws(SluiceError) {
            if repairsFirst {
                let target = TargetTable(
                    planned: planned, parts: parts, isIntoExisting: settings.isIntoExisting)
                let repairer = TableRepairer(
                    validator: validator, delivery: delivery(control), parts: parts,
                    mayRemove: try await target.isOwn())
                guard try await repairer.run() else { return .validationStopped }
            }
            guard let outcome = try await validator.run(sample: nil) else {
                return .validationStopped
            }
            try parts.store.setValidation(
                outcome, of: table, run: parts.runID, at: parts.time.wall())
            parts.outlet.publish(.validationEnded(table: table, outcome))
            return .validated(outcome)
        } catch {
            return error.isEnd(of: control)
                ? .validationStopped : .failed(RunFailure(error, of: table))
        }
    }

    func delivery(_ control: TableControl) -> BatchDelivery {
        BatchDelivery(
            table: table, key: planned.definition.key, wireName: planned.wireName,
            service: parts.client, policy: .bulkWrites, limiter: parts.limiter, control: control,
            time: parts.time, outlet: parts.outlet, patience: settings.patience,
            stall: StallWatch(), flow: parts.flow)
    }

    private func unbalanced(_ entity: EntityID, _ count: EntityCounts) -> RunFailure {
        RunFailure(
            SluiceError(
                .tableFailed,
                "\(count.read) rows read, but \(count.acknowledged) acknowledged + \(count.quarantined) in quarantine + \(count.excluded) excluded",
                place: entity.description,
                hint:
                    "this is a fault of sluice: please report it; `sluice reset --tables \(table)` copies the table anew"
            ))
    }

    private func miscounted(_ entity: EntityID, read: Int, counted: Int) -> RunFailure {
        RunFailure(
            SluiceError(
                .tableFailed, "\(read) rows read, but the source holds \(counted)",
                place: entity.description,
                hint:
                    "check the source with `PRAGMA integrity_check`; `sluice reset --tables \(table)` copies the table anew"
            ))
    }
}

extension SluiceError {
    /// True where it only says that the activity was asked to end.
    fileprivate func isEnd(of control: TableControl) -> Bool {
        code == .cancelled && control.isWindingUp
    }
}

/// The row keys of a table's quarantine, by entity: what validation must not miss in the target.
package func quarantinedKeys(
    of planned: PlannedTable, store: CheckpointStore, run: String
) throws(SluiceError) -> [EntityID: Set<RowKey>] {
    var keys: [EntityID: Set<RowKey>] = [:]
    var after: Int64 = 0
    while true {
        let page = try store.quarantine(of: run, table: planned.name, after: after)
        guard let last = page.last else { return keys }
        for row in page { keys[row.row.entity, default: []].insert(row.row.key) }
        after = last.id
    }
}
