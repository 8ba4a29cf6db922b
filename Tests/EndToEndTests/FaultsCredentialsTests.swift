import Foundation
import RunModel
import TestSupport
import Testing

extension Program {
    /// A service that checks who asks: moto, which verifies signatures and policies.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct FaultsCredentialsTests {
        @Test func `Wrong keys and missing rights are named, and nothing is written`() async throws
        {
            try await FaultsTrial.with { trial in
                // The first four calls are let in; they make the user.
                let moto = try await TestServer.moto(["INITIAL_NO_AUTH_ACTION_COUNT": "4"])
                let text = try await Python.run(Scripts.folder + "iam.py", [moto.endpoint])
                let keys = text.split(separator: "\n").map(String.init)
                try #require(keys.count == 2)
                var program = trial.program
                program.environment["SLUICE_TARGET_ENDPOINT"] = moto.endpoint
                program.environment["AWS_ACCESS_KEY_ID"] = "AKIAUNKNOWNUNKNOWN12"
                program.environment["AWS_SECRET_ACCESS_KEY"] = keys[1]
                expectOneError(
                    try await program("migrate"), status: 3,
                    says: ["not accepted", "sluice info"])
                program.environment["AWS_ACCESS_KEY_ID"] = keys[0]
                program.environment["AWS_SECRET_ACCESS_KEY"] = "hunter2hunter2hunter2hunter2"
                expectOneError(
                    try await program("migrate"), status: 3,
                    says: ["signature", "secret access key"])
                #expect(try trial.state()?.acknowledged == 0)

                // May create and describe, may not write.
                program.environment["AWS_SECRET_ACCESS_KEY"] = keys[1]
                let denied = try await program("migrate")
                #expect(denied.status == 3, "\(denied)")
                #expect(denied.output.contains("Shop: failed"), "\(denied)")
                #expect(denied.output.contains("not permitted"), "\(denied)")
                #expect(denied.output.contains("allow dynamodb:BatchWriteItem"), "\(denied)")
                #expect(try trial.state()?.acknowledged == 0)
            }
        }

        /// The keys are everywhere the run goes, and nowhere in what it leaves or says (DESIGN §2.9).
        @Test func `Secrets appear nowhere`() async throws {
            try await FaultsTrial.with(faults: "delay=40ms,error500=0.02,throttle=0.02,drop=0.02") {
                trial in
                let secrets = ["wJalrXUtnFEMIsecretKEY", "FwoGZXIvYXdzEsessionTOKEN"]
                var program = trial.program
                program.environment["AWS_SECRET_ACCESS_KEY"] = secrets[0]
                program.environment["AWS_SESSION_TOKEN"] = secrets[1]
                let process = try program.start(["migrate", "--verbose", "--output", "json"])
                try await Polling.until("half done") {
                    try trial.state()?.acknowledged ?? 0 > 1_500
                }
                let command = FileManager.default.contents(atPath: "/proc/\(process.pid)/cmdline")
                expectNone(of: secrets, in: command ?? Data(), "the command line")
                try expectNone(of: secrets, below: trial.folder[".sluice"])
                process.send(SIGTERM)
                var said = [try await process.result()]
                try trial.setFaults("expired=1")
                said.append(try await program("resume", "--verbose"))
                try trial.setFaults("")
                for command in ["resume", "status", "info", "validate"] {
                    said.append(try await program(command, "--verbose"))
                }
                said.append(try await program("info", "--json"))
                for result in said {
                    expectNone(
                        of: secrets, in: Data((result.output + result.errors).utf8), "\(result)")
                }
                #expect(said[2].status == 0, "\(said[2])")
                try expectNone(of: secrets, below: trial.folder.path)
                try expectNone(of: secrets, below: program.homePath)
            }
        }

        private func expectNone(of secrets: [String], below folder: String) throws {
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
                guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else {
                    continue
                }
                expectNone(of: secrets, in: bytes, name)
            }
        }

        private func expectNone(of secrets: [String], in bytes: Data, _ place: String) {
            for secret in secrets {
                // Nor a half of one.
                for part in [secret.prefix(12), secret.suffix(12)] {
                    #expect(bytes.range(of: Data(part.utf8)) == nil, "\(part) is in \(place)")
                }
            }
        }
    }
}
