import Dispatch
import Engine
import EventBus
import Glibc
import Headless
import RunModel
import Synchronization
import UnixSignals

/// SIGINT and SIGTERM stop the run at a checkpoint; a second one stops it at once.
///
/// SIGHUP ends the
/// output only: what is written to a closed terminal is given up, and the run goes on.
///
/// It watches to the end of the process: a signal after the run's end ends the wait for an output that
/// nobody reads.
final class SignalWatch: Sendable {
    private struct State {
        var first: UnixSignal?
        /// Set once the run has ended: finishing it ends the wait for the output.
        var output: AsyncStream<Void>.Continuation?
        var isShown = false
    }

    private let session: Session
    private let state = Mutex(State())

    /// A run that is told to stop at once and has not after this long is left: it is resumable at any instant.
    private static let patience = DispatchTimeInterval.seconds(1)

    /// True where a dashboard shows what becomes of the run.
    private let isQuiet: Bool

    private let hangUp: @Sendable () -> Void

    /// - `hangUp`: what a SIGHUP ends: the screen, never the run.
    init(session: Session, isQuiet: Bool = false, hangUp: @escaping @Sendable () -> Void = {}) {
        self.session = session
        self.isQuiet = isQuiet
        self.hangUp = hangUp
    }

    var hasSignal: Bool { state.withLock { $0.first != nil } }

    func start() {
        Task {
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
            for await signal in signals {
                if signal == .sighup { hangUp() } else { take(signal) }
            }
        }
    }

    private func take(_ signal: UnixSignal) {
        let (isSecond, after) = state.withLock { state in
            defer { state.first = state.first ?? signal }
            return (state.first != nil, state)
        }
        let status = signal == .sigterm ? ExitStatus.terminated : .interrupted
        if after.isShown { exit(status.rawValue) }
        if let output = after.output { return output.finish() }
        if isSecond {
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) {
                exit(status.rawValue)
            }
        }
        let text =
            isSecond
            ? "sluice: stopping at once\n"
            : "sluice: stopping after what is in flight; the run is resumable (again: at once)\n"
        // On its own: a standard error that nobody reads must not hold up the stop.
        if !isQuiet { Task { await DescriptorOutput.standardError.write(text) } }
        session.send(.stop(now: isSecond), by: "signal")
    }

    /// Waits until the output has shown everything; where a signal asked for the end, a second at the most,
    /// since a stopped terminal or a pipe that nobody reads would hold the process for ever.
    func wait(for output: Task<Void, Never>) async {
        let (over, end) = AsyncStream<Void>.makeStream()
        Task {
            await output.value
            end.finish()
        }
        let wasAsked = state.withLock { state in
            state.output = end
            return state.first != nil
        }
        if wasAsked {
            Task {
                try? await Task.sleep(for: .seconds(1))
                end.finish()
            }
        }
        for await _ in over {}
        state.withLock { $0.isShown = true }
    }

    /// The result's exit status; a run that a signal stopped leaves with the signal's.
    func status(for result: RunResult) -> ExitStatus {
        guard result.outcome == .stopped else { return result.exitStatus }
        return state.withLock { $0.first } == .sigterm ? .terminated : .interrupted
    }
}
