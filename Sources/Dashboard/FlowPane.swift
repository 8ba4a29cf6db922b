import PlainText
import RunModel
package import Terminal

/// How much flows: graphs over the span, how long batches take, what is sent again, where it is throttled.
package enum FlowPane: Pane {
    package static let id = PaneID.flow

    package static func rows(_ context: PaneContext) -> [RowID] { [] }

    package static func page(_ context: PaneContext, area: Rect) -> Int {
        PaneFrame(area, context).rows
    }

    package static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        guard !area.isEmpty else { return }
        let figures = FlowFigures(context)
        let isFramed = PaneFrame(area, context).isFramed
        let inside = canvas.pane(
            id, context, area: area, detail: headline(figures, area, isFramed: isFramed),
            note: isFramed ? spans(context) : Line(),
            footer: isFramed ? Line() : spans(context, all: area.columns >= 60))
        guard figures.isMeasured else {
            canvas.empty(why(context.snapshot), in: inside)
            return
        }
        if context.capabilities.isLowBandwidth {
            drawNumbers(figures, into: &canvas, area: inside)
        } else if inside.rows < 5 {
            drawLines(figures, into: &canvas, area: inside)
        } else {
            FlowGraphs(context: context, figures: figures).draw(into: &canvas, area: inside)
        }
    }

    /// `items/s  now 31.2k · avg 29.0k · max 38.1k`, as much of it as the edge has room for.
    private static func headline(
        _ figures: FlowFigures, _ area: Rect, isFramed: Bool
    ) -> Line {
        guard figures.isMeasured, area.columns >= 40 else { return Line() }
        let items = figures.items
        var line = Line("items/s  now ", .textDim) + Line(items.now, .textStrong)
        if area.columns >= (isFramed ? 60 : 74) {
            line += Line(" · avg \(items.average) · max \(items.most)", .textDim)
        }
        return line
    }

    /// Why there is no graph.
    static func why(_ snapshot: RunSnapshot) -> String {
        guard snapshot.isFromState else { return "nothing flows yet" }
        return snapshot.phase == .running
            ? "not known here yet" : "only the process that works on a run measures its flow"
    }

    /// The spans to choose from, the one that is shown standing out.
    private static func spans(_ context: PaneContext, all: Bool = true) -> Line {
        var line = Line()
        for span in FlowSpan.allCases where all || span == context.view.span {
            if !line.isEmpty { line.append(" ") }
            let isShown = span == context.view.span
            line.append(
                isShown ? "[\(span.rawValue)]" : span.rawValue, isShown ? .textStrong : .textDim)
        }
        return line
    }

    /// A few rows: what flows and what is throttled as one line each, then the facts.
    private static func drawLines(
        _ figures: FlowFigures, into canvas: inout Canvas, area: Rect
    ) {
        let area = area.inset(columns: 1)
        let label = 10
        let number = 6
        for (row, name) in ["items/s", "throttled"].enumerated() where row < area.rows {
            let line = area.line(row)
            canvas.put(name, line: 0, in: line, .textDim)
            let strip = line.split(left: label).rest.split(left: line.columns - label - number).left
            let columns = figures.columns(strip.columns)
            if row == 0 {
                let items = columns.map { $0.isMeasured ? $0.itemsPerSecond : nil }
                canvas.sparkline(values: items, in: strip)
            } else {
                canvas.throttles(columns.map { $0.isMeasured ? $0.throttled : nil }, in: strip)
            }
            let value = row == 0 ? figures.items.now : HumanFormat.short(Double(figures.throttled))
            canvas.put(right: value, line: 0, in: line, row == 0 ? .textStrong : .text)
        }
        drawFacts(figures, into: &canvas, area: area.split(top: 2).rest)
    }

    /// The facts one after the other, as many as the rows take.
    static func drawFacts(_ figures: FlowFigures, into canvas: inout Canvas, area: Rect) {
        let gap = area.columns < 50 ? 2 : 3
        var row = 0
        var at = 0
        for fact in figures.facts {
            let name = area.columns < 50 ? fact.short : fact.name
            let line = Line(name + " ", .textDim) + Line(fact.value, fact.role)
            let width = canvas.width(of: line)
            if at > 0, at + width > area.columns {
                row += 1
                at = 0
            }
            guard row < area.rows else { return }
            canvas.put(line, line: row, column: at, in: area, .text)
            at += width + gap
        }
    }

    /// Numbers only, for a line where each byte counts.
    private static func drawNumbers(
        _ figures: FlowFigures, into canvas: inout Canvas, area: Rect
    ) {
        let area = area.inset(columns: 1)
        let heads = ["", "now", "avg", "max"]
        var row = 0
        if area.rows >= 8 {
            canvas.columnHeader(numberColumns(heads), in: area.line(0))
            row = 1
        }
        for (name, figure) in figures.graphs where row < area.rows {
            let cells = [
                Line(name, .textDim), Line(figure.now, .textStrong), Line(figure.average),
                Line(figure.most),
            ]
            canvas.cells(cells, numberColumns(heads), in: area.line(row), .text)
            row += 1
        }
        if area.rows >= 8 { row += 1 }
        let (_, rest) = area.split(top: row)
        let heat = figures.heat.prefix(max(0, rest.rows - 3))
        let (upper, lower) = rest.split(bottom: heat.count)
        drawFacts(figures, into: &canvas, area: upper)
        for (at, heat) in heat.enumerated() {
            canvas.put(heatLine(heat), line: at, in: lower, .text)
        }
    }

    private static func numberColumns(_ names: [String]) -> ColumnLayout {
        ColumnLayout(
            names.enumerated().map { at, name in
                ColumnLayout.Column(
                    name, minimum: at == 0 ? 8 : 9, alignment: at == 0 ? .left : .right,
                    priority: at)
            }, width: 40)
    }

    /// `throttled ×412 MusicCatalog: GSI1 key range`.
    static func heatLine(_ heat: FlowHistory.Heat) -> Line {
        Line("throttled ×\(HumanFormat.short(Double(heat.total))) ", .graphThrottle)
            + Line(heat.table, .textStrong) + Line("  " + heat.cause, .textDim)
    }
}
