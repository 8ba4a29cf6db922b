package import RunModel

/// The run as the panes show it: the snapshot, and what only its history tells.
///
/// A pure reducer over events and time: the same events give the same model, live and in a replay. What
/// always holds: memory is bounded, whatever the number of events.
package struct DashboardModel: Sendable {
    package private(set) var snapshot = RunSnapshot()
    package private(set) var rates = RateBook()
    package private(set) var flow = FlowHistory()
    package private(set) var errors = ErrorBook()
    package private(set) var log = LogBook()
    package private(set) var commands = CommandBook()
    package private(set) var repairs = RepairBook()
    /// The number of the last event that was told or missed; the snapshot may be ahead of it.
    private var heard: UInt64 = 0

    /// - `snapshot`: what came before the first event.
    package init(_ snapshot: RunSnapshot = RunSnapshot()) {
        self.snapshot = snapshot
        heard = snapshot.number
        rates = RateBook(snapshot)
        errors = ErrorBook(snapshot)
    }

    package mutating func apply(_ event: NumberedEvent) {
        heard = event.number
        // One that a newer snapshot holds already is only history.
        let isNew = event.number > snapshot.number
        if isNew { rates.apply(event, before: snapshot) }
        flow.apply(event, isPaused: rates.isPaused, isTrouble: isTrouble(event.event))
        if isNew { snapshot.apply(event) }
        if isNew || !ErrorBook.isInSnapshot(event.event) {
            errors.apply(event, after: snapshot)
        }
        log.apply(event)
        commands.apply(event)
        repairs.apply(event.event)
    }

    /// True where a batch is sent again for another reason than that the target takes no more: it is away, it
    /// does not answer, it fails.
    private func isTrouble(_ event: RunEvent) -> Bool {
        guard case .batchRetried(let table, let reason, _, _) = event else { return false }
        // A throttle is told before the retry that follows it.
        let throttles = snapshot.table(table)?.throttles
        return throttles?[reason] == nil && throttles?["other"] == nil
    }

    /// So many events were lost because the front end was slow.
    ///
    /// - Returns: true where the snapshot lacks them too: `catchUp` is needed.
    package mutating func missed(_ count: Int) -> Bool {
        heard += UInt64(count)
        log.missed(count, at: snapshot.time)
        guard heard <= snapshot.number else { return true }
        commands.settle(pending: snapshot.pendingCommands)
        return false
    }

    /// Goes on from a newer snapshot, which holds what was missed.
    ///
    /// The events up to its number that still come are told to the log and the graphs alone.
    package mutating func catchUp(_ newer: RunSnapshot) {
        guard newer.number > snapshot.number else { return }
        rates.catchUp(newer)
        errors.catchUp(newer)
        commands.settle(pending: newer.pendingCommands)
        snapshot = newer
    }

    /// How fast the run is.
    ///
    /// The last batch of the ten seconds it is measured over takes it above the write limit by a little: that
    /// is how it is counted, and no limit that was not kept.
    package var speed: RunSpeed {
        var speed = rates.speed
        if let limit = snapshot.limits?.writeUnits.map(Double.init), speed.items > 0 {
            let batch = 25 * speed.writeUnits / speed.items / 10
            if speed.writeUnits <= limit + max(limit / 10, batch) {
                speed.writeUnits = min(speed.writeUnits, limit)
            }
        }
        return speed
    }

    /// Time passes without events: rates fade, graphs scroll.
    package mutating func advance(to now: Int64) {
        rates.advance(to: now)
        if snapshot.isFromState, rates.speed.items > 0 { flow.estimate(rates.speed, at: now) }
        flow.advance(to: now, isIdle: rates.isIdle)
    }
}
