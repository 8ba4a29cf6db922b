import PlainText
import RunModel
import Terminal
import Testing

@testable import Dashboard

/// The sizes that every pane is looked at in.
private let sizes = [
    Size(columns: 40, rows: 8), Size(columns: 60, rows: 15), Size(columns: 80, rows: 24),
    Size(columns: 120, rows: 40), Size(columns: 200, rows: 60),
]

@Suite struct FlowPaneTests {
    /// Five minutes with a throttle, a pause and an error.
    private func feed() -> Feed {
        var feed = Feed()
        feed.begin([("MusicCatalog", 20_000_000), ("Genres", 100)])
        feed.tell(.limitsChanged(RunLimits(writeUnits: 40_000, inFlight: 32)))
        for second in 1...300 {
            let at = Double(second)
            if second == 200 {
                feed.enter(.paused, "MusicCatalog", at: at)
                feed.enter(.paused, "Genres", at: at)
            }
            if second == 230 { feed.enter(.copying, "MusicCatalog", at: at) }
            if (200..<230).contains(second) { continue }
            feed.progress("MusicCatalog", "E", second < 100 ? 20_000 : 36_000, at: at)
            feed.tell(Feed.sample(second < 100 ? 20_000 : 36_000), at: at)
            if (120..<140).contains(second) {
                feed.tell(.throttled(table: "MusicCatalog", cause: "GSI1 keys", batches: 3), at: at)
                feed.tell(.itemsUnprocessed(table: "MusicCatalog", count: 500), at: at)
            }
            if second == 260 {
                feed.tell(
                    .tableFailed(
                        table: "Genres", RunFailure(code: .tableFailed, message: "m", hint: nil)),
                    at: at)
            }
        }
        feed.advance(to: 301)
        return feed
    }

    private func draw(
        _ feed: Feed, _ size: Size, span: FlowSpan = .fiveMinutes, isUnicode: Bool = true,
        isLowBandwidth: Bool = false
    ) -> Canvas {
        var view = ViewState(size: size)
        view.focus = .flow
        view.span = span
        let context = PaneContext(
            model: feed.model, view: view,
            capabilities: Capabilities(isUnicode: isUnicode, isLowBandwidth: isLowBandwidth))
        var canvas = Canvas(size: size, isUnicode: isUnicode)
        FlowPane.draw(context, into: &canvas, area: canvas.bounds)
        return canvas
    }

    @Test(arguments: sizes, [true, false])
    func `At every size there is the rate, the latency and what is in flight`(
        _ size: Size, _ isUnicode: Bool
    ) {
        let rows = draw(feed(), size, isUnicode: isUnicode).rows
        #expect(rows.allSatisfy { $0.cellWidth <= size.columns })
        let text = rows.joined(separator: "\n")
        for fact in ["36.0k", "items/s", "p50", "10 ms", "40 ms", "flight", "12/32"] {
            #expect(text.contains(fact), "\(fact) at \(size)\n\(text)")
        }
        if !isUnicode { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
    }

    @Test func `A high pane has three graphs, the throttled table and its cause`() {
        let text = draw(feed(), Size(columns: 120, rows: 40)).rows.joined(separator: "\n")
        for fact in [
            "bytes/s", "WCU/s", "MusicCatalog", "×60", "GSI1 keys", "40,000 WCU/s", "[5m] 15m 1h",
            "max 36.0k",
        ] {
            #expect(text.contains(fact), "\(fact)\n\(text)")
        }
    }

    @Test func `Throttle, pause and error are marked below the graph`() throws {
        let canvas = draw(feed(), Size(columns: 200, rows: 60))
        let axis = try #require(canvas.rows.first { $0.contains("└") })
        #expect(axis.contains("throttled"))
        #expect(axis.contains("=paused"))
        #expect(axis.contains("xerror"))
    }

    @Test func `The spans are told at the axis, further back where there are columns left`() {
        let wide = draw(feed(), Size(columns: 80, rows: 24)).rows.joined()
        #expect(wide.contains("-5m") && wide.contains("-2m30") && wide.contains("now"))
        let hour = draw(feed(), Size(columns: 80, rows: 24), span: .hour).rows.joined()
        // A young run takes the whole axis.
        #expect(!hour.contains("-1h") && hour.contains("[1h]"))
    }

    @Test(arguments: sizes)
    func `A slow line gets numbers only`(_ size: Size) {
        let rows = draw(feed(), size, isLowBandwidth: true).rows
        let text = rows.joined(separator: "\n")
        #expect(text.contains("36.0k") && text.contains("p50"))
        let blocks = text.unicodeScalars.filter { (0x2581...0x2588).contains($0.value) }
        #expect(blocks.isEmpty, "\(text)")
    }

    @Test func `Before anything flows the pane says so`() {
        let text = draw(Feed(), Size(columns: 80, rows: 24)).rows.joined()
        #expect(text.contains("nothing flows yet"))
    }

    @Test func `A paused run flows at nothing`() {
        var feed = feed()
        feed.enter(.paused, "MusicCatalog", at: 302)
        feed.advance(to: 320)
        let text = draw(feed, Size(columns: 80, rows: 24)).rows.joined(separator: "\n")
        #expect(text.contains("now 0 ·"), "\(text)")
        #expect(text.contains("0/32"))
    }

    @Test func `Any area is drawn without a trap and not beyond it`() {
        let feed = feed()
        for columns in 0...70 where columns % 3 != 1 {
            for rows in 0...30 {
                var canvas = Canvas(size: Size(columns: 80, rows: 34))
                let context = PaneContext(
                    model: feed.model, view: ViewState(size: canvas.size),
                    capabilities: Capabilities())
                let area = Rect(row: 2, column: 5, rows: rows, columns: columns)
                FlowPane.draw(context, into: &canvas, area: area)
                var outside = 0
                for row in 0..<34 {
                    for column in 0..<80 where canvas[row, column].scalar != 32 {
                        let isInside =
                            area.row <= row && row < area.endRow && area.column <= column
                            && column < area.endColumn
                        if !isInside { outside += 1 }
                    }
                }
                #expect(outside == 0, "\(columns)×\(rows)")
            }
        }
    }

    @Test(arguments: [(0, 1), (0.5, 1), (1, 1), (1.01, 1.5), (38_000, 40_000), (999, 1_000)])
    func `A scale ends at a round number`(_ value: Double, _ top: Double) {
        #expect(FlowGraphs.round(up: value) == top)
    }
}
