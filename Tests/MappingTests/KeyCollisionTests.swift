import Mapping
import RunModel
import SQLiteSource
import Testing

@Suite struct KeyCollisionTests {
    private func unproven(_ sql: String, _ entities: String, sort: Bool = true) throws -> [Int] {
        let source = try LanguageFixture(sql)
        let mapping = try source.mapping(
            """
            {"tables": {"Target": {"partitionKey": "PK"\(sort ? #", "sortKey": "SK""# : ""),
            "entities": {\(entities)}}}}
            """)
        return KeyCollisionProof(of: mapping.tables[0], schema: source.schema).unproven
    }

    private static let schema = """
        CREATE TABLE A (Id INTEGER PRIMARY KEY, Name TEXT NOT NULL UNIQUE, Maybe TEXT UNIQUE, V, Kind TEXT);
        CREATE TABLE B (Id INTEGER PRIMARY KEY, A INTEGER REFERENCES A);
        CREATE TABLE J (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
        CREATE TABLE T (a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
        CREATE TABLE U (k PRIMARY KEY) WITHOUT ROWID;
        CREATE VIEW V AS SELECT Id FROM A;
        """

    private func entity(_ name: String, _ from: String, _ pk: String, _ sk: String = "X") -> String
    {
        #""\#(name)": {"from": \#(from.hasPrefix("{") ? from : "\"\(from)\""), "columns": [], "attributes": {"PK": "\#(pk)", "SK": "\#(sk)"}}"#
    }

    @Test(arguments: [
        ("A", "A#{Id}", "X"), ("A", "{Name}", "X"), ("A", "X", "A#{Id:08}#Z"),
        ("A", "N#{Name}", "{Kind|none}"),
        ("A", "{Kind}#{Id}", "X"), ("A", "{Kind}", "{V|0}#{Id}"), ("J", "{a}", "{b}"),
        ("T", "{a}", "{b}#"),
        ("B", "A#{A}", "B#{Id}#{A.Name}"), ("B", "{A.Id}#{Id}", "X"),
    ])
    func `A key that holds a unique key of the root is proved`(root: String, pk: String, sk: String)
        throws
    {
        let pk = pk == "{a}" && root == "J" ? "J#{a}" : pk
        let sk = sk == "{b}" ? "J#{b}" : sk
        #expect(try unproven(Self.schema, entity("E", root, pk, sk)) == [])
    }

