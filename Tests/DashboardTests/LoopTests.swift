import EventBus
import Foundation
import RunModel
import Synchronization
import Terminal
import Testing

@testable import Dashboard

@Suite struct LoopTests {
    private final class Sent: Sendable {
        private let commands = Mutex<[RunCommand]>([])
        func add(_ command: RunCommand) -> Bool {
            commands.withLock { $0.append(command) }
            return true
        }
        var all: [RunCommand] { commands.withLock { $0 } }
    }

    private struct Outcome {
        var screen: ScriptedScreen
        var end: DashboardEnd
        var sent: [RunCommand]
    }

    private func run(
        _ script: [(at: Int64, step: ScriptedScreen.Step)] = [], until end: Int64,
        feed: ModelFeed = ModelFeed(InteractionFixture.model()),
        time: ScriptedTime = ScriptedTime(),
        capabilities: Capabilities = Capabilities(),
        change: (inout DashboardOptions) -> Void = { _ in }
    ) -> Outcome {
        let screen = ScriptedScreen(time, script, until: end, capabilities: capabilities)
        var options = DashboardOptions(clock: time.clock)
        change(&options)
        let sent = Sent()
        let loop = DashboardLoop(screen: screen, feed: feed, options: options) { sent.add($0) }
        loop.begin()
        return Outcome(screen: screen, end: loop.run(), sent: sent.all)
    }

    private static func event(_ number: Int) -> Delivery {
        .event(
            NumberedEvent(
                number: UInt64(1_000 + number), time: InteractionFixture.start + Int64(number) * 10,
                event: .inFlightChanged(table: "MusicCatalog", batches: number)))
    }

    @Test func `A theme that is not to be had is told on the screen`() {
        let said = "the default theme is shown: there is no theme \"nordd\""
        let outcome = run(until: 20_000) { $0.complaint = said }
        func isShown(_ canvas: Canvas) -> Bool { canvas.rows.contains { $0.contains(said) } }
        #expect(outcome.screen.frames.first.map { isShown($0.canvas) } == true)
        #expect(outcome.screen.frames.last.map { isShown($0.canvas) } == false)
    }

    @Test func `Idle, only the clock is drawn, and nothing spins`() {
        let outcome = run(until: 10_500)
        #expect(outcome.end == .hungUp)
        #expect(outcome.screen.frames.count == 11)
        #expect(outcome.screen.waits <= 25)
    }

    @Test func `With low bandwidth the clock is drawn every ten seconds`() {
        let outcome = run(until: 60_500, capabilities: Capabilities(isLowBandwidth: true))
        #expect(outcome.screen.frames.count == 7)
    }

    @Test(arguments: [1, 4, 10]) func `However fast the run goes, so many frames a second`(
        rate: Int
    ) {
        let feed = ModelFeed(InteractionFixture.model())
        let script = (0..<1_000).map { number in
            (
                at: Int64(number) * 10,
                step: ScriptedScreen.Step.run { feed.take(Self.event(number)) }
            )
        }
        let outcome = run(script, until: 10_000, feed: feed) { $0.framesPerSecond = rate }
        let allowed = rate * 10 + 2
        #expect(outcome.screen.frames.count <= allowed)
        #expect(outcome.screen.frames.count >= rate * 8)
    }

    @Test func `With low bandwidth a busy run is drawn every two seconds`() {
        let feed = ModelFeed(InteractionFixture.model())
        let script = (0..<1_000).map { number in
            (
                at: Int64(number) * 10,
                step: ScriptedScreen.Step.run { feed.take(Self.event(number)) }
            )
        }
        let outcome = run(
            script, until: 10_000, feed: feed, capabilities: Capabilities(isLowBandwidth: true))
        #expect((4...7).contains(outcome.screen.frames.count))
    }

    @Test func `A key is answered at once`() {
        let outcome = run([(at: 505, step: .keys([.character("z")]))], until: 900)
        #expect(outcome.screen.frames.map(\.at) == [0, 505])
    }

    @Test func `A held key is coalesced`() {
        let script = (0..<500).map {
            (at: 500 + Int64($0) * 2, step: ScriptedScreen.Step.keys([.down]))
        }
        let outcome = run(script, until: 1_600)
        #expect((15...23).contains(outcome.screen.frames.count))
        // The last key is seen too.
        #expect((outcome.screen.frames.last?.at ?? 0) >= 1_498)
    }

    @Test func `Keys that take turns are not held ones: each is answered`() {
        let script = (0..<60).map { step in
            let key: Key = step.isMultiple(of: 2) ? .pageDown : .up
            return (at: 505 + Int64(step) * 20, step: ScriptedScreen.Step.keys([key]))
        }
        let outcome = run(script, until: 1_900)
        let late = script.filter { key in !outcome.screen.frames.contains { $0.at == key.at } }
        #expect(late.isEmpty)
    }

    @Test func `A terminal that takes nothing gets no frame, and one when it does`() {
        let feed = ModelFeed(InteractionFixture.model())
        var script: [(at: Int64, step: ScriptedScreen.Step)] = [(at: 100, step: .writable(false))]
        script += (20..<6_000).map { number in
            (at: Int64(number) * 10, step: .run { feed.take(Self.event(number)) })
        }
        script.append((at: 60_000, step: .writable(true)))
        let outcome = run(script, until: 60_900, feed: feed)
        let blocked = outcome.screen.frames.filter { (101..<60_000).contains($0.at) }
        #expect(blocked.isEmpty)
        #expect(outcome.screen.frames.contains { $0.at == 60_000 })
        #expect(outcome.screen.waits < 6_400)
    }

