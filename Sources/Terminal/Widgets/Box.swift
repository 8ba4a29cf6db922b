extension Canvas {
    /// Draws one line of a rectangle.
    @discardableResult
    package mutating func put(
        _ text: String, line: Int, column: Int = 0, in area: Rect, _ role: Role
    ) -> Int {
        put(text, row: area.row + line, column: area.column + column, in: area, role)
    }

    @discardableResult
    package mutating func put(
        _ text: some StringProtocol, line: Int, column: Int = 0, in area: Rect, _ role: Role
    ) -> Int {
        put(String(text), line: line, column: column, in: area, role)
    }

    /// Draws text that ends at the rectangle's right edge; of a longer one the beginning is seen.
    package mutating func put(
        right text: some StringProtocol, line: Int, in area: Rect, _ role: Role
    ) {
        put(right: Line(String(text)), line: line, in: area, role)
    }

    /// Draws text of several roles; a part without one takes `role`.
    ///
    /// - Returns: the columns used.
    @discardableResult
    package mutating func put(
        _ text: Line, line: Int, column: Int = 0, in area: Rect, _ role: Role
    ) -> Int {
        let start = area.column + column
        var at = start
        for (index, span) in text.spans.enumerated() {
            let next = put(
                span.text, row: area.row + line, column: at, in: area, span.role ?? role)
            at += next
            // Full to the brim, and more to come: the last cell says so.
            if at >= area.endColumn, start < area.endColumn, index + 1 < text.spans.count {
                let edge = Rect(
                    row: area.row + line, column: max(start, area.endColumn - 1), rows: 1,
                    columns: 1)
                if area.line(line).rows == 1 {
                    put("…", row: edge.row, column: edge.column, in: edge, span.role ?? role)
                }
                return at - start
            }
        }
        return at - start
    }

    package mutating func put(right text: Line, line: Int, in area: Rect, _ role: Role) {
        put(text, line: line, column: max(0, area.columns - width(of: text)), in: area, role)
    }

    package mutating func put(centred text: Line, line: Int, in area: Rect, _ role: Role) {
        put(text, line: line, column: max(0, (area.columns - width(of: text)) / 2), in: area, role)
    }

    package func width(of line: Line) -> Int {
        line.spans.reduce(0) { $0 + width(of: $1.text) }
    }

    /// Draws a pane's frame, heavy where it has the focus, and gives the rectangle inside.
    ///
    /// ```
    /// ┏━ title  detail ━━━━━━━━━━━━━━━━━━ note ━┓
    /// ┃                                         ┃
    /// ┗━ hint ━━━━━━━━━━━━━━━━━━━━━━━━━ footer ━┛
    /// ```
    /// The title comes before the note and the footer before the hint where there is no room for both.
    @discardableResult
    package mutating func box(
        _ area: Rect, title: String = "", detail: Line = Line(), note: Line = Line(),
        footer: Line = Line(), hint: Line = Line(), isFocused: Bool = false
    ) -> Rect {
        frame(area, isFocused ? .heavy : .light, isFocused ? .borderFocus : .border)
        guard area.rows >= 2, area.columns >= 8 else { return area.inset(rows: 1, columns: 1) }
        var head = Line(title, isFocused ? .titleFocus : .title)
        if !detail.isEmpty { head += Line(title.isEmpty ? "" : "  ") + detail }
        let top = area.line(0).inset(columns: 2)
        let used = label(head, in: top, .text)
        // What is left of the border between two labels must be seen.
        label(note, in: top.split(left: used == 0 ? 0 : used + 1).rest, .textDim, atRight: true)
        let bottom = area.line(area.rows - 1).inset(columns: 2)
        let taken = label(footer, in: bottom, .textDim, atRight: true)
        let left = bottom.columns - taken - (taken == 0 ? 0 : 1)
        label(hint, in: bottom.split(left: left).left, .textDim)
        return area.inset(rows: 1, columns: 1)
    }

    /// Draws a label on a border with a space on each side, or nothing where not even four cells of it fit.
    ///
    /// - Returns: the columns used.
    @discardableResult
    private mutating func label(
        _ text: Line, in border: Rect, _ role: Role, atRight: Bool = false
    ) -> Int {
        let wanted = width(of: text)
        let room = border.columns - 2
        // A label at the right is a number or a state: half of one misleads.
        guard wanted > 0, room >= (atRight ? wanted : min(wanted, 4)) else { return 0 }
        let columns = min(wanted, room) + 2
        let area =
            atRight
            ? border.split(left: border.columns - columns).rest : border.split(left: columns).left
        fill(area, " ", role)
        put(text, line: 0, in: area.inset(columns: 1), role)
        return columns
    }

    /// Draws the lines of a frame on the edge of a rectangle.
    package mutating func frame(_ area: Rect, _ frame: Glyphs.Frame, _ role: Role) {
        guard area.rows >= 2, area.columns >= 2 else {
            fill(area, frame.horizontal, role)
            return
        }
        let right = area.endColumn - 1
        let bottom = area.endRow - 1
        for row in [area.row, bottom] {
            let edge = Rect(row: row, column: area.column, rows: 1, columns: area.columns)
            fill(edge, frame.horizontal, role)
        }
        for column in [area.column, right] {
            let edge = Rect(row: area.row, column: column, rows: area.rows, columns: 1)
            fill(edge.inset(rows: 1), frame.vertical, role)
        }
        let places = [
            (area.row, area.column), (area.row, right), (bottom, area.column), (bottom, right),
        ]
        for (place, corner) in zip(places, frame.corners) {
            fill(Rect(row: place.0, column: place.1, rows: 1, columns: 1), corner, role)
        }
    }
}
