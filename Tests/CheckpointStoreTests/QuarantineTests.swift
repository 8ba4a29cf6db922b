import CheckpointStore
import RunModel
import Testing

@Suite("Quarantine")
struct QuarantineTests {
    @Test
    func `A row that is quarantined again after a crash is one row, with its first time`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        for (time, cause) in [(Int64(1), "empty key"), (2, "oversize key")] {
            try store.commit(
                ProgressBatch(quarantined: [Sample.quarantined(4, cause: cause, at: time)]),
                run: "r1")
        }
        let rows = try store.quarantine(of: "r1")
        #expect(rows.map(\.row.cause) == ["oversize key"])
        #expect(rows.map(\.firstAt) == [1])
        #expect(rows.map(\.lastAt) == [2])
    }

    @Test
    func `Pages hold every row once, in order, and filter by table, entity and cause`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        let rows = (1...25).map { number in
            Sample.quarantined(
                Int64(number), of: number.isMultiple(of: 5) ? Sample.track : Sample.album,
                cause: number.isMultiple(of: 2) ? "even" : "odd")
        }
        try store.commit(ProgressBatch(quarantined: rows), run: "r1")
        var keys: [RowKey] = []
        var last: Int64 = 0
        while true {
            let page = try store.quarantine(of: "r1", after: last, limit: 10)
            guard let end = page.last else { break }
            #expect(page.count <= 10)
            keys += page.map(\.row.key)
            last = end.id
        }
        #expect(keys == (1...25).map { RowKey(rowid: $0) })
        #expect(try store.quarantine(of: "r1", entity: "Track").count == 5)
        #expect(try store.quarantine(of: "r1", table: "MusicCatalog", cause: "even").count == 12)
        #expect(try store.quarantine(of: "r1", table: "Other") == [])
        #expect(try store.quarantineCount(of: "r1", table: "MusicCatalog") == 25)
    }

    @Test
    func `Causes are counted, and their samples come from different entities first`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        let rows =
            (1...4).map { Sample.quarantined($0, cause: "big") }
            + [Sample.quarantined(9, of: Sample.track, cause: "big", at: 6_000)]
            + [Sample.quarantined(8, cause: "empty key")]
        try store.commit(ProgressBatch(quarantined: rows), run: "r1")
        let causes = try store.causes(of: "r1", samples: 2)
        #expect(causes.map(\.cause) == ["big", "empty key"])
        #expect(causes.map(\.count) == [5, 1])
        #expect(causes.first?.samples.map(\.row.entity) == [Sample.album, Sample.track])
        #expect(causes.first?.firstAt == 5_000)
        #expect(causes.first?.lastAt == 6_000)
    }

    @Test(arguments: [
        (StoredQuarantine.itemLimit, true), (StoredQuarantine.itemLimit + 1, false),
    ])
    func `An item's bytes are kept up to a megabyte`(count: Int, isKept: Bool) throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        let item = [UInt8](repeating: 7, count: count)
        try store.commit(ProgressBatch(quarantined: [Sample.quarantined(1, item: item)]), run: "r1")
        #expect(
            try store.quarantine(of: "r1", withItems: true).first?.item == (isKept ? item : nil))
        #expect(try store.quarantine(of: "r1").first?.item == nil)
    }

    @Test
    func `A message is bounded`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        var row = Sample.quarantined(1)
        row.row.message = String(repeating: "ü", count: 100_000)
        try store.commit(ProgressBatch(quarantined: [row]), run: "r1")
        let kept = try store.quarantine(of: "r1").first?.row.message
        #expect(kept?.count == StoredQuarantine.messageLimit + 1)
    }

    @Test
    func `What became of retried rows moves in the counts, and the sum of the rows stays`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        try store.commit(
            ProgressBatch(
                segments: [Sample.progress(watermark: 9, acknowledged: 5, quarantined: 4)],
                quarantined: (1...4).map { Sample.quarantined($0) }), run: "r1")
        let ids = try store.quarantine(of: "r1").map(\.id)
        let retried = [
            RetriedRow(id: ids[0], result: .acknowledged(bytes: 250, writeUnits: 1)),
            RetriedRow(id: ids[1], result: .excluded),
            RetriedRow(id: ids[2], result: .gone),
            RetriedRow(
                id: ids[3], result: .quarantined(cause: "empty key", message: "now", item: [1])),
        ]
        try store.recordRetried(retried, of: "r1", at: 9_000)
        let counts = try #require(try store.counts(of: "r1")[Sample.album])
        #expect(counts.acknowledged == 6)
        #expect(counts.excluded == 1)
        #expect(counts.quarantined == 1)
        #expect(counts.read == 8)
        #expect(counts.bytes == 750)
        #expect(counts.writeUnits == 6)
        #expect(counts.isBalanced)
        let left = try store.quarantine(of: "r1", withItems: true)
        #expect(left.map(\.row.cause) == ["empty key"])
        #expect(left.map(\.lastAt) == [9_000])
        #expect(left.map(\.item) == [[1]])
        // Told twice, it happened once.
        try store.recordRetried(retried, of: "r1", at: 9_000)
        #expect(try store.counts(of: "r1")[Sample.album] == counts)
    }
}
