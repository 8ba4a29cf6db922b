import CheckpointStore
import EventBus
import RunModel

// What an operator asks for, and what follows.
extension Engine {
    /// Carries out one command; every one ends in the audit trail with its result.
    func carryOut(_ issued: IssuedCommand) {
        let command = issued.command
        parts.outlet.publish(.commandAccepted(command, by: issued.by))
        var refusals: [String] = []
        switch command {
        case .pause(let selection): refusals = on(selection) { self.command(.pause, on: $0) }
        case .resume(let selection): refusals = on(selection) { self.command(.resume, on: $0) }
        case .retry(let selection): refusals = on(selection) { self.command(.retry, on: $0) }
        case .reset(let selection, let emptyTarget):
            refusals = on(selection) { self.command(.reset(emptyTarget: emptyTarget), on: $0) }
        case .begin, .retryCause, .repair, .inspect, .endWhenSettled: refusals = ["the run does not take it now"]
        case .validate(let selection): refusals = on(selection) { self.command(.validate, on: $0) }
        case .limitWriteUnits(let limit): parts.limiter.setLimit(limit)
        case .limitInFlight(let limit): parts.gate.setLimit(limit)
        case .stop(let now): stop(now: now)
        }
        let result = refusals.isEmpty ? "accepted" : "refused: " + refusals.joined(separator: "; ")
        audit(command, by: issued.by, result: result)
        if !refusals.isEmpty {
            parts.outlet.publish(
                .commandRefused(command, by: issued.by, why: refusals.joined(separator: "; ")))
        }
        parts.outlet.publish(.commandCarriedOut(command))
        admit()
        checkEnd()
    }

    /// Ends the run: every table winds up and keeps what it has.
    func stop(now: Bool) {
        isStopping = true
        looking?.cancel()
        for name in order {
            guard let runner = tables[name], runner.machine.activity != nil else { continue }
            windUp(name)
            if now { runner.task?.cancel() }
        }
        checkEnd()
    }

    /// Gives one table's machine an input; returns why it was refused, or nil.
    func command(_ input: TableMachine.Input, on table: String) -> String? {
        guard var machine = tables[table]?.machine else { return "there is no table \(table)" }
        do throws(TableMachine.Refusal) {
            let effects = try machine.take(input)
            tables[table]?.machine = machine
            tell(table)
            for effect in effects { perform(effect, on: table) }
            return nil
        } catch {
            return "\(table): \(error.why)"
        }
    }

    private func on(
        _ selection: RunCommand.Selection, _ body: (String) -> String?
    ) -> [String] {
        var refusals: [String] = []
        var accepted = 0
        switch selection {
        case .all:
            for name in order {
                if let refusal = body(name) { refusals.append(refusal) } else { accepted += 1 }
            }
            // "All" means all that it makes sense for.
            return accepted > 0 ? [] : refusals
        case .tables(let names):
            for name in names { if let refusal = body(name) { refusals.append(refusal) } }
            return refusals
        }
    }

    private func audit(_ command: RunCommand, by who: String, result: String) {
        let entry = AuditEntry(
            time: parts.time.wall(), run: parts.runID, who: who, what: command.sentence,
            result: result)
        do {
            try parts.store.audit(entry)
        } catch {
            stateFailed(error)
        }
    }
}

extension RunCommand {
    /// The command with what it is about: `pause CustomerData`.
    package var sentence: String {
        switch self {
        case .begin(let selection), .pause(let selection), .resume(let selection),
            .retry(let selection), .validate(let selection), .repair(let selection):
            "\(verb) \(selection)"
        case .reset(let selection, let emptyTarget):
            "\(verb) \(selection)" + (emptyTarget ? ", target table made anew" : "")
        case .retryCause(let table, let cause): "\(verb) \(table), rows with: \(cause)"
        case .inspect(let entity, _): "\(verb) \(entity)"
        case .limitWriteUnits(let limit): "\(verb) " + (limit.map(String.init) ?? "off")
        case .limitInFlight(let limit): "\(verb) \(limit)"
        case .endWhenSettled: verb
        case .stop(let now): now ? "stop at once" : "stop"
        }
    }
}

extension RunCommand.Selection: CustomStringConvertible {
    package var description: String {
        switch self {
        case .all: "all"
        case .tables(let names): names.joined(separator: ", ")
        }
    }
}
