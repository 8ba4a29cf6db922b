import CheckpointStore
import RunModel
import Testing

@Suite("Runs and their tables")
struct RunTests {
    @Test
    func `A run is stored whole and comes back the same`() throws {
        let folder = try TemporaryFolder()
        var run = Sample.run()
        run.target = TargetIdentity(
            region: "eu-west-1", endpoint: "http://127.0.0.1:1", prefix: "p-")
        var table = Sample.table()
        table.state = .failed
        table.detail = "access denied"
        table.failure = RunFailure(code: .accessDenied, message: "no", hint: "ask")
        table.intendedAt = 1
        table.createdAt = 2
        table.identity = "id"
        table.startedAt = 3
        table.endedAt = 4
        table.validatedAt = 5
        table.validation = ValidationOutcome(
            compared: 9, missing: 1, unexpected: 2, changed: 3, isSample: true)
        let store = try CheckpointStore.open(path: folder.statePath)
        try store.begin(run, tables: [table, Sample.table("Other")])
        try store.close()
        let again = try CheckpointStore.open(path: folder.statePath)
        #expect(try again.run(forConfig: run.configPath) == run)
        #expect(try again.run(forConfig: "/b/config.json") == nil)
        #expect(try again.tables(of: "r1") == [table, Sample.table("Other")])
    }

