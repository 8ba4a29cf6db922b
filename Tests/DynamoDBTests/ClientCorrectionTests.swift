import DynamoItem
import RunModel
import Synchronization
import Testing

@testable import DynamoDB

/// What the client corrects by itself, once: its clock, and credentials that were refused.
@Suite(.timeLimit(.minutes(1))) struct ClientCorrectionTests {
    static let ok = ClientAttemptTests.ok

    /// Twenty minutes after `FakeTime`'s start.
    static let late = "Date: Sun, 30 Aug 2015 12:56:00 GMT"

    @Test(arguments: ["InvalidSignatureException", "RequestTimeTooSkewed", "RequestExpired"])
    func `A refusal for the clock is answered with the service's time, which is kept`(
        _ code: String
    ) async throws {
        let server = try RawServer([
            ClientAttemptTests.refused(
                code, "Signature expired: 20150830T123600Z", headers: [Self.late]),
            Self.ok,
        ])
        let client = try TestClient.make(server.endpoint, time: FakeTime().value)
        for _ in 0..<2 { _ = try await client.attempt(.putItem, body: TestClient.body("{}")) }
        #expect(server.header("x-amz-date", ofRequest: 0) == "20150830T123600Z")
        #expect(server.header("x-amz-date", ofRequest: 1) == "20150830T125600Z")
        #expect(server.header("x-amz-date", ofRequest: 2) == "20150830T125600Z")
        #expect(server.requests.count == 3)
    }

    @Test func `A refusal that stays is not repeated for ever`() async throws {
        let server = try RawServer([
            ClientAttemptTests.refused("RequestTimeTooSkewed", headers: [Self.late])
        ])
        let client = try TestClient.make(server.endpoint, time: FakeTime().value)
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(error?.kind == .clockSkew)
        #expect(server.requests.count == 2)
        #expect(error?.sluiceError().hint?.contains("clock") == true)
    }

    @Test func `A wrong signature at the right time is no matter of the clock`() async throws {
        let server = try RawServer([
            ClientAttemptTests.refused(
                "InvalidSignatureException", "The request signature we calculated does not match",
                headers: ["Date: Sun, 30 Aug 2015 12:36:05 GMT"])
        ])
        let client = try TestClient.make(server.endpoint, time: FakeTime().value)
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(error?.kind == .wrongSignature)
        #expect(server.requests.count == 1)
        #expect(error?.sluiceError().code == .credentials)
    }

    /// Gives new credentials after each refusal, if it has any left.
    private final class Rotating: CredentialsProvider {
        let source = "test"
        private let names: Mutex<[String]>

        init(_ names: [String]) { self.names = Mutex(names) }

        func credentials(now: Timestamp) async throws(SluiceError) -> Credentials {
            Credentials(
                accessKeyID: names.withLock { $0[0] }, secretAccessKey: "hushhush",
                sessionToken: "tok",
                source: "test")
        }

        func invalidate() async {
            names.withLock { names in
                if names.count > 1 { names.removeFirst() }
            }
        }
    }

    @Test(arguments: ["ExpiredTokenException", "UnrecognizedClientException"])
    func `Credentials that are refused are read anew, once`(_ code: String) async throws {
        let server = try RawServer([ClientAttemptTests.refused(code), Self.ok])
        let client = try TestClient.make(
            server.endpoint, credentials: Rotating(["FIRST", "SECOND"]))
        _ = try await client.attempt(.putItem, body: TestClient.body("{}"))
        #expect(server.header("authorization", ofRequest: 0)?.contains("Credential=FIRST/") == true)
        #expect(
            server.header("authorization", ofRequest: 1)?.contains("Credential=SECOND/") == true)
        #expect(server.header("x-amz-security-token", ofRequest: 1) == "tok")
        #expect(
            server.header("authorization", ofRequest: 1)?.contains(
                "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,")
                == true)
    }

    @Test func `The same credentials are not sent a second time`() async throws {
        let server = try RawServer([ClientAttemptTests.refused("ExpiredTokenException")])
        let client = try TestClient.make(server.endpoint)
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(error?.kind == .expiredCredentials)
        #expect(server.requests.count == 1)
    }

    @Test func `Credentials that cannot be had are the operator's error, with no request`()
        async throws
    {
        let server = try RawServer([Self.ok])
        let provider = RefreshingCredentials(source: "test") { _ in
            .failure(SluiceError(.credentials, "the process failed", hint: "run it by hand"))
        }
        let client = try TestClient.make(server.endpoint, credentials: provider)
        let error = await failure { () throws(DynamoDBError) in
            try await client.attempt(.putItem, body: TestClient.body("{}"))
        }
        #expect(error?.sluiceError().hint == "run it by hand")
        #expect(server.requests.isEmpty)
    }
}
