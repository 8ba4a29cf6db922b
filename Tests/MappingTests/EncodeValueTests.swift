import DynamoItem
import Mapping
import RunModel
import Testing

@Suite struct EncodeValueTests {
    /// A value stored as `sql` in a column without type, taken as `attribute` says.
    private func fixture(_ sql: String, _ attribute: String) throws -> EncodeFixture {
        try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY, V); INSERT INTO T (V) VALUES (\(sql))",
            attributes: #""X": \#(attribute)"#, entity: #""from": "T", "columns": []"#)
    }

    private func column(_ type: String, _ more: String = "") -> String {
        #"{"column": "V", "type": "\#(type)"\#(more)}"#
    }

    @Test(arguments: [
        ("0", AttributeValue.number("0")),
        ("-9223372036854775808", .number("-9223372036854775808")),
        ("9223372036854775807", .number("9223372036854775807")), ("0.1", .number("0.1")),
        ("1e100", .number("1e+100")), ("-2.5e-100", .number("-2.5e-100")), ("3.0", .number("3")),
        ("''", .string("")),
        ("'a\"b\\c' || char(10, 1, 127, 228, 128512)", .string("a\"b\\c\n\u{1}\u{7F}ä😀")),
        ("'x' || char(0) || 'y'", .string("x\u{0}y")), ("x''", .binary([])),
        ("x'00ff10'", .binary([0, 255, 16])),
    ])
    func `Each storage class keeps its value`(sql: String, expected: AttributeValue) throws {
        #expect(try fixture(sql, #""{V}""#).value()?.isEquivalent(to: expected) == true)
    }

    @Test(arguments: [
        ("1", "S", AttributeValue.string("1")), ("1.50", "S", .string("1.5")),
        ("'t'", "S", .string("t")),
        ("'12.50'", "N", .number("12.50")), ("'-1e3'", "N", .number("-1e3")),
        ("7", "N", .number("7")),
        ("'ab'", "B", .binary([97, 98])), ("1", "BOOL", .bool(true)), ("0", "BOOL", .bool(false)),
        ("0.0", "BOOL", .bool(false)),
        (
            #"'{"a":[1.50,null,"x",true,{}],"b":-0.1e-5}'"#, "JSON",
            .map(
                Item([
                    .init(
                        "a",
                        .list([.number("1.50"), .null, .string("x"), .bool(true), .map(Item())])),
                    .init("b", .number("-0.1e-5")),
                ]))
        ),
        ("'\"text\"'", "JSON", .string("text")),
        ("'12345678901234567890123'", "JSON", .number("12345678901234567890123")),
        ("'[\"a\",\"b\",\"a\"]'", "SS", .stringSet(["a", "b"])),
        ("'[1,1.0,2e1]'", "NS", .numberSet(["1", "2e1"])),
        ("1714557600", "ISO8601", .string("2024-05-01T10:00:00Z")),
        ("2460431.916666667", "ISO8601", .string("2024-05-01T10:00:00Z")),
        ("'2024-05-01'", "ISO8601", .string("2024-05-01T00:00:00Z")),
        ("'2024-02-29 10:00:00.25'", "ISO8601", .string("2024-02-29T10:00:00.250Z")),
        ("'2024-05-01T12:00:00+02:00'", "ISO8601", .string("2024-05-01T10:00:00Z")),
        ("'1969-12-31 23:59:59'", "EPOCH", .number("-1")),
        ("'2024-05-01 10:00'", "EPOCH", .number("1714557600")),
        ("-1.5", "EPOCH", .number("-2")),
    ])
    func `A type converts the value`(sql: String, type: String, expected: AttributeValue) throws {
        #expect(try fixture(sql, column(type)).value() == expected)
    }

    @Test(arguments: [
        ("'[]'", "SS"), ("'[]'", "NS"), ("NULL", "S"), ("NULL", "JSON"), ("NULL", "B"),
        ("NULL", "BOOL"),
    ])
    func `NULL and empty sets are left out`(sql: String, type: String) throws {
        #expect(try fixture(sql, column(type)).items().first?.attributes.count == 1)
    }

    @Test func `NULL is written where the mapping wants it`() throws {
        #expect(try fixture("NULL", column("S", #", "nulls": "null""#)).value() == .null)
    }

    @Test(arguments: [
        ("9e999", "automatic", "an infinite number"), ("1e200", "automatic", "number out of range"),
        ("1e-200", "automatic", "number out of range"),
        ("CAST(x'ff' AS TEXT)", "automatic", "invalid UTF-8 text"),
        ("'1x'", "N", "text that is not a number"), ("''", "N", "text that is not a number"),
        ("'1" + String(repeating: "1", count: 38) + "'", "N", "number out of range"),
        ("x'01'", "N", "a BLOB where a number is wanted"),
        ("x'01'", "S", "a BLOB where text is wanted"),
        ("1", "B", "not a BLOB where binary is wanted"),
        ("2", "BOOL", "neither 0 nor 1 where a boolean is wanted"),
        ("'true'", "BOOL", "neither 0 nor 1 where a boolean is wanted"),
        ("'{'", "JSON", "text that is not JSON"),
        ("'[1e999]'", "JSON", "number out of range"),
        ("'{\"a\":1,\"a\":2}'", "JSON", "a name twice in a JSON object"),
        ("'[1]'", "SS", "not a JSON array of strings"),
        ("'[\"1\"]'", "NS", "not a JSON array of numbers"),
        ("'2024-13-01'", "ISO8601", "not a date"), ("'2023-02-29'", "EPOCH", "not a date"),
        ("'yesterday'", "ISO8601", "not a date"), ("1714557600000", "ISO8601", "not a date"),
    ])
    func `What DynamoDB cannot hold is quarantined with its attribute and cause`(
        sql: String, type: String, cause: String
    ) throws {
        let attribute = type == "automatic" ? #""{V}""# : column(type)
        #expect(try fixture(sql, attribute).cause() == "X: " + cause)
    }

    @Test(arguments: [
        ("9e999", "automatic", AttributeValue.string("Inf")),
        ("1e200", "automatic", .string("1e+200")),
        ("'1x'", "N", .string("1x")), ("2", "BOOL", .string("2")), ("'{'", "JSON", .string("{")),
        ("x'01ff'", "S", .string("01FF")),
    ])
    func `It is left out or written as text where the mapping says so`(
        sql: String, type: String, text: AttributeValue
    ) throws {
        let type = type == "automatic" ? "" : #", "type": "\#(type)""#
        let omit = try fixture(sql, #"{"column": "V"\#(type), "unstorable": "omit"}"#)
        #expect(try omit.items().first?["X"] == nil)
        let string = try fixture(sql, #"{"column": "V"\#(type), "unstorable": "string"}"#)
        #expect(try string.value() == text)
    }

    @Test func `JSON may be as deep as DynamoDB holds and no deeper`() throws {
        func nested(_ depth: Int) -> String {
            "'" + String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
                + "'"
        }
        #expect(try fixture(nested(31), column("JSON")).value() != nil)
        #expect(
            try fixture(nested(32), column("JSON")).cause()
                == "X: JSON nested more than 32 levels deep")
    }

    @Test func `An item may have 409,600 bytes and no more`() throws {
        // PK (2) + "R#1" (3) + X (1) + the text.
        let most = 409_600 - 6
        func fixture(_ bytes: Int) throws -> EncodeFixture {
            try self.fixture("printf('%.*c', \(bytes), 'x')", #""{V}""#)
        }
        guard case .item(_, let bytes)? = try fixture(most).read().first?.row else {
            Issue.record("no item")
            return
        }
        #expect(bytes == 409_600)
        let over = try fixture(most + 1).read().first
        #expect(over?.row == .quarantine(cause: "item over 409,600 bytes"))
        #expect(over?.message?.contains("409,601") == true)
        #expect(over?.json.isEmpty == true)
    }

    @Test func `The same row gives the same bytes`() throws {
        let fixture = try fixture("'a'", #""{V}""#)
        let first = try fixture.read().map(\.json)
        #expect(try fixture.read().map(\.json) == first)
        #expect(first == [#"{"PK":{"S":"R#1"},"X":{"S":"a"}}"#])
    }

    @Test func `Columns, constants and computed values stand beside each other`() throws {
        let fixture = try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY, A TEXT, B REAL); INSERT INTO T VALUES (1, NULL, 2.5)",
            attributes:
                #""Kind": "Row", "One": 1, "On": true, "N": {"sql": "Id + 41"}, "T": {"sql": "T.B || '!'"}"#
        )
        #expect(
            try fixture.read().map(\.json) == [
                #"{"PK":{"S":"R#1"},"Id":{"N":"1"},"B":{"N":"2.5"},"Kind":{"S":"Row"},"One":{"N":"1"},"#
                    + #""On":{"BOOL":true},"N":{"N":"42"},"T":{"S":"2.5!"}}"#
            ])
    }

    @Test func `Rows that where leaves out are told, and cost nothing`() throws {
        let fixture = try EncodeFixture(
            "CREATE TABLE T (Id INTEGER PRIMARY KEY, A); INSERT INTO T (A) VALUES (1), (0), (NULL), ('x')",
            attributes: "", entity: #""from": "T", "where": "A = 1 OR A = 'x'""#)
        let rows = try fixture.read().map(\.row)
        #expect(rows.map { $0 == .excluded } == [false, true, true, false])
    }
}
