import CheckpointStore
import Foundation
import RunModel
import Testing

@Suite("Reading the state without changing it")
struct ReadOnlyTests {
    @Test
    func `No state file reads as none, and none is made`() throws {
        let folder = try TemporaryFolder()
        #expect(try CheckpointStore.openIfPresent(path: folder.statePath) == nil)
        #expect(CheckpointStore.owner(of: folder.statePath) == nil)
        #expect(try folder.names() == [])
        let error = #expect(throws: SluiceError.self) {
            try CheckpointStore.open(path: folder.statePath, mode: .readOnly)
        }
        #expect(error?.code == .stateUnavailable)
    }

    @Test
    func `Reading a state file that nobody owns leaves its folder as it was`() throws {
        let folder = try TemporaryFolder()
        try Sample.store(in: folder).close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.statePath))
        let names = try folder.names(in: ".sluice")
        let reader = try #require(try CheckpointStore.openIfPresent(path: folder.statePath))
        #expect(try reader.run(forConfig: "/a/config.json")?.id == "r1")
        #expect(try reader.segments(of: "r1").count == 3)
        #expect(try folder.names(in: ".sluice") == names)
        try reader.close()
        #expect(try folder.names(in: ".sluice") == names)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.statePath)) == bytes)
    }

    @Test
    func `A reader sees what the owner has committed, while it goes on`() throws {
        let folder = try TemporaryFolder()
        let owner = try Sample.store(in: folder)
        let reader = try #require(try CheckpointStore.openIfPresent(path: folder.statePath))
        #expect(try reader.counts(of: "r1")[Sample.album]?.acknowledged == 0)
        try owner.commit(
            ProgressBatch(segments: [Sample.progress(watermark: 7, acknowledged: 7)]), run: "r1")
        #expect(try reader.counts(of: "r1")[Sample.album]?.acknowledged == 7)
        try reader.close()
        try owner.close()
    }

    @Test
    func `A reader that came before the owner sees what it commits`() throws {
        let folder = try TemporaryFolder()
        try Sample.store(in: folder).close()
        let reader = try #require(try CheckpointStore.openIfPresent(path: folder.statePath))
        #expect(try reader.counts(of: "r1")[Sample.album]?.acknowledged == 0)
        let owner = try CheckpointStore.open(path: folder.statePath)
        try owner.commit(
            ProgressBatch(segments: [Sample.progress(watermark: 7, acknowledged: 7)]), run: "r1")
        #expect(try reader.counts(of: "r1")[Sample.album]?.acknowledged == 7)
        try owner.commit(
            ProgressBatch(segments: [Sample.progress(watermark: 9, acknowledged: 9)]), run: "r1")
        try owner.close()
        #expect(try reader.counts(of: "r1")[Sample.album]?.acknowledged == 9)
    }

    @Test
    func `A reader cannot write`() throws {
        let folder = try TemporaryFolder()
        try Sample.store(in: folder).close()
        let reader = try CheckpointStore.open(path: folder.statePath, mode: .readOnly)
        #expect(throws: SluiceError.self) { try reader.reopen("r1") }
    }

    @Test
    func `A state file's path may hold what a URI would take for its own`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/100% of #1? & 'ö'/state.sqlite"
        let owner = try CheckpointStore.open(path: path)
        try owner.begin(Sample.run(), tables: [])
        try owner.close()
        let reader = try #require(try CheckpointStore.openIfPresent(path: path))
        #expect(try reader.runs().map(\.id) == ["r1"])
    }
}
