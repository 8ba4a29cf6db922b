import PlainText

/// What is drawn of one cell of a text: one scalar, or the ASCII that stands for it.
struct Glyph {
    let first: Unicode.Scalar
    let mark: UInt32
    /// Columns.
    let width: Int
    /// One scalar over two columns.
    let isWide: Bool
    private let ascii: StaticString?

    init(_ scalar: Unicode.Scalar) {
        first = scalar
        mark = 0
        width = 1
        isWide = false
        ascii = nil
    }

    init(_ cell: TextCell, isUnicode: Bool) {
        let scalar = Glyphs.drawable(cell.scalar)
        // What replaces a wide glyph keeps the columns it would have taken.
        let isReplaced = scalar != cell.scalar
        if isUnicode || scalar.isASCII {
            first = scalar
            mark = isUnicode && !isReplaced ? cell.mark?.value ?? 0 : 0
            width = cell.width
            isWide = cell.width == 2 && !isReplaced
            ascii = nil
        } else {
            let ascii = Glyphs.ascii(scalar)
            first = Unicode.Scalar(ascii.utf8Start.pointee)
            mark = 0
            width = max(cell.width, ascii.utf8CodeUnitCount)
            isWide = false
            self.ascii = ascii
        }
    }

    /// What is drawn in a column of it, counted from its first.
    func scalar(_ column: Int) -> Unicode.Scalar {
        guard let ascii, column < ascii.utf8CodeUnitCount else { return first }
        return Unicode.Scalar(ascii.utf8Start[column])
    }
}
