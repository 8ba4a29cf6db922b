import GRDB
import RunModel
import Testing

@testable import SQLiteSource

/// Databases spoilt byte by byte, as a bad disk or a careless copy would.
@Suite struct DamageTests {
    let scratch: Scratch
    static let pageSize = 4_096

    init() throws {
        scratch = try Scratch()
        try scratch.database(
            "whole.db",
            "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
            INSERT INTO t SELECT i, hex(zeroblob(200)) FROM n
            """)
    }

    private func damaged(_ change: (inout [UInt8]) -> Void) throws -> String {
        var bytes = try scratch.bytes("whole.db")
        change(&bytes)
        try scratch.write(bytes, to: "damaged.db")
        return scratch.path("damaged.db")
    }

    @Test func `A file cut short says how much is missing`() throws {
        let path = try damaged { $0.removeLast(20 * Self.pageSize) }
        let whole = try scratch.bytes("whole.db").count
        let error = failure { () throws(SluiceError) in try SourceDatabase.open(path: path) }
        #expect(
            error?.message == "the database is cut short: its header says \(whole) bytes, "
                + "the file has \(whole - 20 * Self.pageSize)")
        #expect(error?.hint?.contains(".backup") == true)
        #expect(error?.code == .sourceUnavailable)
    }

    @Test func `A header cut off is no database`() throws {
        let path = try damaged { $0.removeLast($0.count - 60) }
        #expect(
            failure { () throws(SluiceError) in try SourceDatabase.open(path: path) }?.hint != nil)
    }

    @Test(arguments: [0x00, 0xFF, 0x5A] as [UInt8])
    func `A schema page overwritten is called damage`(filler: UInt8) throws {
        let path = try damaged { bytes in for at in 100..<Self.pageSize { bytes[at] = filler } }
        let error = failure { () throws(SluiceError) in try SourceDatabase.open(path: path).schema()
        }
        #expect(error?.code == .sourceUnavailable)
        #expect(error?.message.hasPrefix("the database is damaged") == true, "\(error?.text ?? "")")
        #expect(error?.hint?.contains(".recover") == true)
    }

    @Test(arguments: [[10], [2], [40, 41, 42, 80]])
    func `Pages of rows overwritten end a count or a measure with an error, never with fewer rows`(
        pages: [Int]
    ) throws {
        let path = try damaged { bytes in
            for page in pages {
                for at in 0..<Self.pageSize { bytes[(page - 1) * Self.pageSize + at] = 0xA5 }
            }
        }
        let source = try SourceDatabase.open(path: path)
        #expect(try source.schema().tables.count == 1, "the schema is on a sound page")
        let error = failure { () throws(SluiceError) in try source.measure("t") }
        #expect(
            error?.message.hasPrefix("the database is damaged") == true, "\(error?.text ?? "none")")
        #expect(throws: SluiceError.self) { try source.countRows("t") }
    }

    @Test func `A journal of a writer that died is named as what it is`() throws {
        // A small cache makes the writer spill into the file, and the journal hot.
        let writer = try scratch.openWriter("whole.db")
        try writer.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA cache_size = 2; BEGIN; UPDATE t SET body = 'x' || body")
        }
        try scratch.copy("whole.db", to: "crashed.db", sides: ["", "-journal"])
        let journal = try scratch.bytes("crashed.db-journal")
        let before = try scratch.bytes("crashed.db")
        let error = failure { () throws(SluiceError) in
            try SourceDatabase.open(path: scratch.path("crashed.db"))
        }
        #expect(error?.message.contains("journal to roll back") == true, "\(error?.text ?? "none")")
        #expect(try scratch.bytes("crashed.db") == before)
        #expect(try scratch.bytes("crashed.db-journal") == journal)
        try writer.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    }
}
