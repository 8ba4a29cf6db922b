import CheckpointStore
import DynamoDB
import Foundation
import LocalDynamoDB
import RunModel
import TestSupport
import Testing

extension Program {
    /// An endpoint that throttles, fails, loses answers and refuses items: everything arrives, once counted,
    /// or is said not to have.
    @Suite(.timeLimit(.minutes(3))) struct TargetFaultsTests {
        private static let together =
            "throttle=0.05,unprocessed=0.05,error500=0.03,drop=0.02:after,badcrc=0.02,delay=1ms..10ms,wcu=20000,seed=10"
        private static let faults = [
            "throttle=0.1:IndexWriteKeyRangeThroughputExceeded,seed=2", "unprocessed=0.1,seed=3",
            "drop=0.1:before,seed=5", "drop=0.1:after,seed=6", together,
        ]

        @Test(arguments: faults)
        func `Whatever goes wrong on the way, every item arrives`(_ faults: String) async throws {
            let folder = try TestFolder()
            let options = LocalDynamoDBOptions(auditPath: folder["audit"])
            try await FaultsTrial.with(options, faults: faults) { trial in
                let end = try await trial.sluice("migrate")
                #expect(end.status == 0, "\(faults): \(end)")
                let state = try #require(try trial.state())
                #expect(state.acknowledged == FaultsShop.items)
                #expect(state.quarantined == 0)
                #expect(state.isBalanced)
                #expect(
                    try FaultsAudit(folder["audit"], source: trial.source).missing(of: state)
                        .isEmpty)
                let statistics = await trial.server.statistics
                #expect(statistics.itemsPut - statistics.itemsReplaced == FaultsShop.items)
                #expect(statistics.faults > 20, "\(faults): \(statistics)")
                guard faults == Self.together else { return }
                try trial.setFaults("")
                let validation = try await trial.sluice("validate")
                #expect(validation.status == 0, "\(faults): \(validation)")
            }
        }

        @Test func `Credentials that expire end the run, and new ones let it go on`() async throws {
            try await FaultsTrial.with(faults: "delay=60ms") { trial in
                let process = try trial.program.start(["migrate"])
                try await Polling.until("half done") {
                    try trial.state()?.acknowledged ?? 0 > 1_500
                }
                try trial.setFaults("expired=1")
                let end = try await process.result()
                #expect(end.status == 3, "\(end)")
                #expect(end.output.contains("expired"), "\(end)")
                #expect(end.output.contains("sluice resume"), "\(end)")
                #expect(try trial.state()?.isBalanced == true)
                try trial.setFaults("")
                let resumed = try await trial.sluice("resume")
                #expect(resumed.status == 0, "\(resumed)")
                #expect(try await trial.sluice("validate").status == 0)
            }
        }

