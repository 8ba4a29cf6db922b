import DynamoDB
import DynamoItem
import LocalDynamoDB
import RunModel
import Testing

@testable import Engine

@Suite("Begin, settle, end", .timeLimit(.minutes(1))) struct BeginTests {
    @Test func `Nothing is written before begin; what is not selected waits for a resume`()
        async throws
    {
        try await EngineTrial.with {
            $0.awaitsBegin = true
        } _: { trial in
            let waiting = await trial.watch.until { $0.phase == .waiting }
            #expect(waiting.plan?.tables.map(\.action) == [.create, .create])
            let names = try await trial.client.listTables().names
            #expect(names == [])
            #expect(await trial.carryOut(.begin(.tables(["nobody"])))?.contains("nobody") == true)
            #expect(await trial.carryOut(.begin(.tables(["customer"]))) == nil)
            let some = await trial.watch.until { $0.phase == .settled }
            #expect(some.outcome == .stopped)
            #expect(some["customer"]?.state == .done)
            #expect(some["purchase"]?.state == .paused)
            #expect(some["purchase"]?.detail == "not selected")
            #expect(await trial.carryOut(.begin(.all)) == "the run has begun already")
            trial.send(.resume(.tables(["purchase"])))
            let all = await trial.watch.until { $0.phase == .settled && $0.isAll(.done) }
            #expect(all.outcome == .complete)
            let events = await trial.watch.events
            #expect(events.filter { $0 == .begun }.count == 2)
            trial.send(.stop(now: false))
            let result = try await trial.run.value.get()
            #expect(result.outcome == .complete)
            #expect(result.exitStatus == .success)
            let end = await trial.watch.until { $0.phase == .over }
            #expect(end.pendingCommands == [])
            try trial.expectAudit("stop", "carried out")
            try trial.expectAudit("begin customer", "carried out")
        }
    }

    @Test func `Commands work before begin: limits, a pause, a row that is looked at`() async throws
    {
        try await EngineTrial.with {
            $0.awaitsBegin = true
        } _: { trial in
            await trial.watch.until { $0.phase == .waiting }
            #expect(await trial.carryOut(.limitWriteUnits(9_000)) == nil)
            #expect(await trial.carryOut(.pause(.tables(["purchase"]))) == nil)
            let customer = EntityID(table: "customer", entity: "customer")
            #expect(await trial.carryOut(.inspect(customer, .first)) == nil)
            let seen = await trial.watch.until { $0.inspection != nil }
            #expect(seen.inspection?.row == RowKey(rowid: 1))
            #expect(seen.limits == RunLimits(writeUnits: 9_000, inFlight: 1_024))
            trial.send(.begin(.all))
            let settled = await trial.watch.until { $0.phase == .settled }
            #expect(settled["purchase"]?.state == .paused)
            #expect(settled["purchase"]?.detail == nil)
            let nobody = EntityID(table: "customer", entity: "nobody")
            #expect(await trial.carryOut(.inspect(nobody, .first))?.contains("nobody") == true)
        }
    }

    @Test
    func `A table that does not fit is told in the plan and fails at begin; the others go on`()
        async throws
    {
        try await EngineTrial.with {
            $0.awaitsBegin = true
        } prepare: { client, _ in
            var definition = TableDefinition(
                name: "customer", key: KeySchema(partition: KeyAttribute("id", .number)))
            definition.name = "customer"
            _ = try await client.createTable(definition)
            try await client.putItem("customer", Item([.init("id", .number("7"))]))
        } _: { trial in
            let waiting = await trial.watch.until { $0.phase == .waiting }
            #expect(waiting.plan?.tables.map(\.action) == [.refuse, .create])
            #expect(waiting.plan?.tables.first?.note?.contains("holds items") == true)
            trial.send(.begin(.all))
            let settled = await trial.watch.until { $0.phase == .settled }
            #expect(settled.outcome == .incomplete)
            #expect(settled["customer"]?.failure?.code == .tableRefused)
            #expect(settled["purchase"]?.state == .done)
            // Nor does a retry write over it.
            trial.send(.retry(.tables(["customer"])))
            await trial.watch.until { $0.phase == .running }
            let again = await trial.watch.until { $0.phase == .settled }
            #expect(again["customer"]?.failure?.code == .tableRefused)
            #expect(again["customer"]?.counts.acknowledged == 0)
        }
    }

    @Test
    func `A target out of reach is told while begin is awaited, and looked at again on begin`()
        async throws
    {
        let refusing = try FaultPlan(parsing: "error500=1,operations=DescribeTable")
        try await EngineTrial.with {
            $0.awaitsBegin = true
        } prepare: { _, server in
            server.faults = refusing
        } _: { trial in
            let waiting = await trial.watch.until { $0.phase == .waiting }
            #expect(waiting.plan?.tables.allSatisfy { $0.action == .unknown } == true)
            #expect(waiting.plan?.tables.first?.note != nil)
            #expect(waiting.notices.last?.level == .error)
            #expect(waiting.notices.last?.text.contains("hint: ") == true)
            #expect(await trial.carryOut(.begin(.all)) != nil)
            #expect(await trial.watch.snapshot.phase == .waiting)
            trial.server.faults = FaultPlan()
            #expect(await trial.carryOut(.begin(.all)) == nil)
            let settled = await trial.watch.until { $0.phase == .settled }
            #expect(settled.outcome == .complete)
            #expect(settled.plan?.tables.map(\.action) == [.create, .create])
        }
    }

    @Test func `Without anybody to ask the run begins at once, and a refused table refuses it`()
        async throws
    {
        try await EngineTrial.with {
            $0.endsWhenSettled = true
        } _: { trial in
            let result = try await trial.run.value.get()
            #expect(result.outcome == .complete)
            let events = await trial.watch.events
            #expect(events.contains(.begun))
            #expect(!events.contains(.beginAwaited))
            #expect(!events.contains { if case .settled = $0 { true } else { false } })
        }
    }

    @Test(arguments: [RunCommand.endWhenSettled, .stop(now: false)])
    func `A run that waits for begin and is left ends as stopped, with nothing written`(
        command: RunCommand
    ) async throws {
        try await EngineTrial.with {
            $0.awaitsBegin = true
        } _: { trial in
            await trial.watch.until { $0.phase == .waiting }
            trial.send(command)
            let result = try await trial.run.value.get()
            #expect(result.outcome == .stopped)
            let names = try await trial.client.listTables().names
            #expect(names == [])
        }
    }

    @Test
    func `A run that nobody watches any more ends by itself, as stopped where tables are paused`()
        async throws
    {
        try await EngineTrial.with { trial in
            await trial.watch.until { $0.phase == .settled }
            trial.send(.endWhenSettled)
            let result = try await trial.run.value.get()
            #expect(result.outcome == .complete)
        }
        try await EngineTrial.with {
            $0.awaitsBegin = true
        } _: { trial in
            await trial.watch.until { $0.phase == .waiting }
            trial.send(.begin(.tables(["customer"])))
            trial.send(.endWhenSettled)
            let result = try await trial.run.value.get()
            #expect(result.outcome == .stopped)
        }
    }
}
