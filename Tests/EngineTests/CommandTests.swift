import CheckpointStore
import DynamoDB
import DynamoItem
import LocalDynamoDB
import RunModel
import Testing

@testable import Engine

@Suite("Commands while it runs", .timeLimit(.minutes(2))) struct CommandTests {
    @Test
    func `A pause lets what is in flight land, shows how much that is, and nothing is sent twice`()
        async throws
    {
        try await EngineTrial.with(faults: "delay=120ms,operations=BatchWriteItem") {
            $0.maxInFlight = 4
        } _: { trial in
            await trial.watch.until { ($0["purchase"]?.counts.acknowledged ?? 0) > 0 }
            trial.send(.pause(.tables(["purchase"])))
            let pausing = await trial.watch.until { $0["purchase"]?.state == .pausing }
            #expect(pausing.pendingCommands == [.pause(.tables(["purchase"]))])
            let paused = await trial.watch.until {
                $0["purchase"]?.state == .paused && $0.pendingCommands.isEmpty
            }
            #expect(paused["purchase"]?.inFlight == 0)
            await trial.watch.until { $0["customer"]?.state == .done }
            // All that the service took is counted, and no more.
            let landed = await trial.server.statistics.itemsPut
            let counted = await trial.watch.snapshot.counts.acknowledged
            #expect(landed == counted)
            #expect(counted < 2_060)
            let events = await trial.watch.events
            let flights = events.compactMap { event -> Int? in
                if case .inFlightChanged("purchase", let batches) = event { batches } else { nil }
            }
            #expect(flights.last == 0)
            trial.server.faults = FaultPlan()
            trial.send(.resume(.all))
            let done = await trial.watch.until { $0.isAll(.done) }
            #expect(done.counts.acknowledged == 2_060)
            #expect(await trial.server.statistics.itemsReplaced == 0)
            try trial.expectAudit("pause purchase", "carried out")
        }
    }

    @Test func `Limits change while it runs, and bad ones are refused with the reason`()
        async throws
    {
        try await EngineTrial.with {
            $0.maxWriteUnits = 40
            $0.maxInFlight = 2
        } _: { trial in
            let began = await trial.watch.until { $0.limits != nil }
            #expect(began.limits == RunLimits(writeUnits: 40, inFlight: 2))
            let held = await trial.watch.until {
                $0.tables.contains { $0.detail == "held back by the write limit" }
            }
            #expect(held.isAll(.done) == false)
            for limit in [0, -1] {
                #expect(await trial.carryOut(.limitWriteUnits(limit)) != nil)
            }
            for limit in [0, -1, 1_025] {
                #expect(await trial.carryOut(.limitInFlight(limit)) != nil)
            }
            #expect(await trial.watch.snapshot.limits == began.limits)
            #expect(await trial.carryOut(.limitInFlight(7)) == nil)
            #expect(await trial.carryOut(.limitWriteUnits(nil)) == nil)
            // 2,060 units at 40 a second would take most of a minute.
            let done = await trial.watch.until { $0.isAll(.done) }
            #expect(done.limits == RunLimits(writeUnits: nil, inFlight: 7))
            #expect(done.notices.contains { $0.text.contains("1024") })
            try trial.expectAudit("in flight 1025", "refused: ")
        }
    }

    @Test func `Segments tell where they stand, in the end that they are done`() async throws {
        try await EngineTrial.with { trial in
            let done = await trial.watch.until { $0.phase == .settled }
            let segments = try #require(done["purchase"]?.entities.first?.segments)
            #expect(segments.count == done["purchase"]?.counts.segments)
            #expect(segments.values.allSatisfy { $0.isDone })
            #expect(segments.values.reduce(0) { $0 + $1.acknowledged } == 2_000)
            let last = segments.max { $0.key < $1.key }
            #expect(last?.value.watermark == "2000")
        }
    }

    private static let awkward = """
        CREATE TABLE words(word TEXT PRIMARY KEY, n);
        INSERT INTO words VALUES ('a', 1), ('b', 9e999), ('c', -9e999), ('', 4),
            ('d', zeroblob(420000));
        """

    @Test func `The rows of one cause are tried again, the others stay`() async throws {
        try await EngineTrial.with(sql: Self.awkward) { trial in
            let settled = await trial.watch.until { $0.phase == .settled }
            #expect(settled.outcome == .incomplete)
            let causes = try #require(settled["words"]?.causes)
            #expect(causes.count == 3)
            let infinite = try #require(causes.first { $0.cause.contains("infinite") })
            #expect(infinite.count == 2)
            #expect(infinite.sample.hint != nil)
            try trial.change("UPDATE words SET n = 2 WHERE word IN ('b', 'd')")
            let why = await trial.carryOut(.retryCause(table: "words", cause: "never heard of"))
            #expect(why?.contains("no row of words") == true)
            trial.send(.retryCause(table: "words", cause: infinite.cause))
            await trial.watch.until { $0["words"]?.causes.count == 3 && $0.phase == .running }
            let again = await trial.watch.until { $0.phase == .settled }
            #expect(again["words"]?.counts.acknowledged == 2)
            #expect(again["words"]?.counts.quarantined == 3)
            let left = try #require(again["words"]?.causes)
            #expect(left.first { $0.cause == infinite.cause }?.count == 1)
            #expect(left.count == 3)
            // The one of another cause was mended too, and was not touched.
            let rows = try trial.store.quarantine(of: "r1")
            #expect(
                rows.filter { $0.lastAt > $0.firstAt }.map(\.row.cause) == [infinite.cause])
            trial.send(.retry(.all))
            await trial.watch.until { $0["words"]?.counts.quarantined == 2 }
            let all = await trial.watch.until { $0.phase == .settled }
            #expect(all["words"]?.causes.count == 2)
        }
    }

    @Test
    func
        `A repair writes what is missing or changed, removes what is not the source's, and compares`()
        async throws
    {
        try await EngineTrial.with { trial in
            await trial.watch.until { $0.phase == .settled }
            let refusal = await trial.carryOut(.repair(.tables(["customer"])))
            #expect(refusal?.contains("validate it first") == true)
            func key(_ id: Int) -> Item { Item([.init("id", .number("\(id)"))]) }
            try await trial.client.deleteItem("customer", key: key(3))
            try await trial.client.putItem(
                "customer", Item([.init("id", .number("4")), .init("name", .string("other"))]))
            try await trial.client.putItem("customer", key(4_711))
            #expect(await trial.carryOut(.validate(.tables(["customer"]))) == nil)
            let differs = await trial.watch.until { $0["customer"]?.state == .differs }
            #expect(differs["customer"]?.validation?.differences == 3)
            await trial.watch.until { $0.phase == .settled && $0.outcome == .differs }
            #expect(await trial.carryOut(.repair(.all)) == nil)
            let done = await trial.watch.until { $0["customer"]?.state == .done }
            #expect(done["customer"]?.validation?.isEqual == true)
            #expect(done["customer"]?.differences == [])
            let events = await trial.watch.events
            #expect(events.contains(.repaired(table: "customer", written: 2, removed: 1)))
            #expect(done["customer"]?.counts.acknowledged == 60)
            try trial.expectAudit("repair all", "carried out")
        }
    }

    @Test func `What else a table held that this run did not make is left`() async throws {
        try await EngineTrial.with {
            $0.isIntoExisting = true
        } prepare: { client, _ in
            _ = try await client.createTable(
                TableDefinition(
                    name: "customer", key: KeySchema(partition: KeyAttribute("id", .number))))
            try await client.putItem("customer", Item([.init("id", .number("4711"))]))
        } _: { trial in
            await trial.watch.until { $0.phase == .settled }
            trial.send(.validate(.tables(["customer"])))
            await trial.watch.until { $0["customer"]?.state == .differs }
            trial.send(.repair(.tables(["customer"])))
            await trial.watch.until { $0["customer"]?.state == .validating }
            let again = await trial.watch.until { $0["customer"]?.state == .differs }
            #expect(again["customer"]?.validation?.unexpected == 1)
            let stranger = try await trial.client.getItem(
                "customer", key: Item([.init("id", .number("4711"))]))
            #expect(stranger != nil)
            #expect(again.notices.contains { $0.text.contains("was left") })
        }
    }

    @Test
    func `A command for several tables is pending until the last has it, and refused only for all`()
        async throws
    {
        try await EngineTrial.with(faults: "delay=80ms,operations=BatchWriteItem,tables=purchase") {
            $0.maxInFlight = 2
        } _: { trial in
            await trial.watch.until {
                $0["customer"]?.state == .done && ($0["purchase"]?.counts.acknowledged ?? 0) > 0
            }
            let both = RunCommand.pause(.tables(["customer", "purchase"]))
            #expect(await trial.carryOut(both) == nil)
            let paused = await trial.watch.snapshot
            #expect(paused["purchase"]?.state == .paused)
            #expect(paused.notices.contains { $0.text.contains("customer: it is done") })
            let why = await trial.carryOut(both)
            #expect(why?.contains("paused already") == true)
            #expect(await trial.watch.snapshot.pendingCommands == [])
            try trial.expectAudit("pause customer, purchase", "refused: ")
        }
    }

    @Test func `A reset of a copying table waits for what is in flight, and copies anew`()
        async throws
    {
        try await EngineTrial.with(faults: "delay=50ms,operations=BatchWriteItem,tables=purchase") {
            trial in
            await trial.watch.until { ($0["purchase"]?.counts.acknowledged ?? 0) > 0 }
            #expect(
                await trial.carryOut(.reset(.tables(["purchase"]), emptyTarget: true)) == nil)
            trial.server.faults = FaultPlan()
            let done = await trial.watch.until { $0.phase == .settled && $0.isAll(.done) }
            #expect(done["purchase"]?.counts.acknowledged == 2_000)
            #expect(done.outcome == .complete)
        }
    }
}
