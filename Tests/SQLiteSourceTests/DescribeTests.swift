import GRDB
import RunModel
import Testing

@testable import SQLiteSource

@Suite struct DescribeTests {
    let scratch: Scratch
    let source: SourceDatabase

    init() throws {
        scratch = try Scratch()
        let path = try scratch.database(
            "source.db", "CREATE TABLE t(id INTEGER PRIMARY KEY, name NVARCHAR(20), body BLOB)",
            "CREATE VIEW good AS SELECT id, upper(name) AS shout FROM t",
            "CREATE VIEW broken AS SELECT * FROM gone",
            "CREATE VIEW foreign_function AS SELECT if_else(1) FROM t",
            #"CREATE VIEW old_habit AS SELECT id FROM t WHERE name = "active""#)
        source = try SourceDatabase.open(path: path)
    }

    @Test func `A query's columns are named, with the type of a plain column`() throws {
        let columns = try source.describe(select: "SELECT id AS key, name, 1 + 1 AS two FROM t")
        #expect(columns.map(\.name) == ["key", "name", "two"])
        #expect(columns.map(\.declaredType) == ["INTEGER", "NVARCHAR(20)", ""])
        #expect(columns.map(\.affinity) == [.integer, .text, .blob])
    }

    @Test(arguments: [
        "WITH x AS (SELECT 1 AS a) SELECT a FROM x", "VALUES (1)", "SELECT 1;",
        "SELECT 1 ; -- done",
        "/* ; */ SELECT 1 /* end */ ; ;", "  -- DELETE\nSELECT ';' AS semicolon",
    ])
    func `One SELECT is taken in any dress`(sql: String) throws {
        #expect(try source.describe(select: sql).count == 1)
    }

    @Test(arguments: [
        ("", "empty"), (" -- nothing\n", "empty"), ("SELECT 1; SELECT 2", "more than one"),
        ("SELECT 1; DELETE FROM t", "more than one"), ("DELETE FROM t", "not a SELECT"),
        ("PRAGMA user_version = 5", "not a SELECT"), ("ATTACH 'x.db' AS x", "not a SELECT"),
        ("EXPLAIN SELECT 1", "not a SELECT"), ("BEGIN", "not a SELECT"),
        ("WITH x AS (SELECT 1) DELETE FROM t RETURNING id", "would write"),
        ("SELECT nope FROM t", "no such column: nope"), ("SELECT", "does not compile"),
        ("SELECT id FROM gone", "no such table: gone"), ("SELECT ?1", "parameters"),
        ("SELECT id, 2 AS ID FROM t", "two columns the name \"ID\""),
        // SQLite by itself would take the misspelt name for the text 'nam'.
        (#"SELECT "nam" FROM t"#, "no such column: nam"),
    ])
    func `Anything else is refused with the reason and a hint`(sql: String, reason: String) throws {
        let error = try #require(
            failure { () throws(SluiceError) in try source.describe(select: sql) })
        #expect(error.code == .configuration)
        #expect(error.message.contains(reason), "\(error.text)")
        #expect(error.hint != nil)
        #expect(try scratch.files().filter { $0.hasPrefix("x.db") }.isEmpty)
    }

    @Test func `A view that quotes a text as old SQL does stays readable`() throws {
        #expect(try source.describe(select: "SELECT id FROM old_habit").map(\.name) == ["id"])
    }

    @Test func `Views tell their columns; a broken one tells why`() throws {
        let schema = try source.schema()
        #expect(schema.view("good")?.columns.map(\.name) == ["id", "shout"])
        #expect(schema.view("GOOD")?.columns.map(\.affinity) == [.integer, .blob])
        #expect(schema.view("good")?.problem == nil)
        #expect(schema.view("broken")?.problem == "no such table: main.gone")
        #expect(schema.view("foreign_function")?.problem == "no such function: if_else")
        #expect(schema.view("old_habit")?.problem == nil)
    }
}
