/// Where the columns of a table stand at a width.
///
/// What always holds: the columns that are shown and the gaps between them never take more than the
/// width; a column is shown as a whole or not at all.
package struct ColumnLayout: Sendable, Equatable {
    package enum Alignment: Sendable {
        case left
        case right
    }

    package struct Column: Sendable, Equatable {
        package var title: String
        package var minimum: Int
        package var ideal: Int
        /// `.max` takes what the others leave.
        package var maximum: Int
        package var alignment: Alignment
        /// 0 stays as long as anything does; the highest number goes first as the width shrinks.
        package var priority: Int

        package init(
            _ title: String, minimum: Int, ideal: Int? = nil, maximum: Int? = nil,
            alignment: Alignment = .left, priority: Int = 0
        ) {
            self.title = title
            self.minimum = max(1, minimum)
            self.ideal = max(self.minimum, ideal ?? minimum)
            self.maximum = max(self.ideal, maximum ?? self.ideal)
            self.alignment = alignment
            self.priority = priority
        }
    }

    /// A column's place, counted from the row's left edge.
    package struct Place: Sendable, Equatable {
        package var start: Int
        package var width: Int
    }

    package let columns: [Column]
    /// One for each column; nil where there is no room for it.
    package let places: [Place?]

    /// Lays columns out: the least important go until the rest has its minimum; what is left over brings the
    /// most important first to their ideal width, then to their maximum.
    package init(_ columns: [Column], width: Int, gap: Int = 1) {
        self.columns = columns
        var shown = Array(columns.indices)
        func least() -> Int {
            shown.reduce(0) { $0 + columns[$1].minimum } + gap * max(0, shown.count - 1)
        }
        while least() > width, shown.count > 1 {
            let last = shown.indices.max {
                columns[shown[$0]].priority < columns[shown[$1]].priority
            }
            // Of equals the rightmost.
            let most = last.map { columns[shown[$0]].priority } ?? 0
            guard let index = shown.lastIndex(where: { columns[$0].priority == most }) else {
                break
            }
            shown.remove(at: index)
        }
        var widths = Dictionary(uniqueKeysWithValues: shown.map { ($0, columns[$0].minimum) })
        var left = width - least()
        if left < 0, let only = shown.first {
            widths[only] = max(0, width)
            left = 0
        }
        let byPriority = shown.sorted {
            (columns[$0].priority, $0) < (columns[$1].priority, $1)
        }
        for wish in [\Column.ideal, \Column.maximum] {
            for index in byPriority {
                let has = widths[index] ?? 0
                let more = min(left, max(0, columns[index][keyPath: wish] - has))
                widths[index] = has + more
                left -= more
            }
        }
        var start = 0
        var places = [Place?](repeating: nil, count: columns.count)
        for index in shown {
            let width = widths[index] ?? 0
            places[index] = Place(start: start, width: width)
            start += width + gap
        }
        self.places = places
    }

    /// A column's part of a row; nil where the column is not shown.
    package func area(of column: Int, in row: Rect) -> Rect? {
        guard places.indices.contains(column), let place = places[column] else { return nil }
        return row.line(0).split(left: place.start).rest.split(left: place.width).left
    }
}

extension Canvas {
    /// Draws the names of the columns.
    package mutating func columnHeader(
        _ layout: ColumnLayout, in row: Rect, _ role: Role = .columnHeader
    ) {
        cells(layout.columns.map { Line($0.title) }, layout, in: row, role)
    }

    /// Draws a table's row: each text in its column, clipped; a part without a role takes `role`.
    package mutating func cells(
        _ texts: [Line], _ layout: ColumnLayout, in row: Rect, _ role: Role
    ) {
        for (column, text) in texts.enumerated() {
            guard let area = layout.area(of: column, in: row) else { continue }
            if layout.columns[column].alignment == .right {
                put(right: text, line: 0, in: area, role)
            } else {
                put(text, line: 0, in: area, role)
            }
        }
    }
}
