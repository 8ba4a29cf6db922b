import CheckpointStore
import EventBus
import Foundation
import GRDB
import LocalDynamoDB
import Logging
import Mapping
import RunModel
import SQLiteSource
import Synchronization
import Testing

@testable import DynamoDB
@testable import Engine

/// An engine over a small source, an endpoint in this process, and all that it says.
final class EngineTrial: Sendable {
    let server: LocalDynamoDBServer
    let client: DynamoDBClient
    let store: CheckpointStore
    let session: Session
    let watch: Watch
    let run: Task<Result<RunResult, SluiceError>, Never>
    private let sourcePath: String

    private init(
        server: LocalDynamoDBServer, client: DynamoDBClient, store: CheckpointStore,
        session: Session, watch: Watch, run: Task<Result<RunResult, SluiceError>, Never>,
        sourcePath: String
    ) {
        self.server = server
        self.client = client
        self.store = store
        self.session = session
        self.watch = watch
        self.run = run
        self.sourcePath = sourcePath
    }

    /// Two tables: 60 rows and 2,000.
    static let shop = """
        CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE purchase(id INTEGER PRIMARY KEY, customer INTEGER, total REAL);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
            INSERT INTO customer SELECT i, 'customer ' || i FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
            INSERT INTO purchase SELECT i, 1 + i % 60, i * 1.25 FROM n;
        """

