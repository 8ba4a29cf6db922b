import Engine
import EventBus
import Glibc
import RunModel
import Synchronization
import UnixSignals

/// SIGINT and SIGTERM stop the run at a checkpoint; a second SIGINT stops it at once. SIGHUP ends the
/// output only: what is written to a closed terminal is given up, and the run goes on.
final class SignalWatch: Sendable {
    private struct State {
        var first: UnixSignal?
        var task: Task<Void, Never>?
    }

    private let session: Session
    private let state = Mutex(State())

    init(session: Session) { self.session = session }

    func start() {
        let task = Task {
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
            for await signal in signals {
                if signal == .sighup { continue }
                let isSecond = state.withLock { state in
                    defer { state.first = state.first ?? signal }
                    return state.first != nil
                }
                Output.error(
                    isSecond
                        ? "sluice: stopping at once"
                        : "sluice: stopping after what is in flight; the run is resumable (again: at once)")
                session.send(.stop(now: isSecond), by: "signal")
            }
        }
        state.withLock { $0.task = task }
    }

    func stop() { state.withLock { $0.task }?.cancel() }

    /// The result's exit status; a run that a signal stopped leaves with the signal's.
    func status(for result: RunResult) -> ExitStatus {
        guard result.outcome == .stopped else { return result.exitStatus }
        return state.withLock { $0.first } == .sigterm ? .terminated : .interrupted
    }
}
