import RunModel
import SQLiteSource
import Testing

@Suite struct ReaderSegmentTests {
    private func segments(
        _ sql: String, _ query: PageQuery = .table("t", []), desired: Int = 8, minRows: Int = 10
    ) throws -> (sizes: [Int], reader: SourceReader, scratch: Scratch) {
        let scratch = try Scratch()
        let reader = try SourceReader.open(scratch.database("source.db", sql))
        let ranges = try reader.segments(of: query, desired: desired, minRows: minRows)
        var keys: [RowKey] = []
        let sizes = try ranges.map { range in
            let part = try reader.keys(query, in: range, pages: 100_000)
            keys += part
            return part.count
        }
        // Each row once, in order, whatever the ranges are.
        #expect(try reader.keys(query, pages: 100_000) == keys)
        #expect(ranges.first?.after == nil && ranges.last?.through == nil)
        return (sizes, reader, scratch)
    }

    private static func numbers(_ count: Int, _ value: String) -> String {
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < \(count)) "
            + "INSERT INTO t SELECT \(value) FROM n;"
    }

    @Test func `Dense rowids are cut evenly`() throws {
        let sizes = try segments(
            "CREATE TABLE t (id INTEGER PRIMARY KEY);" + Self.numbers(40_000, "i")
        ).sizes
        #expect(sizes.count == 8)
        #expect(sizes.allSatisfy { (4_000...6_000).contains($0) }, "\(sizes)")
    }

    @Test func `One row far away leaves the others to be cut`() throws {
        let sizes = try segments(
            "CREATE TABLE t (id INTEGER PRIMARY KEY);" + Self.numbers(40_000, "i")
                + "INSERT INTO t VALUES (\(Int64.max)), (\(Int64.min));"
        ).sizes
        #expect(sizes.count >= 6)
        #expect(sizes.allSatisfy { $0 <= 10_000 }, "\(sizes)")
    }

    @Test func `Clusters of unlike density are cut by their rows, not by their width`() throws {
        let sizes = try segments(
            "CREATE TABLE t (id INTEGER PRIMARY KEY);" + Self.numbers(20_000, "i")
                + Self.numbers(20_000, "1000000000 + i * 1000")
        ).sizes
        #expect(sizes.count >= 6)
        #expect(sizes.allSatisfy { $0 <= 12_000 }, "\(sizes)")
    }

    @Test func `A leading integer of a composite key is cut at whole keys`() throws {
        let sizes = try segments(
            "CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;"
                + Self.numbers(20_000, "i / 10, i % 10"), .keyed("main.t", by: ["a", "b"])
        ).sizes
        #expect(sizes.count >= 6)
        #expect(sizes.allSatisfy { $0 <= 6_000 }, "\(sizes)")
    }

    @Test(arguments: [
        ("CREATE TABLE t (id INTEGER PRIMARY KEY);", PageQuery.table("t", [])),
        (
            "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (5);",
            PageQuery.table("t", [])
        ),
        (
            "CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES ('a'), ('b');",
            PageQuery.keyed("main.t", by: ["a"])
        ),
        (
            "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3);",
            PageQuery.keyed("main.t", by: ["a"])
        ),
    ])
    func `What cannot be cut is one segment`(sql: String, query: PageQuery) throws {
        #expect(try segments(sql, query, minRows: 1).sizes.count == 1)
    }

    @Test func `A key without an index is told from one with`() throws {
        let scratch = try Scratch()
        let reader = try SourceReader.open(
            scratch.database(
                "source.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
                "CREATE VIEW v AS SELECT id, a FROM t", "CREATE VIEW s AS SELECT a + 1 AS k FROM t")
        )
        #expect(try reader.isSeekable(.keyed("main.v", by: ["id"])))
        #expect(try !reader.isSeekable(.keyed("main.s", by: ["k"])))
    }

    /// Around the ends of the pieces in which rows are counted.
    @Test(arguments: [0, 1, 1_234, 49_999, 50_000, 50_001, 100_000, 120_003])
    func `Rows are counted exactly`(rows: Int) throws {
        let scratch = try Scratch()
        let reader = try SourceReader.open(
            scratch.database(
                "source.db", "CREATE TABLE t (a);" + (rows > 0 ? Self.numbers(rows, "i * 3") : ""),
                "CREATE TABLE k (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID;"
                    + "INSERT INTO k SELECT a % 7, a FROM t"))
        let (table, keyed) = (PageQuery.table("t", []), PageQuery.keyed("main.k", by: ["a", "b"]))
        #expect(try reader.countRows(table) == rows)
        #expect(try reader.countRows(table, in: KeyRange()) == rows)
        #expect(try reader.countRows(keyed, in: KeyRange()) == rows)
        let cut = RowKey(rowid: Int64(rows / 3))
        #expect(try reader.countRows(table, in: KeyRange(through: cut)) == rows / 3)
        #expect(try reader.countRows(table, in: KeyRange(after: cut)) == rows - rows / 3)
    }

    @Test func `The outermost rowids are counted too`() throws {
        let scratch = try Scratch()
        let reader = try SourceReader.open(
            scratch.database(
                "source.db",
                "CREATE TABLE t (id INTEGER PRIMARY KEY);"
                    + "INSERT INTO t VALUES (\(Int64.min)), (0), (\(Int64.max))"))
        #expect(try reader.countRows(.table("t", []), in: KeyRange()) == 3)
    }

    @Test func `Views are counted, and a broken one says why`() throws {
        let scratch = try Scratch()
        let reader = try SourceReader.open(
            scratch.database(
                "source.db", "CREATE TABLE t(v)", "INSERT INTO t VALUES (1), (2)",
                "CREATE VIEW w AS SELECT v FROM t WHERE v > 1",
                "CREATE VIEW gone AS SELECT * FROM nowhere"))
        #expect(try reader.countRows(.keyed("main.w", by: ["v"])) == 1)
        let error = #expect(throws: SluiceError.self) {
            try reader.countRows(.keyed("main.gone", by: ["v"]))
        }
        #expect(error?.message == "no such table: main.nowhere")
    }

    @Test func `Counting ends with its task`() async throws {
        let scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t (a);" + Self.numbers(60_000, "i"))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let reader = try SourceReader.open(path)
            return #expect(throws: SluiceError.self) {
                try reader.countRows(.table("t", []), in: KeyRange())
            }?.code
        }
        #expect(try await task.value == .cancelled)
    }
}
