import ArgumentParser
import Dispatch
import DynamoItem
import Engine
import Mapping
import RunModel
import SQLiteSource
import Synchronization
import TestSupport
import Testing

@testable import sluice

/// What an analysis beside a run needs, over a source of its own.
private struct BackgroundFixture {
    let source: AnalyzeFixture
    let workspace: Workspace
    let database: SourceDatabase
    let schema: SourceSchema
    let mapping: Mapping
    private let updates = Updates()

    final class Updates: Sendable {
        let all = Mutex<[BackgroundAnalysis.Update]>([])
    }

    init(_ sql: String, mapping text: String? = nil) throws {
        source = try AnalyzeFixture(sql)
        var arguments = ["--source-db", source.source]
        if let text {
            arguments += [
                "--config", try source.folder.write("{\"tables\": \(text)}", to: "config.json"),
            ]
        }
        workspace = try Workspace.open(CommonOptions.parse(arguments), environment: [:])
        database = try workspace.openSource()
        schema = try database.schema()
        mapping = try workspace.mapping(of: database, schema: schema)
    }

    func run() async throws -> [BackgroundAnalysis.Update] {
        let updates = updates
        let running = try BackgroundAnalysis.start(
            workspace: workspace, source: database, schema: schema, mapping: mapping,
            tables: mapping.tables
        ) { update in updates.all.withLock { $0.append(update) } }
        await running.finish()
        return updates.all.withLock { $0 }
    }

    func plan() throws -> RunPlan {
        let planned = try RunPlanner(workspace: workspace, mapping: mapping, schema: schema)
            .planned([])
        return RunPlan(
            run: RunDescription(
                runID: "r", isContinued: false, configPath: nil, sourcePath: "s", sourceBytes: 1,
                target: "us-east-1", label: nil, isProduction: true), tables: planned,
            schema: schema)
    }
}

@Suite struct BackgroundAnalysisTests {
    private static let sql = """
        CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT NOT NULL);
        CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT, Price NUMERIC(10,2),
            ArtistId INTEGER REFERENCES Artist);
        CREATE VIEW Titles AS SELECT Title FROM Album;
        INSERT INTO Artist VALUES (1, 'AC/DC'), (2, 'Accept');
        INSERT INTO Album VALUES (1, 'One', 9.5, 1), (2, NULL, 'free', 2), (3, 'Three', 4, 7);
        """
    private static let mapping = """
        {"Music": {"partitionKey": "PK", "entities": {
            "Artist": {"from": "Artist", "attributes": {"PK": "ARTIST#{ArtistId}"}},
            "Album": {"from": "Album", "attributes": {"PK": "ALBUM#{Title}"}}}}}
        """

    @Test func `The schema is told before a row is read`() throws {
        let fixture = try BackgroundFixture(Self.sql, mapping: Self.mapping)
        let report = SchemaReports(fixture.schema, mapping: fixture.mapping).report
        #expect(report.tables.map(\.name) == ["Artist", "Album", "Titles"])
        #expect(report.tables.allSatisfy { $0.rows == nil && $0.bytes == nil })
        #expect(report.measuredTables == 0 && report.risks.isEmpty)
        #expect(report.tables[2].isView)
        let album = report.tables[1]
        #expect(album.columns.map(\.declared) == ["INTEGER", "TEXT", "NUMERIC(10,2)", "INTEGER"])
        #expect(album.columns.allSatisfy { $0.stored == nil && $0.nulls == nil })
        #expect(album.columns[0].isKey && album.primaryKey == ["AlbumId"])
        #expect(album.relations.map(\.parent) == ["Artist"])
        #expect(album.uses == ["Music/Album"])
        #expect(album.entities == [EntityID(table: "Music", entity: "Album")])
    }

