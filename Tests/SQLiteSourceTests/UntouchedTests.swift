import Foundation
import GRDB
import RunModel
import Testing

@testable import SQLiteSource

/// DESIGN §2.4: neither the database nor a -wal with frames changes by a byte.
@Suite struct UntouchedTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Everything the room does to a source.
    private func analyse(_ path: String) throws -> Int {
        let source = try SourceDatabase.open(path: path)
        let schema = try source.schema()
        var rows = 0
        for table in schema.tables {
            rows += try source.countRows(table.name)
            #expect(try source.measure(table.name).rows == source.countRows(table.name))
            _ = try source.describe(select: "SELECT * FROM \(table.name.quotedIdentifier)")
        }
        _ = try source.fingerprint()
        _ = try source.withConnection { connection throws(SluiceError) in
            try connection.dataVersion()
        }
        return rows
    }

    @Test(arguments: ["DELETE", "TRUNCATE", "PERSIST", "WAL"])
    func `A database at rest is left as it was`(mode: String) throws {
        let path = try scratch.database(
            "source.db", "PRAGMA journal_mode = \(mode)", "CREATE TABLE t(a)",
            "INSERT INTO t VALUES (1), ('two'), (x'03')")
        let before = try scratch.bytes("source.db")
        #expect(try analyse(path) == 3)
        #expect(try scratch.bytes("source.db") == before)
        let wal = try? scratch.bytes("source.db-wal")
        #expect(wal == nil || wal == [])
    }

    @Test
    func `A live writer's -wal is read and left as it was, also when we are the last to close`()
        throws
    {
        let writer = try scratch.liveWriter(
            "source.db", "CREATE TABLE t(a)", "INSERT INTO t VALUES (1), (2), (3)")
        let before = try scratch.bytes("source.db")
        let wal = try scratch.bytes("source.db-wal")
        #expect(wal.count > 32)
        #expect(try analyse(scratch.path("source.db")) == 3)
        #expect(try scratch.bytes("source.db") == before)
        #expect(try scratch.bytes("source.db-wal") == wal)
        try writer.write { try $0.execute(sql: "INSERT INTO t VALUES (4)") }
        #expect(try analyse(scratch.path("source.db")) == 4, "rows committed since are seen")
        try writer.close()
    }

    @Test func `A -wal a crash left behind is read, kept, and not taken into the database`() throws
    {
        let writer = try scratch.liveWriter(
            "live.db", "CREATE TABLE t(a)", "INSERT INTO t VALUES (1), (2)")
        try scratch.copy("live.db", to: "crashed.db", sides: ["", "-wal"])
        let before = try scratch.bytes("crashed.db")
        let wal = try scratch.bytes("crashed.db-wal")
        #expect(try analyse(scratch.path("crashed.db")) == 2)
        #expect(try scratch.bytes("crashed.db") == before)
        #expect(try scratch.bytes("crashed.db-wal") == wal)
        try writer.close()
    }

    /// A link to nowhere in the -shm's place stops SQLite as a folder without write permission does, for
    /// root too: it opens a -shm with O_NOFOLLOW.
    private func forbidSharedMemory(_ name: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path(name) + "-shm", withDestinationPath: scratch.path("nowhere"))
    }

    @Test(arguments: [false, true])
    func `Where no -shm can be made, a WAL database without frames is read as it lies`(
        hasEmptyWAL: Bool
    ) throws {
        let path = try scratch.database(
            "source.db", "PRAGMA journal_mode = WAL", "CREATE TABLE t(a)",
            "INSERT INTO t VALUES (1), (2)")
        if hasEmptyWAL { try scratch.write([], to: "source.db-wal") }
        try forbidSharedMemory("source.db")
        let connection = try SourceConnection.open(path: path)
        #expect(connection.isImmutable)
        #expect(try analyse(path) == 2)
    }

    @Test(.enabled(if: geteuid() != 0, "root may write to any folder"), arguments: [false, true])
    func `From a folder without write permission a WAL database without frames is read`(
        hasEmptyWAL: Bool
    ) throws {
        let path = try scratch.database(
            "source.db", "PRAGMA journal_mode = WAL", "CREATE TABLE t(a)",
            "INSERT INTO t VALUES (1), (2)")
        if hasEmptyWAL { try scratch.write([], to: "source.db-wal") }
        chmod(scratch.folder, 0o500)
        defer { chmod(scratch.folder, 0o700) }
        #expect(try SourceDatabase.open(path: path).facts().isImmutable)
        #expect(try analyse(path) == 2)
    }

    @Test(.enabled(if: geteuid() != 0, "root may write to any folder"))
    func `From a folder without write permission a -wal with frames is an error, not lost rows`()
        throws
    {
        let writer = try scratch.liveWriter("live.db", "CREATE TABLE t(a)")
        defer { try? writer.close() }
        try scratch.copy("live.db", to: "source.db", sides: ["", "-wal"])
        chmod(scratch.folder, 0o500)
        defer { chmod(scratch.folder, 0o700) }
        let error = failure { () throws(SluiceError) in
            try SourceDatabase.open(path: scratch.path("source.db"))
        }
        #expect(error?.hint?.contains("copy") == true, "\(error?.text ?? "none")")
    }

    @Test func `Where no -shm can be made, a -wal with frames is never passed over`() throws {
        let writer = try scratch.liveWriter(
            "live.db", "CREATE TABLE t(a)", "INSERT INTO t VALUES (1), (2)")
        try scratch.copy("live.db", to: "source.db", sides: ["", "-wal"])
        try forbidSharedMemory("source.db")
        let error = failure { () throws(SluiceError) in
            try SourceDatabase.open(path: scratch.path("source.db"))
        }
        #expect(error?.code == .sourceUnavailable)
        #expect(
            error?.hint?.contains("copy the file and its -wal") == true, "\(error?.text ?? "none")")
        try writer.close()
    }

    @Test func `Between two calls a writer is never locked out`() throws {
        let path = try scratch.database(
            "source.db", "CREATE TABLE t(id INTEGER PRIMARY KEY, a)",
            "INSERT INTO t(a) VALUES (1), (2)")
        let source = try SourceDatabase.open(path: path)
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        let writer = try DatabaseQueue(path: path, configuration: configuration)
        _ = try source.schema()
        _ = try source.fingerprint()
        try writer.write { try $0.execute(sql: "INSERT INTO t(a) VALUES (3)") }
        var pages = 0
        let measure = try source.measure("t") { _ in
            pages += 1
            #expect(throws: Never.self) {
                try writer.write { try $0.execute(sql: "UPDATE t SET a = a + 1 WHERE id = 1") }
            }
        }
        #expect(pages == 1)
        #expect(measure.rows == 3)
        #expect(try source.measure("t").rows == 3)
    }
}
