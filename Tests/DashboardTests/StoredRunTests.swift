import RunModel
import Terminal
import Testing

@testable import Dashboard

/// A run of another process, told from its state file: counts each two seconds, and nothing else.
@Suite struct StoredRunTests {
    private func stored(seconds: Int, isOver: Bool = false) -> Feed {
        var feed = Feed()
        feed.tell(
            .runStarted(
                RunDescription(
                    runID: "r", isContinued: true, configPath: nil, sourcePath: "/srv/shop.db",
                    sourceBytes: 0, target: "us-east-1", label: nil, isProduction: true)))
        feed.tell(.begun)
        feed.plan("A", [("E", 100_000)])
        feed.progress("A", "E", 30_000, at: 0)
        feed.enter(.copying, "A", at: 0)
        var schema = SchemaReport()
        var table = SchemaReport.Table(name: "E")
        table.columns = [.init(name: "id", declared: "INTEGER")]
        schema.tables = [table]
        feed.tell(.schemaAnalysed(schema))
        for second in stride(from: 2, through: seconds, by: 2) {
            // A look at the file takes some time, too.
            feed.write("A", "E", 400, at: Double(second) + Double(second) / 500)
            feed.advance(to: Double(second) + 1)
        }
        feed.advance(to: Double(seconds) + 1)
        if isOver { feed.tell(.runEnded(.stopped), at: Double(seconds) + 1) }
        return feed
    }

    private func text(_ feed: Feed, _ size: Size = Size(columns: 120, rows: 40)) -> String {
        var view = ViewState(size: size)
        view.isReadOnly = true
        view.now = feed.model.snapshot.time
        return Frame.draw(
            context: PaneContext(model: feed.model, view: view, capabilities: Capabilities())
        ).rows.joined(separator: "\n")
    }

    @Test func `Its rates are those of its counts, and what nobody tells is not known`() {
        let feed = stored(seconds: 30)
        #expect((180...220).contains(feed.model.speed.items))
        let text = text(feed)
        #expect(!text.contains(" 0 items/s"))
        #expect(text.contains("– in flight"))
        #expect(!text.contains("0/0"))
        #expect(!text.contains("nothing flows yet"))
        #expect(!text.contains("not throttled"))
        let columns = feed.model.flow.columns(.fiveMinutes, count: 150).suffix(5)
        #expect(columns.allSatisfy { (150...260).contains($0.itemsPerSecond) })
    }

    @Test func `Before its counts have moved its rate is not known`() {
        let text = text(stored(seconds: 0))
        #expect(text.contains("– items/s"))
        #expect(!text.contains(" 0 items/s"))
        #expect(text.contains("not known here yet"))
    }

    @Test func `Nobody measures its source`() {
        for feed in [stored(seconds: 10), stored(seconds: 10, isOver: true)] {
            let text = text(feed)
            #expect(!text.contains("measuring"))
            #expect(!text.contains("nothing risky"))
            #expect(text.contains("values not measured here"))
        }
    }

    @Test func `A run of this process has its zeros`() {
        var script = GoldenScript(before: 5)
        script.start()
        script.plan("A", [(name: "a", rows: 1_000, segments: 1)])
        script.tell(.begun)
        let text = GoldenScene("begun", script.model).canvas(Size(columns: 120, rows: 40)).rows
            .joined(separator: "\n")
        #expect(text.contains(" 0 items/s"))
        #expect(text.contains(" 0/32 in flight"))
    }
}
