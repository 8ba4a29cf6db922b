import PlainText
import RunModel

/// The two ways of what the key of `Action.pause` does by turns; by name each goes one way only.
package enum Pausing: String, CaseIterable, Sendable {
    case pause
    case resume

    var summary: String {
        switch self {
        case .pause: "pause the marked or named tables, else the selected one"
        case .resume: "let the marked or named tables go on, else the selected one"
        }
    }
}

extension PaneContext {
    /// Why a pause or a resume does nothing for any of the tables: mostly that it is so already.
    func whyNot(_ way: Pausing, _ tables: [String]) -> String? {
        if let why = Action.pause.whyReadOnlyOrOver(self) { return why }
        let standings = standings(of: tables)
        guard let first = standings.first else {
            return Action.pause.whyNotOn(tables, self, group: nil)
        }
        if standings.contains(where: { way == .pause ? $0.canPause : $0.state == .paused }) {
            return nil
        }
        guard standings.count == 1 else {
            let count = HumanFormat.count(standings.count)
            return way == .pause
                ? "none of the \(count) tables runs: nothing to pause"
                : "none of the \(count) tables is paused"
        }
        return first.name + " " + Self.why(way, first)
    }

    private static func why(_ way: Pausing, _ table: RunSnapshot.TableSnapshot) -> String {
        switch (way, table.state) {
        case (.pause, .paused): "is paused already"
        case (.pause, .pausing): "is pausing already: \(table.inFlight) batches in flight"
        case (.resume, .pausing): "is still pausing: \(table.inFlight) batches in flight"
        case (.pause, .failed): "has failed: nothing to pause"
        case (.pause, _): "is done: nothing to pause"
        case (.resume, .failed): "has failed: retry starts it again"
        case (.resume, .done), (.resume, .differs): "is done: nothing to resume"
        case (.resume, _): "is not paused"
        }
    }
}
