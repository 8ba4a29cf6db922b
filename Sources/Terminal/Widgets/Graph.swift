extension Canvas {
    /// Draws values as one row of blocks, the newest at the right edge.
    ///
    /// A value of 0 is the lowest block, nil (nothing known) is blank. Values that do not fit are the
    /// oldest ones.
    /// - `maximum`: what fills a cell; the largest of the values where it is nil.
    package mutating func sparkline(
        values: [Double?], maximum: Double? = nil, in area: Rect, role: Role = .graphItems
    ) {
        blocks(values, maximum: maximum, in: area.line(0), role)
    }

    /// Draws values as columns of blocks over the whole rectangle.
    private mutating func blocks(
        _ values: [Double?], maximum: Double?, in area: Rect, _ role: Role
    ) {
        guard !area.isEmpty else { return }
        let shown = values.suffix(area.columns)
        let top = maximum ?? shown.compactMap { $0 }.max() ?? 0
        for (index, value) in shown.enumerated() {
            guard let value, value.isFinite else { continue }
            let share = top > 0 ? min(1, max(0, value / top)) : 0
            // 0 is known: it shows.
            let eighths = max(1, Int((share * Double(area.rows * 8)).rounded()))
            let column = Rect(
                row: area.row, column: area.endColumn - shown.count + index, rows: area.rows,
                columns: 1)
            let (rest, full) = column.split(bottom: eighths / 8)
            fill(full, "█", role)
            if eighths % 8 > 0 {
                fill(rest.split(bottom: 1).bottom, Glyphs.lowerEighths[eighths % 8], role)
            }
        }
    }
}

/// A graph of several rows with its axes.
///
/// ```
///   38k┤       ▂▄▅▆▇▇▆▅
///      │   ▂▄▆██████████▅▂
///    0 ┤▁▄▆███████████████
///      └-5m ──────── now
/// ```
package struct Graph: Sendable {
    /// Something that happened: a sign on the axis below its column, and in what role.
    package struct Mark: Sendable, Hashable {
        /// Counted in `values` from the first.
        package var index: Int
        package var text: String
        package var role: Role

        package init(index: Int, text: String, role: Role) {
            self.index = index
            self.text = text
            self.role = role
        }
    }

    /// The columns left of the plot: five of a label and the axis.
    package static let axisColumns = 6

    /// Oldest first, one a column; nil where nothing is known.
    package var values: [Double?]
    /// What reaches the top.
    package var maximum: Double
    /// The maximum as people read it, up to four columns.
    package var maximumLabel: String
    /// Under the left end, in the middle and under the right end: `-5m`, `-2m30`, `now`; an empty one is left out.
    package var timeLabels: [String]
    package var marks: [Mark]
    package var role: Role

    package init(
        values: [Double?], maximum: Double, maximumLabel: String, timeLabels: [String] = [],
        marks: [Mark] = [], role: Role = .graphItems
    ) {
        self.values = values
        self.maximum = maximum
        self.maximumLabel = maximumLabel
        self.timeLabels = timeLabels
        self.marks = marks
        self.role = role
    }

    /// How many values a rectangle shows.
    package static func columns(in area: Rect) -> Int { max(0, area.columns - axisColumns) }
}

extension Canvas {
    /// Draws a graph with its axes; the last row is the time axis.
    package mutating func graph(_ graph: Graph, in area: Rect) {
        let (upper, axis) = area.split(bottom: area.rows > 1 ? 1 : 0)
        let (gutter, plot) = upper.split(left: Graph.axisColumns)
        guard !plot.isEmpty else { return }
        blocks(graph.values, maximum: graph.maximum, in: plot, graph.role)
        let line = gutter.split(left: Graph.axisColumns - 1).rest
        let labels = gutter.split(left: Graph.axisColumns - 1).left
        fill(line, "│", .graphAxis)
        put(right: graph.maximumLabel, line: 0, in: labels, .graphAxis)
        fill(line.line(0), "┤", .graphAxis)
        if plot.rows > 1 {
            put(right: "0 ", line: plot.rows - 1, in: labels, .graphAxis)
            fill(line.line(plot.rows - 1), "┤", .graphAxis)
        }
        timeAxis(graph, in: axis.split(left: Graph.axisColumns - 1).rest)
    }

    private mutating func timeAxis(_ graph: Graph, in area: Rect) {
        let (corner, axis) = area.split(left: 1)
        fill(corner, "└", .graphAxis)
        fill(axis, "─", .graphAxis)
        for (index, time) in graph.timeLabels.enumerated() where !time.isEmpty {
            let label = " " + time + " "
            let wide = width(of: label)
            guard wide + 2 <= axis.columns else { continue }
            let steps = max(1, graph.timeLabels.count - 1)
            let centre = axis.columns * index / steps
            let column = min(max(0, centre - wide / 2), axis.columns - wide)
            put(label, line: 0, column: column, in: axis, .graphAxis)
        }
        let shown = min(graph.values.count, axis.columns)
        let first = graph.values.count - shown
        for mark in graph.marks where mark.index >= first && mark.index < graph.values.count {
            let column = axis.columns - graph.values.count + mark.index
            let wide = width(of: mark.text)
            let start = min(max(0, column), max(0, axis.columns - wide))
            put(mark.text, line: 0, column: start, in: axis, mark.role)
        }
    }
}
