import CheckpointStore
import EventBus
import RunModel

// What an operator asks for, and what follows.
extension Engine {
    /// The most batches in flight that an operator may ask for: each has a connection and its items in memory.
    static let mostInFlight = 1_024

    /// Takes one command; every one stands in the audit trail with what came of it.
    func carryOut(_ request: IssuedCommand) {
        let command = request.command
        parts.outlet.publish(.commandAccepted(command, by: request.by))
        let issued = PendingCommand(
            command, by: request.by, audit: audit(command, by: request.by))
        switch command {
        case .begin(let selection):
            if let why = takeBegin(issued, selection) { refuse(issued, why: why) }
        case .pause(let selection): give(.pause, to: selection, issued)
        case .resume(let selection): give(.resume, to: selection, issued)
        case .retry(let selection): give(.retry, to: selection, issued)
        case .retryCause(let table, let cause): retry(cause, of: table, issued)
        case .reset(let selection, let emptyTarget):
            give(.reset(emptyTarget: emptyTarget), to: selection, issued)
        case .validate(let selection): give(.validate, to: selection, issued)
        case .repair(let selection): give(.repair, to: selection, issued)
        case .inspect(let entity, let row): inspect(row, of: entity, issued)
        case .limitWriteUnits(let limit): limitWriteUnits(to: limit, issued)
        case .limitInFlight(let limit): limitInFlight(to: limit, issued)
        case .endWhenSettled:
            endsWhenSettled = true
            settle(issued)
            if settings.awaitsBegin, !hasBegun { stop(now: false) }
        case .stop(let now):
            pending.append(issued)
            stop(now: now)
        }
        admit()
        checkEnd()
    }

    /// Ends the run: every table winds up and keeps what it has.
    func stop(now: Bool) {
        isStopping = true
        looking?.cancel()
        wakeBegin()
        for name in order {
            guard let runner = tables[name] else { continue }
            guard runner.machine.activity != nil else {
                if runner.machine.comparison != nil { _ = command(.callOff, on: name) }
                continue
            }
            windUp(name)
            if now {
                runner.control?.giveUp()
                runner.task?.cancel()
            }
        }
        checkEnd()
    }

    /// Gives one table's machine an input; returns why it was refused, or nil.
    func command(_ input: TableMachine.Input, on table: String) -> String? {
        guard var machine = tables[table]?.machine else { return "there is no table \(table)" }
        do throws(TableMachine.Refusal) {
            let effects = try machine.take(input)
            tables[table]?.machine = machine
            if machine.state != .paused { tables[table]?.isUnselected = false }
            tell(table)
            for effect in effects { perform(effect, on: table) }
            return nil
        } catch {
            return "\(table): \(error.why)"
        }
    }

    // MARK: Commands about tables

    /// Gives the selected tables an input; refused where it makes sense for none of them.
    private func give(
        _ input: TableMachine.Input, to selection: RunCommand.Selection, _ issued: PendingCommand
    ) {
        var names = order
        if case .tables(let selected) = selection { names = selected }
        var refusals: [String] = []
        var taking: [String] = []
        for name in names where !taking.contains(name) {
            if let why = refusal(of: input, on: name) {
                refusals.append(why)
            } else {
                taking.append(name)
            }
        }
        let why = Self.few(refusals)
        guard !taking.isEmpty else {
            return refuse(issued, why: why.isEmpty ? "it names no table" : why)
        }
        // "All" means all that it makes sense for.
        if selection != .all, !refusals.isEmpty {
            parts.outlet.notice(.warning, "\(issued.command.verb): not \(why)")
        }
        var issued = issued
        issued.input = input
        issued.waiting = Set(taking)
        pending.append(issued)
        for name in taking { _ = command(input, on: name) }
    }

    private func refusal(of input: TableMachine.Input, on table: String) -> String? {
        guard var machine = tables[table]?.machine else { return "there is no table \(table)" }
        do throws(TableMachine.Refusal) {
            _ = try machine.take(input)
            return nil
        } catch {
            return "\(table): \(error.why)"
        }
    }

