import EventBus
import Glibc
import Headless
import PlainText
import RunModel
import Synchronization

/// One line on standard error that says how far long work is; only on a terminal, four times a second.
final class ProgressNote: Sendable {
    private let shownAt = Mutex<Int64>(0)
    private let isTerminal = isatty(STDERR_FILENO) == 1

    func show(_ text: @autoclosure () -> String) {
        guard isTerminal else { return }
        let now = EventBus.systemMilliseconds()
        let isDue = shownAt.withLock { last in
            guard now - last >= 250 else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let width = (TerminalWidth.of(STDERR_FILENO) ?? 80) - 1
        let line = text().sanitised().clipped(to: width).padded(to: width)
        Output.write("\r" + line, to: STDERR_FILENO)
    }

    /// Takes the line away.
    func clear() {
        guard isTerminal, shownAt.withLock({ $0 }) > 0 else { return }
        let width = (TerminalWidth.of(STDERR_FILENO) ?? 80) - 1
        Output.write("\r" + String(repeating: " ", count: width) + "\r", to: STDERR_FILENO)
    }
}
