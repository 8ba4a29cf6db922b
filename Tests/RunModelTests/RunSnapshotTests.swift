import RunModel
import Testing

@Suite("The snapshot")
struct RunSnapshotTests {
    private let album = EntityID(table: "A", entity: "Album")

    private func snapshot(_ events: [RunEvent]) -> RunSnapshot {
        var snapshot = RunSnapshot()
        for (at, event) in events.enumerated() {
            snapshot.apply(
                NumberedEvent(number: UInt64(at + 1), time: Int64(at) * 10, event: event))
        }
        return snapshot
    }

    private func plan(_ table: String = "A", rows: Int? = 100) -> RunEvent {
        .tablePlanned(
            TablePlan(
                table: table, wireName: table,
                entities: [EntityPlan(name: "Album", root: "Album", rows: rows, segments: 2)]))
    }

    private func counts(_ acknowledged: Int, planned: Int? = 100) -> EntityCounts {
        var counts = EntityCounts()
        counts.read = acknowledged
        counts.acknowledged = acknowledged
        counts.planned = planned
        return counts
    }

    @Test
    func `The same events give the same snapshot`() {
        #expect(snapshot(EveryEvent.all) == snapshot(EveryEvent.all))
        #expect(snapshot(EveryEvent.all).number == UInt64(EveryEvent.all.count))
    }

    @Test
    func `Counters are cumulative: missed progress is made good by the next`() {
        let all = snapshot([
            plan(), .entityProgressed(album, counts(10)), .entityProgressed(album, counts(25)),
        ])
        let some = snapshot([
            plan(), .noticed(Notice(.debug, "missed")), .entityProgressed(album, counts(25)),
        ])
        #expect(all.tables == some.tables)
        #expect(all.counts.acknowledged == 25)
        #expect(all.share == 0.25)
    }

    /// Entities are counted one after the other while the copy goes on.
    @Test
    func `Part of the rows is not told as all of them`() {
        let other = EntityID(table: "A", entity: "Artist")
        let plans = ["Album", "Artist"].map {
            EntityPlan(name: $0, root: $0, rows: nil, segments: 1)
        }
        var events: [RunEvent] = [
            .tablePlanned(TablePlan(table: "A", wireName: "A", entities: plans)), plan("B"),
            .entityProgressed(album, counts(10, planned: 10)),
            .entityProgressed(other, counts(5_000, planned: nil)),
            .tableStateChanged(table: "A", state: .paused, detail: nil),
        ]
        let part = snapshot(events)
        #expect(part.tables[0].counts.planned == nil)
        #expect(part.counts.planned == nil)
        #expect(part.share == nil)
        #expect(!part.tables[0].isValidationStopped)
        events.append(.entityProgressed(other, counts(5_000, planned: 6_000)))
        let whole = snapshot(events)
        #expect(whole.tables[0].counts.planned == 6_010)
        #expect(whole.counts.planned == 6_110)
        #expect(whole.share == 5_010.0 / 6_110)
    }

    @Test
    func `The share is of what is planned, and never above one`() {
        #expect(RunSnapshot().share == nil)
        #expect(snapshot([plan(rows: 0)]).share == 1)
        #expect(snapshot([plan(), .entityProgressed(album, counts(150))]).share == 1)
        var mixed = counts(10)
        mixed.quarantined = 5
        mixed.excluded = 5
        #expect(snapshot([plan(), .entityProgressed(album, mixed)]).share == 0.2)
    }

    @Test
    func `A failure is shown while the table is failed, and no longer`() {
        let failure = RunFailure(code: .accessDenied, message: "no", hint: nil)
        let failed = snapshot([
            plan(), .tableStateChanged(table: "A", state: .failed, detail: "no"),
            .tableFailed(table: "A", failure),
        ])
        #expect(failed.tables[0].failure == failure)
        let retried = snapshot([
            plan(), .tableStateChanged(table: "A", state: .failed, detail: nil),
            .tableFailed(table: "A", failure),
            .tableStateChanged(table: "A", state: .preparing, detail: nil),
        ])
        #expect(retried.tables[0].failure == nil)
        #expect(retried.tables[0].state == .preparing)
    }

    @Test
    func `A command is pending from its acceptance until it is carried out`() {
        let pause = RunCommand.pause(.all)
        let accepted = snapshot([
            .commandAccepted(pause, by: "x"), .commandAccepted(.stop(now: false), by: "x"),
        ])
        #expect(accepted.pendingCommands == [pause, .stop(now: false)])
        let done = snapshot([
            .commandAccepted(pause, by: "x"), .commandAccepted(.stop(now: false), by: "x"),
            .commandCarriedOut(pause),
        ])
        #expect(done.pendingCommands == [.stop(now: false)])
    }

    @Test
    func `A refused command leaves nothing pending, and what was taken before stays`() {
        let pause = RunCommand.pause(.all)
        let result = snapshot([
            .commandAccepted(pause, by: "x"), .commandAccepted(pause, by: "x"),
            .commandRefused(pause, by: "x", why: "it is paused already"),
        ])
        #expect(result.pendingCommands == [pause])
    }

