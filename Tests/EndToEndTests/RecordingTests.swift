import Dashboard
import EventBus
import Foundation
import JSONText
import RunModel
import Synchronization
import Terminal
import TestSupport
import Testing

@testable import sluice

/// A small run as events, with times of its own.
private enum RecordedRun {
    static let start: Int64 = 1_760_000_000_000

    static let events: [NumberedEvent] = {
        let table = EntityID(table: "Music", entity: "Track")
        var counts = EntityCounts()
        counts.planned = 100
        let story: [(Int64, RunEvent)] = [
            (
                0,
                .runStarted(
                    RunDescription(
                        runID: "r1", isContinued: false, configPath: nil, sourcePath: "shop.db",
                        sourceBytes: 1_000, target: "us-east-1", label: nil, isProduction: true))
            ),
            (
                0,
                .tablePlanned(
                    TablePlan(
                        table: "Music", wireName: "Music",
                        entities: [
                            EntityPlan(name: "Track", root: "Track", rows: 100, segments: 1)
                        ]))
            ),
            (10, .begun), (20, .tableStateChanged(table: "Music", state: .copying, detail: nil)),
            (2_000, .entityProgressed(table, progress(counts, 40))),
            (
                3_000,
                .rowQuarantined(
                    QuarantinedRow(
                        entity: table, key: RowKey(rowid: 7), cause: "item over 409,600 bytes",
                        message: "too large"))
            ),
            (9_000, .entityProgressed(table, progress(counts, 99))),
            (9_500, .tableStateChanged(table: "Music", state: .done, detail: nil)),
            (10_000, .runEnded(.incomplete)),
        ]
        return story.enumerated().map { at, told in
            NumberedEvent(number: UInt64(at + 1), time: start + told.0, event: told.1)
        }
    }()

    private static func progress(_ counts: EntityCounts, _ done: Int) -> EntityCounts {
        var counts = counts
        counts.read = done
        counts.acknowledged = done
        return counts
    }

    static func text(_ events: [NumberedEvent] = events) -> String {
        events.map { event in
            var writer = JSONWriter()
            event.write(to: &writer)
            return writer.text + "\n"
        }.joined()
    }
}

@Suite struct RecordingTests {
    private func read(_ text: String) throws -> Recording {
        try Recording(RecordingBytes(Data(text.utf8)), name: "run.jsonl")
    }

    @Test func `What is recorded is read back the same`() async throws {
        let folder = try TestFolder()
        let bus = EventBus(clock: { RecordedRun.start })
        let notices = Mutex<[Notice]>([])
        let running = try await EventRecorder.start(
            folder["run.jsonl"], session: bus.session
        ) { notice in notices.withLock { $0.append(notice) } }
        for event in RecordedRun.events { await bus.publish(event.event) }
        await bus.finish()
        await running.finish()
        let recording = try Recording(path: folder["run.jsonl"])
        #expect(recording.events.map(\.event) == RecordedRun.events.map(\.event))
        #expect(recording.notes.isEmpty)
        #expect(notices.withLock { $0 }.isEmpty)
    }

