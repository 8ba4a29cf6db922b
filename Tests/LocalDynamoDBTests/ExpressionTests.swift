import JSONText
import Testing

@testable import LocalDynamoDB

/// Conditions and their errors, through PutItem and Scan.
@Suite struct ExpressionTests {
    private static let item =
        #"""
        {"PK": {"S": "a"}, "n": {"N": "10"}, "s": {"S": "hello"}, "b": {"B": "AAE="}, "t": {"BOOL": true},
         "l": {"L": [{"N": "1"}, {"M": {"x": {"S": "deep"}}}]}, "words": {"SS": ["p", "q"]}, "ns": {"NS": ["1", "2"]}}
        """#

    private static let values = [
        ":ten": #"{"N": "10.0"}"#, ":two": #"{"N": "2"}"#, ":h": #"{"S": "hel"}"#,
        ":ell": #"{"S": "ell"}"#,
        ":p": #"{"S": "p"}"#, ":one": #"{"N": "1.0"}"#, ":deep": #"{"S": "deep"}"#,
        ":S": #"{"S": "S"}"#,
        ":BOOL": #"{"S": "BOOL"}"#, ":qp": #"{"SS": ["q", "p"]}"#,
    ]

    private func scan(_ client: TinyClient, _ filter: String) throws -> TinyClient.Response {
        let words = ExpressionTokens.read(filter).filter { $0.kind == .value }.map(\.text)
        let used = Set(words).compactMap { word in Self.values[word].map { #""\#(word)": \#($0)"# }
        }
        let given =
            used.isEmpty
            ? "" : #", "ExpressionAttributeValues": {\#(used.joined(separator: ", "))}"#
        return try client.call(
            "Scan", #"{"TableName": "Plain", "FilterExpression": "\#(filter)"\#(given)}"#)
    }

    @Test(arguments: [
        ("n = :ten", true), ("n <> :ten", false), ("n > :two", true), ("n < :two", false),
        ("n BETWEEN :two AND :ten", true), ("n IN (:two, :ten)", true), ("s > :ten", false),
        ("gone <> :ten", true), ("gone = :ten", false), ("attribute_exists(l[1].x)", true),
        ("attribute_not_exists(l[2])", true), ("l[1].x = :deep", true),
        ("begins_with(s, :h)", true),
        ("contains(s, :ell)", true), ("contains(words, :p)", true), ("contains(ns, :one)", true),
        ("contains(l, :one)", true), ("size(s) > :two", true), ("size(l) = :two", true),
        ("attribute_type(s, :S)", true), ("attribute_type(t, :S)", false),
        ("attribute_type(t, :BOOL)", true),
        ("words = :qp", true), ("NOT n = :two AND (s = :p OR n = :ten)", true),
        ("n = :two OR n = :ten AND s = :p", false), ("NOT (n = :ten)", false),
    ])
    func `A filter keeps what it says`(_ filter: String, _ isKept: Bool) async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            try client.json("PutItem", #"{"TableName": "Plain", "Item": \#(Self.item)}"#)
            let response = try scan(client, filter)
            #expect(try response.json["Count"]?.int == (isKept ? 1 : 0), "\(response.text)")
        }
    }

    @Test(arguments: [
        ("", "The expression can not be empty;"),
        ("n = ", #"Syntax error; token: "<EOF>", near: "= ""#),
        ("n == :ten", #"Syntax error; token: "=", near: "== :ten""#),
        ("status = :ten", "Attribute name is a reserved keyword; reserved keyword: status"),
        (
            "n = :none",
            "An expression attribute value used in expression is not defined; attribute value: :none"
        ),
        (
            "#n = :ten",
            "An expression attribute name used in the document path is not defined; attribute name: #n"
        ),
        ("((n = :ten))", "The expression has redundant parentheses;"),
        ("nonsense(n)", "Invalid function name; function: nonsense"),
        (
            "begins_with(s)",
            "Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1"
        ),
        (
            "begins_with(s, :ten)",
            "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"
        ),
    ])
    func `A filter that cannot be read is refused in AWS's words`(
        _ filter: String, _ message: String
    ) async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            let response = try scan(client, filter)
            #expect(try response.errorName == "ValidationException")
            let given = try response.message ?? ""
            #expect(
                given.hasPrefix("Invalid FilterExpression: " + message.trimmingEndQuote), "\(given)"
            )
        }
    }

    @Test func `A deep expression is refused, not followed`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            let response = try scan(client, String(repeating: "NOT ", count: 900) + "n = :ten")
            #expect(try response.errorName == "ValidationException")
        }
    }

    @Test(
        arguments: [
            ("1", "2", "3", "-1"), ("0.1", "0.2", "0.3", "-0.1"), ("-5", "5", "0", "-10"),
            ("9007199254740993", "0.5", "9007199254740993.5", "9007199254740992.5"),
            (
                "99999999999999999999999999999999999999", "-1",
                "99999999999999999999999999999999999998", nil
            ),
            ("1E-10", "1", "1.0000000001", "-0.9999999999"),
        ] as [(String, String, String, String?)])
    func `Sums are exact`(
        _ left: String, _ right: String, _ sum: String, _ difference: String?
    ) throws {
        #expect(try DecimalSum.text(left, right, isMinus: false) == sum)
        if let difference {
            #expect(try DecimalSum.text(left, right, isMinus: true) == difference)
        }
    }
}

extension String {
    /// A message that ends in a quoted near: where the quote ends is the tokens' business.
    fileprivate var trimmingEndQuote: String { hasSuffix("\"") ? String(dropLast(2)) : self }
}
