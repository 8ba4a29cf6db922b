extension Canvas {
    /// Draws an empty dialog in the middle of a rectangle and gives the space inside: its frame, and one
    /// column free on each side.
    ///
    /// `size` counts what is wanted inside; where the rectangle is smaller, so is the dialog.
    package mutating func dialog(
        _ size: Size, title: String, in area: Rect? = nil, isDangerous: Bool = false
    ) -> Rect {
        let area = area ?? bounds
        let columns = min(area.columns, max(size.columns + 4, min(60, width(of: title) + 6)))
        let rows = min(area.rows, size.rows + 2)
        let place = Rect(
            row: area.row + (area.rows - rows) / 2,
            column: area.column + (area.columns - columns) / 2, rows: rows, columns: columns)
        fill(place, " ", .dialog)
        let role: Role = isDangerous ? .dialogDanger : .dialogBorder
        frame(place, .heavy, role)
        let head = place.line(0).inset(columns: 2)
        if head.columns >= 6, !title.isEmpty {
            put(Line(" " + title + " ", role), line: 0, in: head, role)
        }
        return place.inset(rows: 1, columns: 2)
    }

    /// Draws buttons in one row, centred, the focused one filled.
    package mutating func buttons(_ titles: [String], focus: Int, in area: Rect) {
        var line = Line()
        for (index, title) in titles.enumerated() {
            if index > 0 { line.append("  ", .dialog) }
            // Brackets tell the focus where there is no colour.
            let isFocused = index == focus
            line.append(
                isFocused ? "[ \(title) ]" : "  \(title)  ", isFocused ? .buttonFocus : .button)
        }
        put(centred: line, line: 0, in: area, .dialog)
    }

    /// Draws a line of input with its cursor, scrolled so that the cursor is seen.
    ///
    /// - `cursor`: characters before it.
    package mutating func inputLine(_ text: String, cursor: Int, in area: Rect) {
        let area = area.line(0)
        guard !area.isEmpty else { return }
        fill(area, " ", .input)
        let before = width(of: String(text.prefix(max(0, cursor))))
        let scroll = max(0, before - area.columns + 1)
        put(text, row: area.row, column: area.column - scroll, in: area, .input, ellipsis: false)
        let under = area.column + before - scroll
        let wide = under + 1 < min(area.endColumn, size.columns) && under >= 0
        let covers =
            wide && area.row >= 0 && area.row < size.rows && self[area.row, under + 1].isCovered
        recolour(Rect(row: area.row, column: under, rows: 1, columns: covers ? 2 : 1), .cursor)
    }
}

/// A line of a menu.
package struct MenuItem: Sendable, Hashable {
    package var text: Line
    /// The key that chooses it, empty for none.
    package var key: String
    package var isEnabled: Bool

    package init(_ text: Line, key: String = "", isEnabled: Bool = true) {
        self.text = text
        self.key = key
        self.isEnabled = isEnabled
    }
}

extension Canvas {
    /// Draws a menu's items one below the other, scrolled so that the selected one is seen.
    ///
    /// - Returns: the index of the first one shown.
    @discardableResult
    package mutating func menu(_ items: [MenuItem], selected: Int, in area: Rect) -> Int {
        let first = Scroll.first(selected: selected, count: items.count, rows: area.rows)
        let keys = items.map { width(of: $0.key) }.max() ?? 0
        for (line, item) in items.dropFirst(first).prefix(area.rows).enumerated() {
            let row = area.line(line)
            let role: Role = item.isEnabled ? .dialog : .keyDisabled
            let isSelected = first + line == selected
            let used = put(isSelected ? "> " : "  ", line: 0, in: row, role)
            let (left, rest) = row.split(left: used + (keys > 0 ? keys + 2 : 0))
            put(
                item.key, line: 0, column: used, in: left, item.isEnabled ? .key : .keyDisabled)
            put(item.text, line: 0, in: rest, role)
            if isSelected { recolour(row, .cursor) }
        }
        let bar = area.split(left: area.columns - 1).rest
        scrollbar(first: first, shown: area.rows, count: items.count, in: bar)
        return first
    }
}