    @Test func `A file that is there is never written over`() async throws {
        let folder = try TestFolder()
        let path = try folder.write("precious", to: "run.jsonl")
        await #expect {
            _ = try await EventRecorder.start(path, session: EventBus().session) { _ in }
        } throws: { error in
            (error as? SluiceError)?.exitStatus == .usage && (error as? SluiceError)?.hint != nil
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
        await #expect(throws: SluiceError.self) {
            _ = try await EventRecorder.start(
                folder["none/run.jsonl"], session: EventBus().session
            ) { _ in }
        }
    }

    @Test func `A full disk ends the recording with a notice, and nothing else`() async throws {
        let bus = EventBus()
        let (notices, told) = AsyncStream<Notice>.makeStream()
        let running = EventRecorder.begin(
            writingTo: open("/dev/full", O_WRONLY), path: "full",
            events: await bus.session.events(), told: { told.yield($0) })
        await bus.publish(.begun)
        await bus.finish()
        await running.finish()
        told.finish()
        var found: [Notice] = []
        for await notice in notices { found.append(notice) }
        #expect(found.map(\.level) == [.warning])
        #expect(found.first?.text.contains("the run goes on") == true)
    }

    @Test func `A bad line is named, with what to do`() throws {
        let lines = RecordedRun.text().split(separator: "\n").map(String.init)
        for bad in ["{\"number\":3", "[]", "{\"number\":3,\"time\":1,\"event\":\"danced\"}", "x"] {
            let text = ([lines[0], lines[1], bad] + lines[3...]).joined(separator: "\n") + "\n"
            let error = #expect(throws: SluiceError.self) { try read(text) }
            #expect(error?.place == "run.jsonl:3")
            #expect(error?.exitStatus == .usage && error?.hint != nil)
        }
        let again = #expect(throws: SluiceError.self) {
            try read(lines[1] + "\n" + lines[0] + "\n")
        }
        #expect(again?.place == "run.jsonl:2")
        #expect(throws: SluiceError.self) { try read("\n\n") }
    }

    @Test func `A last line that was cut is passed over, and said to be`() throws {
        let text = RecordedRun.text()
        let recording = try read(String(text.dropLast(12)))
        #expect(Array(recording.events).count == RecordedRun.events.count - 1)
        #expect(recording.notes.count == 1 && recording.notes[0].contains("run.jsonl:9"))
        // Whole, but without its line end: it counts.
        #expect(Array(try read(String(text.dropLast())).events).count == RecordedRun.events.count)
    }

    @Test func `A file is read piece by piece, and lines longer than a piece whole`() throws {
        let folder = try TestFolder()
        let events = (1...40).map { number in
            // Some of them end just at the end of a piece of the file, or just behind it.
            NumberedEvent(
                number: UInt64(number), time: RecordedRun.start,
                event: .noticed(
                    Notice(.info, String(repeating: "x", count: number * 13_107 - number / 2))))
        }
        let path = try folder.write(RecordedRun.text(events), to: "long.jsonl")
        #expect(Array(try Recording(path: path).events) == events)
        #expect(throws: SluiceError.self) { try Recording(path: folder.path) }
    }

    @Test func `Gaps in the recording are told`() throws {
        let recording = try read(
            RecordedRun.text() + "{\"event\":\"eventsMissed\",\"count\":12}\n")
        #expect(Array(recording.events).count == RecordedRun.events.count)
        #expect(recording.notes == ["run.jsonl: 12 events were missed when it was recorded"])
    }
}

@Suite struct ReplayTests {
    /// A steady clock that only sleeping moves.
    private final class Time: Sendable {
        let now = Mutex<Int64>(5_000)
        let slept = Mutex<[Int64]>([])

        func sleep(_ milliseconds: Int64) {
            now.withLock { $0 += milliseconds }
            slept.withLock { $0.append(milliseconds) }
        }
    }

    private func play(
        speed: Double, skipping seconds: Double = 0
    ) async -> (Time, RunSnapshot, [Int64]) {
        let time = Time()
        let clock = ReplayClock(
            start: RecordedRun.start, speed: speed, steady: { time.now.withLock { $0 } })
        let player = ReplayPlayer(events: RecordedRun.events, clock: clock) { time.sleep($0) }
        let bus = player.makeBus()
        let events = await bus.subscribe()
        await player.play(on: bus, skipping: seconds)
        await bus.finish()
        var times: [Int64] = []
        for await case .event(let event) in events { times.append(event.time) }
        return (time, await bus.snapshot, times)
    }

