package import RunModel
import Terminal

/// How a command that was given is taken back, or that it cannot be.
package struct UndoStep: Sendable, Equatable {
    package enum Way: Sendable, Equatable {
        case pause([String])
        case resume([String])
        case limit(RunCommand)
        /// There is none.
        case none
    }

    package var way: Way
    /// What it does, for the message: `write limit back to 500`; of what cannot be taken back, what it was:
    /// `the reset of rental`.
    package var summary: String

    package init(_ way: Way, _ summary: String = "") {
        self.way = way
        self.summary = summary
    }

    /// As many as fingers remember.
    package static let limit = 20
}

extension Action {
    /// Why nothing can be taken back; nil where something can, at once or after what cannot.
    func whyNoUndo(_ steps: [UndoStep]) -> String? {
        guard let last = steps.last else { return "nothing to take back" }
        guard steps.allSatisfy({ $0.way == .none }) else { return nil }
        return last.summary + " cannot be taken back"
    }
}

extension Turn {
    /// Takes back the last command, as far as it still stands.
    mutating func undo() {
        guard let step = view.undo.popLast() else { return }
        switch step.way {
        case .none:
            say(
                "\(step.summary) cannot be taken back; "
                    + "\(keys.title(of: .undo)) again takes back what came before it", .warning)
        case .limit(let command):
            send(command, isUndo: true)
            say(step.summary)
        case .pause(let names): undo(names, "pausing") { .pause($0) }
        case .resume(let names): undo(names, "resuming") { .resume($0) }
        }
    }

    /// Tables that have come to their end meanwhile are left alone.
    private mutating func undo(
        _ names: [String], _ verb: String, _ command: (RunCommand.Selection) -> RunCommand
    ) {
        let open = context.standings(of: names).filter { !$0.hasEnded }.map(\.name)
        guard !open.isEmpty else {
            let verb = names.count == 1 ? "has" : "have"
            return say("nothing to take back: \(TableWords.names(names)) \(verb) ended", .warning)
        }
        send(command(.tables(open)), isUndo: true)
        let ended = names.count - open.count
        say(summary(verb, open) + (ended > 0 ? "; \(ended) ended meanwhile" : ""))
    }

    /// Keeps how a command is taken back.
    ///
    /// - `step`: nil where the command tells it.
    mutating func keepUndo(_ step: UndoStep?, of command: RunCommand) {
        guard let step = step ?? undoStep(for: command) else { return }
        // Of several that cannot be taken back the last is told.
        if step.way == .none, view.undo.last?.way == UndoStep.Way.none { view.undo.removeLast() }
        view.undo = (view.undo + [step]).suffix(UndoStep.limit)
    }

    private func undoStep(for command: RunCommand) -> UndoStep? {
        switch command {
        case .pause(let selection):
            UndoStep(.resume(names(selection) { $0.canPause }))
        case .resume(let selection):
            UndoStep(.pause(names(selection) { $0.state == .paused }))
        case .begin: UndoStep(.none, "the start of the run")
        case .retry(let selection): UndoStep(.none, "the retry of " + selection.phrase)
        case .retryCause(let table, _):
            UndoStep(.none, "the retry of " + table.sanitised(limit: 60))
        case .reset(let selection, _): UndoStep(.none, "the reset of " + selection.phrase)
        case .repair(let selection): UndoStep(.none, "the fix of " + selection.phrase)
        case .validate, .inspect, .limitWriteUnits, .limitInFlight, .endWhenSettled, .stop: nil
        }
    }

    /// Of all tables those that it concerns.
    private func names(
        _ selection: RunCommand.Selection, _ isConcerned: (RunSnapshot.TableSnapshot) -> Bool
    ) -> [String] {
        switch selection {
        case .all: snapshot.tables.filter(isConcerned).map(\.name)
        case .tables(let names): names
        }
    }
}

extension RunSnapshot.TableSnapshot {
    fileprivate var hasEnded: Bool {
        switch state {
        case .done, .differs, .failed: true
        case .queued, .preparing, .copying, .pausing, .paused, .verifying, .validating: false
        }
    }
}