    @Test
    func `What is counted in quarantine replaces what was seen of it`() {
        let row = QuarantinedRow(entity: album, key: RowKey(rowid: 1), cause: "c", message: "m")
        let count = QuarantineCount(cause: "d", count: 3, sample: row)
        let result = snapshot([
            plan(), .rowQuarantined(row), .quarantineCounted(table: "A", [count]),
        ])
        #expect(result.tables[0].causes == [count])
        #expect(
            snapshot([plan(), .rowQuarantined(row), .quarantineCounted(table: "A", [])])
                .tables[0].causes == [])
    }

    @Test
    func `A table that is being prepared keeps what is known of it; one that is reset does not`() {
        let row = QuarantinedRow(entity: album, key: RowKey(rowid: 1), cause: "c", message: "m")
        let began: [RunEvent] = [
            plan(), .rowQuarantined(row),
            .tableStateChanged(table: "A", state: .preparing, detail: nil), plan(rows: 5),
        ]
        let prepared = snapshot(began).tables[0]
        #expect(prepared.state == .preparing)
        #expect(prepared.causes.count == 1)
        #expect(prepared.counts.planned == 5)
        let reset = snapshot(
            began + [.tableStateChanged(table: "A", state: .queued, detail: nil), plan()])
        #expect(reset.tables[0].causes == [])
    }

    @Test
    func `A table that pauses says how much is in flight`() {
        let result = snapshot([
            plan(),
            .tableStateChanged(table: "A", state: .pausing, detail: "3 batches in flight"),
            .inFlightChanged(table: "A", batches: 1),
        ])
        #expect(result.tables[0].detail == "1 batch in flight")
        #expect(result.tables[0].inFlight == 1)
    }

    @Test
    func `The causes of throttling are bounded`() {
        let many = (0..<1_000).map { RunEvent.throttled(table: "A", cause: "c\($0)", batches: 1) }
        let table = snapshot([plan()] + many).tables[0]
        #expect(table.throttles.count == RunSnapshot.TableSnapshot.throttleLimit + 1)
        #expect(table.throttles.values.reduce(0, +) == 1_000)
    }

    @Test
    func `An event costs the same however many tables there are`() {
        func seconds(tables: Int) -> Duration {
            var snapshot = snapshot((0..<tables).map { plan("T\($0)") })
            let clock = ContinuousClock()
            return clock.measure {
                for number in 0..<20_000 {
                    let table = "T\(number % tables)"
                    snapshot.apply(
                        NumberedEvent(
                            number: UInt64(number), time: 0,
                            event: .entityProgressed(
                                EntityID(table: table, entity: "Album"), counts(number))))
                }
            }
        }
        let few = seconds(tables: 10)
        let many = seconds(tables: 10_000)
        #expect(many < few * 20 + .milliseconds(200))
    }

    @Test
    func `Quarantined rows are grouped by cause, and their number of causes is bounded`() {
        let rows = (0..<200).map { number -> RunEvent in
            .rowQuarantined(
                QuarantinedRow(
                    entity: album, key: RowKey(rowid: Int64(number)),
                    cause: "cause \(number % 100)",
                    message: "m"))
        }
        let table = snapshot([plan()] + rows).tables[0]
        #expect(table.causes.count == RunSnapshot.TableSnapshot.causeLimit)
        #expect(table.causes.allSatisfy { $0.count == 2 })
        #expect(table.causes.first?.sample.key == RowKey(rowid: 0))
    }

    @Test
    func `What can come without end is bounded`() {
        let many = (0..<1_000).flatMap { number -> [RunEvent] in
            [
                .noticed(Notice(.info, "\(number)")),
                .differenceFound(ItemDifference(table: "A", kind: .missing, key: "\(number)")),
            ]
        }
        let result = snapshot([plan()] + many)
        #expect(result.notices.count == RunSnapshot.noticeLimit)
        #expect(result.notices.last?.text == "999")
        #expect(result.tables[0].differences.count == RunSnapshot.TableSnapshot.differenceLimit)
    }

    @Test
    func `A table that is planned again starts anew in its place`() {
        let result = snapshot([
            plan("A"), plan("B"), .entityProgressed(album, counts(10)),
            .throttled(table: "A", cause: "x", batches: 2), plan("A", rows: 7),
        ])
        #expect(result.tables.map(\.name) == ["A", "B"])
        #expect(result.tables[0].counts.acknowledged == 0)
        #expect(result.tables[0].counts.planned == 7)
        #expect(result.tables[0].throttledBatches == 0)
    }

    @Test
    func `Events of a table nobody planned change nothing`() {
        let result = snapshot([
            .throttled(table: "?", cause: "x", batches: 2), .entityProgressed(album, counts(1)),
        ])
        #expect(result.tables == [])
    }

    @Test
    func `A run that starts again has no outcome`() {
        let run = RunDescription(
            runID: "r", isContinued: true, configPath: nil, sourcePath: "x", sourceBytes: 1,
            target: "t",
            label: nil, isProduction: false)
        let result = snapshot([.runEnded(.stopped), .runStarted(run)])
        #expect(result.outcome == nil)
        #expect(result.startedAt == 10)
    }
}
