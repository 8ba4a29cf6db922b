import Testing

@testable import DynamoDB

/// AWS's published examples (aws-sig-v4-test-suite), and DynamoDB requests as botocore 1.43 signs them.
@Suite struct SignatureV4Tests {
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var method: String
        var query = ""
        /// Sorted, without host and date.
        var before: [SignatureV4.Header] = []
        var after: [SignatureV4.Header] = []
        var host = "example.amazonaws.com"
        var body = ""
        var region = "us-east-1"
        var service = "service"
        var token: String?
        var names: String
        var signature: String
    }

    static let batch = #"{"RequestItems":{"T":[{"PutRequest":{"Item":{"PK":{"S":"Grüße"}}}}]}}"#
    static let target = SignatureV4.Header("x-amz-target", "DynamoDB_20120810.BatchWriteItem")
    static let json = SignatureV4.Header("content-type", "application/x-amz-json-1.0")
    static let token = "FwoGZXIvYXdzEBYaDHqa0AP//////////wEaDkFBQUFBQUFBQUFBQUFB+/="

    static let examples = [
        Example(
            testDescription: "get-vanilla", method: "GET", names: "host;x-amz-date",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Example(
            testDescription: "post-vanilla", method: "POST", names: "host;x-amz-date",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        Example(
            testDescription: "get-vanilla-query-order-key-case", method: "GET",
            query: "Param1=value1&Param2=value2", names: "host;x-amz-date",
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        Example(
            testDescription: "post-header-key-sort", method: "POST",
            after: [SignatureV4.Header("my-header1", "value1")],
            names: "host;my-header1;x-amz-date",
            signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        Example(
            testDescription: "post-x-www-form-urlencoded", method: "POST",
            before: [SignatureV4.Header("content-type", "application/x-www-form-urlencoded")],
            body: "Param1=value1", names: "content-type;host;x-amz-date",
            signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
        Example(
            testDescription: "a batch for DynamoDB", method: "POST", before: [json],
            after: [target],
            host: "dynamodb.eu-central-1.amazonaws.com", body: batch, region: "eu-central-1",
            service: "dynamodb", names: "content-type;host;x-amz-date;x-amz-target",
            signature: "c0e2ae394f2d8782dd8f5a347447c8bdea1ffeb0857a9d378a1be4b748212686"),
        Example(
            testDescription: "a batch for DynamoDB with a session token", method: "POST",
            before: [json], after: [SignatureV4.Header("x-amz-security-token", token), target],
            host: "dynamodb.eu-central-1.amazonaws.com", body: batch, region: "eu-central-1",
            service: "dynamodb", token: token,
            names: "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
            signature: "b546720c131dcfa747c77bcf762a882816b2b8c8bf5a34d512d8a8fbb90c2a80"),
        Example(
            testDescription: "a local endpoint with its port", method: "POST", before: [json],
            after: [target], host: "127.0.0.1:8000", body: "{}", service: "dynamodb",
            names: "content-type;host;x-amz-date;x-amz-target",
            signature: "69e83f6e6306deb7d3f27bd90516943634809b789ef5cac86daf81f67b6a4beb"),
    ]

    static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

    private func sign(
        _ example: Example, with signer: SignatureV4, secret: String = secret, date: Timestamp
    ) -> String {
        let date = date.basicFormat
        let headers =
            example.before + [SignatureV4.Header("host", example.host)]
            + (example.after.filter { $0.name < "x-amz-date" })
            + [SignatureV4.Header("x-amz-date", date)]
            + (example.after.filter { $0.name > "x-amz-date" })
        let credentials = Credentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: secret, sessionToken: example.token,
            source: "test")
        let frame = signer.frame(
            method: example.method, path: "/", query: example.query, headers: headers, date: date,
            credentials: credentials)
        let signature = frame.signature(of: SHA256.digest(of: Array(example.body.utf8)))
        return String(decoding: frame.authorization, as: UTF8.self) + signature.text
    }

    static let date = Timestamp(seconds: 1_440_938_160)

    @Test(arguments: examples)
    func `A published request gets its published signature`(_ example: Example) {
        let signer = SignatureV4(region: example.region, service: example.service)
        let expected =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/\(example.region)/\(example.service)"
            + "/aws4_request, SignedHeaders=\(example.names), Signature=\(example.signature)"
        #expect(sign(example, with: signer, date: Self.date) == expected)
        // The second time with the kept key.
        #expect(sign(example, with: signer, date: Self.date) == expected)
    }

    @Test func `The kept key is not used for another day or secret`() {
        let example = Self.examples[0]
        let signer = SignatureV4(region: "us-east-1", service: "service")
        let first = sign(example, with: signer, date: Self.date)
        let nextDay = sign(example, with: signer, date: Self.date + 86_400)
        let other = sign(example, with: signer, secret: "another", date: Self.date)
        #expect(Set([first, nextDay, other]).count == 3)
        #expect(sign(example, with: signer, date: Self.date) == first)
    }

    /// RFC 4231, cases 1, 2 and 6 (a key longer than a block).
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `HMAC agrees with its RFC`(_ key: [UInt8], _ message: String, _ expected: String) {
        #expect(HexadecimalDigest(HMACKey(key).authenticate(message)).text == expected)
    }
}

extension HexadecimalDigest {
    fileprivate var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
