/// What of a list is seen.
package enum Scroll {
    /// The first row shown so that the selected one is seen, moving as little as possible from `current`.
    package static func first(
        selected: Int, count: Int, rows: Int, current: Int = 0
    ) -> Int {
        guard rows > 0, count > rows else { return 0 }
        let least = max(0, selected - rows + 1)
        let most = max(0, selected)
        return min(max(current, least), most, count - rows)
    }
}

extension Canvas {
    /// Draws where the rows shown lie among all: a thumb in a column, usually the frame's right edge.
    ///
    /// Where all are shown nothing is drawn.
    package mutating func scrollbar(
        first: Int, shown: Int, count: Int, in column: Rect, isFocused: Bool = false
    ) {
        guard count > shown, shown > 0, column.rows > 0 else { return }
        let size = max(1, min(column.rows, column.rows * shown / count))
        let last = count - shown
        let at = (column.rows - size) * min(max(0, first), last) / last
        let thumb = Rect(row: column.row + at, column: column.column, rows: size, columns: 1)
        fill(thumb, "█", isFocused ? .borderFocus : .border)
    }
}

extension Glyphs {
    /// What stands before a row of a tree: its depth, and whether it can be opened.
    ///
    /// - `isOpen`: nil for a row with nothing below it.
    package static func tree(depth: Int, isOpen: Bool?) -> String {
        let mark =
            switch isOpen {
            case true?: "▾ "
            case false?: "▸ "
            case nil: "  "
            }
        return String(repeating: "  ", count: max(0, depth)) + mark
    }

    /// The lines before a row of a tree that is drawn with them: `│  ├─ `.
    ///
    /// - `lasts`: for each level from the outermost, whether it is the last of its siblings; the last
    ///   element is the row's own.
    package static func branches(lasts: [Bool]) -> String {
        guard let own = lasts.last else { return "" }
        return lasts.dropLast().map { $0 ? "   " : "│  " }.joined() + (own ? "└─ " : "├─ ")
    }
}
