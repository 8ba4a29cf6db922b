import ArgumentParser
import DynamoItem
import Engine
import EventBus
import Foundation
import GRDB
import LocalDynamoDB
import RunModel
import Synchronization
import TestSupport
import Testing

@testable import sluice

@Suite struct DemoShowTests {
    /// Rows that a dry run with the demo's mapping would quarantine, by cause.
    private func causes(_ folder: TestFolder, _ database: String) async throws -> [String: Int] {
        let config = try folder.write(ReferenceConfig.text, to: "config.json")
        let workspace = try Workspace.open(
            CommonOptions.parse(["--config", config, "--source-db", database]), environment: [:])
        let report = try await DryRun(workspace: workspace).run(tables: [])
        var causes: [String: Int] = [:]
        for entity in report.tables.flatMap(\.entities) {
            for (cause, found) in entity.causes { causes[cause, default: 0] += found.count }
        }
        return causes
    }

    private func dump(_ path: String) throws -> [String] {
        try DatabaseQueue(path: path).read { db in
            try ["Track", "Invoice", "Customer"].flatMap {
                try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.description)
            }
        }
    }

    @Test func `The show's sample has rows that cannot be written, each for another reason`()
        async throws
    {
        let folder = try TestFolder()
        try DemoShow.makeSample(at: folder["shop.db"])
        let causes = try await causes(folder, folder["shop.db"])
        #expect(causes.values.reduce(0, +) == SampleFlaw.all.count)
        #expect(causes.count == SampleFlaw.all.count, "\(causes)")
    }

    @Test func `Mended, the sample is as it was made, and nothing lies about`() async throws {
        let folder = try TestFolder()
        try DemoShow.makeSample(at: folder["shop.db"])
        try SampleDatabase.create(at: folder["whole.db"])
        try SampleDatabase.mend(at: folder["shop.db"], target: "MusicCatalog")
        #expect(try await causes(folder, folder["shop.db"]).values.reduce(0, +) == 2)
        try SampleDatabase.mend(at: folder["shop.db"])
        try SampleDatabase.mend(at: folder["shop.db"])
        #expect(try await causes(folder, folder["shop.db"]).isEmpty)
        #expect(try dump(folder["shop.db"]) == dump(folder["whole.db"]))
        #expect(
            try FolderListing(folder.path).names.sorted()
                == ["config.json", "shop.db", "whole.db"])
    }

    @Test func `A table's rows are mended once it is done, and the operator is told`() async throws
    {
        let folder = try TestFolder()
        let database = folder["shop.db"]
        try DemoShow.makeSample(at: database)
        let bus = EventBus()
        let told = Mutex<[Notice]>([])
        let mending = await DemoShow.mending(bus.session, database: database) { notice in
            told.withLock { $0.append(notice) }
        }
        await bus.publish(.tableStateChanged(table: "MusicCatalog", state: .copying, detail: nil))
        await bus.publish(.tableStateChanged(table: "PlaylistData", state: .done, detail: nil))
        await bus.publish(.tableStateChanged(table: "CustomerData", state: .done, detail: nil))
        await bus.publish(.tableStateChanged(table: "MusicCatalog", state: .done, detail: nil))
        await bus.finish()
        await mending.value
        #expect(told.withLock { $0.map(\.table) } == ["CustomerData", "MusicCatalog"])
        #expect(told.withLock { $0.allSatisfy { $0.level == .warning } })
        #expect(try await causes(folder, database).isEmpty)
    }

    @Test func `The endpoint's faults are few, of one table's index, and end`() {
        let plan = FaultPlan.demo
        #expect(plan.times.map { $0 <= 100 } == true)
        #expect(plan.throttledTables == ["MusicCatalog"])
        #expect(plan.throttleReason == "IndexWriteKeyRangeThroughputExceeded")
        #expect(plan.operations == ["BatchWriteItem"])
    }
}
