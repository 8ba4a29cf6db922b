import PlainText
import RunModel
import Terminal

// What asks the engine for something.
extension Turn {
    mutating func steer(_ action: Action) {
        switch action {
        case .begin:
            if view.overlays.last?.isStart == true {
                begin()
            } else {
                view.overlays.append(.start(top: 0))
            }
        case .pause: pauseOrResume(way)
        case .pauseAll: askPauseAll()
        case .retry: retry()
        case .retryAll: askRetryAll()
        case .validate:
            validate()
        case .repair: askRepair()
        case .writeLimit:
            let limit = snapshot.limits?.writeUnits.map(String.init) ?? ""
            view.overlays.append(.input(InputLine(.writeLimit, text: limit, isOffered: true)))
        case .inFlightLess: setInFlight(-1)
        case .inFlightMore: setInFlight(1)
        case .undo: undo()
        case .reset: askReset()
        default: break
        }
    }

    mutating func begin() {
        if let why = Action.begin.whyUnavailable(context) { return say(why, .warning) }
        let marked = snapshot.tables.map(\.name).filter { view.marks.contains($0) }
        send(.begin(marked.isEmpty ? .all : .tables(marked)))
        view.overlays.removeAll(where: \.isStart)
        if marked.isEmpty { say("beginning") } else { sayDone("beginning with", marked) }
    }

    /// As asked for, else by state: what runs is paused; where nothing of it runs, what is paused goes on.
    private mutating func pauseOrResume(_ way: Pausing?) {
        let standings = context.standings(of: targets)
        let running = standings.filter(\.canPause).map(\.name)
        if way ?? (running.isEmpty ? .resume : .pause) == .pause {
            send(.pause(.tables(running)))
            sayPausing(standings.filter(\.canPause))
        } else {
            let paused = standings.filter { $0.state == .paused }.map(\.name)
            send(.resume(.tables(paused)))
            sayDone("resuming", paused)
        }
    }

    /// A comparison that is cut short is no pause of a copy: all its items are written.
    private mutating func sayPausing(_ tables: [RunSnapshot.TableSnapshot]) {
        let compared = tables.filter { $0.state == .validating }.map(\.name)
        guard !compared.isEmpty else { return sayDone("pausing", tables.map(\.name)) }
        let copied = tables.filter { $0.state != .validating }.map(\.name)
        let first = copied.isEmpty ? "" : summary("pausing", copied) + ", "
        let again = "\(keys.title(of: .validate)) starts it again"
        say(first + summary("stops the validation of", compared) + "; " + again)
        // What it says stays true once it is done.
        view.memory.announced = nil
    }

    /// A validation that was stopped goes on; what stands still is compared anew.
    private mutating func validate() {
        let tables = context.standings(of: targets).filter(\.canValidate)
        let stopped = tables.filter { $0.state == .paused }.map(\.name)
        let finished = tables.filter { $0.state != .paused }.map(\.name)
        if !stopped.isEmpty { send(.resume(.tables(stopped))) }
        if !finished.isEmpty { send(.validate(.tables(finished))) }
        sayDone("validating", tables.map(\.name))
        if finished.isEmpty { view.memory.announced = nil }
    }

    private mutating func askPauseAll() {
        let running = snapshot.tables.count(where: \.canPause)
        let paused = snapshot.tables.count { $0.state == .paused }
        if running > 0 {
            ask(
                "Pause all tables?",
                [
                    HumanFormat.plural(running, "table") + " would stop reading.",
                    "What is in flight still lands; \(keys.title(of: .pauseAll)) resumes.",
                ], ("y", "Pause all"), .pause(.all))
        } else {
            ask(
                "Resume all tables?", [HumanFormat.plural(paused, "table") + " would go on."],
                ("y", "Resume all"), .resume(.all))
        }
    }

    private mutating func retry() {
        if named == nil, let group = context.errorGroup, !group.tables.isEmpty {
            if group.id.kind == .quarantine {
                for table in group.tables {
                    send(.retryCause(table: table, cause: group.id.cause))
                }
                let rows = HumanFormat.plural(group.count, "row")
                say("trying again \(rows) of \(name(group.tables)): \(group.id.cause)")
                // One answer of several says less than this.
                if group.tables.count > 1 { view.memory.announced = nil }
            } else {
                let tables = context.standings(of: group.tables).filter(\.canRetry).map(\.name)
                send(.retry(.tables(tables)))
                say(summary("retrying", tables))
            }
            return
        }
        let tables = context.standings(of: targets).filter(\.canRetry).map(\.name)
        send(.retry(.tables(tables)))
        sayDone("retrying", tables)
    }

