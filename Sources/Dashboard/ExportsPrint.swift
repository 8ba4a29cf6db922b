import Glibc
import Terminal

/// The focused pane, or the window over it, as plain text on the primary screen.
enum PlainPrint {
    /// Lines at most: what a terminal's own scrolling keeps.
    static let limit = 1_000

    /// All of it, not only what fits: drawn on a canvas as high as it takes.
    static func text(_ context: PaneContext, _ shape: ScreenShape) -> String {
        var view = context.view
        let rows: Int
        if !view.overlays.isEmpty {
            rows = (shape.extent(context)?.rows ?? 0) + 8
            view.overlays[view.overlays.count - 1].top = 0
        } else if view.focus == .log {
            rows = min(limit, context.model.log.count - context.model.log.first + 4)
        } else {
            let count = shape.pane(view.focus)?.rows(context).count ?? 0
            // Rows of these can take two lines.
            let height = view.focus == .errors || view.focus == .schema ? 2 : 1
            rows =
                count > 0
                ? count * height + 4 : shape.areas(context)[view.focus]?.rows ?? 0
        }
        view.tops[view.focus] = view.focus == .log ? view.tops[.log] : 0
        let size = Size(
            columns: max(40, view.size.columns), rows: min(limit, max(3, rows)))
        view.size = Size(columns: size.columns, rows: max(view.size.rows, size.rows))
        let tall = PaneContext(
            model: context.model, view: view, capabilities: context.capabilities,
            keys: context.keys)
        var canvas = Canvas(size: size, isUnicode: context.capabilities.isUnicode)
        if view.overlays.isEmpty {
            shape.pane(view.focus)?.draw(tall, into: &canvas, area: canvas.bounds)
        } else {
            OverlayDrawing.draw(tall, into: &canvas, area: canvas.bounds)
        }
        var lines = (0..<size.rows).map { canvas.text(row: $0) }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Prints it and waits for a key that says enough, or for the terminal's end.
    ///
    /// Ctrl-C is one of them: it is about this page, and must not reach the run as a signal.
    static func show(_ text: String) {
        var before = termios()
        let isTerminal = tcgetattr(STDIN_FILENO, &before) == 0
        var during = before
        during.c_lflag &= ~tcflag_t(ISIG | ICANON | ECHO)
        if isTerminal { tcsetattr(STDIN_FILENO, TCSADRAIN, &during) }
        defer { if isTerminal { tcsetattr(STDIN_FILENO, TCSADRAIN, &before) } }
        if write(Array((text + "\nEnter: back to the dashboard. The run goes on.\n").utf8)) {
            awaitEnd()
        }
    }

    /// False where the terminal takes no more.
    private static func write(_ bytes: [UInt8]) -> Bool {
        var at = 0
        while at < bytes.count {
            let count = bytes[at...].withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                var room = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                guard poll(&room, 1, 60_000) > 0, room.revents & Int16(POLLHUP) == 0 else {
                    return false
                }
                continue
            }
            guard count > 0 else { return false }
            at += count
        }
        return true
    }

    /// Waits for Enter, q, Esc or Ctrl-C.
    private static func awaitEnd() {
        let ends: Set<UInt8> = [10, 13, UInt8(ascii: "q"), 27, 3]
        while true {
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let found = poll(&input, 1, -1)
            if found < 0, errno == EINTR { continue }
            guard found > 0, input.revents & Int16(POLLHUP) == 0 else { return }
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0, ends.isDisjoint(with: bytes[..<count]) else { return }
        }
    }
}
