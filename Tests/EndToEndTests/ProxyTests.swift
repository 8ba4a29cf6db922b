import Foundation
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// A proxy that the environment names stands between the program and a target that is not this machine.
    @Suite(
        .enabled(if: Places.hasServers, Comment(rawValue: Places.serversAreMissing)),
        .timeLimit(.minutes(2)))
    struct ProxyTests {
        /// Runs the body with what the program makes of a proxy, and what the proxy was asked for.
        private func migrate(
            answering status: Int, _ body: (ProcessResult, String) async throws -> Void
        ) async throws {
            try await FaultsTrial.with { trial in
                var trial = trial
                let python = try #require(Places.tool("python"))
                let port = try Loopback.freePort()
                let target = try #require(trial.server.endpoint.split(separator: ":").last)
                let proxy = try ChildProcess(
                    python, [Scripts.folder + "proxy.py", "\(port)", "\(target)", "\(status)"],
                    environment: [:], folder: trial.folder.path)
                try await Polling.until("the proxy listens") { Loopback.isListening(port) }
                trial.program.environment["http_proxy"] = "http://127.0.0.1:\(port)"
                trial.program.environment["SLUICE_TARGET_ENDPOINT"] = "http://dynamo.test:8000"
                try await body(try await trial.sluice("migrate"), proxy.output)
                proxy.send(SIGTERM)
            }
        }

        @Test func `A migration passes through its tunnel`() async throws {
            try await migrate(answering: 200) { end, asked in
                #expect(end.status == 0, "\(end)")
                #expect(asked.hasPrefix("CONNECT dynamo.test:8000 HTTP/1.1\n"), "\(asked)")
            }
        }

        @Test func `A tunnel that is refused is told as the proxy's doing`() async throws {
            try await migrate(answering: 403) { end, _ in
                #expect(end.status == 3, "\(end)")
                #expect(end.errors.contains("the proxy on the way to http://dynamo.test"))
                #expect(!(end.output + end.errors).contains("administrator"), "\(end)")
            }
        }
    }
}
