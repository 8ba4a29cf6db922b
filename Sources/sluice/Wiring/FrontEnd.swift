import EventBus
import Glibc
import Headless
import Logging

/// The headless front end: people's text or JSON lines, and the log, from the same events.
struct FrontEnd {
    let session: Session
    let show: ShowOptions
    let isQuiet: Bool
    let logger: Logger

    /// Subscribes, so that no event is missed, and reports until the events end.
    func start() async -> Task<Void, Never> {
        let logEvents = await session.events(capacity: 2_048)
        let events = await session.events(capacity: 4_096)
        let log = EventLogger(session: session, logger: logger)
        let logging = Task { await log.run(logEvents) }
        let reporting: Task<Void, Never>
        switch show.output {
        case .json:
            let reporter = JSONReporter(session: session, output: DescriptorOutput.standardOutput)
            reporting = Task { _ = await reporter.run(events) }
        case .text:
            let isTerminal = Output.isTerminal
            let reporter = TextReporter(
                session: session, output: DescriptorOutput.standardOutput,
                style: TextReporter.Style(
                    width: { isTerminal ? TerminalWidth.of(STDOUT_FILENO) : nil }, isQuiet: isQuiet),
                ticks: Ticks.every(TextReporter.interval(isTerminal: isTerminal)))
            reporting = Task { _ = await reporter.run(events) }
        }
        return Task {
            await reporting.value
            await logging.value
        }
    }
}
