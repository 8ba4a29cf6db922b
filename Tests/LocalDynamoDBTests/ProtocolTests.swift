import JSONText
import Testing

@testable import LocalDynamoDB

/// HTTP, headers and the envelope of errors.
@Suite struct ProtocolTests {
    @Test func `Every answer carries its CRC and a request id`() async throws {
        try await withServer { _, client in
            let responses = [
                try client.call("ListTables", "{}"), try client.call("GetItem", "{}"),
            ]
            for response in responses {
                #expect(response.headers["x-amz-crc32"] == String(CRC32.of(response.body)))
                #expect(response.headers["x-amzn-requestid"]?.count == 52)
                #expect(response.headers["content-type"] == "application/x-amz-json-1.0")
            }
            #expect(
                responses[0].headers["x-amzn-requestid"] != responses[1].headers["x-amzn-requestid"]
            )
        }
    }

    @Test(arguments: [("", UInt32(0)), ("123456789", 0xCBF4_3926), ("{}", 2_745_614_147)])
    func `The CRC is the standard's`(_ text: String, _ crc: UInt32) {
        #expect(CRC32.of(Array(text.utf8)) == crc)
    }

    @Test(arguments: [
        "", "{", #"{"TableName": "a"#, #"{"TableName": "abc",}"#, "[]", #"{"a": 01}"#,
        #"{"a": tru}"#,
        #"{"TableName": "\ud800"}"#, "{} x", #"{"a": "\#u{1}"}"#,
    ])
    func `A body that is no JSON object is a SerializationException`(_ body: String) async throws {
        try await withServer { _, client in
            let response = try client.call("ListTables", body)
            #expect(response.status == 400)
            #expect(
                try response.json["__type"]?.string
                    == "com.amazon.coral.service#SerializationException")
        }
    }

    @Test func `Bytes that are no UTF-8 are a SerializationException`() async throws {
        try await withServer { _, client in
            let body = Array(#"{"TableName": ""#.utf8) + [0xFF] + Array(#""}"#.utf8)
            let response = try client.call("DescribeTable", body)
            #expect(try response.errorName == "SerializationException")
        }
    }

    @Test func `A deep body does not overflow anything`() async throws {
        try await withServer { _, client in
            let body = #"{"x": "# + String(repeating: "[", count: 500_000)
            let response = try client.call("ListTables", body)
            #expect(try response.errorName == "SerializationException")
            let item =
                #"{"TableName": "T", "Item": {"a": "# + String(repeating: #"{"L": ["#, count: 400)
                + String(repeating: "]}", count: 400) + "}}"
            let refused = try client.call("PutItem", item)
            #expect(try refused.errorName == "ValidationException")
        }
    }

    @Test(arguments: [
        ("Authorization", nil as String?, "MissingAuthenticationTokenException"),
        ("Authorization", "AWS4-HMAC-SHA256 Credential=a", "IncompleteSignatureException"),
        ("X-Amz-Target", "DynamoDB_20120810.Nonsense", "UnknownOperationException"),
        ("X-Amz-Target", nil, "UnknownOperationException"),
        ("X-Amz-Target", "DynamoDB_20111205.ListTables", "UnknownOperationException"),
    ])
    func `A request without its headers is refused`(
        _ header: String, _ value: String?, _ error: String
    ) async throws {
        try await withServer { _, client in
            try client.write(
                client.request("ListTables", Array("{}".utf8), headers: [header: value]))
            let response = try client.response()
            #expect(response.status == 400)
            #expect(try response.json["__type"]?.string == "com.amazon.coral.service#" + error)
        }
    }

    @Test func `Pipelined requests are answered in their order`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            var bytes: [UInt8] = []
            for number in 0..<20 {
                let body =
                    number % 2 == 0
                    ? #"{"TableName": "Plain", "Item": {"PK": {"S": "\#(number)"}}, "ReturnValues": "ALL_OLD"}"#
                    : #"{"TableName": "Plain", "Key": {"PK": {"S": "\#(number - 1)"}}}"#
                bytes += client.request(number % 2 == 0 ? "PutItem" : "GetItem", Array(body.utf8))
            }
            try client.write(bytes)
            for number in 0..<20 {
                let answer = try client.response().json
                if number % 2 == 1 {
                    #expect(answer["Item"]?["PK"]?["S"]?.string == String(number - 1))
                }
            }
        }
    }

    @Test func `A body over 16 MB is refused and not kept`() async throws {
        try await withServer { _, client in
            let size = 16 * 1_024 * 1_024 + 1
            try client.write(client.request("ListTables", [UInt8](repeating: 0x20, count: size)))
            let response = try client.response()
            #expect(response.status == 413)
            #expect(try response.errorName == "RequestEntityTooLargeException")
        }
    }

    @Test func `A request that waits for 100-continue is told to go on`() async throws {
        try await withServer { _, client in
            let body = Array("{}".utf8)
            let whole = client.request("ListTables", body, headers: ["Expect": "100-continue"])
            try client.write(Array(whole.dropLast(body.count)))
            #expect(try client.response().status == 100)
            try client.write(body)
            #expect(try client.response().status == 200)
        }
    }

    @Test func `A GET says the endpoint is healthy`() async throws {
        try await withServer { _, client in
            try client.write(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
            let response = try client.response()
            #expect(response.status == 200)
            #expect(response.text.hasPrefix("healthy: dynamodb."))
        }
    }
}