    private mutating func askRetryAll() {
        let tables = snapshot.tables.filter(\.canRetry)
        let failed = tables.count { $0.state == .failed }
        let rows = tables.reduce(0) { $0 + $1.counts.quarantined }
        var text: [String] = []
        if failed > 0 {
            text.append(
                HumanFormat.plural(failed, "failed table") + " would start again where it stopped.")
        }
        if rows > 0 {
            text.append(HumanFormat.plural(rows, "row") + " in quarantine would be tried again.")
        }
        ask("Retry all?", text, ("y", "Retry"), .retry(.tables(tables.map(\.name))))
    }

    private mutating func askReset() {
        let tables = context.standings(of: targets)
        let names = tables.map(\.name)
        guard let first = names.first else { return }
        let written = tables.reduce(0) { $0 + $1.counts.acknowledged }
        let mustType = names.count == 1 ? first : "reset \(names.count)"
        let what = name(names)
        var dialog = Dialog(
            title: "Reset " + (names.count == 1 ? first : HumanFormat.plural(names.count, "table")),
            text: [
                names.count == 1
                    ? "\(what) starts over from its first row."
                    : "\(what) start over from the first row.",
                HumanFormat.plural(written, "item") + " written so far will be written again.",
                "Emptying drops the target table and makes it anew: ALL its items are lost.",
            ],
            buttons: [
                .init("c", "Cancel", .cancel),
                .init("f", "Forget progress", .send([.reset(.tables(names), emptyTarget: false)])),
                .init(
                    "e", "Forget and EMPTY the target",
                    .send([.reset(.tables(names), emptyTarget: true)])),
            ])
        dialog.mustType = mustType
        dialog.input = InputLine(.confirmation)
        dialog.isDangerous = true
        view.overlays.append(.dialog(dialog))
    }

    /// A question with No in focus.
    private mutating func ask(
        _ title: String, _ text: [String], _ yes: (key: Character, label: String),
        _ command: RunCommand
    ) {
        let dialog = Dialog(
            title: title, text: text,
            buttons: [.init("n", "No", .cancel), .init(yes.key, yes.label, .send([command]))])
        view.overlays.append(.dialog(dialog))
    }

    /// What is being done, for the message.
    func summary(of command: RunCommand) -> String {
        switch command {
        case .pause(let selection): summary("pausing", selection)
        case .resume(let selection): summary("resuming", selection)
        case .retry(let selection): summary("retrying", selection)
        case .repair(let selection): summary("fixing", selection)
        case .reset(let selection, let emptyTarget):
            summary(emptyTarget ? "resetting and emptying" : "resetting", selection)
        default: command.verb
        }
    }

    private func summary(_ verb: String, _ selection: RunCommand.Selection) -> String {
        switch selection {
        case .all: verb + " all tables"
        case .tables(let names): summary(verb, names)
        }
    }

    func summary(_ verb: String, _ tables: [String]) -> String { verb + " " + name(tables) }

    /// True where the command goes to the cursor of a pane that is not shown.
    private var isOutOfSight: Bool {
        named == nil && view.marks.isEmpty && !context.hasOwnTables
            && shape.areas(context)[.tables] == nil
    }

    /// What is done once the engine says so; nil where the message said it already.
    func result(of command: RunCommand) -> String? {
        switch command {
        case .begin: "the run has begun"
        case .pause(let selection): summary("paused", selection)
        case .resume(let selection): summary("resumed", selection)
        case .retry(let selection): summary("retry has begun:", selection)
        case .retryCause(let table, _): summary("retry has begun:", [table])
        case .validate(let selection): summary("validation has begun:", selection)
        case .repair(let selection): summary("fixing has begun:", selection)
        case .reset(let selection, let emptyTarget):
            summary(emptyTarget ? "reset and emptied:" : "reset:", selection)
        case .inspect, .limitWriteUnits, .limitInFlight, .endWhenSettled, .stop: nil
        }
    }

    private func name(_ tables: [String]) -> String { TableWords.names(tables) }

    /// Says what is done, and how many of those chosen it leaves out.
    private mutating func sayDone(_ verb: String, _ tables: [String]) {
        guard !view.isReadOnly else { return }
        let left = targets.count - tables.count
        let place =
            isOutOfSight ? ", chosen in \(PaneID.tables.rawValue) \(PaneID.tables.title)" : ""
        say(
            summary(verb, tables) + place
                + (left > 0 ? "; \(left) left out, where it makes no sense" : ""))
    }
}