    @Test func `A hang-up ends it, and nothing is drawn any more`() {
        let outcome = run(until: 50)
        #expect(outcome.end == .hungUp)
        #expect(outcome.screen.framesAfterEnd == 0)
    }

    @Test func `A new size is drawn at once`() {
        let outcome = run(
            (0..<50).map {
                (at: 100 + Int64($0) * 20, step: .resize(Size(columns: 60 + $0, rows: 20)))
            },
            until: 1_190)
        #expect(outcome.screen.frames.last?.canvas.size == Size(columns: 109, rows: 20))
        #expect((outcome.screen.frames.last?.at ?? .max) <= 1_180)
    }

    @Test func `Keys ask the screen and the run for what they mean`() {
        let outcome = run(
            [
                (at: 10, step: .keys([.character("m"), .control("l"), .control("z")])),
                (at: 20, step: .keys([.character("y"), .character("p")])),
                (at: 30, step: .keys([.character("T"), .down, .enter])),
                (at: 40, step: .keys([.character("q"), .character("s")])),
            ], until: 1_000)
        #expect(outcome.screen.calls == ["mouse on", "redraw", "stop", "copy MusicCatalog"])
        #expect(outcome.sent == [.pause(.tables(["MusicCatalog"])), .stop(now: false)])
        #expect(outcome.end == .left(.stop))
    }

    @Test func `The screen wears the theme that is chosen`() {
        let outcome = run(
            [(at: 10, step: .keys([.character("T"), .down]))], until: 900)
        #expect(Set(outcome.screen.themes).count == 2)
    }

    @Test func `Nobody is asked where nobody should be`() {
        var model = InteractionFixture.model()
        model.add(.beginAwaited)
        let outcome = run(until: 5_000, feed: ModelFeed(model)) { $0.asksToBegin = false }
        #expect(outcome.sent == [.begin(.all)])
        let asked = run(until: 5_000, feed: ModelFeed(model))
        #expect(asked.sent.isEmpty)
        let shown = run(until: 5_000, feed: ModelFeed(model)) {
            $0.asksToBegin = false
            $0.isReadOnly = true
        }
        #expect(shown.sent.isEmpty)
    }

    @Test func `It closes by itself at the end if it should`() {
        var model = InteractionFixture.model(
            InteractionFixture.events + InteractionFixture.finish)
        model.add(.settled(.complete))
        #expect(
            run(until: 5_000, feed: ModelFeed(model)) { $0.staysAtEnd = false }.end == .left(.close)
        )
        #expect(run(until: 5_000, feed: ModelFeed(model)).end == .hungUp)
    }

    @Test func `Errors and the screen are written to files of their own`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = run(
            [(at: 10, step: .keys([.character("e"), .character("D"), .character("D")]))], until: 900
        ) { $0.exportFolder = folder }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(
            files == [
                "sluice-errors-20260301T120000Z.jsonl", "sluice-screen-20260301T120000Z-1.txt",
                "sluice-screen-20260301T120000Z.txt",
            ])
        let lines = try String(contentsOfFile: folder + "/" + files[0], encoding: .utf8)
            .split(separator: "\n")
        #expect(lines.count == InteractionFixture.model().errors.groups.count)
        #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    }

    @Test func `A dashboard shows a run and tells how it was left`() async throws {
        let bus = EventBus { InteractionFixture.start }
        await bus.publish(InteractionFixture.events)
        let time = ScriptedTime()
        let dashboard = try await Dashboard.start(
            session: bus.session,
            options: DashboardOptions(who: "dashboard (ada)", clock: time.clock)
        ) { () throws(TerminalFailure) in
            ScriptedScreen(
                time,
                [
                    (at: 100, step: .keys([.character("p")])),
                    (at: 200, step: .keys([.character("q"), .character("g")])),
                ], until: 60_000)
        }
        #expect(await dashboard.wait() == .left(.goOnHeadless))
        let commands = try #require(bus.commands())
        await bus.finish()
        var issued: [IssuedCommand] = []
        for await command in commands { issued.append(command) }
        #expect(
            issued == [IssuedCommand(.pause(.tables(["MusicCatalog"])), by: "dashboard (ada)")])
    }

    @Test func `A screen that cannot be opened is told, and nothing is left behind`() async {
        let bus = EventBus { 0 }
        await #expect(throws: TerminalFailure.notATerminal) {
            _ = try await Dashboard.start(session: bus.session, options: DashboardOptions()) {
                () throws(TerminalFailure) -> ScriptedScreen in throw .notATerminal
            }
        }
    }

    @Test func `It can be closed from outside`() async throws {
        let bus = EventBus { 0 }
        let dashboard = try await Dashboard.start(session: bus.session, options: DashboardOptions())
        {
            () throws(TerminalFailure) in
            ScriptedScreen(ScriptedTime(), until: .max)
        }
        dashboard.close()
        #expect(await dashboard.wait() == .left(.close))
    }
}
