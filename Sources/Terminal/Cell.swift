/// One cell of the canvas: a glyph and what it is for.
package struct Cell: Hashable, Sendable {
    /// The base character's scalar; 0 where the cell is covered by a wide glyph to its left.
    package var scalar: UInt32
    /// A mark that joins the base character; 0 for none.
    package var mark: UInt32
    package var role: Role

    package init(_ scalar: Unicode.Scalar = " ", mark: UInt32 = 0, role: Role = .text) {
        self.scalar = scalar.value
        self.mark = mark
        self.role = role
    }

    /// The right half of a wide glyph.
    package static func covered(_ role: Role) -> Cell {
        var cell = Cell(role: role)
        cell.scalar = 0
        return cell
    }

    package var isCovered: Bool { scalar == 0 }
}
