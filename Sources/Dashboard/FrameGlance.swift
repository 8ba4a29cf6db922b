import PlainText
import RunModel
import Terminal

/// A few lines about the panes that a small screen has no room for.
enum FrameGlance {
    static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        guard !area.isEmpty else { return }
        let lines = area.inset(columns: 1)
        if lines.rows >= 9, !context.capabilities.isLowBandwidth {
            let (graph, rest) = lines.split(bottom: lines.rows >= 12 ? 5 : 4)
            drawGraph(context, into: &canvas, area: graph)
            let (errors, validate) = rest.split(bottom: 1)
            drawErrors(context, into: &canvas, area: errors)
            drawValidate(context, into: &canvas, area: validate)
            return
        }
        let (flow, rest) = lines.split(top: lines.rows > 3 ? 2 : 1)
        drawFlow(context, into: &canvas, area: flow)
        let (errors, validate) = rest.split(bottom: 1)
        drawErrors(context, into: &canvas, area: errors)
        drawValidate(context, into: &canvas, area: validate)
    }

    /// What flows as a graph, its numbers above it.
    private static func drawGraph(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        let figures = FlowFigures(context)
        guard figures.isMeasured else {
            canvas.empty(FlowPane.why(context.snapshot), in: area)
            return
        }
        let items = figures.items
        let numbers =
            Line("items/s  now ", .textDim) + Line(items.now, .textStrong)
            + Line(" · avg \(items.average) · max \(items.most)", .textDim)
        let throttled = Line(
            figures.throttled > 0 ? "throttled ×\(TableWords.number(figures.throttled))" : "",
            .graphThrottle)
        canvas.put(numbers, throttled, in: area.line(0))
        FlowGraphs(context: context, figures: figures)
            .drawGraph(0, into: &canvas, area: area.split(top: 1).rest)
    }

    private static func drawFlow(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        let (names, rest) = area.split(left: 12)
        let (graphs, notes) = rest.split(left: rest.columns - 12)
        if context.capabilities.isLowBandwidth {
            return drawNumbers(context, into: &canvas, area: area)
        }
        let flow = context.model.flow.columns(.fiveMinutes, count: graphs.columns)
        let rates = flow.map { Optional($0.itemsPerSecond) }
        canvas.put("items/s 5m", line: 0, in: names, .textDim)
        canvas.sparkline(values: rates, in: graphs.line(0))
        let most = flow.map(\.itemsPerSecond).max() ?? 0
        canvas.put(right: "max " + TableWords.rate(most), line: 0, in: notes, .textDim)
        guard area.rows > 1 else { return }
        let throttles = flow.map { Optional($0.throttled) }
        canvas.put("throttled", line: 1, in: names, .textDim)
        canvas.throttles(throttles, in: graphs.line(1))
        let sum = flow.reduce(0) { $0 + $1.throttled }
        canvas.put(right: TableWords.number(sum), line: 1, in: notes, .textDim)
    }

    /// Numbers for a line where each byte counts: nothing scrolls.
    private static func drawNumbers(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        let figures = FlowFigures(context)
        let items = figures.items
        let lines = [
            ("items/s", "now \(items.now) · avg \(items.average) · max \(items.most)"),
            ("throttled", TableWords.number(figures.throttled)),
        ]
        for (row, (name, words)) in lines.enumerated() where row < area.rows {
            canvas.put(name, line: row, in: area, .textDim)
            canvas.put(words, line: row, in: area.split(left: 12).rest, .text)
        }
    }

    private static func drawErrors(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        canvas.put("errors", line: 0, in: area, .textDim)
        let rest = area.split(left: 12).rest
        let groups = ErrorsPane.groups(context)
        if groups.isEmpty { canvas.put("none", line: 0, in: rest, .textDim) }
        for (row, group) in groups.prefix(area.rows).enumerated() {
            ErrorsPane.draw(group, into: &canvas, row: rest.line(row))
        }
    }

    private static func drawValidate(
        _ context: PaneContext, into canvas: inout Canvas, area: Rect
    ) {
        canvas.put("validate", line: 0, in: area, .textDim)
        var line = Line()
        let tables = context.snapshot.tables
        for index in tables.indices
        where tables[index].validation != nil || tables[index].state == .validating {
            guard let word = ValidatePane.short(tables[index]) else { continue }
            if !line.isEmpty { line.append(" · ", .textDim) }
            line += Line(tables[index].name + " ", .text) + word
            if line.spans.count > 60 { break }
        }
        if line.isEmpty { line = Line("nothing yet", .textDim) }
        canvas.put(line, line: 0, in: area.split(left: 12).rest, .text)
    }
}
