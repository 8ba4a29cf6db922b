import Foundation
import GRDB
import RunModel
import Testing

@testable import SQLiteSource

@Suite struct OpeningTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `A missing file is named, with what to check`() throws {
        let error = try #require(
            failure { () throws(SluiceError) in
                try SourceDatabase.open(path: scratch.path("none.db"))
            })
        #expect(error.code == .sourceUnavailable)
        #expect(error.message == "no such file")
        #expect(error.place == scratch.path("none.db"))
        #expect(error.hint != nil)
        #expect(try scratch.files().isEmpty, "opening made no file")
    }

    @Test func `An empty name is refused in words`() {
        #expect(
            failure { () throws(SluiceError) in try SourceDatabase.open(path: "") }?.hint != nil)
    }

    @Test func `A directory is not a database`() throws {
        let error = failure { () throws(SluiceError) in
            try SourceDatabase.open(path: scratch.folder)
        }
        #expect(error?.message == "is a directory, not a database file")
    }

    @Test func `A pipe is refused at once instead of being waited for`() throws {
        let path = scratch.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let error = failure { () throws(SluiceError) in try SourceDatabase.open(path: path) }
        #expect(error?.message == "is not a regular file")
    }

    private static let plainText = Array(
        String(repeating: "Just a text, long enough for a header. ", count: 20).utf8)
    /// As SQLCipher leaves it: no byte of it means anything.
    private static let cipher = (0..<4_096).map { (at: Int) -> UInt8 in
        UInt8(truncatingIfNeeded: at &* 97 &+ (at >> 3) &* 31 &+ 7)
    }

    @Test(arguments: [plainText, cipher])
    func `What is no database, or encrypted, is called so`(bytes: [UInt8]) throws {
        try scratch.write(bytes, to: "text.db")
        let error = failure { () throws(SluiceError) in
            try SourceDatabase.open(path: scratch.path("text.db"))
        }
        #expect(error?.message == "is not a SQLite database, or an encrypted one")
        #expect(error?.hint?.contains("decrypt") == true)
        #expect(try scratch.bytes("text.db") == bytes)
        #expect(try scratch.files() == ["text.db"])
    }

    @Test func `An empty file opens and holds no tables`() throws {
        try scratch.write([], to: "empty.db")
        let source = try SourceDatabase.open(path: scratch.path("empty.db"))
        let error = failure { () throws(SluiceError) in try source.schema() }
        #expect(error?.message == "the database holds no tables")
        #expect(error?.code == .sourceUnavailable)
    }

    @Test func `A database of virtual tables alone says which`() throws {
        try scratch.database("fts.db", "CREATE VIRTUAL TABLE notes USING fts5(body)")
        let source = try SourceDatabase.open(path: scratch.path("fts.db"))
        let error = failure { () throws(SluiceError) in try source.schema() }
        #expect(error?.message.contains("only virtual ones (notes)") == true)
    }

    @Test func `A database another connection holds exclusively is called locked`() throws {
        try scratch.database("busy.db", "CREATE TABLE t(a)")
        let writer = try scratch.openWriter("busy.db")
        try writer.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        let error = failure { () throws(SluiceError) in
            try SourceConnection.open(path: scratch.path("busy.db"), busyMilliseconds: 10)
        }
        #expect(error?.message == "the database is locked by another program")
        #expect(error?.hint?.contains("fuser") == true)
        try writer.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        _ = try SourceConnection.open(path: scratch.path("busy.db"), busyMilliseconds: 10)
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func `A file this user may not read says so`() throws {
        try scratch.database("secret.db", "CREATE TABLE t(a)")
        chmod(scratch.path("secret.db"), 0)
        let error = failure { () throws(SluiceError) in
            try SourceDatabase.open(path: scratch.path("secret.db"))
        }
        #expect(error?.message == "permission denied")
    }

    @Test(arguments: [
        "with space.db", "50% off?.db", "a#b&c=d.db", "größe.db", "file:x.db", "-v.db",
    ])
    func `A name with signs of a URI in it is only a name`(name: String) throws {
        try scratch.database("plain.db", "CREATE TABLE t(a)")
        try scratch.copy("plain.db", to: name, sides: [""])
        let source = try SourceDatabase.open(path: scratch.path(name))
        #expect(try source.schema().tables.map(\.name) == ["t"])
    }

    @Test func `Through a symbolic link the -wal beside the real file is seen`() throws {
        let writer = try scratch.liveWriter(
            "real.db", "CREATE TABLE t(a)", "INSERT INTO t VALUES (1), (2)")
        try FileManager.default.createDirectory(
            atPath: scratch.path("links"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("links/l.db"), withDestinationPath: scratch.path("real.db"))
        let source = try SourceDatabase.open(path: scratch.path("links/l.db"))
        #expect(try source.measure("t").rows == 2)
        #expect(try source.fingerprint().wal != nil)
        try writer.close()
    }

    @Test func `The connection can neither write nor be talked into it`() throws {
        try scratch.database("source.db", "CREATE TABLE t(a)")
        let connection = try SourceConnection.open(path: scratch.path("source.db"))
        for sql in [
            "INSERT INTO t VALUES (1)", "CREATE TABLE u(a)", "CREATE TEMP TABLE u(a)",
            "PRAGMA user_version = 3",
            "VACUUM", "PRAGMA query_only = OFF; DELETE FROM t",
        ] {
            #expect(
                failure { () throws(SluiceError) in try connection.execute(sql) } != nil, "\(sql)")
        }
    }
}
