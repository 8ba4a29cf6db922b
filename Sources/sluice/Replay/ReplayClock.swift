import Synchronization

/// The time of a recording while it is played: it runs `speed` times as fast as the real one, and stands
/// still at the event that comes next.
final class ReplayClock: Sendable {
    private struct State {
        /// The recorded time that belongs to `at`, and how far it may run.
        var recorded: Int64
        var at: Int64
        var limit: Int64
    }

    /// 0: as fast as can be.
    let speed: Double
    private let steady: @Sendable () -> Int64
    private let state: Mutex<State>

    /// - `steady`: milliseconds that never go back.
    init(start: Int64, speed: Double, steady: @escaping @Sendable () -> Int64) {
        self.speed = speed
        self.steady = steady
        state = Mutex(State(recorded: start, at: steady(), limit: start))
    }

    /// The recorded time now.
    var now: Int64 {
        let steady = steady()
        return state.withLock { state in
            let passed = Double(max(0, steady - state.at)) * speed
            return min(state.limit, state.recorded + Int64(min(passed, 1e15)))
        }
    }

    /// Lets time run up to the next event; the real milliseconds until then.
    func run(to next: Int64) -> Int64 {
        let now = now
        let steady = steady()
        return state.withLock { state in
            state = State(recorded: now, at: steady, limit: max(now, next))
            guard speed > 0, next > now else { return 0 }
            return Int64(min(Double(next - now) / speed, 1e12).rounded(.up))
        }
    }

    /// The time is that of an event.
    func set(_ time: Int64) {
        let steady = steady()
        state.withLock { $0 = State(recorded: time, at: steady, limit: time) }
    }
}