    @Test func `Each table's measure is told, and the risks at the end`() async throws {
        let fixture = try BackgroundFixture(Self.sql, mapping: Self.mapping)
        let updates = try await fixture.run()
        #expect(updates.map(\.schema.measuredTables) == [1, 2, 2, 3])
        #expect(updates[0].schema.tables[0].rows == 2 && updates[0].schema.tables[1].rows == nil)
        let last = try #require(updates.last?.schema)
        let album = last.tables[1]
        #expect(album.rows == 3)
        #expect(album.columns[1].stored == "text 2" && album.columns[1].nulls == 1)
        #expect(album.columns[2].stored == "integer 1, real 1, text 1" && album.columns[2].isMixed)
        #expect(!album.columns[0].isMixed && !album.columns[3].isMixed)
        #expect(album.relations.first?.orphans == 1)
        let places = last.risks.map { "\($0.severity.rawValue) \($0.place)" }
        #expect(places.first == "error Music/Album")
        #expect(places.contains("warning Album.Price") && places.contains("warning Album.ArtistId"))
        #expect(last.risks.allSatisfy { !$0.advice.isEmpty })
        // The very same risks as the command of its own tells.
        let analysis = try fixture.source.analysis(mapping: Self.mapping)
        #expect(last.risks == analysis.risks.map(SchemaReport.Risk.init))
    }

    @Test func `Told to stop it stops, and keeps what it has`() async throws {
        let fixture = try BackgroundFixture(
            Self.sql
                + """
                WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                INSERT INTO Album SELECT i, 'T' || i, i, 1 FROM n;
                """, mapping: Self.mapping)
        let seen = Mutex<[BackgroundAnalysis.Update]>([])
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let held = DispatchSemaphore(value: 0)
        let running = try BackgroundAnalysis.start(
            workspace: fixture.workspace, source: fixture.database, schema: fixture.schema,
            mapping: fixture.mapping, tables: fixture.mapping.tables
        ) { update in
            seen.withLock { $0.append(update) }
            continuation.yield()
            // The first holds the analysis until it was told to stop.
            held.wait()
            held.signal()
        }
        for await _ in stream { break }
        running.cancel()
        held.signal()
        await running.finish()
        let last = try #require(seen.withLock { $0.last })
        #expect(last.schema.tables[0].rows == 2)
        #expect(last.schema.measuredTables < last.schema.tables.count)
        #expect(!last.schema.risks.contains { $0.message.contains("ended early") })
        let count = seen.withLock { $0.count }
        #expect(count < 4)
    }

    @Test func `A source that fails is told of among the risks`() throws {
        let fixture = try BackgroundFixture(Self.sql, mapping: Self.mapping)
        var reports = SchemaReports(fixture.schema, mapping: fixture.mapping)
        reports.set(
            [Risk(.note, .renamedTable, "x", "y", advice: "z")],
            trouble: SluiceError(.sourceUnavailable, "it went\u{1B}[2J away", place: "shop.db"))
        #expect(reports.report.risks.map(\.severity) == [.warning, .note])
        #expect(reports.report.risks[0].message == "the analysis ended early: it went␛[2J away")
    }

    @Test func `Names from the source are text to show`() throws {
        let fixture = try BackgroundFixture(
            "CREATE TABLE \"e\u{1B}]52;c;x\u{07}vil\u{202E}\" (\"a\nb\" INTEGER PRIMARY KEY, c TEXT);"
        )
        let report = SchemaReports(fixture.schema, mapping: fixture.mapping).report
        #expect(report.tables.map(\.name) == ["e␛]52;c;x␇vil\\u{202e}"])
        #expect(report.tables[0].columns[0].name == "a␊b")
        #expect(report.tables[0].primaryKey == ["a␊b"])
    }
}

@Suite struct PlanReportsTests {
    private static let mapping = """
        {"Music": {"partitionKey": "PK", "sortKey": "SK", "timeToLive": "Until",
            "pointInTimeRecovery": true, "tags": {"team": "data"}, "deletionProtection": true,
            "indexes": {"GSI1": {"partitionKey": "G1", "sortKey": "G2"}},
            "entities": {"Row": {"from": "T", "attributes": {
                "PK": "A#{id}", "SK": "B", "G1": "{v}", "G2": "X", "Until": {"column": "id", "type": "EPOCH"}}}}},
         "Slow": {"partitionKey": "PK",
            "billing": {"readUnits": 5, "writeUnits": 10},
            "entities": {"Row": {"from": "U", "attributes": {"PK": "U#{id}"}}}}}
        """
    private static let sql = """
        CREATE TABLE T (id INTEGER PRIMARY KEY, v TEXT);
        CREATE TABLE U (id INTEGER PRIMARY KEY);
        INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c');
        INSERT INTO U VALUES (1);
        """

