import PlainText
import RunModel
import Terminal

// The way out.
extension Turn {
    /// Ctrl-C: asks what shall become of the run; pressed again within five seconds, stops it.
    mutating func interrupt() {
        let last = view.memory.interruptedAt
        view.memory.interruptedAt = view.now
        if let last, view.now - last < Interaction.interruptWindow, view.now >= last {
            return leave(snapshot.isFinished ? .close : view.isReadOnly ? .goOnHeadless : .stop)
        }
        if case .dialog(let dialog) = view.overlays.last, dialog.isLeave { return }
        leave()
    }

    mutating func leave() {
        if snapshot.isFinished { return leave(.close) }
        // What cannot steer the run has nothing to decide.
        if view.isReadOnly { return leave(.goOnHeadless) }
        var dialog: Dialog
        if snapshot.phase == .waiting {
            dialog = Dialog(
                title: "Leave?",
                text: [
                    StartWords.written(snapshot).map {
                        "It has not gone on yet; \(HumanFormat.plural($0, "item")) of the run "
                            + ($0 == 1 ? "is" : "are") + " in the target."
                    } ?? "The run has not begun; nothing was written."
                ],
                buttons: [.init("c", "Cancel", .cancel), .init("s", "Leave", .leave(.stop))])
        } else {
            dialog = Dialog(
                title: "Leave?",
                text: [
                    "Stop: what is in flight lands, the progress is kept, sluice resume goes on from there.",
                    snapshot.phase == .settled
                        ? "Go on: the screen ends; all that is left is paused, so the run ends too."
                        : "Go on: the screen ends, the run goes on and writes a line now and then.",
                ],
                buttons: [
                    .init("c", "Cancel", .cancel), .init("s", "Stop", .leave(.stop)),
                    .init("g", "Go on without the screen", .leave(.goOnHeadless)),
                ])
        }
        dialog.selected = 0
        view.overlays.append(.dialog(dialog))
        if view.memory.interruptedAt == view.now {
            say("Ctrl-C again stops after what is in flight", .textDim)
        }
    }

    mutating func leave(_ choice: LeaveChoice) {
        if choice == .stop { send(.stop(now: false)) }
        effect(.leave(choice))
    }
}

extension RunSnapshot {
    /// True where nothing goes on and nothing waits for the operator: the run is over, or each table that
    /// was chosen is done, differs or has failed.
    package var isFinished: Bool {
        switch phase {
        case .over: true
        case .settled: tables.allSatisfy(\.isAtEnd)
        case .opening, .waiting, .running: false
        }
    }
}

extension RunSnapshot.TableSnapshot {
    /// True where it needs no word to go on, or was left out from the start.
    fileprivate var isAtEnd: Bool {
        switch state {
        case .done, .differs, .failed: true
        case .paused: detail == "not selected"
        case .queued, .preparing, .copying, .pausing, .verifying, .validating: false
        }
    }
}

extension Dialog {
    var isLeave: Bool {
        buttons.contains { if case .leave = $0.answer { true } else { false } }
    }
}
