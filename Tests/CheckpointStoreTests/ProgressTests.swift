import CheckpointStore
import RunModel
import Testing

@Suite("Progress of segments")
struct ProgressTests {
    @Test
    func `Watermarks and counts of a checkpoint are there after a new start`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        let text = RowKey([.text([0x61, 0xFF]), .null, .real(1.5), .blob([0, 1]), .integer(-1)])
        var progress = Sample.progress(1, watermark: 0, acknowledged: 4)
        progress.watermark = text
        try store.commit(
            ProgressBatch(segments: [
                Sample.progress(0, watermark: 10, acknowledged: 10, isDone: true), progress,
            ]), run: "r1")
        try store.close()
        let again = try CheckpointStore.open(path: folder.statePath)
        let segments = try again.segments(of: "r1", table: "MusicCatalog")
        #expect(segments.map(\.watermark) == [RowKey(rowid: 10), text, nil])
        #expect(segments.map(\.isDone) == [true, false, false])
        #expect(segments.map(\.counts.acknowledged) == [10, 4, 0])
        #expect(segments.map(\.after) == [nil, RowKey(rowid: 10), RowKey(rowid: 20)])
        #expect(segments.map(\.through) == [RowKey(rowid: 10), RowKey(rowid: 20), nil])
    }

    @Test
    func `Counts of an entity are the sum of its segments`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        try store.commit(
            ProgressBatch(segments: [
                Sample.progress(0, watermark: 10, acknowledged: 9, quarantined: 1, isDone: true),
                Sample.progress(2, watermark: 22, acknowledged: 2),
            ]), run: "r1")
        try store.setPlanned(77, of: Sample.track, run: "r1")
        let counts = try store.counts(of: "r1")
        var album = Sample.counts(acknowledged: 11, quarantined: 1)
        album.segments = 3
        album.segmentsDone = 1
        album.planned = 30
        #expect(counts[Sample.album] == album)
        var track = EntityCounts()
        track.planned = 77
        #expect(counts[Sample.track] == track)
    }

    @Test
    func `A checkpoint is cumulative: the last one stands`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        for step in 1...5 {
            try store.commit(
                ProgressBatch(segments: [
                    Sample.progress(watermark: Int64(step), acknowledged: step)
                ]),
                run: "r1")
        }
        #expect(try store.counts(of: "r1")[Sample.album]?.acknowledged == 5)
    }

    @Test
    func `A checkpoint with a segment nobody planned is stored not even in part`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        let error = #expect(throws: SluiceError.self) {
            try store.commit(
                ProgressBatch(
                    segments: [
                        Sample.progress(0, watermark: 5, acknowledged: 5),
                        Sample.progress(9, watermark: 5, acknowledged: 5),
                    ], quarantined: [Sample.quarantined(3)]), run: "r1")
        }
        #expect(error?.code == .internalFailure)
        #expect(error?.message.contains("MusicCatalog/Album 9") == true)
        #expect(try store.counts(of: "r1")[Sample.album]?.read == 0)
        #expect(try store.quarantineCount(of: "r1") == 0)
    }

    @Test
    func `An entity planned again starts from nothing, and no other is touched`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        try store.plan(Sample.segments(of: Sample.track, count: 1), of: Sample.track, run: "r1")
        try store.commit(
            ProgressBatch(
                segments: [
                    Sample.progress(watermark: 5, acknowledged: 4, quarantined: 1),
                    Sample.progress(of: Sample.track, watermark: 5, acknowledged: 5),
                ], quarantined: [Sample.quarantined(3)]), run: "r1")
        try store.plan(Sample.segments(count: 2), of: Sample.album, run: "r1")
        #expect(try store.segments(of: "r1").map(\.counts.read) == [0, 0, 5])
        #expect(try store.quarantineCount(of: "r1") == 0)
    }
}
