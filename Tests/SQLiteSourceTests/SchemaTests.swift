import RunModel
import Testing

@testable import SQLiteSource

@Suite struct SchemaTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func schema(_ sql: String...) throws -> SourceSchema {
        let path = try scratch.database("source.db", sql.joined(separator: ";\n"))
        return try SourceDatabase.open(path: path).schema()
    }

    private func table(_ sql: String...) throws -> SourceTable {
        try #require(schema(sql.joined(separator: ";\n")).tables.first)
    }

    @Test func `Tables stand in the order of their creation, found without regard to ASCII case`()
        throws
    {
        let schema = try schema(
            "CREATE TABLE zebra(a)", "CREATE TABLE Ape(a)", "CREATE TABLE Ötzi(a)")
        #expect(schema.tables.map(\.name) == ["zebra", "Ape", "Ötzi"])
        #expect(schema.table("APE")?.name == "Ape")
        #expect(schema.table("ötzi") == nil, "SQLite does not fold what is not ASCII")
    }

    @Test func `Columns carry type, affinity, NOT NULL, key place and collation`() throws {
        let table = try table(
            """
            CREATE TABLE t(a NVARCHAR(10) NOT NULL COLLATE nocase, b NUMERIC(10,2), c, d DOUBLE, e BLOB, f BIGINT,
                PRIMARY KEY (b, a))
            """)
        #expect(
            table.columns.map(\.declaredType) == [
                "NVARCHAR(10)", "NUMERIC(10,2)", "", "DOUBLE", "BLOB", "BIGINT",
            ])
        #expect(table.columns.map(\.affinity) == [.text, .numeric, .blob, .real, .blob, .integer])
        #expect(table.columns.map(\.isNotNull) == [true, false, false, false, false, false])
        #expect(table.columns.map(\.primaryKeyPlace) == [2, 1, nil, nil, nil, nil])
        #expect(table.columns.map(\.collation).prefix(2) == ["NOCASE", "BINARY"])
        #expect(table.primaryKey == ["b", "a"])
        #expect(
            table.uniqueKeys == [UniqueKey(columns: ["b", "a"], isTotal: false, isBinary: false)])
        #expect(table.indexes == [["b", "a"]])
    }

    @Test(arguments: [
        ("INT", Affinity.integer), ("CHARINT", .integer), ("FLOATING POINT", .integer),
        ("CLOB", .text),
        ("", .blob), ("XBLOBX", .blob), ("REAL", .real), ("DECIMAL(5,2)", .numeric),
        ("BOOLEAN", .numeric),
        ("DATETIME", .numeric), ("STRING", .numeric), ("ANY", .numeric),
    ])
    func `The affinity follows SQLite's five rules`(type: String, affinity: Affinity) {
        #expect(Affinity(declaredType: type) == affinity)
    }

    @Test func `Generated columns are named and marked`() throws {
        let table = try table(
            "CREATE TABLE t(a INT, b INT AS (a * 2), c INT GENERATED ALWAYS AS (a + 1) STORED, d)")
        #expect(table.columns.map(\.name) == ["a", "b", "c", "d"])
        #expect(table.columns.map(\.isGenerated) == [false, true, true, false])
        #expect(table.columns.map(\.declaredType) == ["INT", "INT", "INT", ""])
    }

    @Test(
        arguments: [
            ("id INTEGER PRIMARY KEY", "id", "id"),
            ("id integer, x, PRIMARY KEY (id)", "id", "id"),
            ("id INTEGER PRIMARY KEY ASC", "id", "id"),
            ("id INTEGER PRIMARY KEY AUTOINCREMENT", "id", "id"),
            // By an old accident this is an ordinary column with an index of its own.
            ("id INTEGER PRIMARY KEY DESC", nil, "rowid"),
            ("id INT PRIMARY KEY", nil, "rowid"),
            ("a INTEGER, b INTEGER, PRIMARY KEY (a, b)", nil, "rowid"),
            ("rowid TEXT", nil, "_rowid_"),
            ("ROWID TEXT, _ROWID_ TEXT", nil, "oid"),
            ("rowid, _rowid_, oid", nil, nil),
            ("oid INTEGER PRIMARY KEY, rowid, _rowid_", "oid", "oid"),
        ] as [(String, String?, String?)])
    func `The rowid is known by the name that reaches it`(
        columns: String, alias: String?, name: String?
    ) throws {
        let table = try table("CREATE TABLE t(\(columns))")
        #expect(table.rowidAlias == alias)
        #expect(table.rowidName == name)
        if let alias {
            #expect(
                table.uniqueKeys == [UniqueKey(columns: [alias], isTotal: true, isBinary: true)])
        }
    }

    @Test func `WITHOUT ROWID and STRICT tables are told, and their keys are never NULL`() throws {
        let schema = try schema(
            "CREATE TABLE w(a TEXT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID",
            "CREATE TABLE s(a ANY, b TEXT PRIMARY KEY) STRICT")
        let w = try #require(schema.table("w"))
        #expect(w.isWithoutRowid && !w.isStrict && w.rowidName == nil)
        #expect(w.uniqueKeys == [UniqueKey(columns: ["a", "b"], isTotal: true, isBinary: true)])
        let s = try #require(schema.table("s"))
        #expect(s.isStrict && s.columns[0].affinity == .blob)
        #expect(s.uniqueKeys.map(\.isTotal) == [true])
    }

    @Test func `A schema changed meanwhile is read anew`() throws {
        let path = try scratch.database("source.db", "CREATE TABLE t(a)")
        let source = try SourceDatabase.open(path: path)
        #expect(try source.schema() == source.schema())
        try scratch.database("source.db", "ALTER TABLE t ADD COLUMN b")
        #expect(try source.schema().table("t")?.columns.count == 2)
    }

    @Test func `The file itself is described`() throws {
        let path = try scratch.database(
            "source.db", "PRAGMA encoding = 'UTF-16be'", "CREATE TABLE t(a)")
        let facts = try SourceDatabase.open(path: path).facts()
        #expect(facts.encoding == "UTF-16be" && facts.journalMode == "delete" && !facts.isImmutable)
        #expect(facts.fileBytes == Int64(facts.pageBytes) * 2 && facts.walBytes == 0)
    }

    @Test func `A table without a key has none`() throws {
        let table = try table("CREATE TABLE t(a, b)")
        #expect(table.primaryKey.isEmpty && table.uniqueKeys.isEmpty && table.rowidName == "rowid")
    }

    @Test func `Only a full index on plain columns makes a unique key`() throws {
        let table = try table(
            "CREATE TABLE t(a NOT NULL, b, c NOT NULL UNIQUE, d COLLATE NOCASE)",
            "CREATE UNIQUE INDEX partial ON t(a) WHERE b IS NULL",
            "CREATE UNIQUE INDEX expression ON t(lower(a))",
            "CREATE UNIQUE INDEX nullable ON t(a, b)", "CREATE UNIQUE INDEX folded ON t(d)",
            "CREATE UNIQUE INDEX exact ON t(d COLLATE BINARY)", "CREATE INDEX plain ON t(b, a)",
            "CREATE INDEX mixed ON t(b, lower(a))")
        #expect(
            table.uniqueKeys == [
                UniqueKey(columns: ["c"], isTotal: true, isBinary: true),
                UniqueKey(columns: ["a", "b"], isTotal: false, isBinary: true),
                UniqueKey(columns: ["d"], isTotal: false, isBinary: false),
                UniqueKey(columns: ["d"], isTotal: false, isBinary: true),
            ])
        #expect(table.indexes == [["c"], ["a", "b"], ["d"], ["d"], ["b", "a"], ["b"]])
    }

    @Test func `Virtual, shadow and internal tables are named and left out`() throws {
        let schema = try schema(
            "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)",
            "CREATE VIRTUAL TABLE notes USING fts5(body)",
            "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)", "ANALYZE")
        #expect(schema.tables.map(\.name) == ["t"])
        func names(_ kind: LeftOutObject.Kind) -> [String] {
            schema.leftOut.filter { $0.kind == kind }.map(\.name)
        }
        #expect(names(.virtualTable) == ["notes", "boxes"])
        #expect(schema.leftOut.first { $0.name == "notes" }?.detail == "fts5")
        #expect(
            names(.shadowTable).contains("notes_data") && names(.shadowTable).contains("boxes_node")
        )
        #expect(names(.internalTable).starts(with: ["sqlite_sequence", "sqlite_stat1"]))
    }

    @Test func `Names that need quoting come through whole`() throws {
        let table = try table(
            #"CREATE TABLE "a ""b"" [c]"("x y" TEXT PRIMARY KEY, 'q''q', "select")"#)
        #expect(table.name == #"a "b" [c]"#)
        #expect(table.columns.map(\.name) == ["x y", "q'q", "select"])
        let source = try SourceDatabase.open(path: scratch.path("source.db"))
        #expect(try source.measure(table.name).rows == 0)
        #expect(try source.measure(table.name).columns.count == 3)
    }
}
