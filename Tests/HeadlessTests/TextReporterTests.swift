import EventBus
import Headless
import RunModel
import Testing

@Suite("Text for people")
struct TextReporterTests {
    /// Reports the events; the clock rises by a second an event.
    private func report(
        _ events: [RunEvent], style: TextReporter.Style = .init(), output: RecordingOutput = .init()
    ) async -> (output: RecordingOutput, isAlive: Bool) {
        let clock = Steps()
        let bus = EventBus(clock: { clock.next() })
        let subscription = await bus.session.events()
        await bus.publish(events)
        await bus.finish()
        let reporter = TextReporter(
            session: bus.session, output: output, style: style, ticks: AsyncStream { nil })
        return (output, await reporter.run(subscription))
    }

    @Test
    func `A run is told in lines, and its end in a table`() async {
        let (output, isAlive) = await report(Run.whole)
        #expect(isAlive)
        #expect(
            output.text == """
                starting run r1: /a/shop.db (1.20 MB) to us-east-1
                CustomerData/Invoice: row 12 in quarantine: item over 409,600 bytes: the item has 512,000 bytes
                MusicCatalog: done
                CustomerData: done, 2 in quarantine

                table         state  items  quarantined  excluded    bytes   time
                MusicCatalog  done   4,125            0         0   413 kB  9.0 s
                CustomerData  done     459            2        10  45.9 kB  9.0 s
                total                4,584            2        10   458 kB   14 s

                in quarantine:
                  CustomerData: item over 409,600 bytes ×2
                    for example Invoice 12: the item has 512,000 bytes

                incomplete: 4,584 items, 458 kB in 2 tables
                next: mend the rows or the mapping, then `sluice retry` writes what is missing

                """)
    }

    @Test
    func `A failed table says why and what to do, and a validation what differs`() async {
        let failure = RunFailure(
            code: .accessDenied, message: "not allowed\nto write",
            hint: "allow dynamodb:BatchWriteItem")
        let (output, _) = await report([
            .runStarted(Run.description), Run.plan("A", entity: "E", rows: 10),
            Run.plan("B", entity: "E", rows: 10), Run.state("A", .failed),
            .tableFailed(table: "A", failure), Run.state("B", .validating),
            .differenceFound(
                ItemDifference(
                    table: "B", kind: .changed, key: "PK=1", attribute: "Name",
                    expected: #"{"S":"a"}"#, found: nil)),
            .validationEnded(
                table: "B",
                ValidationOutcome(
                    compared: 10, missing: 0, unexpected: 0, changed: 3, isSample: true)),
            Run.state("B", .differs), .runEnded(.incomplete),
        ])
        for line in [
            "failed:\n  A: not allowed\n    to write\n    hint: allow dynamodb:BatchWriteItem\n",
            "validation:\n  B: differs: 3 changed; 10 items compared (a sample)\n",
            "    changed PK=1: Name is absent, should be {\"S\":\"a\"}\n    and 2 more\n",
        ] { #expect(output.text.contains(line), "\(output.text)") }
    }

    @Test
    func `One reason that stopped several tables is said once`() async {
        func failure(_ message: String) -> RunFailure {
            RunFailure(code: .stateUnavailable, message: message, hint: "free space")
        }
        let tables = ["A", "B", "C"]
        let (output, _) = await report(
            [.runStarted(Run.description)]
                + tables.flatMap {
                    [
                        Run.plan($0, entity: "E", rows: 10), Run.state($0, .failed),
                        .tableFailed(table: $0, failure($0 == "B" ? "no room" : "no space")),
                    ]
                } + [.runEnded(.failed)])
        #expect(
            output.text.contains(
                "failed:\n  A, C: no space\n    hint: free space\n  B: no room\n    hint: free space\n"
            ), "\(output.text)")
    }

    @Test
    func `Quiet says the end only`() async {
        let (output, _) = await report(Run.whole, style: .init(isQuiet: true))
        #expect(output.writes.count == 1)
        #expect(output.text.contains("incomplete: 4,584 items"))
    }

    @Test
    func `Nothing that a terminal obeys comes out of data`() async {
        let evil = "x\u{1B}[2J\u{9B}31m\u{202E}\r\n"
        let failure = RunFailure(code: .tableFailed, message: evil, hint: evil)
        let (output, _) = await report([
            .runStarted(
                RunDescription(
                    runID: evil, isContinued: true, configPath: nil, sourcePath: evil,
                    sourceBytes: 1,
                    target: evil, label: evil, isProduction: true)),
            Run.plan(evil, entity: evil, rows: 1), Run.state(evil, .done, evil),
            .noticed(Notice(.error, evil, table: evil)), .tableFailed(table: evil, failure),
            .commandRefused(.pause(.all), by: evil, why: evil), .sourceChanged(detail: evil),
            .rowQuarantined(
                QuarantinedRow(
                    entity: EntityID(table: evil, entity: evil),
                    key: RowKey([.text(Array(evil.utf8))]),
                    cause: evil, message: evil)),
            .runEnded(.incomplete),
        ])
        let obeyed = output.text.unicodeScalars.filter {
            $0 != "\n" && ($0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}")
        }
        #expect(obeyed.isEmpty)
    }

    @Test
    func `Output that breaks ends the report, not the run`() async {
        let output = RecordingOutput(failingAfter: 1)
        let clock = Steps()
        let bus = EventBus(clock: { clock.next() })
        let reporter = TextReporter(
            session: bus.session, output: output, style: .init(), ticks: AsyncStream { nil })
        let subscription = await bus.session.events()
        await bus.publish(Run.whole)
        #expect(await reporter.run(subscription) == false)
        #expect(output.writes.count == 1)
        await bus.publish(.noticed(Notice(.info, "the run goes on")))
        #expect(await bus.snapshot.notices.map(\.text) == ["the run goes on"])
    }
}

@Suite("The progress line")
struct ProgressLineTests {
    /// Publishes, ticks and waits for what each tick wrote.
    private func drawn(width: Int?, _ steps: [[RunEvent]]) async -> RecordingOutput {
        let output = RecordingOutput()
        let clock = Steps()
        let bus = EventBus(clock: { clock.next() })
        let (ticks, tick) = AsyncStream.makeStream(of: Void.self)
        let reporter = TextReporter(
            session: bus.session, output: output, style: .init(width: { width }), ticks: ticks)
        let subscription = await bus.session.events()
        let report = Task { await reporter.run(subscription) }
        for (at, events) in steps.enumerated() {
            // A notice marks the place: once it is written, all before it has been taken in.
            let mark = "step \(at)"
            await bus.publish(events + [.noticed(Notice(.warning, mark))])
            while !output.text.contains(mark) { await Task.yield() }
            let before = output.writes.count
            tick.yield()
            while output.writes.count == before { await Task.yield() }
        }
        await bus.finish()
        _ = await report.value
        return output
    }

    private let start: [RunEvent] = [
        .runStarted(Run.description), Run.plan("MusicCatalog", entity: "Album", rows: 2_000),
        Run.state("MusicCatalog", .copying),
    ]

    @Test
    func `Without a terminal each tick prints a line`() async {
        let output = await drawn(
            width: nil,
            [
                start,
                [
                    Run.flow(100),
                    Run.progress("MusicCatalog", "Album", acknowledged: 500, planned: 2_000),
                ],
            ])
        #expect(output.text.contains("\n0.0%  0 of 2,000 items  0 of 1 table done  ETA —\n"))
        #expect(
            output.text.contains(
                "\n25.0%  500 of 2,000 items  100/s 10.0 kB/s  0 of 1 table done  ETA 15 s\n"))
        #expect(!output.text.contains("\r"))
    }

    @Test
    func `On a terminal one line is redrawn, and lines of their own take its place`() async {
        let output = await drawn(
            width: 120,
            [
                start, [Run.progress("MusicCatalog", "Album", acknowledged: 500, planned: 2_000)],
                [Run.quarantined(1, "c", "m"), Run.state("MusicCatalog", .paused)],
            ])
        let lines = screen(output.text)
        #expect(lines.contains("warning: step 0"))
        #expect(lines.contains("warning: step 1"))
        #expect(lines.contains("MusicCatalog: paused"))
        // Every progress line gave way: none stands between the others or at the end.
        #expect(!lines.contains { $0.contains("ETA") }, "\(lines)")
        #expect(output.writes.contains { $0.hasPrefix("\r25.0%") })
    }

    @Test(arguments: [10, 25, 40])
    func `On a terminal the line never reaches the last column`(width: Int) async {
        let output = await drawn(width: width, [start])
        let line = output.writes.first { $0.hasPrefix("\r0.0%") }
        #expect(line?.dropFirst().count == width - 1)
    }

    @Test
    func `What was asked for and what is waited for is said`() {
        let line = ProgressLine()
        let paused = Run.snapshot(
            start + [Run.flow(10, inFlight: 3), .commandAccepted(.pause(.all), by: "x")])
        #expect(line.text(paused).contains("  pause…, 3 batches in flight  "))
        let preparing = Run.snapshot(
            [start[0], start[1], Run.state("MusicCatalog", .preparing)])
        #expect(line.text(preparing).contains("  preparing MusicCatalog  "))
    }

    @Test
    func `There is no estimate below one percent, nor where nothing moves`() {
        var line = ProgressLine()
        func text(_ acknowledged: Int) -> String {
            line.text(
                Run.snapshot(
                    start + [
                        Run.progress(
                            "MusicCatalog", "Album", acknowledged: acknowledged, planned: 2_000)
                    ]))
        }
        #expect(text(500).hasSuffix("ETA —"))
        guard case .flowMeasured(let sample) = Run.flow(100) else { return }
        line.measure(sample)
        #expect(text(19).hasSuffix("ETA —"))
        #expect(text(500).hasSuffix("ETA 15 s"))
        #expect(text(2_000).hasSuffix("ETA 0 s"))
    }
}