    /// Runs the body beside the engine, then stops the engine if it still runs.
    ///
    /// - `prepare`: what is done to the target before the engine starts.
    static func with(
        sql: String = shop, faults: String = "",
        _ change: (inout EngineSettings) -> Void = { _ in },
        prepare: (DynamoDBClient, LocalDynamoDBServer) async throws -> Void = { _, _ in },
        _ body: (EngineTrial) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "sluice-engine-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.execute(sql, folder + "/source.db")
        var options = LocalDynamoDBOptions()
        options.faults = try FaultPlan(parsing: faults)
        let server = try await LocalDynamoDBServer.start(options)
        let client = try Self.client(server.endpoint)
        defer { client.close() }
        try await prepare(client, server)
        var settings = EngineSettings()
        settings.endsWhenSettled = false
        change(&settings)
        let trial = try await start(folder, server, client, settings)
        let outcome: Result<Void, any Error>
        do {
            try await body(trial)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        trial.session.send(.stop(now: true), by: "test")
        _ = await trial.run.value
        try trial.store.close()
        await server.stop()
        try outcome.get()
    }

    static func client(_ endpoint: String) throws -> DynamoDBClient {
        let configuration = DynamoDBConfiguration(
            region: "us-east-1", endpoint: try Endpoint(Resolved(endpoint, origin: "test")),
            isCustomEndpoint: true,
            credentials: StaticCredentials(
                Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "x", source: "test")))
        return try DynamoDBClient(
            configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private static func start(
        _ folder: String, _ server: LocalDynamoDBServer, _ client: DynamoDBClient,
        _ settings: EngineSettings
    ) async throws -> EngineTrial {
        let source = try SourceDatabase.open(path: folder + "/source.db")
        let schema = try source.schema()
        let mapping = try DefaultMapping.make(schema: schema, source: source)
        var planned: [PlannedTable] = []
        for table in mapping.tables {
            var entities: [PlannedEntity] = []
            for entity in table.entities {
                entities.append(
                    PlannedEntity(
                        id: EntityID(table: table.name, entity: entity.name), mapping: entity,
                        compiled: try CompiledEntity(entity, table: table, schema: schema)))
            }
            planned.append(
                PlannedTable(mapping: table, definition: table.definition, entities: entities))
        }
        let target = TargetIdentity(region: "us-east-1", endpoint: server.endpoint, prefix: "")
        let fingerprint = try source.fingerprint()
        let store = try CheckpointStore.open(path: folder + "/state.sqlite")
        try store.begin(
            StoredRun(
                id: "r1", configPath: folder, mapping: "m", sourcePath: source.path,
                sourceFingerprint: fingerprint.encoded, target: target, startedAt: 1),
            tables: planned.map { table in
                StoredTable(
                    name: table.name, wireName: table.wireName, mapping: "m",
                    entities: table.entities.map {
                        StoredEntity(name: $0.mapping.name, root: $0.mapping.root.name)
                    })
            })
        let bus = EventBus()
        let description = RunDescription(
            runID: "r1", isContinued: false, configPath: folder, sourcePath: source.path,
            sourceBytes: 1, target: server.endpoint, label: nil, isProduction: false)
        // A clock of its own for what is stored: each moment is later than the one before.
        let moments = Mutex(Int64(1_000))
        var time = EngineTime.system
        time.wall = {
            moments.withLock { moment in
                moment += 1
                return moment
            }
        }
        let engine = try Engine.make(
            plan: RunPlan(run: description, tables: planned, schema: schema), settings: settings,
            runID: "r1", database: source, client: client, store: store, bus: bus,
            target: target, fingerprint: fingerprint, states: [:], time: time)
        var plan = PlanReport()
        plan.tables = planned.map {
            PlanReport.Table(table: $0.name, wireName: $0.wireName, settings: "on demand")
        }
        await bus.publish(.planMade(plan))
        let watch = Watch()
        let events = await bus.subscribe(capacity: 100_000)
        Task {
            for await delivery in events {
                if case .event(let numbered) = delivery { await watch.take(numbered) }
            }
        }
        let run = Task { () -> Result<RunResult, SluiceError> in
            do throws(SluiceError) {
                return .success(try await engine.run())
            } catch {
                return .failure(error)
            }
        }
        return EngineTrial(
            server: server, client: client, store: store, session: bus.session, watch: watch,
            run: run, sourcePath: folder + "/source.db")
    }

    private static func execute(_ sql: String, _ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Changes the source.
    func change(_ sql: String) throws { try Self.execute(sql, sourcePath) }

    func send(_ command: RunCommand) { session.send(command, by: "test") }

    /// Sends a command and waits until it was carried out; returns why it was refused, or nil.
    func carryOut(_ command: RunCommand) async -> String? {
        let before = await watch.events.count
        send(command)
        let event = await watch.event(after: before) { event in
            switch event {
            case .commandCarriedOut(command), .commandRefused(command, _, _): true
            default: false
            }
        }
        if case .commandRefused(_, _, let why) = event { return why }
        return nil
    }

    /// Expects that the audit trail says of the last command of these words what came of it.
    func expectAudit(
        _ what: String, _ result: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let entry = try store.audits().last { $0.what == what }
        #expect(
            entry?.result.hasPrefix(result) == true, "\(what): \(entry?.result ?? "no line")",
            sourceLocation: sourceLocation)
        #expect(entry?.who == "test", sourceLocation: sourceLocation)
    }
}

/// Everything an engine has said, and a way to wait for more.
actor Watch {
    private(set) var events: [RunEvent] = []
    private(set) var snapshot = RunSnapshot()
    private var waiting:
        [(isHere: (Watch) -> Bool, continuation: CheckedContinuation<Void, Never>)] =
            []

    func take(_ numbered: NumberedEvent) {
        events.append(numbered.event)
        snapshot.apply(numbered)
        let here = waiting.filter { $0.isHere(self) }
        waiting.removeAll { $0.isHere(self) }
        for waiter in here { waiter.continuation.resume() }
    }

    /// Waits until the run is as described.
    @discardableResult
    func until(_ holds: @escaping @Sendable (RunSnapshot) -> Bool) async -> RunSnapshot {
        if holds(snapshot) { return snapshot }
        // The one that was as described, not what has become of it since.
        let found = Mutex<RunSnapshot?>(nil)
        await withCheckedContinuation { continuation in
            waiting.append(
                (
                    {
                        $0.assumeIsolated { watch in
                            guard holds(watch.snapshot) else { return false }
                            found.withLock { $0 = watch.snapshot }
                            return true
                        }
                    }, continuation
                ))
        }
        return found.withLock { $0 } ?? snapshot
    }

    /// Waits for an event past the first so many.
    func event(
        after count: Int, _ isMeant: @escaping @Sendable (RunEvent) -> Bool
    ) async -> RunEvent? {
        if let event = events.dropFirst(count).first(where: isMeant) { return event }
        await withCheckedContinuation { continuation in
            waiting.append(
                ({ $0.assumeIsolated { $0.events.last.map(isMeant) == true } }, continuation))
        }
        return events.dropFirst(count).first(where: isMeant)
    }
}

extension RunSnapshot {
    subscript(_ table: String) -> TableSnapshot? { tables.first { $0.name == table } }

    func isAll(_ state: TableState) -> Bool {
        !tables.isEmpty && tables.allSatisfy { $0.state == state }
    }
}
