import DynamoItem
import Mapping
import RunModel
import Testing

@Suite struct EncodeKeyTests {
    private func template(_ values: String, _ template: String, columns: String = "V, W") throws
        -> EncodeFixture
    {
        try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY, \(columns)); INSERT INTO T (\(columns)) VALUES (\(values))",
            attributes: #""X": "\#(template)""#, entity: #""from": "T", "columns": []"#)
    }

    @Test(arguments: [
        ("1, 'a'", "{V}-{W}", "1-a"), ("0.1, 1e20", "{V}#{W}", "0.1#1e+20"),
        ("2.0, 'q\"'", "{V}{W}", "2q\""),
        ("7, 'ab'", "{V:04}/{W:04}", "0007/00ab"), ("-7, 'äöü'", "{V:04}/{W:04}", "-007/0äöü"),
        ("123456, 1.5", "{V:04}/{W:05}", "123456/001.5"),
        ("NULL, ''", "{V|none}|{W|none}", "none|"),
        ("1, 2", "a{{{V}}}b", "a{1}b"),
    ])
    func `Templates write values as N has them, padded and with fallbacks`(
        values: String, template: String, text: String
    ) throws {
        #expect(try self.template(values, template).value() == .string(text))
    }

    @Test func `A template with a NULL leaves its attribute out`() throws {
        #expect(try template("NULL, 1", "{V}-{W}").items().first?["X"] == nil)
    }

    @Test(arguments: [
        ("x'00', 1", "a BLOB in a template"), ("CAST(x'ff' AS TEXT), 1", "invalid UTF-8 text"),
        ("9e999, 1", "an infinite number"),
    ])
    func `What a template cannot hold is quarantined`(values: String, cause: String) throws {
        #expect(try template(values, "{V}-{W}").cause() == "X: " + cause)
    }

    private func key(_ value: String, _ key: String, table: String = #""partitionKey": "PK""#)
        throws -> EncodeFixture
    {
        try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY, V); INSERT INTO T (V) VALUES (\(value))",
            attributes: "", table: table, key: key)
    }

    @Test(arguments: [
        ("NULL", #""PK": "{V}#""#, "PK: NULL in the table's key"),
        ("NULL", #""PK": "{V}""#, "PK: NULL in the table's key"),
        ("''", #""PK": "{V}""#, "PK: an empty key"), ("''", #""PK": "{V}{V}""#, "PK: an empty key"),
        ("printf('%.*c', 2049, 'x')", #""PK": "{V}""#, "PK: a key over 2048 bytes"),
        ("printf('%.*c', 2048, 'x')", #""PK": "{V}#""#, "PK: a key over 2048 bytes"),
        ("x'01'", #""PK": "{V}""#, "PK: a BLOB where text is wanted"),
    ])
    func `A row whose key DynamoDB would refuse is quarantined`(
        value: String, key: String, cause: String
    ) throws {
        let read = try self.key(value, key).read()
        #expect(read.map(\.row) == [.quarantine(cause: cause)])
        #expect(read[0].json.isEmpty)
    }

    @Test func `A key may be as long as DynamoDB takes`() throws {
        #expect(try key("printf('%.*c', 2048, 'x')", #""PK": "{V}""#).items().count == 1)
        let sort = #""partitionKey": "PK", "sortKey": "SK""#
        #expect(
            try key("printf('%.*c', 1024, 'x')", #""PK": "A", "SK": "{V}""#, table: sort).items()
                .count == 1)
        #expect(
            try key("printf('%.*c', 1025, 'x')", #""PK": "A", "SK": "{V}""#, table: sort).cause()
                == "SK: a key over 1024 bytes")
    }

    @Test func `A key of type N takes numbers alone`() throws {
        let table = #""partitionKey": {"name": "PK", "type": "N"}"#
        #expect(try key("12.5", #""PK": "{V}""#, table: table).value("PK") == .number("12.5"))
        #expect(
            try key("'a'", #""PK": "{V}""#, table: table).cause() == "PK: text that is not a number"
        )
    }

    private static let indexed = """
        "partitionKey": "PK", "indexes": {
            "GS1": {"partitionKey": "G1P", "sortKey": "G1S"}, "GS2": {"partitionKey": "V", "sortKey": "G2S"},
            "GS3": {"partitionKey": "G1P", "sortKey": "W"}}
        """

    private func indexed(_ values: String) throws -> EncodeFixture {
        try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY, V TEXT, W TEXT, Z); INSERT INTO T (V, W, Z) VALUES (\(values))",
            attributes: #""G1P": "P#{Z}", "G1S": "S#{W}", "G2S": "{Id}#{Z|none}""#,
            table: Self.indexed)
    }

    @Test func `An index gets its keys where all are there`() throws {
        let item = try indexed("'v', 'w', 'z'").items()[0]
        #expect(
            item["G1P"] == .string("P#z") && item["G1S"] == .string("S#w")
                && item["G2S"] == .string("1#z"))
    }

    @Test func `An incomplete index gets none of the attributes made for it, and columns stay`()
        throws
    {
        // W is NULL: G1 and G3 are incomplete.
        var item = try indexed("'v', NULL, 'z'").items()[0]
        #expect(item["G1P"] == nil && item["G1S"] == nil && item["G2S"] == .string("1#z"))
        // Z is NULL: G1P is missing; G3's W is a column and stays.
        item = try indexed("NULL, 'w', NULL").items()[0]
        #expect(item["G1P"] == nil && item["G1S"] == nil && item["G2S"] == nil)
        #expect(item["W"] == .string("w") && item["V"] == nil)
    }

    @Test(arguments: [
        ("'v', 'w', 'z'", 4), ("'v', NULL, 'z'", 2), ("NULL, 'w', NULL", 1), ("NULL, 'w', 'z'", 3),
    ])
    func `An index takes write units for the items that are in it`(
        values: String, units: Int
    ) throws {
        #expect(try indexed(values).read().map(\.writeUnits) == [units])
    }

    @Test func `An index of keys takes one write unit, of attributes as many as the item`() throws {
        let sql = "CREATE TABLE T (Id INTEGER PRIMARY KEY, V); "
        let table = """
            "partitionKey": "PK", "indexes": {"All": {"partitionKey": "P"},
            "Keys": {"partitionKey": "P", "projection": "KEYS_ONLY"},
            "Some": {"partitionKey": "P", "projection": ["V"]}, "None": {"partitionKey": "Other"}}
            """
        let fixture = try EncodeFixture(
            sql + "INSERT INTO T (V) VALUES (printf('%02000d', 1))",
            """
            {"tables": {"Target": {\(table), "entities": {
                "Row": {"from": "T", "attributes": {"PK": "R#{Id}", "P": "P#{Id}", "V": "{V}"}},
                "Off": {"from": "T", "attributes": {"PK": "O#{Id}", "Other": "{V}"}}}}}}
            """)
        // 2,000 bytes and the keys are 2 units: the table's own, All's and Some's, and one for Keys.
        #expect(try fixture.read().map(\.writeUnits) == [7])
    }

    @Test func `An attribute of two indexes stays while one of them is complete`() throws {
        let fixture = try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY, V TEXT, W TEXT); INSERT INTO T (V, W) VALUES (NULL, 'w')",
            attributes: #""P": "P#{Id}", "S": "S#{V}""#,
            table: """
                "partitionKey": "PK", "indexes": {"GS1": {"partitionKey": "P", "sortKey": "S"},
                "GS2": {"partitionKey": "P", "sortKey": "W"}}
                """)
        let item = try fixture.items()[0]
        #expect(item["P"] == .string("P#1") && item["S"] == nil)
    }

    @Test func `A column that is an index key is not dropped for being empty`() throws {
        #expect(try indexed("'', 'w', 'z'").cause() == "V: an empty key")
    }

    @Test(arguments: [("''", false), ("'x'", true)])
    func `An attribute made for an index is left out where it would be empty`(
        value: String, isThere: Bool
    ) throws {
        let fixture = try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY, V TEXT); INSERT INTO T (V) VALUES (\(value))",
            attributes: #""P": "{V}", "S": "S#{Id}""#,
            table:
                #""partitionKey": "PK", "indexes": {"GSI": {"partitionKey": "P", "sortKey": "S"}}"#)
        let item = try fixture.items()[0]
        #expect((item["P"] != nil) == isThere && (item["S"] != nil) == isThere)
    }

    @Test func `Joined columns are percent-encoded, so that no two rows share a key`() throws {
        let fixture = try EncodeFixture(
            "CREATE TABLE T (a TEXT, b TEXT, c INTEGER, PRIMARY KEY (a, b, c)) WITHOUT ROWID;"
                + "INSERT INTO T VALUES ('x', 'p#q', 1), ('x', 'p%23q', 1), ('x', 'p', -2)",
            attributes: "", table: #""partitionKey": "a", "sortKey": "rest""#,
            key: #""rest": {"join": ["b", "c"]}"#)
        let keys = try fixture.items().map { $0["rest"] }
        #expect(keys == [.string("p#-2"), .string("p%23q#1"), .string("p%2523q#1")])
    }
}
