import PlainText
import RunModel
import Terminal

/// The graphs of the Flow pane, and beside or below them what they amount to.
///
/// All share one time axis: what stands above one another happened together. What is shown where depends on
/// the area alone, so nothing jumps as the numbers change.
struct FlowGraphs {
    let context: PaneContext
    let figures: FlowFigures

    func draw(into canvas: inout Canvas, area: Rect) {
        let isWide = area.columns >= 64
        let side = isWide ? min(36, max(24, area.columns / 3)) : 0
        let left = area.split(left: area.columns - side - (isWide ? 2 : 0)).left
        let right = Rect(
            row: area.row, column: left.endColumn + 2, rows: area.rows, columns: side
        ).inset(columns: isWide ? 1 : 0)
        let facts = isWide ? 0 : min(2, area.rows / 5)
        let heat = heatRows(area.rows)
        let rows = area.rows - heat - facts
        let parts = split(rows)
        var row = 0
        for (at, height) in parts.enumerated() {
            let band = rectangle(left, row, height)
            drawGraph(at, into: &canvas, area: band)
            if isWide { drawSide(at, into: &canvas, area: rectangle(right, row, height)) }
            row += height
        }
        drawHeat(
            into: &canvas, area: rectangle(left, row, heat),
            names: isWide ? rectangle(right, row, heat) : nil)
        let below = rectangle(area, row + heat, facts).inset(columns: 1)
        FlowPane.drawFacts(figures, into: &canvas, area: below)
    }

    private func rectangle(_ area: Rect, _ row: Int, _ rows: Int) -> Rect {
        Rect(row: area.row + row, column: area.column, rows: rows, columns: area.columns)
    }

    /// Two rows for each table that is throttled.
    private func heatRows(_ rows: Int) -> Int {
        switch rows {
        case ..<7: 1
        case ..<40: 2
        case ..<56: 4
        default: 6
        }
    }

    /// The heights of the graphs: the first is the largest.
    private func split(_ rows: Int) -> [Int] {
        let small = min(9, max(5, rows / 4))
        let count = rows >= 20 ? 3 : rows >= 12 ? 2 : 1
        return [rows - (count - 1) * small] + Array(repeating: small, count: count - 1)
    }

    // MARK: One graph

    func drawGraph(_ number: Int, into canvas: inout Canvas, area: Rect) {
        let count = Graph.columns(in: area)
        guard count > 0 else { return }
        let columns = figures.columns(count)
        let values = columns.map { column -> Double? in
            guard column.isMeasured else { return column.isPaused ? 0 : nil }
            switch number {
            case 0: return column.itemsPerSecond
            case 1: return column.bytesPerSecond
            default: return column.writeUnitsPerSecond
            }
        }
        let top = max(values.compactMap { $0 }.max() ?? 0, figures.graphs[number].figure.top)
        let most = Self.round(up: top * 1.001)
        var graph = Graph(
            values: values, maximum: most, maximumLabel: Self.label(most),
            timeLabels: timeLabels(count))
        if number == 0 {
            graph.marks = FlowMarks.marks(columns)
            graph.timeLabels = FlowMarks.free(graph.timeLabels, of: graph.marks, columns: count)
        }
        canvas.graph(graph, in: area)
        guard number == 0 else { return }
        // Where it was throttled the columns say so, too.
        let plot = area.split(bottom: 1).rest.split(left: Graph.axisColumns).rest
        for (at, column) in columns.enumerated() where column.throttled > 0 {
            let place = Rect(
                row: plot.row, column: plot.column + at, rows: plot.rows, columns: 1)
            canvas.recolour(place, .graphThrottle)
        }
    }

    /// What the graphs reach back to, at the left, in the middle and at the right.
    private func timeLabels(_ count: Int) -> [String] {
        let step = Int(FlowHistory.step / 1_000)
        let seconds = max(context.model.flow.seconds(context.view.span), count * step)
        return ["-" + Self.span(seconds), "-" + Self.span(seconds / 2), "now"]
    }

    /// `5m`, `2m30`, `1h`, `1h20m`.
    private static func span(_ seconds: Int) -> String {
        let (minutes, rest) = (seconds / 60, seconds % 60)
        if minutes >= 60 {
            return "\(minutes / 60)h" + (minutes % 60 > 0 ? "\(minutes % 60)m" : "")
        }
        return "\(minutes)m" + (rest > 0 ? (rest < 10 ? "0\(rest)" : "\(rest)") : "")
    }

