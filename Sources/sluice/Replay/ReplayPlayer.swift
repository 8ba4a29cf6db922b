import EventBus
import RunModel

/// Publishes recorded events again, with their times.
struct ReplayPlayer<Events: Sequence<NumberedEvent> & Sendable>: Sendable {
    let events: Events
    let clock: ReplayClock
    let sleep: @Sendable (_ milliseconds: Int64) async -> Void

    /// A bus on which the recorded times are the time.
    func makeBus() -> EventBus {
        let clock = clock
        return EventBus(clock: { clock.now })
    }

    /// Plays to the end, or until the task is cancelled.
    ///
    /// - `seconds`: of the recording, that are over at once.
    func play(on bus: EventBus, skipping seconds: Double = 0) async {
        var first: Int64?
        for event in events {
            if Task.isCancelled { return }
            let start = first ?? event.time
            first = start
            if event.time > start + Int64(min(max(0, seconds), 1e9) * 1_000) {
                let wait = clock.run(to: event.time)
                if wait > 0 { await sleep(wait) }
                if Task.isCancelled { return }
            }
            clock.set(event.time)
            await bus.publish(event.event)
        }
    }
}
