import Dashboard
import EventBus
import Glibc
import Headless
import Logging
import PlainText
import RunModel
import Synchronization
import Terminal

/// What shows the run: the dashboard where there is a terminal for it, else people's text or JSON lines; and
/// the log, from the same events.
///
/// When the dashboard leaves, text goes on in its place: progress where the run goes on, and the summary.
final class FrontEnd: Sendable {
    private let session: Session
    private let dashboard: Dashboard?
    private let output: HeldOutput
    private let reporting: Task<Void, Never>
    private let logging: Task<Void, Never>
    private let logger: Logger
    private let isHungUp = Atomic(false)
    /// What was written to standard error while the dashboard had the terminal.
    private let errors: Mutex<DivertedErrors?>

    /// True where an operator is there to say `begin` and to look at the end.
    var isWatched: Bool { dashboard != nil }

    /// Subscribes, so that no event is missed, and opens the dashboard where `screen` and the terminal let it.
    init(
        session: Session, show: ShowOptions, screen: ScreenSetup?, isQuiet: Bool,
        beginsAtOnce: Bool, logger: Logger
    ) async {
        self.session = session
        self.logger = logger
        let logEvents = await session.events(capacity: 2_048)
        let events = await session.events(capacity: 4_096)
        let log = EventLogger(session: session, logger: logger)
        logging = Task { await log.run(logEvents) }
        dashboard = await Self.open(
            session, screen.flatMap { show.wantsScreen ? $0 : nil }, beginsAtOnce: beginsAtOnce)
        errors = Mutex(dashboard == nil ? nil : try? DivertedErrors())
        let output = HeldOutput(DescriptorOutput.standardOutput, isHeld: dashboard != nil)
        self.output = output
        switch show.output {
        case .json:
            let reporter = JSONReporter(session: session, output: output)
            reporting = Task { _ = await reporter.run(events) }
        case .text:
            let isTerminal = Output.isTerminal
            let reporter = TextReporter(
                session: session, output: output,
                style: TextReporter.Style(
                    width: {
                        isTerminal && output.isOpen ? TerminalWidth.of(STDOUT_FILENO) : nil
                    }, isQuiet: isQuiet),
                ticks: Ticks.every(TextReporter.interval(isTerminal: isTerminal)),
                beforeSummary: { await output.opened() })
            reporting = Task { _ = await reporter.run(events) }
        }
    }

    private static func open(
        _ session: Session, _ screen: ScreenSetup?, beginsAtOnce: Bool
    ) async -> Dashboard? {
        guard let screen else { return nil }
        do {
            let options = screen.options(asksToBegin: !beginsAtOnce)
            let terminal = screen.terminal
            return try await Dashboard.start(session: session, options: options) {
                () throws(TerminalFailure) in try CursesScreen.open(options: terminal)
            }
        } catch {
            Output.error("sluice: going on as with --no-tui, because \(error.reason)")
            return nil
        }
    }

    /// Reports to the end of the events.
    func start() -> Task<Void, Never> {
        Task {
            if let dashboard {
                var end = await dashboard.wait()
                if isHungUp.load(ordering: .relaxed) { end = .hungUp }
                tellErrors(isSeen: end != .hungUp)
                await left(end)
            }
            await reporting.value
            await logging.value
        }
    }

    /// Gives standard error back, and tells what came meanwhile.
    private func tellErrors(isSeen: Bool) {
        let text = errors.withLock { $0.take()?.finish() } ?? ""
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.sanitised()
            logger.warning("standard error: \(line)")
            if isSeen { Output.error(line) }
        }
    }

    /// The operator has left, or the terminal has.
    private func left(_ end: DashboardEnd) async {
        switch end {
        case .left(.goOnHeadless):
            output.open()
            _ = await output.write(
                "The screen is closed; the run goes on. Ctrl-C stops it at a checkpoint.\n")
            session.send(.endWhenSettled, by: ScreenSetup.operatorName)
        case .left(.stop): output.open()
        case .left(.close):
            output.open()
            session.send(.stop(now: false), by: ScreenSetup.operatorName)
        case .hungUp:
            // Nobody reads; the run goes on, the log says how it went.
            output.open()
            session.send(.endWhenSettled, by: "lost terminal")
        }
    }

    /// The terminal is going: the screen ends, and the run goes on.
    func hangUp() {
        isHungUp.store(true, ordering: .relaxed)
        dashboard?.close()
    }

    /// Closes the dashboard, so that what is said next stands on the terminal as it was before.
    func close() async {
        guard let dashboard else { return }
        dashboard.close()
        _ = await dashboard.wait()
    }
}

extension ShowOptions {
    /// True where a dashboard may be opened: text is wanted, and both streams are a terminal.
    var wantsScreen: Bool {
        !noTui && output == .text && isatty(STDIN_FILENO) == 1 && Output.isTerminal
    }
}
