import CheckpointStore
import Foundation
import RunModel

/// A folder that is gone when its owner is.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var statePath: String { path + "/.sluice/state.sqlite" }

    func names(in folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
    }

    func mode(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }
}

/// Values with as little in them as a test needs.
enum Sample {
    static let target = TargetIdentity(region: "us-east-1", endpoint: nil, prefix: "")
    static let album = EntityID(table: "MusicCatalog", entity: "Album")
    static let track = EntityID(table: "MusicCatalog", entity: "Track")

    static func run(_ id: String = "r1", config: String = "/a/config.json") -> StoredRun {
        StoredRun(
            id: id, configPath: config, mapping: "m1", sourcePath: "/a/shop.db",
            sourceFingerprint: "s1",
            target: target, startedAt: 1_000)
    }

    static func table(_ name: String = "MusicCatalog") -> StoredTable {
        StoredTable(
            name: name, wireName: name, mapping: "t1",
            entities: [
                StoredEntity(name: "Album", root: "Album", planned: 30),
                StoredEntity(name: "Track", root: "Track"),
            ])
    }

    static func segments(of entity: EntityID = album, count: Int = 3) -> [StoredSegment] {
        (0..<count).map { number in
            StoredSegment(
                id: SegmentID(entity: entity, number: number),
                after: number == 0 ? nil : RowKey(rowid: Int64(number * 10)),
                through: number == count - 1 ? nil : RowKey(rowid: Int64(number * 10 + 10)))
        }
    }

    static func counts(acknowledged: Int, quarantined: Int = 0) -> EntityCounts {
        var counts = EntityCounts()
        counts.read = acknowledged + quarantined
        counts.acknowledged = acknowledged
        counts.quarantined = quarantined
        counts.bytes = acknowledged * 100
        counts.writeUnits = acknowledged
        return counts
    }

    static func progress(
        _ number: Int = 0, of entity: EntityID = album, watermark: Int64, acknowledged: Int,
        quarantined: Int = 0, isDone: Bool = false
    ) -> SegmentProgress {
        SegmentProgress(
            id: SegmentID(entity: entity, number: number), watermark: RowKey(rowid: watermark),
            isDone: isDone, counts: counts(acknowledged: acknowledged, quarantined: quarantined))
    }

    static func quarantined(
        _ key: Int64, of entity: EntityID = album, cause: String = "item over 409,600 bytes",
        item: [UInt8]? = nil, at time: Int64 = 5_000
    ) -> StoredQuarantine {
        StoredQuarantine(
            row: QuarantinedRow(
                entity: entity, key: RowKey(rowid: key), cause: cause, message: "row \(key)"),
            segment: 0, item: item, at: time)
    }

    /// A store with a run of one table whose albums are planned in three segments.
    static func store(in folder: TemporaryFolder) throws -> CheckpointStore {
        let store = try CheckpointStore.open(path: folder.statePath)
        try store.begin(run(), tables: [table()])
        try store.plan(segments(), of: album, run: "r1")
        return store
    }
}
