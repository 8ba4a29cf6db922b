import Foundation
import GRDB
import RunModel
import Testing

@testable import CheckpointStore

@Suite("What a crash leaves")
struct DurabilityTests {
    /// A killed process leaves the file and its write-ahead log as they are at that instant: so does a copy.
    @Test
    func `After a kill at any checkpoint the state is that checkpoint, whole`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        for step in 1...20 {
            try store.commit(
                ProgressBatch(
                    segments: [
                        Sample.progress(
                            watermark: Int64(step * 2), acknowledged: step, quarantined: step)
                    ], quarantined: [Sample.quarantined(Int64(step * 2))]), run: "r1")
            let copy = folder.path + "/copy-\(step)"
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
            for name in ["state.sqlite", "state.sqlite-wal"] {
                try FileManager.default.copyItem(
                    atPath: folder.path + "/.sluice/" + name, toPath: copy + "/" + name)
            }
            let crashed = try CheckpointStore.open(path: copy + "/state.sqlite")
            #expect(try crashed.counts(of: "r1")[Sample.album]?.acknowledged == step)
            #expect(try crashed.quarantineCount(of: "r1") == step)
            #expect(
                try crashed.segments(of: "r1").first?.watermark == RowKey(rowid: Int64(step * 2)))
            try crashed.close()
        }
        try store.close()
    }

    @Test
    func `Every commit reaches the disk before it returns`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        let (mode, synchronous) = try store.read { db in
            (
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            )
        }
        #expect(mode == "wal")
        // 2 is FULL: the log is flushed at each commit, not only at a checkpoint of the log.
        #expect(synchronous == 2)
        try store.close()
    }

    @Test
    func `A thousand checkpoints of fifty segments do not make the file grow`() throws {
        let folder = try TemporaryFolder()
        let store = try CheckpointStore.open(path: folder.statePath)
        try store.begin(Sample.run(), tables: [Sample.table()])
        try store.plan(Sample.segments(count: 50), of: Sample.album, run: "r1")
        for step in 1...1_000 {
            let segments = (0..<50).map {
                Sample.progress($0, watermark: Int64(step), acknowledged: step)
            }
            try store.commit(ProgressBatch(segments: segments), run: "r1")
        }
        try store.close()
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.statePath)
        let size = try #require((attributes[.size] as? NSNumber)?.intValue)
        #expect(size < 200_000)
    }
}
