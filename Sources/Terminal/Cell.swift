/// One cell of the canvas: a glyph and what it is for.
package struct Cell: Hashable, Sendable {
    /// The base character's scalar; 0 where the cell is covered by a wide glyph to its left.
    package var scalar: UInt32
    /// A mark that joins the base character; 0 for none.
    package var mark: UInt32
    package var look: Look

    package init(_ scalar: Unicode.Scalar = " ", mark: UInt32 = 0, role: Role = .text) {
        self.scalar = scalar.value
        self.mark = mark
        look = Look(role)
    }

    package var role: Role {
        get { look.role }
        set { look.role = newValue }
    }

    /// The right half of a wide glyph.
    package static func covered(_ role: Role) -> Cell {
        var cell = Cell(role: role)
        cell.scalar = 0
        return cell
    }

    package var isCovered: Bool { scalar == 0 }
}

/// What a theme needs to know of a cell: its role, and the line it lies on.
package struct Look: Hashable, Sendable {
    package var role: Role
    /// `cursor` or `cursor.dim` where the cell lies on the cursor's line; it keeps its own colour there if
    /// the theme lets it.
    package var ground: Role?

    package init(_ role: Role, on ground: Role? = nil) {
        self.role = role
        self.ground = ground
    }

    /// The lines a cell may lie on.
    package static let grounds: [Role?] = [nil, .cursor, .cursorDim]

    package static let all: [Look] = grounds.flatMap { ground in
        Role.allCases.map { Look($0, on: ground) }
    }
}
