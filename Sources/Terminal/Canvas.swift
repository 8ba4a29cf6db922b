import PlainText

/// A screenful of cells, drawn by panes and copied by a screen.
///
/// What always holds:
/// 1. Nothing is drawn outside the canvas or outside the rectangle a call names.
/// 2. Each row is exactly `size.columns` cells: a wide glyph covers the cell to its right, and half of
///    one is never left.
/// 3. No cell holds a control, bidi or format character; ASCII only where the terminal shows no more.
package struct Canvas: Sendable, Equatable {
    package let size: Size
    package let isUnicode: Bool
    package private(set) var cells: [Cell]

    package init(size: Size, isUnicode: Bool = true) {
        self.size = size
        self.isUnicode = isUnicode
        cells = Array(repeating: Cell(), count: size.rows * size.columns)
    }

    package var bounds: Rect { Rect(size) }

    package subscript(row: Int, column: Int) -> Cell { cells[row * size.columns + column] }

    /// Draws text from a cell to the right, clipped to the rectangle; a text that does not fit ends in `…`
    /// where `ellipsis`.
    /// - Returns: the columns used.
    @discardableResult
    package mutating func put(
        _ text: some StringProtocol, row: Int, column: Int, in area: Rect, _ role: Role,
        ellipsis: Bool = true
    ) -> Int {
        guard area.row <= row, row < area.endRow else { return 0 }
        let from = max(column, area.column)
        let room = max(0, min(area.endColumn, size.columns) - from)
        let text = ellipsis ? text.clipped(to: room) : String(text)
        var at = column
        for character in text {
            let width = character.cellWidth
            guard at + width <= area.endColumn else { break }
            if width > 0, at >= area.column { set(character, width, row, at, role) }
            at += width
        }
        return at - column
    }

    /// Draws one line of a rectangle.
    @discardableResult
    package mutating func put(
        _ text: some StringProtocol, line: Int, column: Int = 0, in area: Rect, _ role: Role
    ) -> Int {
        put(text, row: area.row + line, column: area.column + column, in: area, role)
    }

    /// Draws text that ends at the rectangle's right edge.
    package mutating func put(
        right text: some StringProtocol, line: Int, in area: Rect, _ role: Role
    ) {
        let width = min(text.cellWidth, area.columns)
        put(text, row: area.row + line, column: area.endColumn - width, in: area, role)
    }

    package mutating func fill(_ area: Rect, _ scalar: Unicode.Scalar = " ", _ role: Role) {
        for row in max(0, area.row)..<max(0, area.row, min(area.endRow, size.rows)) {
            for column in max(
                0, area.column)..<max(0, area.column, min(area.endColumn, size.columns))
            {
                set(Character(scalar), 1, row, column, role)
            }
        }
    }

    /// Gives cells another role and leaves their glyphs: the cursor's line.
    package mutating func recolour(_ area: Rect, _ role: Role) {
        for row in max(0, area.row)..<max(0, area.row, min(area.endRow, size.rows)) {
            for column in max(
                0, area.column)..<max(0, area.column, min(area.endColumn, size.columns))
            {
                cells[row * size.columns + column].role = role
            }
        }
    }

    private mutating func set(
        _ character: Character, _ width: Int, _ row: Int, _ column: Int, _ role: Role
    ) {
        guard (0..<size.rows).contains(row), column >= 0, column + width <= size.columns else {
            return
        }
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return }
        cells[row * size.columns + column] = Cell(first, role: role)
        if width == 2 { cells[row * size.columns + column + 1] = .covered(role) }
    }

    /// A row's text, without its trailing spaces.
    package func text(row: Int) -> String {
        var text = String.UnicodeScalarView()
        for cell in cells[row * size.columns..<(row + 1) * size.columns] where !cell.isCovered {
            text.append(Unicode.Scalar(cell.scalar) ?? " ")
            if let mark = Unicode.Scalar(cell.mark), cell.mark != 0 { text.append(mark) }
        }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