    private func reports(
        _ fixture: BackgroundFixture, limit: Int? = nil, isLoopback: Bool = false
    ) throws -> PlanReports {
        PlanReports(
            plan: try fixture.plan(), parallelTables: 4, maxWriteUnits: limit,
            isLoopback: isLoopback)
    }

    @Test func `Settings stand in short words`() throws {
        let fixture = try BackgroundFixture(Self.sql, mapping: Self.mapping)
        let report = try reports(fixture).report(PlanKnowledge())
        #expect(
            report.tables.map(\.settings) == [
                "on demand, index GSI1, TTL Until, PITR 35 days, protected from deletion, 1 tag",
                "5 read and 10 write units",
            ])
        #expect(report.tables.allSatisfy { $0.action == .unknown })
    }

    @Test func `Without knowledge nothing is guessed`() throws {
        let fixture = try BackgroundFixture(Self.sql, mapping: Self.mapping)
        let report = try reports(fixture).report(PlanKnowledge())
        #expect(report.tables.allSatisfy { $0.items == nil })
        #expect(report.seconds == nil && report.basis == nil)
    }

    @Test func `Measured rows are an estimate, converted rows are counted`() async throws {
        let fixture = try BackgroundFixture(Self.sql, mapping: Self.mapping)
        let updates = try await fixture.run()
        let measured = try reports(fixture).report(updates[1].knowledge)
        #expect(measured.tables.map(\.items) == [3, 1])
        #expect(measured.tables.allSatisfy { $0.isEstimate })
        let tried = try reports(fixture).report(try #require(updates.last).knowledge)
        #expect(tried.tables.map(\.items) == [3, 1])
        #expect(tried.tables.allSatisfy { !$0.isEstimate })
        #expect(tried.risks.allSatisfy { $0.severity != .note })
    }

    @Test func `Time is reckoned from write units, tables in parallel, under the limit set`() throws
    {
        let fixture = try BackgroundFixture(Self.sql, mapping: Self.mapping)
        var knowledge = PlanKnowledge()
        let (row, slow) = (
            EntityID(table: "Music", entity: "Row"), EntityID(table: "Slow", entity: "Row")
        )
        knowledge.trials[row] = .init(items: 300_000, writeUnits: 400_000)
        knowledge.trials[slow] = .init(items: 100, writeUnits: 100)
        // 100 s at 4,000 a second beside 10 s at 10.
        let free = try reports(fixture).report(knowledge)
        #expect(free.seconds == 100...145)
        #expect(free.basis == "at the write units a second that each table takes")
        let limited = try reports(fixture, limit: 1_000).report(knowledge)
        #expect(limited.seconds?.lowerBound == 401)
        #expect(limited.basis?.contains("1,000") == true)
        let local = try reports(fixture, isLoopback: true).report(knowledge)
        #expect(local.seconds == nil && local.basis == nil)
        // Half of it is done already.
        knowledge.done[row] = 150_000
        let half = try reports(fixture).report(knowledge)
        #expect(half.tables[0].items == 150_000 && half.seconds?.lowerBound == 50)
    }

    @Test func `What was found at the target is kept when more of the source is known`() throws {
        let fixture = try BackgroundFixture(Self.sql, mapping: Self.mapping)
        var earlier = try reports(fixture).report(PlanKnowledge())
        earlier.tables[0].action = .create
        earlier.tables[1].action = .refuse
        earlier.tables[1].note = "holds items"
        let later = try reports(fixture).report(PlanKnowledge()).keepingActions(of: earlier)
        #expect(later.tables.map(\.action) == [.create, .refuse])
        #expect(later.tables[1].note == "holds items")
    }
}
