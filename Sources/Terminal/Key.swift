/// A key press, a mouse event or pasted text, as the terminal told it.
package enum Key: Hashable, Sendable {
    /// A printable character; space is one of them.
    case character(Character)
    /// With Control: the lower-case letter, `control("d")`.
    case control(Character)
    case enter
    case escape
    case tab
    case backTab
    case backspace
    case delete
    case up
    case down
    case left
    case right
    case pageUp
    case pageDown
    case home
    case end
    case mouse(MouseEvent)
    /// Text that was pasted: it may hold anything, line ends among it, and is no keys.
    case paste(String)
}

/// A mouse button or wheel at a cell.
package struct MouseEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case press
        case doublePress
        case wheelUp
        case wheelDown
    }

    package var kind: Kind
    package var row: Int
    package var column: Int

    package init(kind: Kind, row: Int, column: Int) {
        self.kind = kind
        self.row = row
        self.column = column
    }
}
