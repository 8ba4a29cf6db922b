import CheckpointStore
import RunModel
import SQLiteSource

// What the machines ask for: each activity is a task of its own that ends in an input.
extension Engine {
    /// Lets queued tables begin while there are places.
    func admit() {
        guard hasBegun, !isStopping else { return }
        var running = tables.values.count { $0.machine.activity != nil }
        for name in order where running < settings.parallelTables {
            guard tables[name]?.machine.state == .queued else { continue }
            if command(.admitted, on: name) == nil { running += 1 }
        }
        wakeTicker()
    }

    func perform(_ effect: TableMachine.Effect, on table: String) {
        switch effect {
        case .prepare: start(table) { await $0.prepare($1) }
        case .copy(let redrive): start(table) { await $0.copy($1, redrive: redrive) }
        case .verify: start(table) { await $0.verify($1) }
        case .validate: start(table) { await $0.validate($1) }
        case .repair: start(table) { await $0.repair($1) }
        case .windUp: windUp(table)
        case .forget(let emptyTarget): forget(table, emptyTarget: emptyTarget)
        case .carriedOut(let input): carriedOut(input, on: table)
        }
    }

    /// Asks a table's activity to end soon.
    func windUp(_ table: String) {
        guard let runner = tables[table] else { return }
        runner.control?.windUp()
        switch runner.machine.activity {
        // They wait for the service, for minutes maybe, and have nothing in flight that is worth waiting for.
        case .preparing, .validating: runner.task?.cancel()
        case .copying, .verifying, nil: break
        }
    }

    /// Stores and tells a table's state.
    func tell(_ table: String) {
        guard let runner = tables[table] else { return }
        let machine = runner.machine
        do {
            // A finished table that is only to be compared stays what it is in the store until then.
            let isStored =
                machine.comparison == nil || ![.queued, .paused].contains(machine.state)
            if fatal == nil, machine.state != .pausing, isStored {
                try parts.store.setState(
                    machine.state, failure: machine.failure, of: table, run: parts.runID,
                    at: parts.time.wall())
            }
        } catch {
            stateFailed(error)
            return
        }
        publishState(of: table)
        if let failure = machine.failure {
            parts.outlet.publish(.tableFailed(table: table, failure))
        }
    }

    func publishState(of table: String) {
        guard let runner = tables[table] else { return }
        parts.outlet.publish(
            .tableStateChanged(
                table: table, state: runner.machine.state, detail: runner.detail))
    }

    private func start(
        _ table: String,
        _ body: @escaping @Sendable (TableActivity, TableControl) async -> TableMachine.Input
    ) {
        guard let runner = tables[table] else { return }
        let control = TableControl()
        if isStopping { control.windUp() }
        tables[table]?.control = control
        let activity = TableActivity(
            plan: plan, planned: runner.planned, progress: runner.progress, parts: parts,
            settings: settings,
            mustEmptyTarget: runner.mustEmptyTarget)
        // Off the actor: commands and other tables' ends must not wait behind a copy.
        tables[table]?.task = Task { @concurrent in
            let input = await body(activity, control)
            await self.activityEnded(table, input)
        }
    }

    private func activityEnded(_ table: String, _ input: TableMachine.Input) {
        tables[table]?.control = nil
        tables[table]?.task = nil
        tables[table]?.isHeld = false
        tables[table]?.progress.tellInFlight(parts.outlet)
        if input == .prepared { tables[table]?.mustEmptyTarget = false }
        _ = command(input, on: table)
        admit()
        checkEnd()
    }

    private func forget(_ table: String, emptyTarget: Bool) {
        guard let runner = tables[table] else { return }
        do {
            try parts.store.reset(table: table, of: parts.runID, emptyTarget: emptyTarget)
            runner.progress.replaceSegments([])
            for entity in runner.planned.entities {
                runner.progress.setPlanned(nil, of: entity.id)
            }
            parts.outlet.publish(.quarantineCounted(table: table, []))
            parts.outlet.publish(.tablePlanned(runner.planned.plan(runner.progress)))
        } catch {
            stateFailed(error)
            return
        }
        if emptyTarget { tables[table]?.mustEmptyTarget = true }
    }
}
