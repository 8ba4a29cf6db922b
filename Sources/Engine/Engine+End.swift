import RunModel

// When nothing moves any more, and how that is called.
extension Engine {
    func waitForEnd() async {
        if isAtEnd { return }
        await withCheckedContinuation { ended = $0 }
    }

    private var isAtEnd: Bool {
        if isStopping { return tables.values.allSatisfy { $0.machine.activity == nil } }
        return hasBegun && endsWhenSettled && isSettled
    }

    /// True where nothing happens without a command.
    private var isSettled: Bool { tables.values.allSatisfy(\.machine.isSettled) }

    /// Ends the run where its end has come; else says that it has settled, or moves again.
    func checkEnd() {
        if isAtEnd {
            ended?.resume()
            ended = nil
            return
        }
        guard hasBegun, !isStopping, !endsWhenSettled else { return }
        let isSettled = isSettled
        guard isSettled != isSettledTold else { return }
        isSettledTold = isSettled
        parts.outlet.publish(isSettled ? .settled(result().outcome) : .begun)
    }

    /// How the run ends, or would end now.
    func result() -> RunResult {
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
        } else if states.contains(where: { ![.done, .differs, .failed].contains($0) }) {
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
