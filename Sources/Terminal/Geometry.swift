/// A number of rows and columns.
package struct Size: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}

/// A part of the screen, counted in cells from its upper left corner; never of negative size.
package struct Rect: Hashable, Sendable {
    package var row: Int
    package var column: Int
    package var rows: Int
    package var columns: Int

    package init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }

    package init(_ size: Size) {
        self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
    }

    package var endRow: Int { row + rows }
    package var endColumn: Int { column + columns }
    package var isEmpty: Bool { rows == 0 || columns == 0 }

    /// Smaller by so many cells on each side.
    package func inset(rows: Int = 0, columns: Int = 0) -> Rect {
        Rect(
            row: row + rows, column: column + columns, rows: self.rows - 2 * rows,
            columns: self.columns - 2 * columns)
    }

    /// The first rows, and what is below them.
    package func split(top count: Int) -> (top: Rect, rest: Rect) {
        let count = min(max(0, count), rows)
        return (
            Rect(row: row, column: column, rows: count, columns: columns),
            Rect(row: row + count, column: column, rows: rows - count, columns: columns)
        )
    }

    /// The last rows, and what is above them.
    package func split(bottom count: Int) -> (rest: Rect, bottom: Rect) {
        let (rest, bottom) = split(top: rows - min(max(0, count), rows))
        return (rest, bottom)
    }

    /// The first columns, and what is to their right.
    package func split(left count: Int) -> (left: Rect, rest: Rect) {
        let count = min(max(0, count), columns)
        return (
            Rect(row: row, column: column, rows: rows, columns: count),
            Rect(row: row, column: column + count, rows: rows, columns: columns - count)
        )
    }

    /// One row of it, counted from its top.
    package func line(_ number: Int) -> Rect {
        guard (0..<rows).contains(number) else {
            return Rect(row: row, column: column, rows: 0, columns: columns)
        }
        return Rect(row: row + number, column: column, rows: 1, columns: columns)
    }
}
