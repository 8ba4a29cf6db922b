import JSONText
import Testing

@testable import LocalDynamoDB

/// One write that AWS refuses, and how it says so.
struct Refusal: Sendable, CustomTestStringConvertible {
    var what: String
    /// The item's attributes besides a good PK and SK, or the whole item where it has a brace.
    var item: String
    var error = "ValidationException"
    /// The whole message, or where it ends with … its beginning.
    var message: String?

    var testDescription: String { what }
    var json: String { item.hasPrefix("{") ? item : Sample.item("A", "B", item) }
}

private let invalid = "One or more parameter values were invalid: "
private let notValid = "One or more parameter values are not valid. "

private func text(_ count: Int) -> String { String(repeating: "x", count: count) }
private func nested(_ maps: Int) -> String {
    String(repeating: #"{"M": {"a": "#, count: maps) + #"{"S": "x"}"#
        + String(repeating: "}}", count: maps)
}

@Suite struct ValidationTests {
    static let items: [Refusal] = [
        Refusal(
            what: "no sort key", item: #"{"PK": {"S": "A"}}"#,
            message: invalid + "Missing the key SK in the item"),
        Refusal(
            what: "an empty key", item: Sample.item("", "B"),
            message: notValid
                + "The AttributeValue for a key attribute cannot contain an empty string value. Key: PK"
        ),
        Refusal(
            what: "a key of the wrong type", item: #"{"PK": {"N": "1"}, "SK": {"S": "B"}}"#,
            message: invalid + "Type mismatch for key PK expected: S actual: N"),
        Refusal(
            what: "a partition key of 2,049 bytes", item: Sample.item(text(2_049), "B"),
            message: invalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes"),
        Refusal(
            what: "a sort key of 1,025 bytes", item: Sample.item("A", text(1_025)),
            message: invalid
                + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"),
        Refusal(
            what: "a number of 39 digits",
            item: #""n": {"N": "\#(String(repeating: "1", count: 39))"}"#,
            message: "Attempting to store more than 38 significant digits in a Number"),
        Refusal(
            what: "a number too large", item: #""n": {"N": "1E126"}"#,
            message: "Number overflow. Attempting to store a number with magnitude larger than…"),
        Refusal(
            what: "a number too small", item: #""n": {"N": "1E-131"}"#,
            message: "Number underflow. Attempting to store a number with magnitude smaller than…"),
        Refusal(
            what: "no number", item: #""n": {"N": "1_000"}"#,
            message: "The parameter cannot be converted to a numeric value: 1_000"),
        Refusal(
            what: "an empty number", item: #""n": {"N": ""}"#,
            message: "The parameter cannot be converted to a numeric value"),
        Refusal(
            what: "an empty string set", item: #""s": {"SS": []}"#,
            message: invalid + "An string set  may not be empty"),
        Refusal(
            what: "an empty number set", item: #""s": {"NS": []}"#,
            message: invalid + "An number set  may not be empty"),
        Refusal(
            what: "an empty binary set", item: #""s": {"BS": []}"#,
            message: invalid + "Binary sets should not be empty"),
        Refusal(
            what: "a duplicate in a set", item: #""s": {"SS": ["a", "a"]}"#,
            message: invalid + "Input collection [a, a] contains duplicates."),
        Refusal(
            what: "a duplicate in a number set by value", item: #""s": {"NS": ["1", "1.0"]}"#,
            message: "Input collection contains duplicates"),
        Refusal(
            what: "two types in one value", item: #""s": {"S": "a", "N": "1"}"#,
            message:
                "Supplied AttributeValue has more than one datatypes set, must contain exactly…"),
        Refusal(
            what: "an unknown type", item: #""s": {"X": "a"}"#,
            message: "Supplied AttributeValue is empty, must contain exactly one of the supported…"),
        Refusal(
            what: "no type", item: #""s": {}"#,
            message: "Supplied AttributeValue is empty, must contain exactly one of the supported…"),
        Refusal(
            what: "NULL that is false", item: #""s": {"NULL": false}"#,
            message: invalid + "Null attribute value types must have the value of true"),
        Refusal(
            what: "base64 cut short", item: #""b": {"B": "AAA"}"#, error: "SerializationException"),
        Refusal(
            what: "base64 with other letters", item: #""b": {"B": "AA*="}"#,
            error: "SerializationException"),
        Refusal(
            what: "a number that is no string", item: #""n": {"N": 1}"#,
            error: "SerializationException",
            message: "NUMBER_VALUE cannot be converted to String"),
        Refusal(
            what: "33 levels", item: #""m": \#(nested(32))"#,
            message: "Nesting Levels have exceeded supported limits: Attributes in the item have…"),
        Refusal(
            what: "an empty index key", item: #""GSI1PK": {"S": ""}, "GSI1SK": {"S": "x"}"#,
            message: notValid
                + "A value specified for a secondary index key is not supported. The AttributeValue for "
                + "a key attribute cannot contain an empty string value. IndexName: GSI1, IndexKey: "
                + "GSI1PK"),
        Refusal(
            what: "an index key that is NULL", item: #""GSI1PK": {"NULL": true}"#,
            message: invalid
                + "Type mismatch for Index Key GSI1PK Expected: S Actual: NULL IndexName: GSI1"),
        Refusal(
            what: "an index key of the wrong type", item: #""GSI1SK": {"N": "1"}"#,
            message: invalid
                + "Type mismatch for Index Key GSI1SK Expected: S Actual: N IndexName: GSI1"),
        Refusal(
            what: "an index key of 2,049 bytes", item: #""GSI1PK": {"S": "\#(text(2_049))"}"#,
            message: invalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes"),
    ]

    @Test(arguments: items)
    func `A bad item is refused, alone and in a batch, and nothing is written`(
        _ refusal: Refusal
    ) async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.table())
            let single = try client.call(
                "PutItem", #"{"TableName": "Music", "Item": \#(refusal.json)}"#)
            let batch = try client.call(
                "BatchWriteItem", Sample.batch("Music", [Sample.item("good"), refusal.json]))
            for response in [single, batch] {
                #expect(response.status == 400)
                #expect(try response.errorName == refusal.error)
                if let message = refusal.message {
                    let given = try response.message ?? ""
                    #expect(
                        message.hasSuffix("…")
                            ? given.hasPrefix(String(message.dropLast())) : given == message,
                        "\(given)")
                }
            }
            #expect(try client.json("Scan", #"{"TableName": "Music"}"#)["Count"]?.int == 0)
        }
    }

    static let accepted: [Refusal] = [
        Refusal(what: "a partition key of 2,048 bytes", item: Sample.item(text(2_048), "B")),
        Refusal(what: "a sort key of 1,024 bytes", item: Sample.item("A", text(1_024))),
        Refusal(what: "38 digits", item: #""n": {"N": "\#(String(repeating: "9", count: 38))"}"#),
        Refusal(
            what: "the largest and the smallest number",
            item: #""n": {"NS": ["9.9999999999999999999999999999999999999E+125", "-1E-130"]}"#),
        Refusal(
            what: "empty text, list and map",
            item: #""a": {"S": ""}, "b": {"L": []}, "c": {"M": {}}"#),
        Refusal(what: "32 levels", item: #""m": \#(nested(31))"#),
        Refusal(what: "a reserved word as a name", item: #""size": {"S": "x"}"#),
    ]

    @Test(arguments: accepted)
    func `What DynamoDB takes is taken`(_ item: Refusal) async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.table())
            try client.json("BatchWriteItem", Sample.batch("Music", [item.json]))
            #expect(try client.json("Scan", #"{"TableName": "Music"}"#)["Count"]?.int == 1)
        }
    }

    @Test func `An item of 409,600 bytes is taken, one of 409,601 is not`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            // Name and value of the key, and the other name: 2 + 1 + 1.
            func put(_ bytes: Int) throws -> TinyClient.Response {
                try client.call(
                    "PutItem",
                    #"{"TableName": "Plain", "Item": {"PK": {"S": "k"}, "v": {"S": "\#(text(bytes - 4))"}}}"#
                )
            }
            #expect(try put(409_600).status == 200)
            let refused = try put(409_601)
            #expect(try refused.message == "Item size has exceeded the maximum allowed size")
        }
    }

    /// BatchWriteItem bodies and the message each is refused with.
    static let batches: [(String, String)] = [
        (#"{"RequestItems": {}}"#, "The requestItems parameter is required for BatchWriteItem"),
        (
            #"{"RequestItems": {"Music": []}}"#,
            "1 validation error detected: Value '{Music=[]}' at 'requestItems' failed…"
        ),
        (
            Sample.batch("Music", (0..<26).map { Sample.item("\($0)") }),
            "1 validation error detected: Value '{Music=[com.amazonaws.dynamodb.v20120810.WriteRequest,…"
        ),
        (
            Sample.batch("Music", [Sample.item("A"), Sample.item("A")]),
            "Provided list of item keys contains duplicates"
        ),
        (
            #"{"RequestItems": {"Music": [{"PutRequest": {"Item": \#(Sample.item("A"))}}, {"DeleteRequest": {"Key": \#(Sample.item("A"))}}]}}"#,
            "Provided list of item keys contains duplicates"
        ),
        (
            #"{"RequestItems": {"Music": [{"DeleteRequest": {"Key": {"PK": {"S": "A"}}}}]}}"#,
            "The provided key element does not match the schema"
        ),
        (Sample.batch("Nowhere", [Sample.item("A")]), "Requested resource not found"),
    ]

    @Test(arguments: batches)
    func `A batch that breaks the rules is refused whole`(
        _ body: String, _ message: String
    ) async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.table())
            let response = try client.call("BatchWriteItem", body)
            #expect(response.status == 400)
            let given = try response.message ?? ""
            #expect(
                message.hasSuffix("…")
                    ? given.hasPrefix(String(message.dropLast())) : given == message)
        }
    }

    @Test(arguments: ["ab", "Mu sic", "Größe", "", String(repeating: "a", count: 256)])
    func `A bad table name is refused`(_ name: String) async throws {
        try await withServer { _, client in
            let response = try client.call("CreateTable", Sample.simpleTable(name))
            #expect(response.status == 400)
            #expect(try response.errorName == "ValidationException")
            #expect(
                try response.message?.contains("'tableName' failed to satisfy constraint") == true)
        }
    }

    @Test(arguments: [
        ("1.50", "1.5"), ("1e3", "1000"), ("-0", "0"), ("00042", "42"), ("+5", "5"), (".5", "0.5"),
        ("5.", "5"), ("1E-3", "0.001"), ("-1.10e1", "-11"),
    ])
    func `Numbers are given back normalised`(_ written: String, _ read: String) async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.simpleTable(type: "N"))
            try client.json(
                "PutItem",
                #"{"TableName": "Plain", "Item": {"PK": {"N": "\#(written)"}, "s": {"NS": ["\#(written)"]}}}"#
            )
            let items = try client.json("Scan", #"{"TableName": "Plain"}"#)["Items"]
            #expect(items?[0]?["PK"]?["N"]?.string == read)
            #expect(items?[0]?["s"]?["NS"]?[0]?.string == read)
        }
    }
}
