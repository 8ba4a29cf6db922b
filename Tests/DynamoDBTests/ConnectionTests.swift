import DynamoItem
import TestSupport
import Testing

@testable import DynamoDB

/// Connections that end, are kept, run out or fall silent.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    private static let ok = ClientAttemptTests.ok
    private static let whole =
        "HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n" + ClientAttemptTests.empty

    private func send(_ client: DynamoDBClient, _ body: String = "{}") async -> DynamoDBError? {
        await failure { () throws(DynamoDBError) in
            try await client.batchWriteItem(TestClient.body(body))
        }
    }

    @Test func `A kept connection that has ended is replaced, and nobody is told`() async throws {
        // Closed once as the second request comes, once before the fourth.
        let server = try RawServer([Self.ok, .drop, .bytes(Self.whole), Self.ok])
        let client = try TestClient.make(server.endpoint)
        for _ in 0..<3 { #expect(await send(client) == nil) }
        #expect(server.requests.count == 4)
        #expect(server.connections == 3)
    }

    @Test func `A request is sent anew once, and not where an answer had begun`() async throws {
        let server = try RawServer([Self.ok, .drop])
        let client = try TestClient.make(server.endpoint)
        #expect(await send(client) == nil)
        #expect(await send(client)?.kind == .connectionLost)
        #expect(server.requests.count == 3)

        let breaking = try RawServer([Self.ok, .bytes("HTTP/1.1 200 OK\r\n"), Self.ok])
        let other = try TestClient.make(breaking.endpoint)
        #expect(await send(other) == nil)
        #expect(await send(other)?.kind == .connectionLost)
        #expect(breaking.requests.count == 2)
    }

    @Test func `A connection that the server will close is not used again`() async throws {
        let server = try RawServer([
            .answer(
                status: "200 OK", headers: ["Connection: close"], body: ClientAttemptTests.empty)
        ])
        let client = try TestClient.make(server.endpoint)
        for _ in 0..<3 { #expect(await send(client) == nil) }
        #expect(server.connections == 3)
        #expect(server.requests.count == 3)
    }

    @Test func `What comes behind an answer is nobody's answer`() async throws {
        let server = try RawServer([
            .answer(status: "200 OK", body: ClientAttemptTests.empty, surplus: Self.whole), Self.ok,
        ])
        let client = try TestClient.make(server.endpoint)
        for _ in 0..<2 { #expect(await send(client) == nil) }
        #expect(server.connections == 2)
    }

    @Test func `An answer in chunks is put together`() async throws {
        let text = ClientAttemptTests.empty
        let server = try RawServer([
            .bytes(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + text.map { "1\r\n\($0)\r\n" }.joined() + "0\r\n\r\n")
        ])
        let client = try TestClient.make(server.endpoint)
        #expect(await send(client) == nil)
    }

    @Test func `An answer of megabytes comes whole`() async throws {
        let text = String(repeating: "0123456789", count: 500_000)
        let server = try RawServer([.answer(status: "200 OK", body: text)])
        let client = try TestClient.make(server.endpoint)
        let answer = try await client.attempt(.scan, body: TestClient.body("{}"))
        #expect(answer.text == text)
    }

    /// A body that the server does not read fills the connection: what it says meanwhile is heard.
    @Test func `An answer that does not wait for the request's end is taken`() async throws {
        let refusal = ClientAttemptTests.refused("ValidationException", "too large")
        let server = try RawServer([refusal], readsBodies: false)
        let client = try TestClient.make(server.endpoint)
        let error = await send(client, String(repeating: "x", count: 30_000_000))
        #expect(error?.kind == .validation)
        #expect(error?.message == "too large")
    }

    @Test func `An answer is heard though the server has closed on the rest of the request`()
        async throws
    {
        let text = #"{"__type":"x#ValidationException","message":"too large"}"#
        let server = try RawServer(
            [.bytes("HTTP/1.1 400 No\r\nContent-Length: \(text.utf8.count)\r\n\r\n" + text)],
            readsBodies: false)
        let client = try TestClient.make(server.endpoint)
        for _ in 0..<20 {
            let error = await send(client, String(repeating: "x", count: 3_000_000))
            #expect(error?.kind == .validation)
        }
    }

    @Test func `A connection that falls silent is given up before the request's time is`()
        async throws
    {
        let server = try RawServer([.silence])
        let client = try TestClient.make(server.endpoint) { $0.stallTimeout = .milliseconds(200) }
        let error = await send(client)
        #expect(error?.kind == .timeout)
        #expect(error?.message == "not a byte in 200 ms")
        #expect(server.requests.count == 1)
    }

    @Test func `Waiting for a connection counts as waiting`() async throws {
        let server = try RawServer([.silence])
        let client = try TestClient.make(server.endpoint) {
            $0.maxConnections = 1
            $0.requestTimeout = .milliseconds(300)
        }
        async let first = send(client)
        async let second = send(client)
        // The second may be given a connection as its time ends.
        let kinds = await [first?.kind, second?.kind]
        #expect(kinds.allSatisfy { $0 == .timeout || $0 == .connection }, "\(kinds)")
        #expect(server.connections <= 2)
    }

    @Test func `A request that waits takes the connection that another gives back`() async throws {
        let server = try RawServer([Self.ok])
        let client = try TestClient.make(server.endpoint) { $0.maxConnections = 1 }
        let failures = await withTaskGroup(of: DynamoDBError?.self) { group in
            for _ in 0..<50 { group.addTask { await send(client) } }
            return await group.reduce(0) { $0 + ($1 == nil ? 0 : 1) }
        }
        #expect(failures == 0)
        #expect(server.requests.count == 50)
        #expect(server.connections == 1)
    }

    @Test(arguments: [
        "127.0.0.1:8000", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nx: y",
        "http://user:word@127.0.0.1/", "http://127.0.0.1/#x",
    ])
    func `What cannot stand in a request line is no URL`(_ url: String) {
        #expect(HTTPRequest(method: "GET", url: url, headers: []) == nil)
    }
}
