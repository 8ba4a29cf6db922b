import DynamoItem
import Mapping
import RunModel
import SQLiteSource
import Testing

@Suite struct CompileQueryTests {
    private static let schema = """
        CREATE TABLE A (Id INTEGER PRIMARY KEY, Name TEXT);
        CREATE TABLE B (Id INTEGER PRIMARY KEY, A INTEGER REFERENCES A, Name TEXT);
        CREATE TABLE T (Id INTEGER PRIMARY KEY, B INTEGER REFERENCES B, V, UNIQUE (V));
        CREATE TABLE C (Id INTEGER PRIMARY KEY, T INTEGER REFERENCES T, V); CREATE INDEX CT ON C (T);
        CREATE TABLE W (k TEXT, n INTEGER, v, PRIMARY KEY (k, n)) WITHOUT ROWID;
        CREATE TABLE P (v);
        CREATE VIEW V AS SELECT Id, V FROM T WHERE V > 0;
        """

    /// How SQLite reads a middle page of the root and of each child.
    private func plan(_ fixture: EncodeFixture) throws -> (
        root: [String], children: [[String]], sql: String
    ) {
        let query = try fixture.compiled().query
        let reader = try fixture.source.source.makeReader()
        let keys = "(\(query.keys.joined(separator: ", ")))"
        let values = "(" + query.keys.map { _ in "5" }.joined(separator: ", ") + ")"
        let bounds = " WHERE \(keys) > \(values) AND \(keys) <= \(values)"
        let sql =
            "SELECT \(query.columns.joined(separator: ", ")) FROM \(query.from)" + bounds
            + " ORDER BY \(query.keys.joined(separator: ", ")) LIMIT 9"
        let children = try query.children.map { child in
            try reader.plan(
                "SELECT \(child.columns.joined(separator: ", ")) FROM \(child.from)" + bounds
                    + " ORDER BY \((query.keys + child.order).joined(separator: ", "))")
        }
        return (try reader.plan(sql), children, sql)
    }

    @Test
    func `A rowid table with joins, conditions and computed columns is read by seeking its rowid`()
        throws
    {
        let fixture = try EncodeFixture(
            Self.schema,
            attributes: #"""
                "BName": "{B.Name}", "AName": "{B.A.Name}", "N": {"sql": "(SELECT count(*) FROM C WHERE C.T = T.Id)"},
                "Both": "{B.Name} {B.A.Name}"
                """#, entity: #""from": "T", "where": "V > 3""#)
        let plan = try plan(fixture)
        #expect(
            plan.root.first == "SEARCH main.T USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
            "\(plan.root)")
        #expect(
            !plan.root.contains { $0.contains("TEMP B-TREE") || $0.contains("SCAN") },
            "\(plan.root)")
        // Paths that begin alike share their joins.
        #expect(plan.sql.split(separator: " ").count { $0 == "JOIN" } == 2, "\(plan.sql)")
    }

    @Test func `A table without declared key is read by its hidden rowid`() throws {
        let fixture = try EncodeFixture(
            Self.schema, attributes: "", entity: #""from": "P""#, key: #""PK": "P#{rowid}""#)
        #expect(
            try plan(fixture).root == [
                "SEARCH main.P USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
            ])
        #expect(try fixture.compiled().checks.isEmpty)
    }

    @Test func `A table without rowid is read by its primary key`() throws {
        let fixture = try EncodeFixture(
            Self.schema, attributes: "", entity: #""from": "W""#, key: #""PK": "{k}#{n}""#)
        let plan = try plan(fixture).root
        #expect(
            plan.count == 1 && plan[0].hasPrefix("SEARCH main.W USING PRIMARY KEY ((k,n)>"),
            "\(plan)")
    }

    @Test func `Children are sought by their index and sorted parent by parent`() throws {
        let fixture = try EncodeFixture(
            Self.schema,
            attributes: #""C": {"list": {"from": "C", "order": ["V"], "value": "{V}"}}"#)
        let child = try #require(try plan(fixture).children.first)
        #expect(
            child == [
                "SEARCH main.T USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
                "SEARCH main.C USING INDEX CT (T=?)", "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
            ])
    }

    @Test func `Only the columns that are needed are asked for`() throws {
        let fixture = try EncodeFixture(
            Self.schema, attributes: #""X": "{V}""#, entity: #""from": "T", "columns": []"#)
        #expect(try fixture.compiled().query.columns.count == 2)
    }

    @Test func `A view is read by its declared key, which is checked first`() throws {
        func view(_ rows: String) throws -> EncodeFixture {
            try EncodeFixture(
                "CREATE TABLE T (Id INTEGER, V); INSERT INTO T VALUES \(rows);"
                    + "CREATE VIEW V AS SELECT Id, V FROM T",
                attributes: "", entity: #""from": {"view": "V", "key": ["Id"]}"#)
        }
        #expect(
            try view("(3, 'c'), (1, 'a'), (2, 'b')").items(pages: 1).map { $0["V"] } == [
                .string("a"), .string("b"), .string("c"),
            ])
        for rows in ["(1, 'a'), (1, 'b')", "(NULL, 'a')"] {
            let fixture = try view(rows)
            let check = try #require(try fixture.compiled().checks.first)
            let reader = try fixture.source.source.makeReader()
            #expect(throws: SluiceError.self) { try reader.check(check) }
        }
    }

    @Test func `A query is read by its declared key, and its columns are named by their aliases`()
        throws
    {
        let fixture = try EncodeFixture(
            Self.schema + "INSERT INTO T (V) VALUES (1), (2), (3);",
            attributes: #""S": {"sql": "query.Twice + 1"}"#,
            entity: #"""
                "from": {"query": "SELECT Id AS k, V * 2 AS Twice FROM T -- all", "key": ["k"]}, "where": "Twice <> 4"
                """#, key: #""PK": "K{k}""#)
        #expect(
            try fixture.read(pages: 2).map(\.json) == [
                #"{"PK":{"S":"K1"},"k":{"N":"1"},"Twice":{"N":"2"},"S":{"N":"3"}}"#, "",
                #"{"PK":{"S":"K3"},"k":{"N":"3"},"Twice":{"N":"6"},"S":{"N":"7"}}"#,
            ])
    }

    @Test func `Names that need quoting are quoted`() throws {
        let fixture = try EncodeFixture(
            #"CREATE TABLE "T ""x" (Id INTEGER PRIMARY KEY, "a b" TEXT, "select" TEXT, "v0" TEXT);"#
                + #"INSERT INTO "T ""x" VALUES (1, 'x', 'y', 'z')"#,
            attributes: #""X": {"sql": "v0 || \"a b\""}"#, entity: #""from": "T \"x""#)
        #expect(try fixture.value() == .string("zx"))
        #expect(try fixture.value("select") == .string("y"))
    }
}
