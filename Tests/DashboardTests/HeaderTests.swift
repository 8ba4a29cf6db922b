import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct HeaderTests {
    private func rows(_ scene: GoldenScene, _ columns: Int, _ rows: Int) -> [String] {
        scene.canvas(Size(columns: columns, rows: rows)).rows
    }

    @Test(arguments: GoldenTests.sizes)
    func `That it is production is in sight at each size`(size: Size) {
        for scene in [GoldenScene.start, .running, .failed, .paused, .complete] {
            #expect(scene.canvas(size).rows.contains { $0.contains("[PROD]") }, "\(scene.name)")
        }
        #expect(
            GoldenScene.manyTables.canvas(size).rows.contains { $0.contains("[staging]") })
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
    func `That the screen is read-only is in sight`(size: Size) {
        #expect(
            GoldenScene.paused.canvas(size).text(row: 0).contains("[READ-ONLY]"))
    }

    @Test func `State, share and end of the run stand beside each other`() {
        #expect(
            rows(.running, 80, 24)[0]
                == " shop.db → us-east-1  [PROD]  RUNNING  58.3%  ETA 12:07:59 ±2m         12:03:11"
        )
        #expect(rows(.paused, 80, 24)[0].contains("PAUSED  51.4%  ETA —"))
        #expect(rows(.start, 80, 24)[0].contains("READY  0.0%"))
        #expect(rows(.complete, 80, 24)[0].contains("COMPLETE  100.0%  took 5m00s"))
        #expect(rows(.differs, 80, 24)[0].contains("DIFFERS  100.0%"))
        #expect(rows(.empty, 80, 24)[0].contains("READING  –"))
    }

    @Test func `Below one per cent nothing is said of the end`() {
        var script = GoldenScript(before: 10)
        script.start()
        script.plan("A", [(name: "a", rows: 1_000_000, segments: 1)])
        script.tell(.begun)
        script.state("A", .copying)
        for second in 1...10 {
            script.progress("A", "a", 900 * second)
            script.flow(900)
            script.pass(milliseconds: 1_000)
        }
        let early = GoldenScene("early", script.model)
        #expect(rows(early, 80, 24)[0].contains("0.9%  ETA —"))
        script.progress("A", "a", 20_000)
        script.pass(milliseconds: 1_000)
        #expect(!rows(GoldenScene("later", script.model), 80, 24)[0].contains("ETA —"))
    }

    @Test func `A hundred per cent means that every item is in the target`() {
        var script = GoldenScript(before: 10)
        script.start()
        script.plan("A", [(name: "a", rows: 100_000, segments: 1)])
        script.tell(.begun)
        script.state("A", .copying)
        script.progress("A", "a", 100_000)
        // All is answered for, but the table does not say that it is done.
        #expect(rows(GoldenScene("a", script.model), 80, 24)[0].contains("99.9%"))
        script.quarantine("A", "a", 1, cause: "too large", message: "too large")
        script.finish("A")
        #expect(rows(GoldenScene("b", script.model), 80, 24)[0].contains("99.9%"))
        #expect(rows(.complete, 80, 24)[0].contains("100.0%"))
    }

    @Test func `What is least important goes first as the line gets shorter`() {
        #expect(rows(.running, 60, 15)[0].contains("ETA 12:07:59 ±2m"))
        #expect(!rows(.running, 60, 15)[0].contains("us-east-1"))
        #expect(rows(.running, 40, 8)[0].hasPrefix(" [PROD]  RUNNING  58.3%  ETA 12:07:59"))
        for columns in 40...200 {
            for scene in GoldenScene.all {
                let row = rows(scene, columns, 24)[0]
                #expect(!row.contains("…") || scene.name == "evil-names", "\(columns) \(row)")
            }
        }
    }

    @Test(arguments: [80, 84, 90])
    func `Of the source there is at least its beginning`(columns: Int) {
        #expect(rows(.paused, columns, 24)[0].contains("sho"), "\(rows(.paused, columns, 24)[0])")
        #expect(rows(.running, columns, 24)[0].contains("shop.db"))
    }

    @Test func `The write limit stands beside what is written`() {
        var script = GoldenScript(before: 5)
        script.start()
        script.tell(.limitsChanged(RunLimits(writeUnits: 4_000, inFlight: 16)))
        script.plan("A", [(name: "a", rows: 1_000_000, segments: 1)])
        script.tell(.begun)
        script.state("A", .copying)
        for second in 1...20 {
            // More came in one second than flows in one.
            script.pass(milliseconds: 1_000)
            script.progress("A", "a", 3_100 * second + (second == 20 ? 3_000 : 0))
            script.flow(second == 20 ? 6_100 : 3_100, inFlight: 12)
        }
        let row = rows(GoldenScene("limited", script.model), 120, 40)[3]
        #expect(row.contains("3.40k/4.00k WCU/s"))
        #expect(row.contains("12/16 in flight"))
    }

    @Test func `A pane's name leads to it`() {
        let size = Size(columns: 80, rows: 24)
        let context = PaneContext(
            model: GoldenScene.failed.model, view: GoldenScene.failed.view(size),
            capabilities: Capabilities())
        let area = Layout(size: size, view: context.view, snapshot: context.snapshot).tabs
        let row = GoldenScene.failed.canvas(size).text(row: area.row)
        for pane in PaneID.allCases {
            guard let at = row.firstRange(of: pane.title) else {
                Issue.record("\(pane.title) is not in \(row)")
                continue
            }
            let column = row.distance(from: row.startIndex, to: at.lowerBound)
            #expect(HeaderTabs.pane(at: column, context, area: area) == pane)
        }
        #expect(HeaderTabs.pane(at: 79, context, area: area) == nil)
    }

    private func copying(label: String? = nil, isProduction: Bool = true) -> GoldenScript {
        var script = GoldenScript(before: 10)
        script.start(label: label, isProduction: isProduction)
        for table in ["A", "B"] {
            script.plan(table, [(name: "a", rows: 100_000, segments: 1)])
        }
        script.tell(.begun)
        for table in ["A", "B"] { script.state(table, .copying) }
        for second in 1...10 {
            for table in ["A", "B"] { script.progress(table, "a", 5_000 * second) }
            script.flow(10_000)
            script.pass(milliseconds: 1_000)
        }
        return script
    }

    private func context(_ script: GoldenScript, after seconds: Int64 = 0) -> PaneContext {
        let size = Size(columns: 120, rows: 40)
        var view = GoldenScene("", script.model).view(size)
        view.now = script.time + seconds * 1_000
        return PaneContext(model: script.model, view: view, capabilities: Capabilities())
    }

    @Test func `The end says which tables it leaves out`() {
        var script = copying()
        script.state("B", .paused)
        let row = rows(GoldenScene("one paused", script.model), 120, 40)[1]
        #expect(row.contains("without 1 paused"))
    }

    @Test func `A target that answers nothing is told, and that it answers again`() {
        var script = copying()
        script.tell(
            .batchRetried(
                table: "A", reason: "connection refused", attempt: 1, delayMilliseconds: 100))
        #expect(script.model.errors.groups.allSatisfy { !$0.isStanding })
        script.pass(milliseconds: 7_000)
        script.tell(
            .batchRetried(
                table: "A", reason: "connection refused", attempt: 5, delayMilliseconds: 100))
        #expect(script.model.errors.groups.count(where: \.isStanding) == 1)
        let context = context(script)
        let words = HeaderWords(context: context, summary: RunSummary(context.snapshot))
        #expect(words.state.word.hasPrefix("NO ANSWER for 8 s"))
        #expect(words.end() == "ETA —")
        for size in GoldenTests.sizes {
            var view = GoldenScene("", script.model).view(size)
            view.now = script.time
            let canvas = Frame.draw(
                context: PaneContext(
                    model: script.model, view: view, capabilities: Capabilities()))
            #expect(canvas.rows.prefix(2).contains { $0.contains("NO ANSWER") })
            guard size.columns >= 80 else { continue }
            let row = canvas.rows.first { $0.contains("> R  ") } ?? ""
            #expect(row.contains("no answer") && !row.contains("copying"), "\(row)")
        }
        script.progress("A", "a", 60_000)
        #expect(script.model.errors.groups.allSatisfy { !$0.isStanding })
        #expect(script.model.snapshot.silence(at: script.time) == nil)
    }

    @Test func `A table that is answered nothing while others move is named`() {
        var script = copying()
        script.tell(.inFlightChanged(table: "A", batches: 3))
        script.tell(.inFlightChanged(table: "B", batches: 3))
        func message() -> String {
            var view = GoldenScene("", script.model).view(Size(columns: 120, rows: 40))
            view.now = script.time
            let context = PaneContext(
                model: script.model, view: view, capabilities: Capabilities())
            return Frame.draw(context: context).rows.joined(separator: "\n")
        }
        for second in 1...20 {
            script.progress("B", "a", 50_000 + 100 * second)
            script.tell(
                .batchRetried(
                    table: "A", reason: "the request timed out", attempt: second,
                    delayMilliseconds: 100))
            script.pass(milliseconds: 1_000)
            let isSilent = second >= 15
            #expect(
                message().contains("A: no answer for \(second) s, others move: the request timed")
                    == isSilent)
            // In its row too.
            #expect(
                message().split(separator: "\n").contains {
                    $0.contains("A ") && $0.contains("no answer for \(second) s  ")
                } == isSilent)
        }
        script.progress("A", "a", 60_000)
        #expect(!message().contains("no answer"))
        // A table that nothing is asked of is only at rest.
        script.tell(.inFlightChanged(table: "A", batches: 0))
        script.pass(milliseconds: 60_000)
        script.progress("B", "a", 60_000)
        #expect(!message().contains("no answer"))
    }

    @Test(
        arguments: [
            ("PROD", false, Role.badgeProduction), ("eu-production", false, .badgeProduction),
            ("staging", false, .headerStrong), ("staging", true, .badgeProduction),
            (nil, false, .badgeLocal), (nil, true, .badgeProduction),
        ] as [(String?, Bool, Role)])
    func `What says that it is production is loud`(
        label: String?, isProduction: Bool, role: Role
    ) {
        let context = context(copying(label: label, isProduction: isProduction))
        let words = HeaderWords(context: context, summary: RunSummary(context.snapshot))
        #expect(words.badges.first?.line.spans.first?.role == role)
        #expect(words.badges.first?.priority == 0)
    }

    @Test func `A validation that was stopped leaves a table whole`() {
        var script = copying()
        for table in ["A", "B"] {
            script.finish(table)
            script.tell(.tableVerified(table: table, EntityCounts()))
        }
        script.state("B", .validating)
        script.state("B", .paused)
        script.tell(.settled(.stopped))
        let context = context(script)
        let summary = RunSummary(context.snapshot)
        #expect(HeaderWords(context: context, summary: summary).state.word == "PAUSED")
        #expect(summary.share == 1)
        let note = TableWords.note(context.snapshot.tables[1], context)
        #expect(note.text == "done, validation stopped")
    }
}
