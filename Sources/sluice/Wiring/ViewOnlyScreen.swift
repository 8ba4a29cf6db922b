import Dashboard
import EventBus
import Glibc
import RunModel
import Synchronization
import Terminal
import UnixSignals

/// A dashboard over what cannot be steered: a recording, a run's state file.
struct ViewOnlyScreen {
    let setup: ScreenSetup
    /// What to do where there is no terminal, or the screen cannot be opened.
    let hint: String

    /// Shows the session until the operator leaves or a signal ends it, while `feeding` runs.
    /// - Throws: `.usage` where no screen can be opened; the signal's exit status.
    func show(
        _ session: Session, clock: DashboardClock = .system,
        feeding: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard isatty(STDIN_FILENO) == 1, Output.isTerminal else {
            throw SluiceError(.usage, "this needs a terminal", hint: hint)
        }
        if let complaint = setup.themeComplaint {
            Output.error("sluice: the default theme is shown: \(complaint)")
        }
        var options = setup.options(asksToBegin: true, isReadOnly: true)
        options.clock = clock
        let terminal = setup.terminal
        let dashboard: Dashboard
        do {
            dashboard = try await Dashboard.start(session: session, options: options) {
                () throws(TerminalFailure) in try CursesScreen.open(options: terminal)
            }
        } catch {
            throw SluiceError(
                .usage, "the screen cannot be opened: \(error.reason)", hint: hint)
        }
        let ended = EndedBySignal()
        let watching = Task {
            for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup) {
                ended.take(signal == .sigterm ? .terminated : .interrupted)
                dashboard.close()
            }
        }
        let feed = Task { try await feeding() }
        _ = await dashboard.wait()
        watching.cancel()
        feed.cancel()
        if let status = ended.status { throw CommandStatus(status) }
    }
}

/// The exit status that a signal asked for.
private final class EndedBySignal: Sendable {
    private let held = Mutex<ExitStatus?>(nil)

    func take(_ status: ExitStatus) { held.withLock { $0 = $0 ?? status } }

    var status: ExitStatus? { held.withLock { $0 } }
}