    @Test func `Events come again with their recorded times, at the speed asked for`() async {
        let (time, snapshot, times) = await play(speed: 10)
        #expect(times == RecordedRun.events.map(\.time))
        #expect(time.slept.withLock { $0.reduce(0, +) } >= 1_000)
        #expect(time.slept.withLock { $0.reduce(0, +) } < 1_020)
        #expect(snapshot.phase == .over && snapshot.time == RecordedRun.start + 10_000)
    }

    @Test func `Speed 0 waits for nothing, and what is skipped is over at once`() async {
        let (time, snapshot, times) = await play(speed: 0)
        #expect(time.slept.withLock { $0 }.isEmpty && times.count == RecordedRun.events.count)
        #expect(snapshot.phase == .over)
        let (late, _, _) = await play(speed: 1, skipping: 9)
        #expect(late.slept.withLock { $0 }.reduce(0, +) <= 10_000)
        let (end, _, _) = await play(speed: 1, skipping: .infinity)
        #expect(end.slept.withLock { $0 }.isEmpty)
    }

    @Test func `The recorded clock runs on between events, and not past the next`() {
        let time = Time()
        let clock = ReplayClock(start: 1_000, speed: 2, steady: { time.now.withLock { $0 } })
        #expect(clock.now == 1_000)
        #expect(clock.run(to: 5_000) == 2_000)
        time.sleep(500)
        #expect(clock.now == 2_000)
        time.sleep(60_000)
        #expect(clock.now == 5_000)
    }

    @Test func `A screen is printed as text, exactly as large as asked for`() throws {
        let dump = ScreenDump(
            size: Size(columns: 80, rows: 24), isUnicode: true, theme: .builtIn, colours: nil)
        let text = dump.text(after: RecordedRun.events.prefix(5), pane: .tables)
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows.count == 25 && rows.last == "")
        #expect(text.contains("shop.db") && text.contains("Music") && text.contains("40"))
        #expect(!text.unicodeScalars.contains("\u{1B}"))
        #expect(text == dump.text(after: RecordedRun.events.prefix(5), pane: .tables))
        let ascii = ScreenDump(
            size: Size(columns: 80, rows: 24), isUnicode: false, theme: .builtIn, colours: .indexed)
        let coloured = ascii.text(after: RecordedRun.events, pane: .errors, isZoomed: true)
        #expect(coloured.unicodeScalars.contains("\u{1B}"))
        #expect(coloured.utf8.allSatisfy { $0 < 0x80 })
        #expect(coloured.contains("item over 409,600 bytes"))
    }
}

extension Program {
    @Suite(.timeLimit(.minutes(1))) struct ReplayCommandTests {
        @Test func `A screen is printed from a recording, anywhere`() async throws {
            let folder = try TestFolder()
            try folder.write(RecordedRun.text(), to: "run.jsonl")
            let program = try SluiceProgram(in: folder)
            let result = try await program(
                "replay", "run.jsonl", "--dump-screen", "100x30", "--at", "2", "--pane", "tables")
            #expect(result.status == 0, "\(result)")
            #expect(
                result.output.split(separator: "\n", omittingEmptySubsequences: false).count == 31)
            #expect(result.output.contains("Music"), "\(result)")
            #expect(result.errors.isEmpty, "\(result)")
            #expect(try FolderListing(folder.path).names == ["run.jsonl"])
        }

        @Test func `Without a terminal or a recording it says what to do`() async throws {
            let folder = try TestFolder()
            try folder.write(RecordedRun.text(), to: "run.jsonl")
            try folder.write("{}\n", to: "bad.jsonl")
            let program = try SluiceProgram(in: folder)
            let bare = try await program("replay", "run.jsonl")
            #expect(bare.status == 2 && bare.errors.contains("--dump-screen"), "\(bare)")
            let bad = try await program("replay", "bad.jsonl", "--dump-screen", "80x24")
            #expect(bad.status == 2 && bad.errors.contains("bad.jsonl:1"), "\(bad)")
            let size = try await program("replay", "run.jsonl", "--dump-screen", "80")
            #expect(size.status == 2, "\(size)")
        }
    }
}