    @Test
    func `How a run ended is stored, and forgotten when it goes on`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        try store.end("r1", outcome: .stopped, at: 2_000)
        #expect(try store.run(forConfig: "/a/config.json")?.outcome == .stopped)
        #expect(try store.run(forConfig: "/a/config.json")?.endedAt == 2_000)
        try store.reopen("r1")
        #expect(try store.run(forConfig: "/a/config.json") == Sample.run())
        #expect(throws: SluiceError.self) { try store.reopen("nobody") }
    }

    @Test
    func `A run that starts over forgets the progress of those before, but not what they created`()
        throws
    {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        try store.begin(Sample.run("other", config: "/b/config.json"), tables: [Sample.table()])
        try store.plan(Sample.segments(), of: Sample.album, run: "other")
        try store.recordIntention(toCreate: "MusicCatalog", run: "r1", at: 1)
        try store.recordCreated("MusicCatalog", identity: "id", run: "r1", at: 2)
        try store.commit(
            ProgressBatch(
                segments: [Sample.progress(watermark: 9, acknowledged: 8, quarantined: 1)],
                quarantined: [Sample.quarantined(4)]), run: "r1")
        try store.begin(Sample.run("r2"), tables: [Sample.table()])
        #expect(try store.segments(of: "r1") == [])
        #expect(try store.quarantineCount(of: "r1") == 0)
        #expect(try store.run(forConfig: "/a/config.json")?.id == "r2")
        #expect(try store.segments(of: "other").count == 3)
        #expect(
            try store.claims(in: Sample.target) == [
                TableClaim(wireName: "MusicCatalog", wasCreated: true, identity: "id", run: "r1")
            ])
    }

    @Test
    func `Only tables that were claimed may be made again, and only in their own target`() throws {
        let folder = try TemporaryFolder()
        let store = try CheckpointStore.open(path: folder.statePath)
        try store.begin(
            Sample.run(), tables: [Sample.table("A"), Sample.table("B"), Sample.table("C")])
        try store.recordIntention(toCreate: "A", run: "r1", at: 1)
        try store.recordIntention(toCreate: "B", run: "r1", at: 1)
        try store.recordCreated("B", identity: nil, run: "r1", at: 2)
        #expect(try store.claims(in: Sample.target).map(\.wireName) == ["A", "B"])
        #expect(try store.claims(in: Sample.target).map(\.wasCreated) == [false, true])
        for other in [
            TargetIdentity(region: "eu-west-1", endpoint: nil, prefix: ""),
            TargetIdentity(region: "us-east-1", endpoint: "http://x", prefix: ""),
            TargetIdentity(region: "us-east-1", endpoint: nil, prefix: "p"),
        ] {
            #expect(try store.claims(in: other) == [])
        }
        try store.withdrawIntention(toCreate: "A", run: "r1")
        try store.withdrawIntention(toCreate: "B", run: "r1")
        #expect(try store.claims(in: Sample.target).map(\.wireName) == ["B"])
        try store.forgetClaim(to: "B", in: Sample.target)
        #expect(try store.claims(in: Sample.target) == [])
    }

    @Test
    func `A table's state keeps its beginning, its end and its failure`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        func table() throws -> StoredTable { try #require(try store.tables(of: "r1").first) }
        try store.setState(.preparing, of: "MusicCatalog", run: "r1", at: 10)
        try store.setState(.copying, of: "MusicCatalog", run: "r1", at: 20)
        #expect(try table().startedAt == 10)
        #expect(try table().endedAt == nil)
        let failure = RunFailure(code: .tableFailed, message: "too many", hint: nil)
        try store.setState(
            .failed, detail: "why", failure: failure, of: "MusicCatalog", run: "r1", at: 30)
        #expect(try table().failure == failure)
        #expect(try table().endedAt == 30)
        try store.setState(.preparing, of: "MusicCatalog", run: "r1", at: 40)
        #expect(try table().failure == nil)
        #expect(try table().startedAt == 10)
        try store.setState(.queued, of: "MusicCatalog", run: "r1", at: 50)
        #expect(try table().startedAt == nil)
        #expect(throws: SluiceError.self) {
            try store.setState(.done, of: "Nothing", run: "r1", at: 60)
        }
    }

    @Test
    func `A reset table has no progress, and the run still owns what it created`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        try store.recordCreated("MusicCatalog", identity: nil, run: "r1", at: 2)
        try store.commit(
            ProgressBatch(
                segments: [Sample.progress(watermark: 9, acknowledged: 8, quarantined: 1)],
                quarantined: [Sample.quarantined(4)]), run: "r1")
        try store.setState(.done, of: "MusicCatalog", run: "r1", at: 30)
        try store.setValidation(
            ValidationOutcome(compared: 1, missing: 0, unexpected: 0, changed: 0, isSample: false),
            of: "MusicCatalog", run: "r1", at: 40)
        try store.reset(table: "MusicCatalog", of: "r1")
        var expected = Sample.table()
        expected.intendedAt = 2
        expected.createdAt = 2
        for place in expected.entities.indices { expected.entities[place].planned = nil }
        #expect(try store.tables(of: "r1") == [expected])
        #expect(try store.segments(of: "r1") == [])
        #expect(try store.quarantineCount(of: "r1") == 0)
        #expect(try store.claims(in: Sample.target).count == 1)
    }

    @Test
    func `A table whose mapping changed is planned anew in its place`() throws {
        let folder = try TemporaryFolder()
        let store = try CheckpointStore.open(path: folder.statePath)
        try store.begin(Sample.run(), tables: [Sample.table("A"), Sample.table("B")])
        try store.recordCreated("A", identity: "id", run: "r1", at: 2)
        var changed = Sample.table("A")
        changed.mapping = "t2"
        changed.entities = [StoredEntity(name: "Artist", root: "Artist")]
        try store.replace(changed, of: "r1")
        try store.replace(Sample.table("C"), of: "r1")
        try store.remove(table: "B", of: "r1")
        let tables = try store.tables(of: "r1")
        #expect(tables.map(\.name) == ["A", "C"])
        #expect(tables.first?.mapping == "t2")
        #expect(tables.first?.entities.map(\.name) == ["Artist"])
        #expect(tables.first?.identity == "id")
    }

    @Test
    func `The audit trail says who asked for what, in order`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        let entries = (1...5).map {
            AuditEntry(
                time: $0, run: $0 == 3 ? nil : "r1", who: "dashboard", what: "pause \($0)",
                result: "done")
        }
        for entry in entries { try store.audit(entry) }
        #expect(try store.audits() == entries)
        #expect(try store.audits(last: 2) == Array(entries.suffix(2)))
        let path = Sample.run().configPath
        #expect(try store.audits(ofConfig: path).map(\.time) == [1, 2, 4, 5])
        #expect(try store.audits(ofConfig: "/elsewhere.json").isEmpty)
        // A new run of the config does not hide what was asked of the old one.
        try store.begin(Sample.run("r2"), tables: [Sample.table("A")])
        #expect(try store.audits(ofConfig: path).map(\.time) == [1, 2, 4, 5])
    }
}
