import RunModel
import Terminal
import Testing

@testable import Dashboard

/// How long an answer is shown, and what it gives way to.
@Suite struct AnswerAgeTests {
    private static let size = Size(columns: 80, rows: 24)

    /// The line above the keys, so many milliseconds after an answer.
    private func line(
        _ age: Int64, _ role: Role = .text, _ events: [RunEvent] = InteractionFixture.events
    ) -> String {
        var view = ViewState(size: Self.size)
        view.now = InteractionFixture.start + 20_000
        view.steady = 50_000 + age
        view.message = .init("the answer", role, at: 50_000)
        let context = PaneContext(
            model: InteractionFixture.model(events), view: view, capabilities: Capabilities())
        return Frame.draw(context: context).text(row: 22)
    }

    private static let calm: [RunEvent] = [
        InteractionFixture.plan("MusicCatalog"), .begun,
        .tableStateChanged(table: "MusicCatalog", state: .copying, detail: nil),
    ]

    /// The target is asked and answers nothing.
    private static let silent =
        calm + [
            .flowMeasured(
                FlowSample(
                    itemsPerSecond: 0, bytesPerSecond: 0, writeUnitsPerSecond: 0,
                    batchesInFlight: 8,
                    inFlightLimit: 32, latencyP50: nil, latencyP99: nil))
        ]

    @Test func `An answer is shown for eight seconds`() {
        #expect(line(0, .text, Self.calm) == " the answer")
        #expect(line(7_900, .text, Self.calm) == " the answer")
        #expect(line(8_000, .text, Self.calm) == "")
        #expect(line(8_000, .warning, Self.calm) == "")
    }

    @Test func `An alarm comes before an answer that was read`() {
        for events in [InteractionFixture.events, Self.silent] {
            #expect(line(0, .text, events) == " the answer")
            #expect(line(3_000, .text, events).hasPrefix(" ! "))
            #expect(line(3_000, .warning, events) == " the answer")
            #expect(line(8_000, .warning, events).hasPrefix(" ! "))
        }
        #expect(line(4_000, .text, Self.silent).contains("the target has answered nothing"))
    }

    @Test(arguments: [false, true])
    func `Nobody need press a key for it, nor the wall's clock go on`(isLowBandwidth: Bool) throws {
        let time = ScriptedTime()
        let screen = ScriptedScreen(
            time, [(at: 1_500, step: .keys([.character("S")]))], until: 15_000,
            capabilities: Capabilities(isLowBandwidth: isLowBandwidth))
        // As in a recording that stands at its end.
        let clock = DashboardClock(wall: { InteractionFixture.start }, steady: time.clock.steady)
        let loop = DashboardLoop(
            screen: screen, feed: ModelFeed(InteractionFixture.model(Self.calm)),
            options: DashboardOptions(clock: clock)
        ) { _ in true }
        loop.begin()
        _ = loop.run()
        let shown = screen.frames.map { ($0.at, $0.canvas.text(row: 22)) }
        let answered = try #require(shown.first { $0.1.contains("sorted by plan") })
        let gone = try #require(shown.first { $0.0 > answered.0 && $0.1.isEmpty })
        #expect((9_500...11_600).contains(gone.0))
        #expect(shown.last?.1 == "")
        #expect(screen.waits < 60)
    }
}