        /// The table there has an index of its own, whose key some rows do not fit: only the service knows.
        @Test func `Items that the service refuses are told one by one, and the rest is written`()
            async throws
        {
            let stricter = FaultsShop.config.replacing(
                #""projection": "ALL" }"#,
                with: #""projection": "ALL" }, "Note": { "partitionKey": "note" }"#
            ).replacing(#""SK": "O#{id}","#, with: #""SK": "O#{id}", "note": "order {id}","#)
            try await FaultsTrial.with { trial in
                // Made with the stricter index, and emptied: the second run's mapping knows nothing of it.
                let maker = try SluiceProgram(
                    in: TestFolder(), ["SLUICE_TARGET_ENDPOINT": trial.server.endpoint])
                try Trial.change(
                    maker.folder["shop.db"],
                    FaultsShop.sql
                        + "DELETE FROM orders; DELETE FROM customer; DELETE FROM line; DELETE FROM tag;"
                )
                try maker.folder.write(stricter, to: "config.json")
                let made = try await maker("migrate", "--tables", "Shop")
                try #require(made.status == 0, "\(made)")

                try Trial.change(
                    trial.source,
                    """
                    UPDATE customer SET note = CAST(id AS BLOB) WHERE id % 100 = 1;
                    UPDATE customer SET note = NULL WHERE note = '';
                    """)
                let end = try await trial.sluice("migrate", "--tables", "Shop")
                #expect(end.status == 1, "\(end)")
                #expect(end.output.contains("Type mismatch for Index Key note"), "\(end)")
                let state = try #require(try trial.state())
                #expect(state.quarantined == 40, "\(end)")
                #expect(state.isBalanced)
                #expect(state.acknowledged == 12_000 - 40)
                #expect(try await trial.items()["Shop"]?.count == 12_000 - 40)
                let status = try await trial.sluice("status")
                #expect(status.output.contains("Type mismatch for Index Key note"), "\(status)")
            }
        }

        /// Where creating is refused, whoever makes the table by hand keeps it.
        @Test func `A table that we were not let create is not ours to drop`() async throws {
            try await FaultsTrial.with(faults: "expired=1,operations=CreateTable") { trial in
                let refused = try await trial.sluice("migrate", "--tables", "Tags")
                #expect(refused.status == 3, "\(refused)")
                try trial.setFaults("")
                let maker = try SluiceProgram(in: TestFolder(), trial.program.environment)
                try trial.folder.copy(trial.source, as: "other.db")
                try maker.folder.write(FaultsShop.config, to: "config.json")
                let made = try await maker(
                    "migrate", "--tables", "Tags", "--source-db", trial.folder["other.db"])
                try #require(made.status == 0, "\(made)")
                for arguments in [["migrate"], ["migrate", "--force", "--yes"]] {
                    let end = try await trial.program.start(arguments + ["--tables", "Tags"])
                        .result()
                    #expect(end.status == 2, "\(arguments): \(end)")
                }
                #expect(await trial.server.statistics.requests["DeleteTable"] == nil)
                #expect(await trial.server.statistics.itemsPut == 1_800)
            }
        }

        @Test func `A target that goes away and comes back is waited for`() async throws {
            let folder = try TestFolder()
            var options = LocalDynamoDBOptions(
                storage: .file(folder["target.db"]), faults: try FaultPlan(parsing: "delay=60ms"))
            let first = try await LocalDynamoDBServer.start(options)
            let trial = try TestFolder()
            try Trial.change(trial["shop.db"], FaultsShop.sql)
            try trial.write(FaultsShop.config, to: "config.json")
            let program = try SluiceProgram(
                in: trial, ["SLUICE_TARGET_ENDPOINT": first.endpoint])
            let process = try program.start(["migrate"])
            try await Polling.until("half done") { await first.statistics.itemsPut > 1_500 }
            await first.stop()
            // Long enough for every batch in flight to have met the closed port.
            try await Polling.until("told") {
                process.output.contains("has taken nothing") && process.output.contains("connect")
            }
            options.port = first.port
            let second = try await LocalDynamoDBServer.start(options)
            let end = try await process.result()
            #expect(end.status == 0, "\(end)")
            let log = try String(contentsOfFile: trial[".sluice/sluice.log"], encoding: .utf8)
            #expect(log.contains("takes items again"))
            #expect(try await program("validate").status == 0)
            await second.stop()
        }

        /// A bad mapping must not fill the quarantine for ever.
        @Test func `Past load.maxQuarantined the table fails`() async throws {
            try await FaultsTrial.with { trial in
                try Trial.change(trial.source, "UPDATE orders SET customer = NULL WHERE id % 4 = 0")
                let end = try await trial.sluice("migrate", "--max-quarantined", "500")
                #expect(end.status == 1, "\(end)")
                #expect(end.output.contains("load.maxQuarantined (500)"), "\(end)")
                let state = try #require(try trial.state())
                #expect(state.tables.first { $0.name == "Shop" }?.state == .failed)
                #expect(state.isBalanced)
            }
        }

        @Test func `A table that vanishes in the midst fails, and reset begins it anew`()
            async throws
        {
            try await FaultsTrial.with(faults: "delay=60ms") { trial in
                let process = try trial.program.start(["migrate"])
                try await Polling.until("half done") {
                    try trial.state()?.acknowledged ?? 0 > 1_500
                }
                try await trial.client { client in try await client.deleteTable("Shop") }
                let end = try await process.result()
                #expect(end.status == 1, "\(end)")
                #expect(end.output.contains("Shop: failed"), "\(end)")
                try trial.setFaults("")
                let refused = try await trial.sluice("resume")
                #expect(refused.status == 2, "\(refused)")
                #expect(refused.errors.contains("not there any more"), "\(refused)")
                #expect(refused.errors.contains("sluice reset --tables Shop"), "\(refused)")
                #expect(try await trial.sluice("reset", "--tables", "Shop", "--yes").status == 0)
                let resumed = try await trial.sluice("resume")
                #expect(resumed.status == 0, "\(resumed)")
                #expect(try await trial.sluice("validate").status == 0)
            }
        }

        /// What is not there, refuses, or is something else altogether.
        @Test func `A target out of reach is one error`() async throws {
            try await FaultsTrial.with { trial in
                let (descriptor, port) = try Loopback.boundSocket()
                defer { close(descriptor) }
                let refusing = try await program(trial, endpoint: "http://127.0.0.1:\(port)")(
                    "migrate")
                expectOneError(refusing, status: 3, says: ["127.0.0.1:\(port)", "no connection"])
                #expect(refusing.seconds < 10)

                var nowhere = trial.program
                nowhere.environment["SLUICE_TARGET_ENDPOINT"] = nil
                nowhere.environment["SLUICE_TARGET_REGION"] = "us-nowhere-1"
                expectOneError(
                    try await nowhere("migrate"), status: 3,
                    says: [
                        "dynamodb.us-nowhere-1.amazonaws.com", "cannot be resolved", "us-nowhere-1",
                    ])
                nowhere.environment["SLUICE_TARGET_REGION"] = "xx-nowhere-1"
                expectOneError(
                    try await nowhere("migrate"), status: 2, says: ["xx-nowhere-1", "region"])

                let tls = try await program(
                    trial, endpoint: trial.server.endpoint.replacing("http:", with: "https:"))(
                        "migrate")
                expectOneError(tls, status: 3, says: ["TLS"])
                #expect(try trial.state()?.acknowledged == 0)
                #expect(await trial.server.statistics.requests.isEmpty)
                #expect(try await trial.sluice("migrate").status == 0)
            }
        }

        @Test func `No credentials are one error`() async throws {
            try await FaultsTrial.with { trial in
                var program = trial.program
                program.environment["AWS_ACCESS_KEY_ID"] = nil
                program.environment["AWS_SECRET_ACCESS_KEY"] = nil
                expectOneError(
                    try await program("migrate"), status: 3,
                    says: ["credentials", "AWS_ACCESS_KEY_ID"])
                #expect(await trial.server.statistics.requests.isEmpty)
            }
        }

        private func program(_ trial: FaultsTrial, endpoint: String) -> SluiceProgram {
            var program = trial.program
            program.environment["SLUICE_TARGET_ENDPOINT"] = endpoint
            return program
        }
    }
}
