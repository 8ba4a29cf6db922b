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
        let frame = PaneFrame(area, context)
        if frame.isFramed {
            return box(
                area, title: title, detail: detail, note: note, footer: footer,
                isFocused: isFocused)
        }
        let (line, rest) = area.split(top: frame.isTitled ? 1 : 0)
        fill(line, isFocused ? "━" : "─", isFocused ? .borderFocus : .border)
        var head = Line(" " + title, isFocused ? .titleFocus : .title)
        if !detail.isEmpty { head += Line("  ") + detail }
        head.append(" ")
        let (left, right) = line.split(left: line.columns - width(of: footer) - 2)
        put(head, line: 0, column: 1, in: left, .text)
        if !footer.isEmpty { put(Line(" ") + footer + Line(" "), line: 0, in: right, .textDim) }
        return rest
    }

    /// Shows on a pane's right edge, where it has one, which part of its rows is seen.
    mutating func scrolled(
        _ window: Range<Int>, of count: Int, _ id: PaneID, _ context: PaneContext, area: Rect
    ) {
        guard PaneFrame(area, context).isFramed else { return }
        let edge = area.split(left: area.columns - 1).rest.inset(rows: 1)
        scrollbar(
            first: window.lowerBound, shown: window.count, count: count, in: edge,
            isFocused: context.view.focus == id)
    }

    /// Draws a line, and at its right end something that is never cut.
    mutating func put(_ left: Line, _ right: Line, in row: Rect) {
        let taken = width(of: right)
        let (rest, end) = row.split(left: row.columns - taken)
        put(right, line: 0, in: end, .text)
        put(left, line: 0, in: taken > 0 ? rest.split(left: rest.columns - 1).left : rest, .text)
    }

    /// Says in the middle of a pane why it is empty.
    mutating func empty(_ text: String, in area: Rect, _ role: Role = .textDim) {
        put(centred: Line(text, role), line: max(0, (area.rows - 1) / 2), in: area, role)
    }

    /// Shows which row the cursor is on: a sign for every terminal, a colour for most.
    ///
    /// Of the panes without the focus only the tables show theirs: commands go to it.
    mutating func cursor(_ context: PaneContext, _ id: PaneID, in row: Rect) {
        if context.view.focus == id {
            recolour(row, .cursor)
            put(">", line: 0, in: row, .cursor)
        } else if id == .tables {
            put(">", line: 0, in: row, .textDim)
        }
    }
}

/// What of a pane's area is left for its content.
struct PaneFrame {
    let area: Rect
    /// A frame takes two rows and two columns: a small screen's only pane has none.
    let isFramed: Bool

    init(_ area: Rect, _ context: PaneContext) {
        self.area = area
        isFramed = Layout.Kind(context.view.size) >= .standard && area.rows >= 3
    }

    /// True where there is no frame, but a line for the title.
    var isTitled: Bool { !isFramed && area.rows >= 6 }

    /// The rows inside.
    var rows: Int { max(0, area.rows - (isFramed ? 2 : isTitled ? 1 : 0)) }
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
