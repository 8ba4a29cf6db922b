import DynamoItem
import Logging
import RunModel
import Synchronization
import TestSupport
import Testing

@testable import DynamoDB

/// One attempt against a server that does as a script says.
@Suite(.timeLimit(.minutes(1))) struct ClientAttemptTests {
    static let empty = #"{"UnprocessedItems":{}}"#
    static let ok = RawServer.Reply.answer(
        status: "200 OK", headers: ["x-amz-crc32: 4185382651", "x-amzn-RequestId: R1"], body: empty)

    static func refused(_ code: String, _ message: String = "no", headers: [String] = [])
        -> RawServer.Reply
    {
        .answer(
            status: "400 Bad Request", headers: headers,
            body: #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(code)","message":"\#(message)"}"#
        )
    }

    @Test func `A request carries what DynamoDB reads, and its body as it was written`()
        async throws
    {
        let server = try RawServer([Self.ok])
        let time = FakeTime()
        let client = try TestClient.make(server.endpoint, time: time.value)
        let body = TestClient.body(#"{"RequestItems":{"T":[]}}"#)
        let answer = try await client.attempt(.batchWriteItem, body: body)
        #expect(answer.text == Self.empty)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST / HTTP/1.1\r\n"))
        #expect(request.hasSuffix("\r\n\r\n{\"RequestItems\":{\"T\":[]}}"))
        #expect(server.header("host", ofRequest: 0) == "127.0.0.1:\(server.port)")
        #expect(server.header("x-amz-target", ofRequest: 0) == "DynamoDB_20120810.BatchWriteItem")
        #expect(server.header("content-type", ofRequest: 0) == "application/x-amz-json-1.0")
        #expect(server.header("x-amz-date", ofRequest: 0) == "20150830T123600Z")
        #expect(
            server.header("authorization", ofRequest: 0)?.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request,")
                == true)
        for name in ["expect", "accept", "accept-encoding", "x-amz-security-token"] {
            #expect(server.header(name, ofRequest: 0) == nil)
        }
        #expect(!request.contains("hushhush"))
    }

    @Test func `A body of megabytes is sent whole and without asking first`() async throws {
        let server = try RawServer([Self.ok])
        let client = try TestClient.make(server.endpoint)
        let body = TestClient.body(String(repeating: "x", count: 3_000_000))
        _ = try await client.attempt(.batchWriteItem, body: body)
        let request = try #require(server.requests.first)
        #expect(request.split(separator: "\r\n\r\n").last?.utf8.count == 3_000_000)
        #expect(server.header("expect", ofRequest: 0) == nil)
    }

    @Test func `Requests after one another use one connection`() async throws {
        let server = try RawServer([Self.ok])
        let client = try TestClient.make(server.endpoint)
        for _ in 0..<20 {
            _ = try await client.attempt(.batchWriteItem, body: TestClient.body("{}"))
        }
        #expect(server.requests.count == 20)
        #expect(server.connections == 1)
    }

    /// An answer may be there before anybody waits for it.
    @Test func `An answer that is there at once is not left lying`() async throws {
        let server = try RawServer([Self.ok])
        let client = try TestClient.make(server.endpoint) { $0.requestTimeout = .seconds(10) }
        for _ in 0..<3_000 {
            _ = try await client.attempt(.batchWriteItem, body: TestClient.body("{}"))
        }
        #expect(server.requests.count == 3_000)
    }

    @Test func `A checksum that does not fit makes the answer void, and worth another try`()
        async throws
    {
        let server = try RawServer([
            .answer(status: "200 OK", headers: ["X-Amz-Crc32: 1"], body: Self.empty)
        ])
        let client = try TestClient.make(server.endpoint)
        let error = await failure { () throws(DynamoDBError) in
            try await client.batchWriteItem(TestClient.body("{}"))
        }
        #expect(error?.kind == .damagedAnswer)
        #expect(error?.retryClass == .transient)
        #expect(error?.code == "CRC32CheckFailed")
    }

    @Test(arguments: [
        "", "<html>Sign in to the Wi-Fi</html>", "[]", "{}", #"{"UnprocessedItems":[]}"#,
    ])
    func `An answer that does not say what is left is never taken for success`(_ body: String)
        async throws
    {
        let server = try RawServer([.answer(status: "200 OK", body: body)])
        let client = try TestClient.make(server.endpoint)
        let error = await failure { () throws(DynamoDBError) in
            try await client.batchWriteItem(TestClient.body("{}"))
        }
        #expect(error?.kind == .notDynamoDB)
        #expect(error?.retryClass == .permanent)
    }

    @Test func `Unprocessed items come back with their tables`() async throws {
        let body =
            #"{"UnprocessedItems":{"A":[{"PutRequest":{"Item":{"PK":{"S":"1"},"n":{"N":"2"}}}}],"#
            + #""B":[{"DeleteRequest":{"Key":{"PK":{"S":"3"}}}}]}}"#
        let server = try RawServer([.answer(status: "200 OK", body: body)])
        let client = try TestClient.make(server.endpoint)
        let left = try await client.batchWriteItem(TestClient.body("{}")).unprocessed
        #expect(left.map(\.table) == ["A", "B"])
        #expect(
            left.first?.request
                == .put(Item([.init("PK", .string("1")), .init("n", .number("2"))])))
        #expect(left.last?.request == .delete(key: Item([.init("PK", .string("3"))])))
    }

    @Test func `A dropped connection is transient`() async throws {
        let server = try RawServer([.drop])
        let client = try TestClient.make(server.endpoint)
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(error?.kind == .connectionLost)
        #expect(error?.retryClass == .transient)
    }

    @Test func `An answer that breaks off is transient`() async throws {
        let server = try RawServer([
            .bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Unproc")
        ])
        let client = try TestClient.make(server.endpoint)
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(error?.kind == .connectionLost)
    }

    @Test func `A server that does not answer ends in a timeout`() async throws {
        let server = try RawServer([.silence])
        let client = try TestClient.make(server.endpoint) { $0.requestTimeout = .milliseconds(300) }
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(error?.kind == .timeout)
        #expect(error?.retryClass == .transient)
    }

    @Test func `A port where nobody listens is a failed connection`() async throws {
        let client = try TestClient.make("http://127.0.0.1:\(try Loopback.freePort())")
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(error?.kind == .connection)
        let shown = error?.sluiceError(table: "T")
        #expect(shown?.code == .targetUnavailable)
        #expect(shown?.hint?.contains("sluice local") == true)
    }

    @Test func `What is no HTTP is not DynamoDB`() async throws {
        let server = try RawServer([.bytes("SSH-2.0-OpenSSH_9.2\r\n")])
        let client = try TestClient.make(server.endpoint)
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(error?.kind == .notDynamoDB)
    }

    @Test func `TLS towards a plain port fails as such`() async throws {
        let server = try RawServer([.bytes("HTTP/1.1 400 Bad Request\r\n\r\n")])
        // The script waits for a request's end, which a handshake is none: the client's patience ends it.
        let client = try TestClient.make("https://127.0.0.1:\(server.port)") {
            $0.connectTimeout = .milliseconds(300)
        }
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect([.tls, .connection, .connectionLost].contains(error?.kind))
    }

    @Test func `Cancelling the task gives the request up and the body back`() async throws {
        let server = try RawServer([.silence])
        let client = try TestClient.make(server.endpoint)
        let body = TestClient.body("{}")
        let task = Task { () -> DynamoDBError? in
            await failure { () throws(DynamoDBError) in
                try await client.attempt(.putItem, body: body)
            }
        }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value?.kind == .cancelled)
        body.reset()
    }

    @Test func `A task that is cancelled already sends nothing`() async throws {
        let server = try RawServer([Self.ok])
        let client = try TestClient.make(server.endpoint)
        let task = Task { () -> DynamoDBError? in
            while !Task.isCancelled { await Task.yield() }
            return await failure { () throws(DynamoDBError) in
                try await client.attempt(.putItem, body: TestClient.body("{}"))
            }
        }
        task.cancel()
        #expect(await task.value?.kind == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test func `Closing the client fails what is under way and what comes after`() async throws {
        let server = try RawServer([.silence])
        // At once: no time limit helps it.
        let client = try TestClient.make(server.endpoint) {
            $0.requestTimeout = .seconds(3_600)
            $0.stallTimeout = .seconds(3_600)
        }
        let task = Task { () -> DynamoDBError? in
            await failure { () throws(DynamoDBError) in
                try await client.attempt(.putItem, body: TestClient.body("{}"))
            }
        }
        while server.requests.isEmpty { await Task.yield() }
        client.close()
        #expect(await task.value?.kind == .closed)
        let after = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(after?.kind == .closed)
    }

    @Test func `Many requests at once are all answered`() async throws {
        let server = try RawServer([Self.ok])
        let client = try TestClient.make(server.endpoint) { $0.maxConnections = 32 }
        let answered = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    (try? await client.batchWriteItem(TestClient.body("{}")))?.unprocessed.isEmpty
                        == true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(answered == 500)
        #expect(server.connections <= 32)
    }

    @Test func `A CA bundle that is not there is said at once`() throws {
        let error = refusal { () throws(SluiceError) in
            let endpoint = try Endpoint(Resolved("https://127.0.0.1:1", origin: "test"))
            return try DynamoDBClient(
                DynamoDBConfiguration(
                    region: "us-east-1", endpoint: endpoint, isCustomEndpoint: true,
                    credentials: TestClient.credentials, caBundle: "/nowhere/ca.pem"),
                logger: TestClient.silent)
        }
        #expect(error?.place == "/nowhere/ca.pem")
        #expect(error?.code == .configuration)
    }
}
