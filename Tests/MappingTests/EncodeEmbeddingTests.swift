import DynamoItem
import JSONText
import Mapping
import RunModel
import SQLiteSource
import Testing

@Suite struct EncodeEmbeddingTests {
    private func json(_ value: AttributeValue?) -> String {
        guard let value else { return "nil" }
        let writer = ByteWriter(capacity: 64)
        value.write(to: writer)
        return String(decoding: writer.array, as: UTF8.self)
    }

    private static let company = """
        CREATE TABLE T (Id INTEGER PRIMARY KEY, Name TEXT, Boss INTEGER REFERENCES T);
        INSERT INTO T VALUES (1, 'Ada', NULL), (2, 'Bo', 1), (3, 'Cy', 1), (4, 'Di', 2), (5, 'Ed', 5);
        """

    @Test(arguments: [1, 2, 100])
    func `A table that refers to itself embeds its own rows, and a row may be its own child`(
        pageRows: Int
    ) throws {
        let fixture = try EncodeFixture(
            Self.company,
            attributes: #"""
                "BossName": "{Boss.Name}", "Reports": {"list": {"from": "T", "by": "Boss", "order": ["Id"],
                "value": "{Name}"}}
                """#)
        let items = try fixture.items(pages: pageRows)
        #expect(
            items.map { json($0["Reports"]) } == [
                #"{"L":[{"S":"Bo"},{"S":"Cy"}]}"#, #"{"L":[{"S":"Di"}]}"#, #"{"L":[]}"#,
                #"{"L":[]}"#,
                #"{"L":[{"S":"Ed"}]}"#,
            ])
        #expect(
            items.map { $0["BossName"] } == [
                nil, .string("Ada"), .string("Ada"), .string("Bo"), .string("Ed"),
            ])
    }

    @Test(arguments: [1, 2, 100])
    func `A document between two arrays keeps each array's elements`(pageRows: Int) throws {
        let fixture = try EncodeFixture(
            Self.company,
            attributes: #"""
                "Reports": {"list": {"from": "T", "by": "Boss", "order": ["-Name"], "columns": ["Name"],
                "attributes": {"BossName": "{Boss.Name}", "Reports": {"list": {"from": "T", "by": "Boss",
                "order": "Id", "value": "{Id}"}}, "Last": "end"}}}
                """#)
        let items = try fixture.items(pages: pageRows)
        #expect(
            json(items[0]["Reports"])
                == #"{"L":[{"M":{"Name":{"S":"Cy"},"BossName":{"S":"Ada"},"Reports":{"L":[]},"Last":{"S":"end"}}},"#
                + #"{"M":{"Name":{"S":"Bo"},"BossName":{"S":"Ada"},"Reports":{"L":[{"N":"4"}]},"Last":{"S":"end"}}}]}"#
        )
        #expect(json(items[4]["Reports"]).contains(#""Reports":{"L":[{"N":"5"}]}"#))
    }

    @Test func `Children without a primary key, alike ones too, all come`() throws {
        let fixture = try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY); CREATE TABLE C (t INTEGER, v);"
                + "INSERT INTO T VALUES (1), (2); INSERT INTO C VALUES (1, 'a'), (1, 'a'), (2, NULL), (1, 'b'), (NULL, 'x')",
            attributes: #""C": {"list": {"from": "C", "on": {"t": "Id"}, "columns": ["v"]}}"#)
        #expect(
            try fixture.items().map { json($0["C"]) } == [
                #"{"L":[{"M":{"v":{"S":"a"}}},{"M":{"v":{"S":"a"}}},{"M":{"v":{"S":"b"}}}]}"#,
                #"{"L":[{"M":{}}]}"#,
            ])
    }

    @Test func `Order, limit and where choose children; NULLs have their place`() throws {
        let fixture = try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY); CREATE TABLE C (Id INTEGER PRIMARY KEY, t INTEGER REFERENCES T, v);"
                + "INSERT INTO T VALUES (1), (2); INSERT INTO C (t, v) VALUES (1, 3), (1, NULL), (1, 2), (1, 2), (2, 9), (1, -1)",
            attributes: #"""
                "Up": {"list": {"from": "C", "order": ["v"], "value": "{Id}"}},
                "Down": {"list": {"from": "C", "order": ["-v"], "limit": 2, "value": "{Id}"}},
                "Some": {"list": {"from": "C", "where": "v > 0", "order": ["v", "-Id"], "value": "{Id}"}}
                """#)
        let item = try fixture.items()[0]
        #expect(json(item["Up"]) == #"{"L":[{"N":"2"},{"N":"6"},{"N":"3"},{"N":"4"},{"N":"1"}]}"#)
        #expect(json(item["Down"]) == #"{"L":[{"N":"1"},{"N":"3"}]}"#)
        #expect(json(item["Some"]) == #"{"L":[{"N":"4"},{"N":"3"},{"N":"1"}]}"#)
    }

    @Test func `Many to many goes through the junction table`() throws {
        let fixture = try EncodeFixture(
            """
            CREATE TABLE T (Id INTEGER PRIMARY KEY); CREATE TABLE G (Id INTEGER PRIMARY KEY, Name TEXT);
            CREATE TABLE J (t INTEGER REFERENCES T, g INTEGER REFERENCES G, PRIMARY KEY (t, g)) WITHOUT ROWID;
            INSERT INTO T VALUES (1), (2), (3); INSERT INTO G VALUES (1, 'x'), (2, 'y');
            INSERT INTO J VALUES (1, 2), (1, 1), (3, 2), (3, 7);
            """,
            attributes: #""G": {"list": {"from": "J", "by": "t", "value": "{g.Name}"}}"#)
        #expect(
            try fixture.items().map { json($0["G"]) } == [
                #"{"L":[{"S":"x"},{"S":"y"}]}"#, #"{"L":[]}"#, #"{"L":[{"S":"y"}]}"#,
            ])
    }

    @Test func `Composite keys and NOCASE columns join as SQLite's foreign keys do`() throws {
        let fixture = try EncodeFixture(
            """
            CREATE TABLE T (a TEXT COLLATE NOCASE, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
            CREATE TABLE C (Id INTEGER PRIMARY KEY, a TEXT, b TEXT, FOREIGN KEY (a, b) REFERENCES T);
            INSERT INTO T VALUES ('x', 1), ('Y', 1), ('x', 2);
            INSERT INTO C (a, b) VALUES ('X', '1'), ('y', 1), ('x', '2'), ('x', NULL), ('z', 1), ('x', '1');
            """,
            attributes: #""C": {"list": {"from": "C", "value": "{Id}"}}"#,
            key: #""PK": "{a}#{b}""#)
        #expect(
            try fixture.items(pages: 1).map { json($0["C"]) } == [
                #"{"L":[{"N":"1"},{"N":"6"}]}"#, #"{"L":[{"N":"3"}]}"#, #"{"L":[{"N":"2"}]}"#,
            ])
        let back = try EncodeFixture(
            """
            CREATE TABLE P (a TEXT COLLATE NOCASE UNIQUE, n TEXT); INSERT INTO P VALUES ('x', 'one'), ('01', 'two');
            CREATE TABLE T (Id INTEGER PRIMARY KEY, a TEXT REFERENCES P (a), i INTEGER);
            INSERT INTO T VALUES (1, 'X', 1), (2, NULL, 2), (3, '01', 1), (4, '1', 1);
            """,
            attributes: #""N": "{a.n}", "I": "{p.n}""#,
            entity: #""from": "T", "lookups": {"p": {"table": "P", "on": {"a": "i"}}}"#)
        #expect(try back.items().map { $0["N"] } == [.string("one"), nil, .string("two"), nil])
        #expect(try back.items().map { $0["I"] } == [nil, nil, nil, nil])
    }

    @Test func `A map holds each child under its key, and two of one key quarantine the row`()
        throws
    {
        let sql = """
            CREATE TABLE T (Id INTEGER PRIMARY KEY); CREATE TABLE C (t INTEGER REFERENCES T, k, v);
            INSERT INTO T VALUES (1), (2), (3), (4);
            INSERT INTO C VALUES (1, 'a', 1), (1, 'b"', 2), (2, 'a', 3), (3, 'q', 4), (3, 'q', 5), (4, NULL, 6);
            """
        let fixture = try EncodeFixture(
            sql, attributes: #""M": {"map": {"from": "C", "key": "{k}", "value": "{v}"}}"#)
        let reads = try fixture.read()
        #expect(reads[0].json.hasSuffix(#""M":{"M":{"a":{"N":"1"},"b\"":{"N":"2"}}}}"#))
        #expect(reads[1].json.hasSuffix(#""M":{"M":{"a":{"N":"3"}}}}"#))
        #expect(reads[2].row == .quarantine(cause: "M: two children with one key in a map"))
        #expect(reads[3].row == .quarantine(cause: "M: NULL in a map's key"))
        #expect(reads[2].json.isEmpty && reads[3].json.isEmpty)
        guard case .item(let item, let bytes) = reads[0].row else {
            Issue.record("no item")
            return
        }
        #expect(bytes == ItemSize.of(item))
    }

    @Test
    func `A child that cannot be written quarantines its parent, and the next parent is whole`()
        throws
    {
        let fixture = try EncodeFixture(
            """
            CREATE TABLE T (Id INTEGER PRIMARY KEY); CREATE TABLE C (Id INTEGER PRIMARY KEY,
            t INTEGER REFERENCES T, v); CREATE TABLE D (c INTEGER REFERENCES C, v);
            INSERT INTO T VALUES (1), (2); INSERT INTO C (t, v) VALUES (1, 9e999), (1, 1), (2, 2);
            INSERT INTO D VALUES (1, 'lost'), (2, 'lost'), (3, 'kept');
            """,
            attributes: #"""
                "C": {"list": {"from": "C", "columns": ["v"], "attributes": {"D": {"list": {"from": "D",
                "value": "{v}"}}}}}
                """#)
        let reads = try fixture.read()
        #expect(reads[0].row == .quarantine(cause: "C.v: an infinite number"))
        #expect(
            reads[1].json.hasSuffix(#""C":{"L":[{"M":{"v":{"N":"2"},"D":{"L":[{"S":"kept"}]}}}]}}"#)
        )
    }

    @Test func `An embedding far over an item's size ends early and in quarantine`() throws {
        let fixture = try EncodeFixture(
            """
            CREATE TABLE T (Id INTEGER PRIMARY KEY); CREATE TABLE C (t INTEGER REFERENCES T, v);
            INSERT INTO T VALUES (1), (2);
            WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
            INSERT INTO C SELECT 1, printf('%.*c', 1000, 'x') FROM n; INSERT INTO C VALUES (2, 'y');
            """,
            attributes: #""C": {"list": {"from": "C", "value": "{v}"}}"#)
        let reads = try fixture.read()
        #expect(reads[0].row == .quarantine(cause: "item over 409,600 bytes"))
        #expect(reads[1].json.hasSuffix(#""C":{"L":[{"S":"y"}]}}"#))
    }

    @Test func `A lookup that finds two rows is refused before anything is written`() throws {
        let fixture = try EncodeFixture(
            """
            CREATE TABLE P (a, n); INSERT INTO P VALUES ('x', 1), ('x', 2), ('y', 3), ('z', 4), ('z', 5);
            CREATE TABLE T (Id INTEGER PRIMARY KEY, a); INSERT INTO T VALUES (1, 'x'), (2, 'y');
            """,
            attributes: #""N": "{p.n}""#,
            entity: #""from": "T", "lookups": {"p": {"table": "P", "on": {"a": "a"}}}"#)
        #expect(throws: SluiceError.self) { try fixture.read() }
        let check = try #require(try fixture.compiled().checks.first)
        let reader = try fixture.source.source.makeReader()
        do throws(SluiceError) {
            try reader.check(check)
        } catch {
            // Only what a row asks for: z is nobody's.
            #expect(error.message.hasSuffix("of P for some values: 'x'"), "\(error.message)")
            #expect(error.code == .tableRefused)
        }
    }
}
