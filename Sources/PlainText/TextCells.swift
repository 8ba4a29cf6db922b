/// One base character of a text with the mark that joins it.
package struct TextCell: Sendable, Equatable {
    package var scalar: Unicode.Scalar
    /// The first mark over it; a cell shows one.
    package var mark: Unicode.Scalar?
    /// 1 or 2.
    package var width: Int

    package init(scalar: Unicode.Scalar, mark: Unicode.Scalar? = nil, width: Int) {
        self.scalar = scalar
        self.mark = mark
        self.width = width
    }
}

/// Walks a text cell by cell.
///
/// What always holds: each cell is 1 or 2 columns wide, and their sum is the text's `cellWidth`. Of a
/// joined emoji only the first is seen; a mark without a character before it is not.
package struct TextCells<Scalars: BidirectionalCollection> where Scalars.Element == Unicode.Scalar {
    private let scalars: Scalars
    /// Where the next cell begins.
    package private(set) var index: Scalars.Index

    package init(_ scalars: Scalars) {
        self.scalars = scalars
        index = scalars.startIndex
    }

    package mutating func next() -> TextCell? {
        while index < scalars.endIndex {
            let scalar = scalars[index]
            scalars.formIndex(after: &index)
            let width = scalar.cellWidth
            guard width > 0 else { continue }
            var cell = TextCell(scalar: scalar, width: width)
            takeJoining(into: &cell)
            return cell
        }
        return nil
    }

    private mutating func takeJoining(into cell: inout TextCell) {
        while index < scalars.endIndex {
            let scalar = scalars[index]
            guard scalar.value >= 0xAD, scalar.isJoining else { return }
            scalars.formIndex(after: &index)
            if scalar.value == 0x200D, cell.scalar.value >= 0x203C, index < scalars.endIndex,
                scalars[index].properties.isEmoji, scalars[index].value > 0xFF
            {
                // Joined to an emoji: the next one is part of this one.
                scalars.formIndex(after: &index)
            } else if cell.mark == nil, scalar.isDrawnMark {
                cell.mark = scalar
            }
        }
    }
}

extension Unicode.Scalar {
    /// True for a mark that is seen; joiners, selectors and skin tones are not.
    fileprivate var isDrawnMark: Bool {
        switch value {
        case 0..<0x300, 0x200C...0x200D, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF, 0xE0000...0xE01EF:
            false
        // The grapheme joiner, and marks of Khmer and Mongolian that are never seen.
        case 0x034F, 0x17B4...0x17B5, 0x180B...0x180F: false
        default: true
        }
    }
}