    /// The next 1, 1.5, 2, 3, 4, 5, 6 or 8 of its magnitude: the scale changes seldom.
    static func round(up value: Double) -> Double {
        guard value.isFinite, value > 1 else { return 1 }
        var size = 1.0
        while size * 10 <= value { size *= 10 }
        let steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10]
        return size * (steps.first { $0 * size >= value } ?? 10)
    }

    /// Up to four columns: `40k`, `1.5M`.
    private static func label(_ value: Double) -> String {
        var (scaled, unit) = (value, "")
        for next in ["k", "M", "G", "T"] where scaled >= 1_000 {
            (scaled, unit) = (scaled / 1_000, next)
        }
        let digits = scaled < 10 && scaled != scaled.rounded() ? 1 : 0
        return HumanFormat.fixed(scaled, digits) + unit
    }

    // MARK: Beside it

    private func drawSide(_ number: Int, into canvas: inout Canvas, area: Rect) {
        guard number > 0 else {
            // Beside the first graph, whose numbers stand in the pane's title.
            for (row, fact) in figures.facts.prefix(area.rows).enumerated() {
                put(fact.name, Line(fact.value, fact.role), row, into: &canvas, area)
            }
            return
        }
        let (name, figure) = figures.graphs[number]
        canvas.put(Line(name, .textStrong), line: 0, in: area, .text)
        canvas.put(right: Line(figure.now, .textStrong), line: 0, in: area, .text)
        var more = [("avg", figure.average), ("max", figure.most)]
        if number == 2, let limit = context.snapshot.limits?.writeUnits {
            more.insert(("limit", HumanFormat.count(limit)), at: 0)
        }
        for (row, entry) in more.enumerated() where row + 1 < area.rows {
            put(entry.0, Line(entry.1), row + 1, into: &canvas, area)
        }
    }

    private func put(
        _ name: String, _ value: Line, _ row: Int, into canvas: inout Canvas, _ area: Rect
    ) {
        canvas.put(name, line: row, in: area, .textDim)
        canvas.put(right: value, line: row, in: area, .text)
    }

    // MARK: Throttle heat

    /// For each table a strip under the graphs' columns, and its cause.
    private func drawHeat(into canvas: inout Canvas, area: Rect, names: Rect?) {
        let height = area.rows > 1 ? 2 : 1
        let count = Graph.columns(in: area)
        guard count > 0 else { return }
        guard !figures.heat.isEmpty else {
            let plot = area.line(0).split(left: Graph.axisColumns).rest
            canvas.put(right: "heat ", line: 0, in: area.split(left: 6).left, .graphAxis)
            let words =
                context.snapshot.isFromState
                ? "throttling is not known here" : "not throttled in this span"
            canvas.put(words, line: 0, in: plot, .textDim)
            return
        }
        for (at, heat) in figures.heat.prefix(area.rows / height).enumerated() {
            let row = at * height
            let strip = rectangle(area, row, 1).split(left: Graph.axisColumns)
            canvas.put(right: "heat ", line: 0, in: strip.left, .graphAxis)
            let throttles = figures.throttles(of: heat.table, count).map { Optional($0) }
            canvas.throttles(throttles, in: strip.rest)
            let times = Line("×" + HumanFormat.short(Double(heat.total)), .graphThrottle)
            let cause = Line(heat.cause, .textDim)
            if let names {
                let line = rectangle(names, row, 1)
                let room = max(0, line.columns - canvas.width(of: times) - 1)
                canvas.put(heat.table.clipped(to: room), line: 0, in: line, .textStrong)
                canvas.put(right: times, line: 0, in: line, .text)
            }
            guard height > 1 else { continue }
            // Under its strip, over the whole width: causes are long.
            var below = rectangle(area, row + 1, 1).split(left: Graph.axisColumns).rest
            if let names { below.columns = max(below.columns, names.endColumn - below.column) }
            let head = names == nil ? Line(heat.table + " ", .textStrong) + times + "  " : Line()
            canvas.put(head + cause, line: 0, in: below, .text)
        }
    }
}

extension Canvas {
    /// A strip of throttled batches: where there were none it is dim.
    mutating func throttles(_ batches: [Int?], in area: Rect) {
        sparkline(values: batches.map { $0 == 0 ? 0 : nil }, in: area, role: .graphAxis)
        let some = batches.map { $0.flatMap { $0 > 0 ? Double($0) : nil } }
        sparkline(values: some, in: area, role: .graphThrottle)
    }
}

/// What happened, as marks on the time axis: a run of signs, and its word where there is room for it.
enum FlowMarks {
    private enum Kind: Equatable {
        case error
        case trouble
        case throttle
        case pause

        var sign: String {
            switch self {
            case .error: "x"
            case .trouble: "!"
            case .throttle: "▲"
            case .pause: "="
            }
        }

        var word: String {
            switch self {
            case .error: "error"
            case .trouble: "trouble"
            case .throttle: "throttled"
            case .pause: "paused"
            }
        }

        var role: Role {
            switch self {
            case .error, .trouble: .graphError
            case .throttle: .graphThrottle
            case .pause: .tablePaused
            }
        }
    }

    static func marks(_ columns: [FlowHistory.Column]) -> [Graph.Mark] {
        var runs: [(kind: Kind, columns: ClosedRange<Int>)] = []
        for (at, column) in columns.enumerated() {
            guard let kind = kind(column) else { continue }
            // What is interrupted for a column is still one.
            if let last = runs.last, last.kind == kind, at - last.columns.upperBound <= 2 {
                runs[runs.count - 1].columns = last.columns.lowerBound...at
            } else {
                runs.append((kind, at...at))
            }
        }
        return runs.enumerated().map { place, run in
            var text = String(repeating: run.kind.sign, count: run.columns.count)
            let next = place + 1 < runs.count ? runs[place + 1].columns.lowerBound : columns.count
            // Its word follows the last run of a kind, or stands among its signs.
            let word = run.kind.word
            if runs[(place + 1)...].allSatisfy({ $0.kind != run.kind }) {
                if next - run.columns.upperBound > word.count + 1 {
                    text += word
                } else if run.columns.count >= word.count {
                    text = word + text.dropFirst(word.count)
                }
            }
            return Graph.Mark(index: run.columns.lowerBound, text: text, role: run.kind.role)
        }
    }

    /// The labels of a time axis without those that a mark would cut; the places are the widget's.
    static func free(_ labels: [String], of marks: [Graph.Mark], columns: Int) -> [String] {
        labels.enumerated().map { at, label in
            let width = label.count + 2
            let centre = columns * at / max(1, labels.count - 1)
            let start = min(max(0, centre - width / 2), max(0, columns - width))
            let isCut = marks.contains {
                $0.index < start + width && $0.index + $0.text.count > start
            }
            return isCut ? "" : label
        }
    }

    private static func kind(_ column: FlowHistory.Column) -> Kind? {
        if column.errors > 0 { return .error }
        if column.isTroubled { return .trouble }
        if column.throttled > 0 { return .throttle }
        return column.isPaused ? .pause : nil
    }
}
