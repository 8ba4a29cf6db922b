import RunModel
import Testing

@testable import SQLiteSource

@Suite struct MeasureTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func source(_ sql: String...) throws -> SourceDatabase {
        try SourceDatabase.open(path: scratch.database("source.db", sql.joined(separator: ";\n")))
    }

    @Test func `Each column is counted by what is stored, not by what was declared`() throws {
        let source = try source(
            "CREATE TABLE t(v)",
            """
            INSERT INTO t VALUES (NULL), (-9223372036854775808), (9223372036854775807), (0), (1.5), (-2.5),
                (9e999), (1e126), (1e-131), (0.0), (''), ('häß'), (x''), (x'0102'), (CAST(x'ff41' AS TEXT)),
                (CAST(x'6100ff' AS TEXT))
            """)
        let v = try #require(try source.measure("T").column("V"))
        #expect((v.nulls, v.integers, v.reals, v.texts, v.blobs) == (1, 3, 6, 4, 2))
        #expect((v.minInteger, v.maxInteger) == (.min, .max))
        #expect((v.minReal, v.maxReal) == (-2.5, .infinity))
        #expect(v.numbersOutOfRange == 3)
        #expect((v.emptyTexts, v.emptyBlobs, v.invalidTexts) == (1, 1, 2))
        #expect((v.largestText, v.largestBlob) == (5, 2))
        #expect(v.rows == 16)
        #expect(!v.isAllNumbers && !v.isAllBlobs)
    }

    @Test func `Bytes add up, and the largest row is known`() throws {
        let source = try source(
            "CREATE TABLE t(a, b)",
            "INSERT INTO t VALUES (1, 'four'), (NULL, x'00112233445566778899'), (2, 3)")
        let measure = try source.measure("t")
        #expect(measure.rows == 3)
        #expect(measure.bytes == 12 + 10 + 16)
        #expect(measure.largestRow == 16)
    }

    @Test func `Only the columns asked for are read`() throws {
        let source = try source("CREATE TABLE t(a, b, c)", "INSERT INTO t VALUES (1, x'00', 3)")
        let measure = try source.measure("t", columns: ["B"])
        #expect(measure.columns.map(\.name) == ["b"])
        #expect(measure.columns[0].isAllBlobs)
        #expect(try source.measure("t", columns: []).rows == 1)
    }

    @Test(arguments: [
        "id INTEGER PRIMARY KEY, v) --", "v, id) --", "id TEXT PRIMARY KEY, v) WITHOUT ROWID --",
        "v, id INT, PRIMARY KEY (id DESC, v)) WITHOUT ROWID --", "id, v, rowid, _rowid_, oid) --",
        "id TEXT COLLATE NOCASE PRIMARY KEY, v) WITHOUT ROWID --",
    ])
    func `Over many pages every row is counted once, whatever the key`(columns: String) throws {
        let source = try source(
            "CREATE TABLE t(\(columns)\n",
            """
            WITH RECURSIVE n(i) AS (SELECT -30000 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
            INSERT INTO t(id, v) SELECT i, i FROM n
            """)
        var reports: [Int] = []
        let measure = try source.measure("t") { reports.append($0) }
        #expect(measure.rows == 60_001)
        #expect(measure.column("v")?.integers == 60_001)
        #expect(
            (measure.column("v")?.minInteger, measure.column("v")?.maxInteger) == (-30_000, 30_000))
        #expect(reports.last == 60_001)
        #expect(reports.count > 1 || columns.contains("oid"))
    }

    @Test func `Large values end a page early`() throws {
        let source = try source(
            "CREATE TABLE t(v)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO t SELECT zeroblob(1048576) FROM n"
        )
        var reports: [Int] = []
        let measure = try source.measure("t") { reports.append($0) }
        #expect(reports == [16, 32, 40])
        #expect(measure.column("v")?.largestBlob == 1 << 20)
    }

    @Test func `The outermost rowids are counted too`() throws {
        let source = try source(
            "CREATE TABLE t(id INTEGER PRIMARY KEY)",
            "INSERT INTO t VALUES (-9223372036854775808), (0), (9223372036854775807)")
        #expect(try source.measure("t").rows == 3)
    }

    @Test func `Text of a UTF-16 database is counted as the UTF-8 it becomes`() throws {
        let source = try source(
            "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE tä(v)",
            "INSERT INTO tä VALUES ('häß'), ('😀')")
        let v = try #require(try source.measure("tä").column("v"))
        #expect((v.texts, v.invalidTexts, v.largestText) == (2, 0, 5))
    }

    @Test func `A table that is not there is a fault of the question`() throws {
        let source = try source("CREATE TABLE t(v)")
        let error = failure { () throws(SluiceError) in try source.measure("u") }
        #expect(error?.code == .configuration)
        #expect(error?.hint != nil)
    }

    @Test func `A cancelled task stops between pages`() async throws {
        let source = try source("CREATE TABLE t(v)", "INSERT INTO t VALUES (1)")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return failure { () throws(SluiceError) in try source.measure("t") }?.code
        }
        #expect(await task.value == .cancelled)
    }
}
