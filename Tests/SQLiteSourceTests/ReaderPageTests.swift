import GRDB
import RunModel
import SQLiteSource
import Testing

@Suite struct ReaderPageTests {
    @Test(arguments: [1, 2, 3, 7, 100])
    func `Pages of any size give each row once, in order of the rowid`(pageRows: Int) throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t (a)",
            "WITH RECURSIVE n(i) AS (VALUES (-3) UNION ALL SELECT i + 1 FROM n WHERE i < 3) "
                + "INSERT INTO t (rowid, a) SELECT i * 10, 'x' || i FROM n")
        let reader = try SourceReader.open(path)
        let rows = try reader.rows(.table("t", ["a"]), pages: pageRows)
        #expect(rows.map { $0[0] } == (-3...3).map { .integer($0 * 10) })
        #expect(rows.last?[1] == .text(Array("x3".utf8)))
    }

    @Test func `The smallest and the largest rowid there can be are read`() throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t (a)",
            "INSERT INTO t (rowid) VALUES (\(Int64.min)), (0), (\(Int64.max))")
        let reader = try SourceReader.open(path)
        let query = PageQuery.table("t", ["a"])
        #expect(
            try reader.keys(query, pages: 1) == [Int64.min, 0, .max].map { RowKey(rowid: $0) })
        #expect(
            try reader.keys(query, in: KeyRange(through: RowKey(rowid: .min))) == [
                RowKey(rowid: .min)
            ])
    }

    @Test func `A range ends with its last key and begins after its first`() throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (2), (3), (4), (5)")
        let reader = try SourceReader.open(path)
        let range = KeyRange(after: RowKey(rowid: 1), through: RowKey(rowid: 4))
        let keys = try reader.keys(.table("t", ["a"]), in: range, pages: 2)
        #expect(keys == [2, 3, 4].map { RowKey(rowid: $0) })
    }

    @Test func `A composite key of a table without rowid is paged by its own collation`() throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db",
            "CREATE TABLE t (a TEXT COLLATE NOCASE, b INTEGER, c, PRIMARY KEY (a, b)) WITHOUT ROWID",
            "INSERT INTO t VALUES ('b', 1, 0), ('A', 2, 0), ('a', 1, 0), ('B', -5, 0), ('', 9, 0)")
        let reader = try SourceReader.open(path)
        let keys = try reader.keys(.keyed("main.t", by: ["a", "b"], ["c"]), pages: 1)
        let expected: [(String, Int64)] = [("", 9), ("a", 1), ("A", 2), ("B", -5), ("b", 1)]
        #expect(keys == expected.map { RowKey([.text(Array($0.0.utf8)), .integer($0.1)]) })
    }

    @Test func `Keys of every storage class are paged, with text that holds a NUL`() throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t (k PRIMARY KEY NOT NULL) WITHOUT ROWID",
            "INSERT INTO t VALUES (1), (1.5), (-9e300), ('1'), (''), ('a' || char(0) || 'b'), "
                + "('a'), (x''), (x'00ff')")
        let reader = try SourceReader.open(path)
        let keys = try reader.keys(.keyed("main.t", by: ["k"]), pages: 1)
        #expect(
            keys.map { $0.values[0] } == [
                .real(-9e300), .integer(1), .real(1.5), .text([]), .text([0x31]), .text([0x61]),
                .text([0x61, 0, 0x62]), .blob([]), .blob([0, 255]),
            ])
    }

    @Test func `A page can be ended by its reader, and goes on after that row`() throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (2), (3)")
        let reader = try SourceReader.open(path)
        var seen = 0
        let end = try reader.page(.table("t", ["a"]), maxRows: 100) { _ throws(SluiceError) in
            seen += 1
            return seen < 2
        }
        #expect(end == .more(RowKey(rowid: 2)))
    }

    @Test func `A key that repeats is an error and never a second row`() throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES ('x'), ('x')",
            "CREATE TABLE p (a)", "INSERT INTO p VALUES (1), (1)")
        let reader = try SourceReader.open(path)
        let query = PageQuery.keyed("main.t", by: ["a"])
        #expect(failure { () throws(SluiceError) in try reader.keys(query) }?.code == .tableRefused)
        // A join that finds two partners.
        var joined = PageQuery.table("t", ["a"])
        joined.from += " LEFT JOIN p ON p.a = r.v0"
        let told = failure { () throws(SluiceError) in try reader.keys(joined) }
        #expect(told?.message.contains("the key 1 comes more than once") == true)
    }

    @Test func `Between pages a writer finds no lock`() throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (2), (3)")
        let reader = try SourceReader.open(path)
        var refused = false
        let writer = try DatabaseQueue(path: path)
        _ = try reader.page(.table("t", ["a"]), maxRows: 1) { _ throws(SluiceError) in
            do {
                try writer.write { try $0.execute(sql: "INSERT INTO t VALUES (4)") }
            } catch {
                refused = true
            }
            return true
        }
        // Within a page a rollback-journal database is locked; after it, it is not.
        #expect(refused)
        try writer.write { try $0.execute(sql: "INSERT INTO t VALUES (4)") }
        #expect(try reader.keys(.table("t", ["a"])).count == 4)
    }

    @Test func `A body that throws leaves no transaction open`() throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
        let reader = try SourceReader.open(path)
        let query = PageQuery.table("t", ["a"])
        let error = SluiceError(.cancelled, "stop", hint: "none")
        let told = failure { () throws(SluiceError) in
            try reader.page(query, maxRows: 9) { _ throws(SluiceError) in throw error }
        }
        #expect(told == error)
        #expect(try reader.keys(query).count == 1)
        try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO t VALUES (2)") }
    }
}
