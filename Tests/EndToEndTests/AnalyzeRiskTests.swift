import TestSupport
import Testing

@testable import sluice

/// Each kind of risk from the smallest source that has it.
@Suite struct AnalyzeRiskTests {
    struct Case: CustomTestStringConvertible {
        var title: String
        var sql: String
        var mapping: String?
        var risks: [String]

        init(_ title: String, _ sql: String, mapping: String? = nil, _ risks: String...) {
            self.title = title
            self.sql = sql
            self.mapping = mapping
            self.risks = risks
        }

        var testDescription: String { title }
    }

    static let ofData = [
        Case(
            "text in a numeric column",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO Row VALUES (1, 5), (2, 'five')",
            "warning textInNumericColumn Row.n"),
        Case(
            "dates in a DATETIME column are what is meant",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, d DATETIME); INSERT INTO Row VALUES (1, '2024-05-01')"
        ),
        Case(
            "values of several types",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, v); INSERT INTO Row VALUES (1, 5), (2, 'five'), (3, x'05')",
            "warning mixedTypes Row.v"),
        Case(
            "integers and reals are one type",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, v NUMERIC); INSERT INTO Row VALUES (1, 5), (2, 2.5)"
        ),
        Case(
            "a number that is none of DynamoDB's",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, v REAL); INSERT INTO Row VALUES (1, 9e999), (2, 1)",
            "error rowsQuarantined Row", "warning numberOutOfRange Row.v"),
        Case(
            "text of invalid UTF-8",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO Row VALUES (1, CAST(x'C328' AS TEXT))",
            "error rowsQuarantined Row", "warning invalidUTF8 Row.v"),
        Case(
            "a value over the size of an item",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, v BLOB); INSERT INTO Row VALUES (1, zeroblob(409601))",
            "error rowsQuarantined Row", "warning valueOverItemLimit Row.v"),
        Case(
            "an item near its size",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, v BLOB); INSERT INTO Row VALUES (1, zeroblob(400000))",
            "warning itemNearLimit Row"),
        Case(
            "an integer that JavaScript rounds",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO Row VALUES (1, -9007199254740993)",
            "note integerBeyondDouble Row.v"),
        Case(
            "no primary key", "CREATE TABLE Row(a); INSERT INTO Row VALUES (1)",
            "note noPrimaryKey Row"),
        Case(
            "NULL and empty keys",
            "CREATE TABLE Row(k TEXT PRIMARY KEY); INSERT INTO Row VALUES (NULL), (''), ('a')",
            "error rowsQuarantined Row", "error rowsQuarantined Row", "note keysUnproven Row",
            "warning keyNullOrEmpty Row.k"),
    ]

    static let ofSchema = [
        Case(
            "a foreign key to nothing",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY, p REFERENCES gone(id))",
            "warning foreignKeyBroken Row.p"),
        Case(
            "a foreign key to what is not unique",
            "CREATE TABLE Par(id INTEGER PRIMARY KEY, v); CREATE TABLE Row(id INTEGER PRIMARY KEY, p REFERENCES Par(v))",
            "warning foreignKeyNotUnique Row.p"),
        Case(
            "rows without a parent",
            """
            CREATE TABLE Par(a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
            CREATE TABLE Row(id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, FOREIGN KEY (a, b) REFERENCES Par);
            INSERT INTO Par VALUES (1, 1); INSERT INTO Row VALUES (1, 1, 1), (2, 1, 2), (3, 1, NULL)
            """, "warning orphanedRows Row.a+b"),
        Case(
            "a view that cannot be read",
            "CREATE TABLE Row(id INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT * FROM gone",
            "note viewBroken v"),
        Case(
            "a name that is no table's",
            "CREATE TABLE \"Order Details\"(id INTEGER PRIMARY KEY)",
            "note renamedTable Order Details"),
    ]

    private static let parents = """
        CREATE TABLE Par(id INTEGER PRIMARY KEY, v TEXT);
        CREATE TABLE Kid(id INTEGER PRIMARY KEY, p INTEGER REFERENCES Par(id), g TEXT);
        INSERT INTO Par VALUES (1, 'x'), (2, NULL); INSERT INTO Kid VALUES (1, 1, 'x');
        """

    static let ofMapping = [
        Case(
            "a table that is left behind", parents,
            mapping:
                #"{"Pars": {"partitionKey": {"name": "id", "type": "N"}, "entities": {"Par": {"from": "Par"}}}}"#,
            "warning notMapped Kid"),
        Case(
            "children without an index", parents,
            mapping: #"""
                {"Pars": {"partitionKey": {"name": "id", "type": "N"}, "entities": {"Par": {"from": "Par",
                  "attributes": {"cs": {"list": {"from": "Kid", "by": "p"}}}}}}}
                """#, "note childWithoutIndex Pars/Par"),
        Case(
            "an index that lacks some items", parents,
            mapping: #"""
                {"Pars": {"partitionKey": {"name": "id", "type": "N"},
                  "indexes": {"ByV": {"partitionKey": "v"}}, "entities": {"Par": {"from": "Par"}}},
                 "Kids": {"partitionKey": {"name": "id", "type": "N"}, "entities": {"Kid": {"from": "Kid"}}}}
                """#, "note sparseIndex Pars/Par"),
        Case(
            "two rows of one key", parents,
            mapping: #"""
                {"Pars": {"partitionKey": "k", "entities": {
                  "Par": {"from": "Par", "attributes": {"k": "{v|x}"}}}},
                 "Kids": {"partitionKey": {"name": "id", "type": "N"}, "entities": {"Kid": {"from": "Kid"}}}}
                """#, "error keyCollision Pars"),
        Case(
            "a mapping that does not fit", parents,
            mapping: #"{"Pars": {"partitionKey": "id", "entities": {"Par": {"from": "q"}}}}"#,
            "error mappingProblem"),
    ]

    @Test(arguments: ofData + ofSchema)
    func `A risk of the source is found where it is`(_ example: Case) throws {
        let found = try AnalyzeFixture(example.sql).analysis()
        #expect(found.graded.sorted() == example.risks.sorted())
    }

    @Test(arguments: ofMapping)
    func `A risk of the mapping is found where it is`(_ example: Case) throws {
        let found = try AnalyzeFixture(example.sql).analysis(mapping: example.mapping)
        let shown = found.risks.map { risk in
            // A problem's place has the path of the test's folder in it.
            "\(risk.severity.rawValue) \(risk.kind.rawValue)"
                + (risk.kind == .mappingProblem ? "" : " \(risk.place)")
        }
        #expect(shown == example.risks)
    }

    @Test func `The gravest risks come first, and each says what to do`() throws {
        let sql = (Self.ofData[4].sql + ";" + Self.ofSchema[4].sql + "; CREATE TABLE Other(a)")
        let risks = try AnalyzeFixture(sql).analysis().risks
        let ranks = risks.map { Risk.Severity.allCases.firstIndex(of: $0.severity) ?? 9 }
        #expect(ranks == ranks.sorted())
        #expect(risks.allSatisfy { !$0.advice.isEmpty && !$0.message.hasSuffix(".") })
    }

    @Test func `A partition key of few values is told with the time it takes at least`() throws {
        let fixture = try AnalyzeFixture(
            """
            CREATE TABLE Row(id INTEGER PRIMARY KEY, g INTEGER);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
            INSERT INTO Row SELECT i, i % 4 FROM n
            """)
        let found = try fixture.analysis(
            mapping: #"""
                {"Rows": {"partitionKey": {"name": "id", "type": "N"},
                  "indexes": {"ByG": {"partitionKey": {"name": "g", "type": "N"}}},
                  "entities": {"Row": {"from": "Row"}}}}
                """#)
        #expect(found.graded == ["note hotPartition Rows ByG"])
        let message = try #require(found.risks.first).message
        #expect(message.contains("4 values for 2,000 items"))
        #expect(message.contains("takes 25.0%"))
        #expect(message.contains("500 ms"))
    }

    @Test func `A source in use is told by its -wal`() throws {
        let fixture = try AnalyzeFixture("CREATE TABLE Row(id INTEGER PRIMARY KEY)")
        let writer = try LiveWriter(fixture.source)
        let found = try fixture.analysis()
        #expect(found.graded == ["warning liveWriter \(fixture.source)"])
        try writer.close()
    }
}
