import EventBus
import RunModel

/// Publishes recorded events again, with their times.
struct ReplayPlayer: Sendable {
    let events: [NumberedEvent]
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
        guard let start = events.first?.time else { return }
        let begin = start + Int64(min(max(0, seconds), 1e9) * 1_000)
        for event in events {
            if Task.isCancelled { return }
            if event.time > begin {
                let wait = clock.run(to: event.time)
                if wait > 0 { await sleep(wait) }
                if Task.isCancelled { return }
            }
            clock.set(event.time)
            await bus.publish(event.event)
        }
    }
}
