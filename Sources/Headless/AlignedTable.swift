import PlainText

/// Rows of text in columns as wide as their widest cell.
package struct AlignedTable {
    package enum Side { case left, right }

    private let sides: [Side]
    private var rows: [[String]]

    package init(_ columns: [(title: String, side: Side)]) {
        sides = columns.map(\.side)
        rows = [columns.map(\.title)]
    }

    package mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The lines, without spaces at their ends.
    package var lines: [String] {
        let widths = sides.indices.map { column in
            rows.map { $0[column].cellWidth }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                if column > 0 { line += "  " }
                line += cell.padded(to: widths[column], atRight: sides[column] == .right)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
