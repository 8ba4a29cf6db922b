import RunModel
import Terminal

extension Canvas {
    /// Draws a pane's frame where there is room for one, or a line with its title, and gives the space inside.
    ///
    /// - `number`: the key that focuses it.
    mutating func pane(
        _ id: PaneID, _ context: PaneContext, area: Rect, detail: Line = Line(),
        note: Line = Line(), footer: Line = Line()
    ) -> Rect {
        let isFocused = context.view.focus == id
        let title = "\(id.rawValue) \(id.title)"
        if PaneFrame.isFramed(area) {
            return box(
                area, title: title, detail: detail, note: note, footer: footer,
                isFocused: isFocused)
        }
        let (line, rest) = area.split(top: PaneFrame.isTitled(area) ? 1 : 0)
        fill(line, isFocused ? "━" : "─", isFocused ? .borderFocus : .border)
        var head = Line(" " + title, isFocused ? .titleFocus : .title)
        if !detail.isEmpty { head += Line("  ") + detail }
        head.append(" ")
        put(head, line: 0, column: 1, in: line.split(left: line.columns - 1).left, .text)
        return rest
    }

    /// Says in the middle of a pane why it is empty.
    mutating func empty(_ text: String, in area: Rect, _ role: Role = .textDim) {
        put(centred: Line(text, role), line: max(0, (area.rows - 1) / 2), in: area, role)
    }

    /// Shows which row the cursor is on: a sign for every terminal, a colour for most.
    mutating func cursor(_ context: PaneContext, _ id: PaneID, in row: Rect) {
        let isFocused = context.view.focus == id
        recolour(row, isFocused ? .cursor : .cursorDim)
        if isFocused { put(">", line: 0, in: row, .cursor) }
    }
}

/// What of a pane's area is left for its content.
enum PaneFrame {
    static func isFramed(_ area: Rect) -> Bool {
        area.rows >= 4 && area.columns >= 70
            || area.rows >= 6 && area.columns >= 30 && area.columns < 58
    }

    static func isTitled(_ area: Rect) -> Bool { area.rows >= 6 }

    /// The rows inside.
    static func rows(_ area: Rect) -> Int {
        max(0, area.rows - (isFramed(area) ? 2 : isTitled(area) ? 1 : 0))
    }
}

extension PaneContext {
    /// Which of a pane's rows the cursor is on: the one it was put on, or its nearest parent, or the first.
    package func cursor(of pane: PaneID, in rows: [RowID]) -> Int {
        var wanted = view.cursors[pane]
        while let row = wanted {
            if let at = rows.firstIndex(of: row) { return at }
            wanted = row.parent
        }
        return 0
    }

    /// The rows of a pane that are seen, so that the cursor is among them.
    func window(of pane: PaneID, cursor: Int, count: Int, page: Int) -> Range<Int> {
        let first = Scroll.first(
            selected: cursor, count: count, rows: page, current: view.tops[pane] ?? 0)
        return first..<min(count, first + max(0, page))
    }
}
