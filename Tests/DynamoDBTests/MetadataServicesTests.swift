import Foundation
import RunModel
import TestSupport
import Testing

@testable import DynamoDB

@Suite(.timeLimit(.minutes(1))) struct MetadataServicesTests {
    static let document =
        #"{"Code":"Success","AccessKeyId":"AKIDROLE","SecretAccessKey":"hushhush","Token":"tok","#
        + #""Expiration":"2999-01-01T00:00:00Z"}"#

    private func resolve(_ environment: [String: String]) throws -> any CredentialsProvider {
        try CredentialsChain.resolve(
            ProfileChoice(name: "default", origin: "default", isExplicit: false),
            environment: environment,
            profiles: AWSProfiles(
                config: ProfileFile(path: "/h/config"),
                credentials: ProfileFile(path: "/h/credentials")),
            endpoint: nil)
    }

    @Test func `A container's credentials are asked for with its token`() async throws {
        let server = try RawServer([.answer(status: "200 OK", body: Self.document)])
        let file = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID())")
        try "secret-token\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let provider = try resolve([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.endpoint + "/v1/credentials?x=1",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file.path(),
            "http_proxy": "http://127.0.0.1:1",
        ])
        let credentials = try await provider.credentials(now: .now)
        #expect(credentials.accessKeyID == "AKIDROLE")
        #expect(credentials.sessionToken == "tok")
        #expect(provider.source == "container credentials service")
        #expect(server.requests.first?.hasPrefix("GET /v1/credentials?x=1 HTTP/1.1\r\n") == true)
        #expect(server.header("authorization", ofRequest: 0) == "secret-token")
    }

    @Test func `A container's credentials never travel in the clear to a foreign host`() throws {
        #expect(throws: SluiceError.self) {
            try resolve(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/c"])
        }
    }

    @Test func `The instance's role is read with a session token of IMDSv2`() async throws {
        let server = try RawServer([
            .answer(status: "200 OK", body: "imds-token"),
            .answer(status: "200 OK", body: "my-role\n"),
            .answer(status: "200 OK", body: Self.document),
        ])
        let provider = try resolve(["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.endpoint + "/"])
        let credentials = try await provider.credentials(now: .now)
        #expect(credentials.accessKeyID == "AKIDROLE")
        #expect(credentials.source == "EC2 instance role my-role")
        #expect(server.requests.first?.hasPrefix("PUT /latest/api/token HTTP/1.1\r\n") == true)
        #expect(server.header("x-aws-ec2-metadata-token-ttl-seconds", ofRequest: 0) == "21600")
        #expect(server.header("x-aws-ec2-metadata-token", ofRequest: 2) == "imds-token")
        let path = "/latest/meta-data/iam/security-credentials/my-role"
        #expect(server.requests.last?.hasPrefix("GET \(path) HTTP/1.1\r\n") == true)
    }

    @Test func `Where no service answers, the chain's end says what to set`() async throws {
        let provider = try resolve([
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(try Loopback.freePort())"
        ])
        do throws(SluiceError) {
            _ = try await provider.credentials(now: .now)
            Issue.record("it succeeded")
        } catch {
            #expect(error.message.hasPrefix("no credentials"))
            #expect(error.hint?.contains("AWS_ACCESS_KEY_ID") == true)
        }
    }
}
