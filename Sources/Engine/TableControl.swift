package import RunModel
import Synchronization

/// The word to one table's activities that they should end: seen by readers, senders and waiters.
package final class TableControl: Sendable {
    private struct State {
        var isWindingUp = false
        var sleepers: [Int: Task<Void, Never>] = [:]
        var nextSleeper = 0
        var failure: SluiceError?
    }

    private let state = Mutex(State())

    package init() {}

    package var isWindingUp: Bool { state.withLock { $0.isWindingUp } }

    /// The first failure that was reported.
    package var failure: SluiceError? { state.withLock { $0.failure } }

    /// Asks every activity to end: no new read, no new attempt; answers under way are awaited.
    package func windUp() {
        let sleepers = state.withLock { state in
            state.isWindingUp = true
            return Array(state.sleepers.values)
        }
        for sleeper in sleepers { sleeper.cancel() }
    }

    /// Reports why the activity cannot go on, and winds up.
    package func fail(_ error: SluiceError) {
        state.withLock { $0.failure = $0.failure ?? error }
        windUp()
    }

    /// Sleeps until the time is over or the table winds up.
    package func sleep(_ duration: Duration, time: EngineTime) async {
        await untilWindingUp { await time.sleep(duration) }
    }

    /// Runs what ends when its task is cancelled, and cancels it when the table winds up.
    package func untilWindingUp(_ body: @escaping @Sendable () async -> Void) async {
        let sleeper = Task { await body() }
        let number = state.withLock { state -> Int? in
            guard !state.isWindingUp else { return nil }
            state.nextSleeper += 1
            state.sleepers[state.nextSleeper] = sleeper
            return state.nextSleeper
        }
        if number == nil { sleeper.cancel() }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
        if let number { state.withLock { _ = $0.sleepers.removeValue(forKey: number) } }
    }
}
