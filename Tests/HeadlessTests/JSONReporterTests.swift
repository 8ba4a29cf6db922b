import EventBus
import Headless
import JSONText
import RunModel
import Testing

@Suite("JSON lines")
struct JSONReporterTests {
    private func report(_ events: [RunEvent], capacity: Int = 1_024) async -> [String] {
        let output = RecordingOutput()
        let bus = EventBus(clock: { 7 })
        let subscription = await bus.session.events(capacity: capacity)
        await bus.publish(events)
        await bus.finish()
        #expect(await JSONReporter(session: bus.session, output: output).run(subscription))
        #expect(output.writes.allSatisfy { $0.hasSuffix("\n") })
        return output.writes
    }

    @Test
    func `Each line is an event that reads back`() async throws {
        let lines = await report(Run.whole)
        let events = try lines.map { try NumberedEvent(json: try JSONReader.read($0)) }
        #expect(events.map(\.event) == Run.whole)
        #expect(events.map(\.number) == (1...UInt64(Run.whole.count)).map { $0 })
        #expect(events.allSatisfy { $0.time == 7 })
    }

    @Test
    func `A gap is a line of its own`() async {
        let lines = await report((0..<5).map { _ in Run.flow(1) }, capacity: 2)
        #expect(lines.first == "{\"event\":\"eventsMissed\",\"count\":3}\n")
        #expect(lines.count == 3)
    }

    @Test
    func `Nothing that a terminal obeys is in a line, and its meaning is kept`() async throws {
        let evil = "\u{1B}[2J\u{9B}31m\u{202E}\u{7F}\r\n\u{FEFF}\u{E0041}日本"
        let lines = await report([.sourceChanged(detail: evil)])
        let line = try #require(lines.first)
        #expect(
            line.dropLast().unicodeScalars.allSatisfy {
                (0x20..<0x7F).contains($0.value) || $0.value >= 0x3000 && $0.value < 0xE000
            })
        #expect(
            try NumberedEvent(json: try JSONReader.read(line)).event == .sourceChanged(detail: evil)
        )
    }

    @Test
    func `Output that breaks ends the report`() async {
        let output = RecordingOutput(failingAfter: 2)
        let bus = EventBus(clock: { 7 })
        let subscription = await bus.session.events()
        await bus.publish(Run.whole)
        #expect(await JSONReporter(session: bus.session, output: output).run(subscription) == false)
        #expect(output.writes.count == 2)
    }
}
