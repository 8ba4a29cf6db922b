import CNcurses
import Foundation

/// The terminal, drawn on by curses.
///
/// What always holds:
/// 1. One thread uses it, the one that opened it; only `Waker` is for others.
/// 2. No call blocks but `wait`: where the terminal takes no bytes (Ctrl-S, a slow link), the newest canvas
///    is held back and shown once it does. `close` and `suspend` give it a second.
/// 3. Only what changed is sent; an unchanged canvas costs no byte.
/// 4. Ctrl-C and Ctrl-Z arrive as keys; Ctrl-S and Ctrl-Q stop and start the output, as everywhere.
package final class CursesScreen: Screen {
    /// What the terminal's description does not tell.
    package struct Options: Sendable {
        /// False by NO_COLOR or `--no-color`.
        package var isColoured: Bool
        /// ASCII only, whatever the locale says.
        package var isASCII: Bool
        package var isLowBandwidth: Bool
        /// As setlocale takes it; empty for the environment's.
        package var locale: String

        package init(
            isColoured: Bool = true, isASCII: Bool = false, isLowBandwidth: Bool = false,
            locale: String = ""
        ) {
            self.isColoured = isColoured
            self.isASCII = isASCII
            self.isLowBandwidth = isLowBandwidth
            self.locale = locale
        }
    }

    package internal(set) var size: Size
    package let capabilities: Capabilities
    /// Wakes `wait`.
    package let waker: Waker

    let terminal: OpaquePointer
    let passage: Passage
    let colours: TerminalColours
    var decoder = KeyDecoder()
    var isSuspended = false
    /// Events that came while nobody waited.
    var early: TerminalEvents = []
    private(set) var isOpen = true
    /// The terminal hung up: nothing is written any more, not even when it is closed.
    var isGone = false

    /// What the terminal shows; nil where it may show anything.
    private var shown: Canvas?
    private var shownTheme: Theme?
    private var styles: [Look: UInt16] = [:]
    private var glyphs: [sluice_glyph] = []
    /// The newest canvas that the terminal had no room for.
    private var held: (canvas: Canvas, theme: Theme)?

    /// Opens the terminal behind two descriptors; without a `term`, TERM names it.
    package init(
        input: Int32, output: Int32, term: String? = nil, options: Options = Options()
    ) throws(TerminalFailure) {
        waker = try Waker()
        var failure = SLUICE_TERMINAL_OPENED
        guard
            let terminal = sluice_terminal_open(input, output, term, options.locale, &failure)
        else { throw TerminalFailure(failure, name: term) }
        self.terminal = terminal
        let environment = ProcessInfo.processInfo.environment
        passage = Passage(term: term ?? environment["TERM"] ?? "", environment: environment)
        let found = sluice_terminal_capabilities(terminal)
        colours = TerminalColours(count: options.isColoured ? Int(found.colours) : 0)
        capabilities = Capabilities(
            colours: colours.level, isUnicode: found.is_utf8 && !options.isASCII,
            isLowBandwidth: options.isLowBandwidth)
        sluice_terminal_watch_signals(waker.writeEnd)
        // Nobody told us of a new size before this moment.
        sluice_terminal_resize(terminal)
        size = Size(terminal)
    }

    deinit { close() }

    /// Gives the terminal back; a terminal that is gone is left alone.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        sluice_terminal_watch_signals(-1)
        sluice_terminal_close(terminal, isGone)
    }

    /// False while the terminal has bytes to take: a frame that is not built costs nothing.
    package var isWritable: Bool {
        isOpen && !isGone && !isSuspended && sluice_terminal_drain(terminal) == 0
    }

    /// Bytes that the terminal has taken so far.
    package var bytesTaken: UInt64 { isOpen ? sluice_terminal_taken(terminal) : 0 }

    package func show(_ canvas: Canvas, theme: Theme) {
        guard isWritable else {
            held = (canvas, theme)
            return
        }
        held = nil
        if theme != shownTheme { wear(theme) }
        let rows = min(canvas.size.rows, size.rows)
        var isChanged = shown == nil
        for row in 0..<rows where put(canvas, row: row) { isChanged = true }
        shown = canvas
        if isChanged { sluice_terminal_flush(terminal) }
    }

    /// Shows what was held back.
    func showHeld() {
        guard let held else { return }
        show(held.canvas, theme: held.theme)
    }

    /// Paints everything anew with the next canvas: another program wrote on the terminal.
    package func redraw() {
        guard isOpen else { return }
        shown = nil
        sluice_terminal_redraw(terminal)
    }

    /// Takes the terminal's new size.
    func resize() {
        sluice_terminal_resize(terminal)
        size = Size(terminal)
        shown = nil
    }

    private func wear(_ theme: Theme) {
        shownTheme = theme
        shown = nil
        styles = [:]
        sluice_terminal_forget_styles(terminal)
        for look in Look.all {
            let style = colours.style(theme.style(of: look, colours: capabilities.colours))
            let number = sluice_terminal_add_style(
                terminal, Int32(style.attributes.rawValue), style.foreground, style.background)
            styles[look] = UInt16(clamping: number)
        }
    }

    /// Puts what differs from the row that is shown.
    private func put(_ canvas: Canvas, row: Int) -> Bool {
        let width = canvas.size.columns
        var first = 0
        var last = min(width, size.columns) - 1
        if let shown, shown.size == canvas.size {
            while first <= last, canvas[row, first] == shown[row, first] { first += 1 }
            guard first <= last else { return false }
            while canvas[row, last] == shown[row, last] { last -= 1 }
            // Whole glyphs, of the new row and the old one.
            while first > 0, canvas[row, first].isCovered || shown[row, first].isCovered {
                first -= 1
            }
            while last + 1 < min(width, size.columns),
                canvas[row, last + 1].isCovered || shown[row, last + 1].isCovered
            { last += 1 }
        }
        guard first <= last else { return false }
        glyphs.removeAll(keepingCapacity: true)
        var look: Look?
        var style: UInt16 = 0
        for column in first...last {
            let cell = canvas[row, column]
            if cell.isCovered { continue }
            if cell.look != look {
                look = cell.look
                style = styles[cell.look] ?? 0
            }
            let isWide = column < last && canvas[row, column + 1].isCovered
            glyphs.append(
                sluice_glyph(
                    scalar: cell.scalar, mark: cell.mark, width: isWide ? 2 : 1, style: style))
        }
        sluice_terminal_put(terminal, Int32(row), Int32(first), glyphs, Int32(glyphs.count))
        return true
    }
}

extension Size {
    fileprivate init(_ terminal: OpaquePointer) {
        self.init(
            columns: Int(sluice_terminal_columns(terminal)),
            rows: Int(sluice_terminal_rows(terminal)))
    }
}