    @Test(arguments: [
        // Not unique, NULLs repeat, not all of the key.
        ("A", "{Kind}", "X"), ("A", "A#{Maybe|none}", "X"), ("J", "J#{a}", "X"),
        // The text does not tell where one column ends.
        ("T", "{a}{b}", "X"), ("T", "{a}#{b}", "X"), ("J", "{a}{b}", "X"), ("A", "{Id}{Kind}", "X"),
        // 1 and '1' are one text; '7' and '07' are one when padded.
        ("U", "U#{k}", "X"), ("A", "{Name:08}", "X"),
        // A path's column is not the root's.
        ("B", "{A.Name}", "X"), (#"{"view": "V", "key": ["Id"]}"#, "V#{Id}", "X"),
    ])
    func `A key that does not is looked up`(root: String, pk: String, sk: String) throws {
        #expect(try unproven(Self.schema, entity("E", root, pk, sk)) == [0])
    }

    @Test(arguments: [
        ("A#{Id}", "X", "B#{Id}", "X", true), ("A#{Id}", "PROFILE", "A#{A}", "B#{Id}", true),
        ("A#{Id}", "X#{Id}", "A#{A}", "X#{Id}#Y#{A}", true), ("A#{Id}", "X", "A#{Id}", "X", false),
        // A rowid holds no #; a column of text, or of numbers as far as SQLite promises, may hold anything.
        ("A", "X#{Kind}#{Id}", "A", "X#{Id}", true),
        ("A", "X#{Kind}#{Id}", "A", "X#{A}#{Id}", false),
        ("A", "X#{Id}", "A", "X#{Id:04}", false), ("{Name}", "K{Id}", "B#{A}", "K{Id}", false),
        ("A", "N#{Id}", "A", "N#{Id}#", true),
    ])
    func `Entities whose keys are never one text are proved apart`(
        pk1: String, sk1: String, pk2: String, sk2: String, isProved: Bool
    ) throws {
        let entities = entity("E", "A", pk1, sk1) + ", " + entity("F", "B", pk2, sk2)
        #expect(try unproven(Self.schema, entities) == (isProved ? [] : [0, 1]))
    }

    @Test func `Only the entities in doubt are looked up`() throws {
        let entities = [
            entity("E", "A", "E", "E#{Id}"), entity("F", "A", "F", "{Kind}"),
            entity("G", "B", "G", "G#{Id}"),
        ]
        #expect(try unproven(Self.schema, entities.joined(separator: ", ")) == [1])
    }

    // MARK: - In the data

    private func collisions(
        _ rows: String, _ entities: String, keys: String = #""partitionKey": "PK""#
    ) throws -> [KeyCollisionCheck.Collision] {
        let source = try LanguageFixture(
            "CREATE TABLE A (Id INTEGER PRIMARY KEY, V); CREATE TABLE B (Id INTEGER PRIMARY KEY, V);"
                + rows)
        let mapping = try source.mapping(
            #"{"tables": {"Target": {\#(keys), "entities": {\#(entities)}}}}"#)
        let check = try KeyCollisionCheck(
            mapping.tables[0], unproven: Array(mapping.tables[0].entities.indices),
            schema: source.schema)
        return try check.run(source.source.makeReader())
    }

    private func one(_ from: String, _ pk: String, _ rest: String = "") -> String {
        #""\#(from)": {"from": "\#(from)", \#(rest) "attributes": {"PK": "\#(pk)"}}"#
    }

    @Test func `Rows of one key are named with their keys`() throws {
        let found = try collisions(
            "INSERT INTO A (V) VALUES ('x'), ('y'), ('x'), (1), ('1'), (1.0)", one("A", "V#{V}"))
        #expect(
            found.map(\.key) == ["PK=\"V#1\"", "PK=\"V#x\""]
                || found.map(\.key) == ["PK=V#1", "PK=V#x"], "\(found)")
        #expect(
            found.map { $0.rows.map(\.key) }
                == [[4, 5, 6], [1, 3]].map { $0.map { RowKey(rowid: $0) } })
        let error = try #require(KeyCollisionCheck.refusal(found, table: "Target"))
        #expect(
            error.code == .tableRefused && error.message.contains("A 1, A 3"), "\(error.message)")
    }

    @Test func `Rows of two entities are compared`() throws {
        let found = try collisions(
            "INSERT INTO A (V) VALUES ('B#1'), ('C'); INSERT INTO B (V) VALUES ('x')",
            one("A", "{V}#") + ", " + one("B", "B#{Id}#"))
        #expect(found.map { $0.rows.map { "\($0.entity.entity) \($0.key)" } } == [["A 1", "B 1"]])
    }

    @Test func `Rows that are left out or have no key do not collide`() throws {
        let rows = "INSERT INTO A (V) VALUES ('x'), ('x'), (NULL), (NULL), (x'00'), (x'00')"
        #expect(try collisions(rows, one("A", "V#{V}", #""where": "Id <> 2","#)).isEmpty)
    }

    @Test func `Numbers are compared by value`() throws {
        let found = try collisions(
            "INSERT INTO A (V) VALUES (1), ('1.0'), (2), (0), ('-0'), ('1e-1'), (0.1)",
            one("A", "{V}"),
            keys: #""partitionKey": {"name": "PK", "type": "N"}"#)
        #expect(
            Set(found.map { $0.rows.map(\.key) })
                == Set([[1, 2], [4, 5], [6, 7]].map { $0.map { RowKey(rowid: $0) } }))
    }

    @Test func `No collision is no error`() throws {
        #expect(try KeyCollisionCheck.refusal(collisions("", one("A", "{V}")), table: "T") == nil)
    }
}
