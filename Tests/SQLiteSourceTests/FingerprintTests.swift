import Foundation
import GRDB
import RunModel
import Testing

@testable import SQLiteSource

@Suite struct FingerprintTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `The same source has the same fingerprint, and an empty -wal is none`() throws {
        let path = try scratch.database(
            "source.db", "PRAGMA journal_mode = WAL", "CREATE TABLE t(a)")
        let first = try SourceDatabase.open(path: path).fingerprint()
        let second = try SourceDatabase.open(path: path).fingerprint()
        #expect(first == second)
        #expect(first.wal == nil)
        #expect(second.changes(from: first).isEmpty)
    }

    @Test func `It survives being written down`() throws {
        let writer = try scratch.liveWriter("source.db", "CREATE TABLE t(a)")
        let fingerprint = try SourceDatabase.open(path: scratch.path("source.db")).fingerprint()
        #expect(fingerprint.wal != nil && fingerprint.wal?.salts != 0)
        #expect(SourceFingerprint(encoded: fingerprint.encoded) == fingerprint)
        var plain = fingerprint
        plain.wal = nil
        #expect(SourceFingerprint(encoded: plain.encoded) == plain)
        try writer.close()
    }

    @Test(arguments: [
        "", "v1", "v1 1 2 3", "v2 1 2 3 4", "v1 1 2 3 x", "v1 1 2 3 4 5 6 7", "v1 1  3 4",
    ])
    func `What is no fingerprint is not read as one`(text: String) {
        #expect(SourceFingerprint(encoded: text) == nil)
    }

    @Test func `A write in WAL mode shows, though the database file stands still`() throws {
        let writer = try scratch.liveWriter("source.db", "CREATE TABLE t(a)")
        let source = try SourceDatabase.open(path: scratch.path("source.db"))
        let before = try source.fingerprint()
        try writer.write { try $0.execute(sql: "INSERT INTO t VALUES (1)") }
        let after = try source.fingerprint()
        #expect(after.size == before.size && after.mtimeNanoseconds == before.mtimeNanoseconds)
        #expect(after.changes(from: before) == ["its -wal was written to"])
        try writer.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        #expect(
            try source.fingerprint().changes(from: after).contains(
                "the -wal beside it was taken in or removed"))
        try writer.write { try $0.execute(sql: "INSERT INTO t VALUES (2)") }
        #expect(try source.fingerprint().wal?.salts != after.wal?.salts)
        try writer.close()
    }

    @Test func `A write, a changed schema and another file each show in words`() throws {
        let path = try scratch.database(
            "source.db", "CREATE TABLE t(a)", "INSERT INTO t VALUES (1)")
        let before = try SourceDatabase.open(path: path).fingerprint()
        try scratch.database("source.db", "CREATE TABLE u(a)")
        let schema = try SourceDatabase.open(path: path).fingerprint().changes(from: before)
        #expect(schema.contains("its schema was changed"))
        #expect(schema.contains { $0.hasPrefix("its size went from") })
        try scratch.copy("source.db", to: "other.db", sides: [""])
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: scratch.path("other.db"), toPath: path)
        let replaced = try SourceDatabase.open(path: path).fingerprint().changes(from: before)
        #expect(replaced.contains("the file was replaced by another"))
    }

    @Test func `The data version moves with another connection's commit, and only then`() throws {
        let writer = try scratch.liveWriter("source.db", "CREATE TABLE t(a)")
        let connection = try SourceConnection.open(path: scratch.path("source.db"))
        let first = try connection.dataVersion()
        #expect(try connection.dataVersion() == first)
        try writer.write { try $0.execute(sql: "INSERT INTO t VALUES (1)") }
        #expect(try connection.dataVersion() != first)
        try writer.close()
    }
}
