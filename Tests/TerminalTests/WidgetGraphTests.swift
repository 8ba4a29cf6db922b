import Terminal
import Testing

@Suite struct WidgetGraphTests {
    @Test
    func `A sparkline shows the newest at its right edge and blanks what is not known`() {
        var canvas = Canvas(size: Size(columns: 6, rows: 1))
        canvas.sparkline(values: [9, 0, 1, 2, nil, 4, 8], maximum: 8, in: canvas.bounds)
        #expect(canvas.rows == ["▁▁▂ ▄█"])
        var wider = Canvas(size: Size(columns: 6, rows: 1))
        wider.sparkline(values: [1, 2], in: wider.bounds)
        #expect(wider.rows == ["    ▄█"])
        wider.sparkline(values: [.nan, .infinity, 0], in: wider.bounds)
        #expect(wider.rows == ["    ▄▁"])
    }

    @Test
    func `A graph has its maximum, its times and its marks`() {
        var canvas = Canvas(size: Size(columns: 26, rows: 4))
        let graph = Graph(
            values: [nil, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 9, 4], maximum: 8, maximumLabel: "8k",
            timeLabels: ["-5m", "now"], marks: [Graph.Mark(index: 6, text: "!", role: .graphError)])
        canvas.graph(graph, in: canvas.bounds)
        #expect(
            canvas.rows == [
                "   8k┤             ▂▅████",
                "     │          ▁▄▇██████▄",
                "   0 ┤       ▁▃▆██████████",
                "     └ -5m ───────!── now",
            ])
    }

    @Test
    func `A graph is drawn into any size`() {
        let graph = Graph(
            values: [1, 2, 3], maximum: 3, maximumLabel: "3", timeLabels: ["-5m", "now"],
            marks: [Graph.Mark(index: 0, text: "pause", role: .warning)])
        for columns in 0...12 {
            for rows in 0...4 {
                var canvas = Canvas(size: Size(columns: columns, rows: rows))
                canvas.graph(graph, in: canvas.bounds)
                expectOnlyDrawable(canvas)
                #expect(Graph.columns(in: canvas.bounds) == max(0, columns - 6))
            }
        }
    }

    @Test
    func `A mark stands under its value`() {
        var canvas = Canvas(size: Size(columns: 16, rows: 2))
        canvas.graph(
            Graph(
                values: [1, 1, 1, 1], maximum: 1, maximumLabel: "1",
                marks: [Graph.Mark(index: 1, text: "p", role: .tablePaused)]),
            in: canvas.bounds)
        #expect(canvas.rows == ["    1┤      ████", "     └───────p──"])
        #expect(canvas[1, 13].role == .tablePaused)
    }
}
