import PlainText
import Terminal

/// A window of rows that draw themselves, scrolled as one.
///
/// What always holds: it never draws outside the area; its last line, or its lower edge, says how to leave
/// it at every size that has two rows.
struct OverlayPage {
    /// Draws one row into its rectangle.
    typealias Row = (inout Canvas, Rect) -> Void

    var title: String
    /// After the title, on the upper edge.
    var detail = Line()
    /// At the right end of the upper edge.
    var note = Line()
    var rows: [Row] = []
    /// Keys that do something here, on the lower edge; leaving comes first where there is little room.
    var hints: [KeyHint] = []

    init(title: String, detail: Line = Line(), note: Line = Line()) {
        self.title = title
        self.detail = detail
        self.note = note
    }
}

extension OverlayPage {
    /// Where a page stands in an area: the whole of a small one, in the middle of a large one.
    struct Window {
        let area: Rect
        let isFramed: Bool
        /// What a row may take.
        let columns: Int
        private let outerColumns: Int

        init(in area: Rect, columns wanted: Int = 100) {
            self.area = area
            isFramed = area.columns >= 50 && area.rows >= 12
            outerColumns = area.columns < 100 ? area.columns : min(area.columns - 2, wanted + 4)
            columns = isFramed ? outerColumns - 4 : area.columns
        }

        /// How many rows of a page of so many are seen at once.
        func page(of count: Int) -> Int {
            isFramed ? outer(count).rows - 2 : max(0, area.rows - min(2, max(0, area.rows - 1)))
        }

        /// Empty rows at the top and the bottom of a page that leaves room for them.
        func padding(_ count: Int) -> Int { isFramed && area.rows >= count + 6 ? 1 : 0 }

        /// Never so low that the window jumps as its content comes in.
        func outer(_ count: Int) -> Rect {
            let rows = min(area.rows, max(count + 2 + 2 * padding(count), area.rows / 2))
            return Rect(
                row: area.row + (area.rows - rows) / 3,
                column: area.column + (area.columns - outerColumns) / 2, rows: rows,
                columns: outerColumns)
        }
    }

    /// Draws the page with that row at its top, or the last rows where there are fewer.
    func draw(top: Int, in window: Window, into canvas: inout Canvas) {
        let page = window.page(of: rows.count)
        let first = min(max(0, top), max(0, rows.count - page))
        let isScrolled = rows.count > page
        let place =
            isScrolled
            ? Line("\(first + 1)–\(min(rows.count, first + page))/\(rows.count)") : Line()
        let inner: Rect
        if window.isFramed {
            let outer = window.outer(rows.count)
            // A free column on each side sets it off from the panes behind.
            let margin = Rect(
                row: outer.row, column: outer.column - 1, rows: outer.rows,
                columns: outer.columns + 2)
            canvas.fill(clip(margin, to: window.area), " ", .text)
            let room = outer.columns - 6 - canvas.width(of: place) - 3
            let inside = canvas.box(
                outer, title: title, detail: detail, note: note, footer: place,
                hint: canvas.hintLine(hints, columns: room), isFocused: true)
            inner = inside.inset(rows: window.padding(rows.count), columns: 1)
            canvas.scrollbar(
                first: first, shown: page, count: rows.count,
                in: Rect(
                    row: inside.row, column: outer.endColumn - 1, rows: inside.rows, columns: 1),
                isFocused: true)
        } else {
            canvas.fill(window.area, " ", .text)
            let (head, rest) = window.area.split(top: window.area.rows > 2 ? 1 : 0)
            let (body, foot) = rest.split(bottom: rest.rows > 1 ? 1 : 0)
            var line = Line(title, .titleFocus)
            if !detail.isEmpty { line += Line("  ") + detail }
            let corner = isScrolled ? place : note
            let (left, right) = head.split(left: head.columns - canvas.width(of: corner) - 1)
            canvas.put(line, line: 0, in: left, .text)
            canvas.put(right: corner, line: 0, in: right, .textDim)
            canvas.keyBar(hints, in: foot)
            inner = body
        }
        for (line, row) in rows.dropFirst(first).prefix(inner.rows).enumerated() {
            row(&canvas, inner.line(line))
        }
    }

    private func clip(_ rect: Rect, to area: Rect) -> Rect {
        let column = max(rect.column, area.column)
        return Rect(
            row: rect.row, column: column, rows: rect.rows,
            columns: min(rect.endColumn, area.endColumn) - column)
    }
}

extension OverlayPage {
    mutating func blank() {
        rows.append { _, _ in }
    }

    mutating func line(_ line: Line, _ role: Role = .text, indent: Int = 0) {
        rows.append { canvas, row in canvas.put(line, line: 0, column: indent, in: row, role) }
    }

    /// A line of which one part stands at the right edge.
    mutating func line(_ left: Line, right: Line, _ role: Role = .text) {
        rows.append { canvas, row in
            let width = canvas.width(of: right)
            canvas.put(left, line: 0, in: row.split(left: row.columns - width - 1).left, role)
            canvas.put(right: right, line: 0, in: row, role)
        }
    }

    /// The heading of what follows, with an empty row before it.
    mutating func heading(_ title: String, _ detail: Line = Line()) {
        if !rows.isEmpty { blank() }
        var line = Line(title, .textAccent)
        if !detail.isEmpty { line += Line("  ") + detail }
        self.line(line, .textDim)
    }

    /// Text in as many rows as it takes.
    /// - `limit`: rows at most; text of the data is cut at 4,000 characters where it enters the model.
    /// - `lead`: stands before the first row; the others begin below its end.
    mutating func text(
        _ text: String, columns: Int, _ role: Role = .text, lead: Line = Line(), indent: Int = 0,
        limit: Int = 60
    ) {
        let lead = indent > 0 ? Line(String(repeating: " ", count: indent)) + lead : lead
        let at = lead.text.cellWidth
        // Beside a long lead there would be no room.
        if at > max(13, columns / 2) {
            line(lead)
            return self.text(text, columns: columns, role, indent: indent + 2, limit: limit)
        }
        for (number, part) in text.wrapped(to: columns - at, limit: limit).enumerated() {
            line(
                number == 0
                    ? lead + Line(part, role)
                    : Line(String(repeating: " ", count: at)) + Line(part, role))
        }
    }

    /// What it is, and its value, in two columns.
    mutating func fact(_ name: String, _ value: String, columns: Int, _ role: Role = .text) {
        text(value, columns: columns, role, lead: Line(name.padded(to: 11), .textDim), limit: 6)
    }
}

extension Canvas {
    /// Keys and what they do as one line, as many as fit; the highest priority goes first.
    func hintLine(_ hints: [KeyHint], columns: Int) -> Line {
        var shown = hints
        func taken() -> Int {
            shown.reduce(-3) { $0 + width(of: $1.key) + 1 + width(of: $1.text) + 3 }
        }
        while taken() > columns, let most = shown.map(\.priority).max(),
            let index = shown.lastIndex(where: { $0.priority == most })
        {
            shown.remove(at: index)
        }
        var line = Line()
        for (index, hint) in shown.enumerated() {
            if index > 0 { line.append(" · ", .textDim) }
            line.append(hint.key, hint.isEnabled ? .key : .keyDisabled)
            line.append(" " + hint.text, hint.isEnabled ? .keyText : .keyDisabled)
        }
        return line
    }
}
