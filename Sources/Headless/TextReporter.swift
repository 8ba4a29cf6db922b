package import EventBus
import RunModel

/// Reports a run to people: a line for what matters, a line of progress, a summary at the end.
///
/// On a terminal the progress line is redrawn in place; elsewhere each tick prints one. Only `\r`, line ends
/// and sanitised text are written: it works on any terminal and reads well in a file.
package struct TextReporter: Sendable {
    package struct Style: Sendable {
        /// Columns of the terminal at this moment; nil where the output is no terminal.
        package var width: @Sendable () -> Int?
        /// Only the summary.
        package var isQuiet: Bool

        package init(width: @escaping @Sendable () -> Int? = { nil }, isQuiet: Bool = false) {
            self.width = width
            self.isQuiet = isQuiet
        }
    }

    /// 4 frames a second on a terminal, a line every 10 s elsewhere.
    package static func interval(isTerminal: Bool) -> Duration {
        isTerminal ? .milliseconds(250) : .seconds(10)
    }

    private let session: Session
    private let output: any LineOutput
    private let style: Style
    private let ticks: AsyncStream<Void>
    private let beforeSummary: @Sendable () async -> Void

    /// Shows the progress at each of `ticks` (`Ticks.every`).
    ///
    /// The summary waits for `beforeSummary`: until somebody else is done with the terminal.
    package init(
        session: Session, output: any LineOutput, style: Style, ticks: AsyncStream<Void>,
        beforeSummary: @escaping @Sendable () async -> Void = {}
    ) {
        self.session = session
        self.output = output
        self.style = style
        self.ticks = ticks
        self.beforeSummary = beforeSummary
    }

    /// Reports until the events end, the task is cancelled, or the output fails.
    /// - Returns: false where the output failed.
    @discardableResult
    package func run() async -> Bool { await run(await session.events()) }

    /// Reports a subscription that was taken before the run began, so that no event is missing.
    @discardableResult
    package func run(_ subscription: Subscription) async -> Bool {
        let printer = TextPrinter(output: output, style: style, snapshot: subscription.snapshot)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in ticks {
                    guard await printer.tick() else { break }
                }
            }
            for await delivery in subscription {
                let isAlive =
                    switch delivery {
                    case .event(let event): await printer.take(event)
                    case .missed: await printer.catchUp(session.snapshot())
                    }
                guard isAlive else {
                    subscription.cancel()
                    break
                }
            }
            group.cancelAll()
        }
        await beforeSummary()
        return await printer.finish()
    }
}

/// When to show progress.
package enum Ticks {
    /// A tick each interval of the clock until its reader's task ends.
    package static func every<C: Clock>(
        _ interval: C.Duration, clock: C = ContinuousClock()
    ) -> AsyncStream<Void> where C.Duration: Sendable {
        AsyncStream {
            (try? await clock.sleep(until: clock.now.advanced(by: interval), tolerance: nil)) != nil
                ? () : nil
        }
    }
}
