import Synchronization

/// A table's own places for batches in flight, as many as its target's answers allow.
package final class FlightWindow: Sendable {
    private let control: Mutex<FlightControl>
    private let gate: InFlightGate

    package init(_ control: FlightControl) {
        gate = InFlightGate(limit: control.limit)
        self.control = Mutex(control)
    }

    package func enter() async { await gate.enter() }

    package func leave() { gate.leave() }

    /// True where a place that is held may be used again.
    package var keepsPlace: Bool { gate.keepsPlace(mayPass: true) }

    /// An attempt was answered; the times are as `FlightControl` takes them.
    func answered(began: Duration, now: Duration, wasHeld: Bool, madeConnection: Bool) {
        let isFull = gate.isWaitedFor
        change {
            $0.answered(
                began: began, now: now, isFull: isFull, wasHeld: wasHeld,
                madeConnection: madeConnection)
        }
    }

    func throttled(began: Duration, now: Duration) {
        change { $0.throttled(began: began, now: now) }
    }

    private func change(_ body: (inout FlightControl) -> Void) {
        control.withLock { control in
            let before = control.limit
            body(&control)
            // Under the lock, so that the gate has the newest limit.
            if control.limit != before { gate.setLimit(control.limit) }
        }
    }
}
