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

    /// - `snapshot`: what came before the first event.
    package init(_ snapshot: RunSnapshot = RunSnapshot()) {
        self.snapshot = snapshot
        rates = RateBook(snapshot)
        errors = ErrorBook(snapshot)
    }

    package mutating func apply(_ event: NumberedEvent) {
        rates.apply(event, before: snapshot)
        flow.apply(event, isPaused: rates.isPaused)
        snapshot.apply(event)
        errors.apply(event, after: snapshot)
        log.apply(event)
        commands.apply(event)
    }

    /// So many events were lost because the front end was slow.
    package mutating func missed(_ count: Int) { log.missed(count, at: snapshot.time) }

    /// Time passes without events: rates fade, graphs scroll.
    package mutating func advance(to now: Int64) {
        rates.advance(to: now)
        flow.advance(to: now, isIdle: rates.isIdle)
    }
}
