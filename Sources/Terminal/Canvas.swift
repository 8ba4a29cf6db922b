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

    /// The columns a text takes here: where only ASCII is shown, `→` takes two.
    package func width(of text: String) -> Int {
        if isUnicode { return text.cellWidth }
        var cells = TextCells(text.unicodeScalars)
        var width = 0
        while let cell = cells.next() { width += Glyph(cell, isUnicode: false).width }
        return width
    }

    /// Draws text from a cell to the right, clipped to the rectangle; a text that does not fit ends in `…`
    /// where `ellipsis`.
    ///
    /// A column left of the rectangle scrolls the text: its first cells are not seen.
    /// - Returns: the columns used.
    @discardableResult
    package mutating func put(
        _ text: String, row: Int, column: Int, in area: Rect, _ role: Role, ellipsis: Bool = true
    ) -> Int {
        guard let span = visible(area, row: row), column < span.upperBound else { return 0 }
        let ascii = text.utf8.withContiguousStorageIfAvailable {
            putASCII($0, row: row, column: column, in: span, role, ellipsis: ellipsis)
        }
        if let ascii, let used = ascii { return used }
        var walk = TextCells(text.unicodeScalars)
        var at = column
        while let cell = walk.next() {
            let glyph = Glyph(cell, isUnicode: isUnicode)
            if at + glyph.width > span.upperBound {
                if ellipsis {
                    putEllipsis(row: row, in: max(column, span.lowerBound)..<span.upperBound, role)
                } else {
                    put(glyph, row: row, column: at, in: span, role)
                }
                return span.upperBound - column
            }
            put(glyph, row: row, column: at, in: span, role)
            at += glyph.width
        }
        return at - column
    }

    @discardableResult
    package mutating func put(
        _ text: some StringProtocol, row: Int, column: Int, in area: Rect, _ role: Role,
        ellipsis: Bool = true
    ) -> Int {
        put(String(text), row: row, column: column, in: area, role, ellipsis: ellipsis)
    }

    /// Gives cells another role and leaves their glyphs.
    ///
    /// `cursor` and `cursor.dim` lie under the cells: these keep their own role besides, and the theme
    /// decides what is seen of it. A wide glyph that is only half inside stays as it is.
    package mutating func recolour(_ area: Rect, _ role: Role) {
        for row in max(0, area.row)..<max(0, area.row, min(area.endRow, size.rows)) {
            guard let span = visible(area, row: row) else { continue }
            let start = row * size.columns
            var from = start + span.lowerBound
            var to = start + span.upperBound
            if cells[from].isCovered { from += 1 }
            if span.upperBound < size.columns, cells[to].isCovered { to -= 1 }
            let isGround = role == .cursor || role == .cursorDim
            for index in from..<max(from, to) {
                if isGround { cells[index].look.ground = role } else { cells[index].role = role }
            }
        }
    }

    package mutating func fill(_ area: Rect, _ scalar: Unicode.Scalar = " ", _ role: Role) {
        // A mark by itself has nothing to join.
        let width = scalar.cellWidth
        let glyph = Glyph(
            TextCell(scalar: width > 0 ? scalar : " ", width: max(1, width)), isUnicode: isUnicode)
        let cell = Cell(glyph.first, role: role)
        for row in max(0, area.row)..<max(0, area.row, min(area.endRow, size.rows)) {
            guard let span = visible(area, row: row) else { continue }
            if glyph.width == 1 || !isUnicode {
                closeHalves(row: row, span)
                for column in span { cells[row * size.columns + column] = cell }
            } else {
                for column in stride(from: span.lowerBound, to: span.upperBound, by: 2) {
                    put(glyph, row: row, column: column, in: span, role)
                }
            }
        }
    }

    /// A row's text, without its trailing spaces.
    package func text(row: Int) -> String {
        var text = String.UnicodeScalarView()
        for cell in cells[row * size.columns..<(row + 1) * size.columns] where !cell.isCovered {
            text.append(Unicode.Scalar(cell.scalar) ?? " ")
            if cell.mark != 0, let mark = Unicode.Scalar(cell.mark) { text.append(mark) }
        }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// The columns of a rectangle that are on the canvas in that row; nil where there are none.
    private func visible(_ area: Rect, row: Int) -> Range<Int>? {
        guard row >= max(0, area.row), row < min(area.endRow, size.rows) else { return nil }
        let from = max(0, area.column)
        let to = min(area.endColumn, size.columns)
        return from < to ? from..<to : nil
    }

    /// Draws printable ASCII: a byte is a cell.
    ///
    /// - Returns: nil where a byte that would be seen is something else; then nothing is drawn.
    private mutating func putASCII(
        _ bytes: UnsafeBufferPointer<UInt8>, row: Int, column: Int, in span: Range<Int>,
        _ role: Role, ellipsis: Bool
    ) -> Int? {
        let room = span.upperBound - column
        // One byte past the room tells that the text does not fit.
        let looked = min(bytes.count, room + 1)
        for index in 0..<looked where bytes[index] &- 0x20 >= 0x5F { return nil }
        let from = max(column, span.lowerBound)
        let to = min(column + bytes.count, span.upperBound)
        guard from < to else { return min(bytes.count, room) }
        closeHalves(row: row, from..<to)
        let start = row * size.columns
        var cell = Cell(role: role)
        for at in from..<to {
            cell.scalar = UInt32(bytes[at - column])
            cells[start + at] = cell
        }
        if looked > room, ellipsis { putEllipsis(row: row, in: from..<span.upperBound, role) }
        return to - column
    }

    /// Says at the right end of columns that something is missing.
    private mutating func putEllipsis(row: Int, in span: Range<Int>, _ role: Role) {
        guard isUnicode else {
            for column in span.suffix(2) {
                put(Glyph("."), row: row, column: column, in: span, role)
            }
            return
        }
        var column = span.upperBound - 1
        if column > span.lowerBound, self[row, column].isCovered {
            put(Glyph(" "), row: row, column: column, in: span, role)
            column -= 1
        }
        put(Glyph("…"), row: row, column: column, in: span, role)
    }

    /// Draws a glyph; what of a wide one is outside is left out, and what is inside is blank.
    private mutating func put(
        _ glyph: Glyph, row: Int, column: Int, in span: Range<Int>, _ role: Role
    ) {
        let from = max(column, span.lowerBound)
        let to = min(column + glyph.width, span.upperBound)
        guard from < to else { return }
        closeHalves(row: row, from..<to)
        let index = row * size.columns + column
        if !glyph.isWide {
            for at in from..<to {
                cells[row * size.columns + at] = Cell(glyph.scalar(at - column), role: role)
            }
            if glyph.mark != 0 { cells[index].mark = glyph.mark }
        } else if to - from == 2 {
            cells[index] = Cell(glyph.first, mark: glyph.mark, role: role)
            cells[index + 1] = .covered(role)
        } else {
            cells[row * size.columns + from] = Cell(role: role)
        }
    }

    /// Blanks the other halves of wide glyphs that columns about to be overdrawn cut through.
    private mutating func closeHalves(row: Int, _ span: Range<Int>) {
        let start = row * size.columns
        if cells[start + span.lowerBound].isCovered {
            cells[start + span.lowerBound - 1].scalar = 0x20
            cells[start + span.lowerBound - 1].mark = 0
        }
        if span.upperBound < size.columns, cells[start + span.upperBound].isCovered {
            cells[start + span.upperBound].scalar = 0x20
        }
    }
}
