import DynamoItem
import JSONText
import Mapping
import RunModel
import SQLiteSource
import Testing

/// The mapping of a configuration without `tables`.
@Suite struct DefaultMappingTests {
    private static let source = """
        CREATE TABLE Alias (id INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE Numbers (id NUMERIC PRIMARY KEY); INSERT INTO Numbers VALUES (1), (2.5), (NULL);
        CREATE TABLE Mixed (id NUMERIC PRIMARY KEY); INSERT INTO Mixed VALUES (1), ('x');
        CREATE TABLE Bytes (id PRIMARY KEY); INSERT INTO Bytes VALUES (x'01'), (x'02');
        CREATE TABLE BytesAndMore (id PRIMARY KEY); INSERT INTO BytesAndMore VALUES (x'01'), (2);
        CREATE TABLE Texts (id TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO Texts VALUES ('a');
        CREATE TABLE Strict (id INT PRIMARY KEY, b BLOB) STRICT;
        CREATE TABLE EmptyNumber (id INT PRIMARY KEY);
        CREATE TABLE EmptyDate (id DATETIME PRIMARY KEY);
        CREATE TABLE EmptyBytes (id BLOB PRIMARY KEY);
        CREATE TABLE Two (b INT, a TEXT, c TEXT, PRIMARY KEY (a, b)); INSERT INTO Two VALUES (1, 'a', 'c');
        CREATE TABLE Three (x INT, "y#%" TEXT, z TEXT, PRIMARY KEY (x, "y#%", z)) WITHOUT ROWID;
        INSERT INTO Three VALUES (1, 'a', 'b');
        CREATE TABLE NoKey (a TEXT);
        CREATE TABLE NoKeyHidden (rowid TEXT);
        CREATE TABLE Hidden (rowid TEXT, _rowid_ TEXT, oid TEXT NOT NULL UNIQUE);
        CREATE TABLE "my table" (id INTEGER PRIMARY KEY);
        CREATE TABLE "my/table" (id INTEGER PRIMARY KEY);
        CREATE TABLE t (id INTEGER PRIMARY KEY, "" TEXT);
        CREATE VIEW V AS SELECT * FROM Alias;
        CREATE VIRTUAL TABLE Words USING fts5(text);
        """

    private func mapping() throws -> (LanguageFixture, Mapping) {
        let fixture = try LanguageFixture(Self.source)
        return (fixture, try DefaultMapping.make(schema: fixture.schema, source: fixture.source))
    }

    @Test func `Each ordinary table becomes a target table of its legalised name`() throws {
        let (_, mapping) = try mapping()
        #expect(mapping.isDefault)
        #expect(
            mapping.tables.map(\.name) == [
                "Alias", "Numbers", "Mixed", "Bytes", "BytesAndMore", "Texts", "Strict",
                "EmptyNumber",
                "EmptyDate", "EmptyBytes", "Two", "Three", "NoKey", "NoKeyHidden", "Hidden",
                "my_table",
                "my_table-2", "t__",
            ])
        #expect(mapping.tables.allSatisfy { $0.entities.count == 1 })
        #expect(mapping.tables[16].entities[0].root == Root(kind: .table("my/table"), key: []))
    }

    @Test(arguments: [
        ("Alias", "id N"), ("Numbers", "id N"), ("Mixed", "id S"), ("Bytes", "id B"),
        ("BytesAndMore", "id S"), ("Texts", "id S"), ("Strict", "id N"), ("EmptyNumber", "id N"),
        ("EmptyDate", "id S"), ("EmptyBytes", "id B"), ("Two", "a S, b N"),
        ("Three", "x N, y%23%25#z S"),
        ("NoKey", "rowid N"), ("NoKeyHidden", "_rowid_ N"), ("Hidden", "oid S"),
    ])
    func `The key follows the primary key, its type what is stored`(_ name: String, _ key: String)
        throws
    {
        let (_, mapping) = try mapping()
        let table = try #require(mapping.table(name))
        let attributes = table.definition.key.attributes
        #expect(attributes.map { "\($0.name) \($0.type.rawValue)" }.joined(separator: ", ") == key)
        let entity = table.entities[0]
        #expect(entity.attributes.prefix(attributes.count).map(\.name) == attributes.map(\.name))
        #expect(entity.attributes[0].role == .partitionKey(attributes[0].type))
        if attributes.count > 1 {
            #expect(entity.attributes[1].role == .sortKey(attributes[1].type))
        }
    }

    @Test func `Of a longer key the rest is joined into the sort key, and all columns stay`() throws
    {
        let (_, mapping) = try mapping()
        let attributes = try #require(mapping.table("Three")?.entities[0].attributes)
        #expect(attributes.map(\.name) == ["x", "y%23%25#z", "y#%", "z"])
        guard case .joined(let paths) = attributes[1].value else {
            Issue.record("not joined")
            return
        }
        #expect(paths.map(\.column) == ["y#%", "z"])
    }

    @Test func `A column without a name gets one`() throws {
        let (_, mapping) = try mapping()
        #expect(mapping.table("t__")?.entities[0].attributes.map(\.name) == ["id", "column-2"])
    }

    @Test func `A key of many pages is looked at to its end`() throws {
        let fixture = try LanguageFixture(
            """
            CREATE TABLE Late (id NUMERIC PRIMARY KEY, a);
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200001)
            INSERT INTO Late SELECT iif(i = 200001, 'x', i), 1 FROM n;
            CREATE TABLE Pair (a INT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID;
            INSERT INTO Pair SELECT 1, rowid FROM Late;
            INSERT INTO Pair VALUES (2, 'x');
            """)
        let mapping = try DefaultMapping.make(schema: fixture.schema, source: fixture.source)
        #expect(mapping.tables[0].definition.key.partition.type == .string)
        #expect(mapping.tables[1].definition.key.attributes.map(\.type) == [.number, .string])
    }

    @Test func `A table that nothing identifies is refused with a hint`() throws {
        let fixture = try LanguageFixture(
            "CREATE TABLE Hidden (rowid TEXT, _rowid_ TEXT, oid TEXT)")
        let error = #expect(throws: SluiceError.self) {
            try DefaultMapping.make(schema: fixture.schema, source: fixture.source)
        }
        #expect(error?.code == .configuration)
        #expect(error?.problems.first?.message.contains("\"Hidden\" hides its rowid") == true)
        #expect(error?.hint != nil)
    }

    @Test func `What init writes is the default mapping in the language`() throws {
        let (fixture, mapping) = try mapping()
        let text = ConfigTemplate.write(
            mapping, schema: fixture.schema, sourcePath: "a \"b\".sqlite", region: "eu-west-1")
        let config = try JSONReader.read(text)
        #expect(config["source"]?["path"]?.string == "a \"b\".sqlite")
        #expect(config["target"]?["region"]?.string == "eu-west-1")
        for key in SettingKey.allCases {
            #expect(config[key.section]?[key.name] != nil, "\(key.rawValue)")
        }
        let written = try fixture.mapping(text)
        #expect(written.tables.map(\.name) == mapping.tables.map(\.name))
        for (a, b) in zip(written.tables, mapping.tables) {
            #expect(a.fingerprint == b.fingerprint, "\(a.name)")
        }
        #expect(written.fingerprint == mapping.fingerprint)
        #expect(!written.isDefault)
    }
}
