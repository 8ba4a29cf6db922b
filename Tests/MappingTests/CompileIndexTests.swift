import DynamoItem
import GRDB
import Mapping
import RunModel
import SQLiteSource
import Testing

/// Foreign keys without an index: SQLite would sort all children for each page.
@Suite struct CompileIndexTests {
    private static let sql = """
        CREATE TABLE T (Id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b INTEGER);
        CREATE TABLE C (x, T INTEGER REFERENCES T, a TEXT, b TEXT, sluice_k0);
        CREATE TABLE L (k TEXT COLLATE NOCASE, n TEXT);
        INSERT INTO T VALUES (1, 'x', 1), (2, 'Y', 2), (3, NULL, 3), (4, 'q', 1);
        INSERT INTO C (x, T, a, b) VALUES ('c1', 2, 'X', 1), ('c2', 1, 'y', '2'), ('c3', NULL, NULL, NULL),
            ('c4', 2, 'x', '1'), ('c5', 9, 'y', 1), ('c6', 2, 'Q', '1');
        INSERT INTO L VALUES ('X', 'one'), ('y', 'two'), (NULL, 'none');
        """

    private static let attributes = #"""
        "Own": {"list": {"from": "C", "by": "T", "order": "-x", "value": {"sql": "x || rowid"}}},
        "Wide": {"list": {"from": "C", "on": {"a": "a", "b": "b"}, "value": "{x}"}}, "Name": "{l.n}"
        """#

    private func fixture() throws -> EncodeFixture {
        try EncodeFixture(
            Self.sql, attributes: Self.attributes,
            entity:
                #""from": "T", "columns": [], "lookups": {"l": {"table": "L", "on": {"k": "a"}}}"#)
    }

    private func texts(_ texts: String...) -> AttributeValue { .list(texts.map { .string($0) }) }

    @Test(arguments: [1, 3, 100])
    func `Children and lookups without an index are found all the same`(pageRows: Int) throws {
        let items = try fixture().items(pages: pageRows)
        #expect(
            items.map { $0["Own"] } == [
                texts("c22"), texts("c66", "c44", "c11"), .list([]), .list([]),
            ])
        #expect(
            items.map { $0["Wide"] } == [texts("c1", "c4"), texts("c2"), .list([]), texts("c6")])
        #expect(items.map { $0["Name"] } == [.string("one"), .string("two"), nil, nil])
    }

    @Test func `They are found by seeking an index of our own`() throws {
        let fixture = try fixture()
        let query = try fixture.compiled().query
        #expect(query.indexes.count == 3)
        let reader = try fixture.source.source.makeReader()
        _ = try reader.page(query, maxRows: 1) { _ throws(SluiceError) in true }
        for child in query.children {
            let plan = try reader.plan(
                "SELECT \(child.columns.joined(separator: ", ")) FROM \(child.from) WHERE r.v0 > 1 "
                    + "ORDER BY \((query.keys + child.order).joined(separator: ", "))")
            #expect(plan.contains { $0.hasPrefix("SEARCH c1x USING PRIMARY KEY") }, "\(plan)")
            #expect(!plan.contains { $0.contains("AUTOMATIC") || $0.contains("SCAN") }, "\(plan)")
        }
        let root = try reader.plan(
            "SELECT \(query.columns.joined(separator: ", ")) FROM \(query.from) WHERE r.v0 > 1")
        #expect(!root.contains { $0.contains("AUTOMATIC") || $0.contains("SCAN") }, "\(root)")
    }

    @Test func `The source stays as it is, and the connection cannot write`() throws {
        let fixture = try fixture()
        let reader = try fixture.source.source.makeReader()
        _ = try reader.page(fixture.compiled().query, maxRows: 9) { _ throws(SluiceError) in true }
        #expect(throws: SluiceError.self) {
            try reader.connection.execute("CREATE TEMP TABLE x (a)")
        }
        #expect(throws: SluiceError.self) { try reader.connection.execute("DELETE FROM main.C") }
    }

    @Test func `A change of the source between pages is seen`() throws {
        let fixture = try fixture()
        let compiled = try fixture.compiled()
        let reader = try fixture.source.source.makeReader()
        let encoder = compiled.makeEncoder()
        let writer = ByteWriter(capacity: 64)
        var jsons: [String] = []
        func page(after: RowKey?) throws -> PageEnd {
            try reader.page(compiled.query, after: after, maxRows: 1) { (row) throws(SluiceError) in
                writer.reset()
                _ = try encoder.encode(&row, into: writer)
                jsons.append(String(decoding: writer.array, as: UTF8.self))
                return true
            }
        }
        #expect(try page(after: nil) == .more(RowKey(rowid: 1)))
        try DatabaseQueue(path: fixture.source.source.path).write {
            try $0.execute(sql: "INSERT INTO C (x, T) VALUES ('new', 2)")
        }
        #expect(try page(after: RowKey(rowid: 1)) == .more(RowKey(rowid: 2)))
        #expect(jsons.last?.contains(#"{"S":"new7"}"#) == true, "\(jsons)")
    }

    /// A foreign key compares by its parent's affinity and collation, whatever the child's column is.
    @Test(arguments: [
        (
            "INTEGER PRIMARY KEY", "TEXT", "12", "'12', ' 12 ', '12x', x'3132', 12.0",
            ["'12'", "' 12 '", "'12.0'"]
        ),
        (
            "INTEGER PRIMARY KEY", "", "12", "'12', '012', '12x', 12, 12.0, 12.5",
            ["'12'", "'012'", "12", "12.0"]
        ),
        ("TEXT PRIMARY KEY", "INTEGER", "'12'", "12, '12x', 12.5", ["12"]),
        ("TEXT PRIMARY KEY", "INTEGER", "'012'", "12, '012'", []),
        ("TEXT COLLATE NOCASE PRIMARY KEY", "TEXT", "'aB'", "'ab', 'AB', 'b'", ["'ab'", "'AB'"]),
        ("TEXT PRIMARY KEY", "TEXT COLLATE NOCASE", "'aB'", "'ab', 'aB'", ["'aB'"]),
        ("PRIMARY KEY", "INTEGER", "'12'", "'12', 12", []), ("PRIMARY KEY", "TEXT", "12", "12", []),
        ("NUMERIC PRIMARY KEY", "REAL", "2", "2, 2.5", ["2.0"]),
    ])
    func `Columns of unlike types join as a foreign key does, indexed or not`(
        parent: String, child: String, key: String, values: String, found: [String]
    ) throws {
        for index in ["", "CREATE INDEX i ON C (t)"] {
            let rows = values.split(separator: ", ").map { "INSERT INTO C VALUES (\($0));" }
                .joined()
            let fixture = try EncodeFixture(
                "CREATE TABLE T (k \(parent)); CREATE TABLE C (t \(child)); INSERT INTO T VALUES (\(key));"
                    + rows + index,
                attributes:
                    #""C": {"list": {"from": "C", "on": {"t": "k"}, "value": {"sql": "quote(t)"}}}"#,
                key: #""PK": "K#{k}""#)
            #expect(try fixture.value("C") == .list(found.map { .string($0) }), "\(index)")
            // The same the other way: each child finds its parent, or none.
            let back = try EncodeFixture(
                "CREATE TABLE T (k \(parent)); CREATE TABLE C (t \(child)); INSERT INTO T VALUES (\(key));"
                    + rows + index,
                attributes: #""K": "{p.k}", "Q": {"sql": "quote(t)"}"#,
                entity:
                    #""from": "C", "columns": [], "lookups": {"p": {"table": "T", "on": {"k": "t"}}}"#,
                key: #""PK": "K#{rowid}""#)
            let parents = try back.items().filter { $0["K"] != nil }.map { $0["Q"] }
            #expect(parents == found.map { .string($0) }, "\(index)")
        }
    }

    @Test func `A table whose foreign key is indexed needs none`() throws {
        let fixture = try EncodeFixture(
            Self.sql + "CREATE INDEX i ON C (T);",
            attributes: #""Own": {"list": {"from": "C", "by": "T", "value": "{x}"}}"#)
        #expect(try fixture.compiled().query.indexes.isEmpty)
    }
}
