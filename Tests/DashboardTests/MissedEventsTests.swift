import EventBus
import RunModel
import Testing

@testable import Dashboard

/// The screen's model where the run told more at once than it could take.
@Suite struct MissedEventsTests {
    /// The model of a listener as `Dashboard` is one, after a burst that its mailbox could not hold.
    private func listen(
        to burst: [RunEvent], capacity: Int = 8
    ) async -> (model: DashboardModel, truth: RunSnapshot, missed: Int) {
        let bus = EventBus(clock: { Feed.start })
        let subscription = await bus.subscribe(capacity: capacity)
        let feed = ModelFeed(DashboardModel(subscription.snapshot))
        await bus.publish(burst)
        await bus.finish()
        for await delivery in subscription where feed.take(delivery) {
            feed.catchUp(await bus.session.snapshot())
        }
        return (feed.model(at: Feed.start), await bus.snapshot, subscription.missed)
    }

    private static func plan(_ number: Int) -> RunEvent {
        .tablePlanned(
            TablePlan(
                table: "T\(number)", wireName: "T\(number)",
                entities: [EntityPlan(name: "E", root: "E", rows: 100, segments: 1)]))
    }

    @Test func `Of many tables that are planned at once none is missing`() async {
        var burst = (0..<500).map(Self.plan) + [.begun]
        burst += (0..<500).map { .tableStateChanged(table: "T\($0)", state: .copying, detail: nil) }
        let (model, truth, missed) = await listen(to: burst)
        #expect(missed > 500)
        #expect(model.snapshot == truth)
        #expect(model.snapshot.tables.count == 500)
        #expect(!model.rates.isPaused && !model.rates.isIdle)
    }

    @Test func `A failure that was missed has its group, one that was mended has none that stands`()
        async
    {
        func fail(_ number: Int) -> [RunEvent] {
            [
                .tableFailed(
                    table: "T\(number)",
                    RunFailure(code: .accessDenied, message: "access denied", hint: nil)),
                .tableStateChanged(table: "T\(number)", state: .failed, detail: nil),
            ]
        }
        let burst =
            (0..<30).map(Self.plan) + [.begun] + fail(3) + fail(4)
            + [.tableStateChanged(table: "T4", state: .copying, detail: nil)]
            + (0..<30).filter { $0 != 3 && $0 != 4 }
            .map { .tableStateChanged(table: "T\($0)", state: .copying, detail: nil) }
        let (model, _, missed) = await listen(to: burst)
        #expect(missed > 0)
        #expect(model.errors.groups.filter(\.isStanding).map(\.id.table) == ["T3"])
    }

    @Test func `Rows in quarantine are counted once, told or missed`() async {
        let id = EntityID(table: "T0", entity: "E")
        var counts = EntityCounts()
        counts.planned = 100
        counts.quarantined = 60
        counts.read = 60
        let rows: [RunEvent] = (0..<60).map { number in
            .rowQuarantined(
                QuarantinedRow(
                    entity: id, key: RowKey(rowid: Int64(number)), cause: "no key", message: "m"))
        }
        let burst = [Self.plan(0), .begun] + rows + [.entityProgressed(id, counts)]
        let (model, truth, missed) = await listen(to: burst)
        #expect(missed > 0)
        #expect(model.errors.groups.map(\.count) == [60])
        #expect(truth.tables[0].causes.map(\.count) == [60])
    }

    @Test func `A command whose end was missed is not shown as pending for ever`() async {
        let pause = RunCommand.pause(.tables(["T0"]))
        let burst: [RunEvent] =
            [Self.plan(0), .begun, .commandAccepted(pause, by: "test"), .commandCarriedOut(pause)]
            + (1..<40).map(Self.plan)
        for capacity in 1...9 {
            let (model, _, _) = await listen(to: burst, capacity: capacity)
            #expect(model.commands.pending(on: "T0") == nil)
            #expect(model.snapshot.tables.count == 40)
        }
    }

    @Test func `The log says once how much it was not told`() async {
        let (model, _, missed) = await listen(to: (0..<500).map(Self.plan))
        var later = model
        later.apply(
            NumberedEvent(
                number: 1_000, time: Feed.start + 5_000,
                event: .noticed(Notice(.info, "later"))))
        let lines = later.log.lines(before: .max, level: .debug, matching: "slow", limit: 10)
        #expect(lines.count == 1)
        #expect(lines.first?.text.contains("\(missed) events") == true)
    }
}