    private static func few(_ reasons: [String]) -> String {
        let more = reasons.count - 5
        return reasons.prefix(5).joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
    }

    private func retry(_ cause: String, of table: String, _ issued: PendingCommand) {
        do {
            let rows = try parts.store.quarantine(
                of: parts.runID, table: table, cause: cause, limit: 1)
            guard rows.isEmpty else {
                return give(.retryCause(cause), to: .tables([table]), issued)
            }
            refuse(issued, why: "no row of \(table) is in quarantine for that cause")
        } catch {
            stateFailed(error)
        }
    }

    // MARK: Commands about the run

    private func limitWriteUnits(to limit: Int?, _ issued: PendingCommand) {
        if let limit, limit < 1 {
            return refuse(issued, why: "a write limit is 1 unit a second at least, or off")
        }
        parts.limiter.setLimit(limit)
        limits.writeUnits = limit
        parts.outlet.publish(.limitsChanged(limits))
        settle(issued)
    }

    private func limitInFlight(to limit: Int, _ issued: PendingCommand) {
        guard (1...Self.mostInFlight).contains(limit) else {
            return refuse(issued, why: "batches in flight are 1 to \(Self.mostInFlight)")
        }
        parts.gate.setLimit(limit)
        limits.inFlight = limit
        parts.outlet.publish(.limitsChanged(limits))
        settle(issued)
    }

    private func inspect(_ row: InspectedRow, of id: EntityID, _ issued: PendingCommand) {
        guard let entity = tables[id.table]?.planned.entity(id) else {
            return refuse(issued, why: "there is no entity \(id)")
        }
        // Off the actor: a row may be hard to find.
        Task {
            do throws(SluiceError) {
                let inspection = try await inspections.inspect(
                    row, of: entity, in: parts.database)
                parts.outlet.publish(.itemInspected(inspection))
            } catch {
                let hint = error.hint.map { " (hint: \($0))" } ?? ""
                parts.outlet.notice(
                    .error, "\(id): \(error.message)" + hint, table: id.table)
            }
            settle(issued)
        }
    }

    // MARK: What came of them

    /// A table has carried out what a command told it; the first that waits for it is meant.
    func carriedOut(_ input: TableMachine.Input, on table: String) {
        let meant = pending.firstIndex { $0.input == input && $0.waiting.contains(table) }
        guard let at = meant else { return }
        pending[at].waiting.remove(table)
        if pending[at].waiting.isEmpty { settle(pending.remove(at: at)) }
    }

    /// The run is over: what asked for its end has taken effect, and nothing else will.
    func settleStops() {
        for issued in pending {
            if case .stop = issued.command {
                settle(issued)
            } else {
                record("not carried out: the run ended", of: issued)
            }
        }
        if let begin, !hasBegun { record("not carried out: the run ended", of: begin) }
        pending = []
    }

    func settle(_ issued: PendingCommand) {
        record("carried out", of: issued)
        parts.outlet.publish(.commandCarriedOut(issued.command))
    }

    func refuse(_ issued: PendingCommand, why: String) {
        record("refused: " + why, of: issued)
        parts.outlet.publish(.commandRefused(issued.command, by: issued.by, why: why))
    }

    private func audit(_ command: RunCommand, by who: String) -> Int64? {
        let entry = AuditEntry(
            time: parts.time.wall(), run: parts.runID, who: who, what: command.sentence,
            result: "accepted")
        do {
            return try parts.store.audit(entry)
        } catch {
            stateFailed(error)
            return nil
        }
    }

    private func record(_ result: String, of issued: PendingCommand) {
        guard let line = issued.audit, fatal == nil else { return }
        do {
            try parts.store.settleAudit(line, result: result)
        } catch {
            stateFailed(error)
        }
    }
}
