import Foundation
import RunModel
import TestSupport
import Testing

@testable import DynamoDB

/// TLS towards a server whose certificate is signed by itself, for 127.0.0.1.
@Suite(
    .enabled(
        if: Places.hasServers && Places.command("openssl") != nil,
        "moto_server or the openssl command is not installed"),
    .timeLimit(.minutes(1)))
struct TLSTests {
    /// A folder with `cert.pem` and `key.pem`, removed at the end.
    private func withCertificate(
        for name: String, _ body: (String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = URL(filePath: try #require(Places.command("openssl")))
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=\(name)", "-keyout",
            folder.path() + "/key.pem", "-out", folder.path() + "/cert.pem",
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        try await body(folder.path())
    }

    private func server(_ folder: String) async throws -> TestServer {
        try await TestServer.moto(arguments: [
            "-c", folder + "/cert.pem", "-k", folder + "/key.pem",
        ])
    }

    @Test func `A certificate of nobody's is refused, and trusted through the CA bundle`()
        async throws
    {
        try await withCertificate(for: "IP:127.0.0.1") { folder in
            let server = try await server(folder)
            let endpoint = "https://127.0.0.1:\(server.port)"
            let stranger = try TestClient.make(endpoint)
            let error = await failure { () throws(DynamoDBError) in
                try await stranger.listTables()
            }
            #expect(error?.kind == .certificate)
            #expect(error?.retryClass == .permanent)
            #expect(error?.sluiceError().hint?.contains("AWS_CA_BUNDLE") == true)
            let trusting = try TestClient.make(endpoint) { $0.caBundle = folder + "/cert.pem" }
            #expect(try await trusting.listTables().names.isEmpty)
            // More than the connection takes at once: OpenSSL is given the same bytes again.
            let text = String(repeating: "x", count: 8_000_000)
            let body = #"{"RequestItems":{"T":[{"PutRequest":{"Item":{"PK":{"S":"\#(text)"}}}}]}}"#
            let refused = await failure { () throws(DynamoDBError) in
                try await trusting.batchWriteItem(TestClient.body(body))
            }
            #expect(refused?.kind == .tableNotFound)
        }
    }

    @Test func `A trusted certificate of another host is refused`() async throws {
        try await withCertificate(for: "DNS:other.example") { folder in
            let server = try await server(folder)
            let client = try TestClient.make("https://127.0.0.1:\(server.port)") {
                $0.caBundle = folder + "/cert.pem"
            }
            let error = await failure { () throws(DynamoDBError) in try await client.listTables() }
            #expect(error?.kind == .certificate)
        }
    }
}
