package import RunModel
import Synchronization

/// The word to one table's activities that they should end: seen by readers, senders and waiters.
package final class TableControl: Sendable {
    private enum Phase: Int {
        case running
        case windingUp
        case givingUp
    }

    private struct State {
        var phase = Phase.running
        /// What sleeps until the next phase.
        var sleepers: [Int: Task<Void, Never>] = [:]
        var nextSleeper = 0
        var failure: SluiceError?
    }

    private let state = Mutex(State())

    package init() {}

    package var isWindingUp: Bool { state.withLock { $0.phase != .running } }

    /// True where what is under way is not waited for either.
    package var isGivingUp: Bool { state.withLock { $0.phase == .givingUp } }

    /// The first failure that was reported.
    package var failure: SluiceError? { state.withLock { $0.failure } }

    /// Asks every activity to end: no new read, no new batch; what is under way may land.
    package func windUp() { advance(to: .windingUp) }

    /// Asks every activity to end at once.
    package func giveUp() { advance(to: .givingUp) }

    /// Reports why the activity cannot go on, and winds up.
    package func fail(_ error: SluiceError) {
        state.withLock { $0.failure = $0.failure ?? error }
        windUp()
    }

    /// Sleeps until the time is over, or the table winds up; where it winds up already, until it gives up.
    package func sleep(_ duration: Duration, time: EngineTime) async {
        await untilPhase(after: state.withLock { $0.phase }) { await time.sleep(duration) }
    }

    /// Runs what ends when its task is cancelled, and cancels it when the table winds up.
    package func untilWindingUp(_ body: @escaping @Sendable () async -> Void) async {
        await untilPhase(after: .running, body)
    }

    private func advance(to phase: Phase) {
        let sleepers = state.withLock { state -> [Task<Void, Never>] in
            guard phase.rawValue > state.phase.rawValue else { return [] }
            state.phase = phase
            return Array(state.sleepers.values)
        }
        for sleeper in sleepers { sleeper.cancel() }
    }

    /// Runs the body; its task is cancelled when the phase is over, or where it is over already.
    private func untilPhase(
        after phase: Phase, _ body: @escaping @Sendable () async -> Void
    ) async {
        let sleeper = Task { await body() }
        let number = state.withLock { state -> Int? in
            guard state.phase == phase, phase != .givingUp else { return nil }
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
