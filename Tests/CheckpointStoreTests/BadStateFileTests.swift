import CheckpointStore
import Foundation
import GRDB
import Glibc
import RunModel
import Testing

@Suite("State files that cannot be used")
struct BadStateFileTests {
    private func refusal(_ path: String, _ mode: CheckpointStore.Mode = .owner) -> SluiceError? {
        do {
            _ = try CheckpointStore.open(path: path, mode: mode)
            return nil
        } catch { return error }
    }

    private func expectRefused(_ path: String, _ words: String) {
        for mode in [CheckpointStore.Mode.owner, .readOnly] {
            let error = refusal(path, mode)
            #expect(error?.code == .stateUnavailable)
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "opened")")
            #expect(error?.place?.isEmpty == false)
            #expect(error?.hint?.isEmpty == false)
        }
    }

    @Test
    func `A file that is no database is refused and left as it is`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/notes.txt"
        let text = Data(String(repeating: "not a database\n", count: 100).utf8)
        try text.write(to: URL(fileURLWithPath: path))
        expectRefused(path, "nor any SQLite database")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
    }

    @Test
    func `Somebody else's database is refused and left as it is`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/shop.db"
        let other = try DatabaseQueue(path: path)
        try other.write { db in try db.execute(sql: "CREATE TABLE customer (id INTEGER)") }
        try other.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        expectRefused(path, "not a state file of sluice")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
        #expect(try folder.names() == ["shop.db", "shop.db.lock"])
    }

    @Test
    func `A state file of a newer sluice is refused with both versions`() throws {
        let folder = try TemporaryFolder()
        try Sample.store(in: folder).close()
        let file = try DatabaseQueue(path: folder.statePath)
        try file.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA user_version = 99") }
        try file.close()
        expectRefused(folder.statePath, "schema version 99, this sluice knows up to 2")
    }

    @Test
    func `A damaged state file says so`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        try store.commit(
            ProgressBatch(quarantined: (1...500).map { Sample.quarantined($0) }), run: "r1")
        try store.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.statePath))
        for at in 4_096..<bytes.count { bytes[at] = 0xA5 }
        try bytes.write(to: URL(fileURLWithPath: folder.statePath))
        let error = #expect(throws: SluiceError.self) {
            let store = try CheckpointStore.open(path: folder.statePath)
            _ = try store.quarantine(of: "r1")
        }
        #expect(error?.message.contains("damaged") == true)
        #expect(error?.code == .stateUnavailable)
    }

    @Test
    func `A folder in the file's place is named as one`() throws {
        let folder = try TemporaryFolder()
        expectRefused(folder.path, "names a folder")
    }

    @Test
    func `A state folder that cannot be made says where and why`() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
        let error = refusal(folder.path + "/file/state.sqlite")
        #expect(error?.code == .stateUnavailable)
        #expect(error?.exitStatus == .unavailable)
        #expect(error?.hint != nil)
    }

    @Test(.enabled(if: geteuid() == 0 && SmallDisk.isAvailable, "needs root and mount"))
    func `A full disk is told as one, loses nothing that was stored, and the store goes on`() throws
    {
        let folder = try TemporaryFolder()
        let disk = try SmallDisk(at: folder.path + "/disk", kilobytes: 512)
        let store = try CheckpointStore.open(path: disk.path + "/state.sqlite")
        try store.begin(Sample.run(), tables: [Sample.table()])
        try store.plan(Sample.segments(), of: Sample.album, run: "r1")
        var stored = 0
        var failure: SluiceError?
        for key in 1...1_000 {
            do {
                try store.commit(
                    ProgressBatch(
                        segments: [Sample.progress(watermark: Int64(key), acknowledged: key)],
                        quarantined: [
                            Sample.quarantined(
                                Int64(key), item: [UInt8](repeating: 1, count: 20_000))
                        ]), run: "r1")
                stored = key
            } catch {
                failure = error
                break
            }
        }
        #expect(failure?.code == .stateUnavailable)
        #expect(
            failure?.message.contains("no space left") == true, "\(String(describing: failure))")
        #expect(stored > 0)
        #expect(try store.quarantineCount(of: "r1") == stored)
        #expect(try store.counts(of: "r1")[Sample.album]?.acknowledged == stored)
        try disk.grow(toKilobytes: 4_096)
        try store.commit(
            ProgressBatch(segments: [Sample.progress(watermark: 5_000, acknowledged: 5_000)]),
            run: "r1")
        #expect(try store.counts(of: "r1")[Sample.album]?.acknowledged == 5_000)
        try store.close()
    }
}

/// A file system of a given size, in memory.
final class SmallDisk {
    static let isAvailable = run("/bin/true") == 0 && mountWorks()
    let path: String

    init(at path: String, kilobytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try #require(
            Self.run("/bin/mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path) == 0)
    }

    deinit { _ = Self.run("/bin/umount", "-l", path) }

    func grow(toKilobytes size: Int) throws {
        try #require(Self.run("/bin/mount", "-o", "remount,size=\(size)k", path) == 0)
    }

    /// Containers often forbid it even to root.
    private static func mountWorks() -> Bool {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-mount-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard run("/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path) == 0 else {
            return false
        }
        return run("/bin/umount", path) == 0
    }

    private static func run(_ program: String, _ arguments: String...) -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
