import CheckpointStore
import Foundation
import LocalDynamoDB
import RunModel
import TestSupport
import Testing

extension Program {
    /// A run is bound to its source, its mapping and its target; a change is named and needs a decision.
    @Suite(.timeLimit(.minutes(3))) struct ChangedSourceTests {
        /// Stops a run in its midst.
        private func interrupt(_ trial: FaultsTrial) async throws {
            let process = try trial.program.start(["migrate"])
            try await Polling.until("half done") {
                try trial.state()?.acknowledged ?? 0 > 1_500
            }
            process.send(SIGINT)
            #expect(try await process.result().status == 130)
        }

        private static let changes: [(name: String, sql: String, words: String)] = [
            (
                "a row changed", "UPDATE customer SET name = 'x' WHERE id = 3999",
                "it was written to"
            ),
            ("an index", "CREATE INDEX more ON customer(name)", "its schema"),
            (
                "a -wal", "PRAGMA journal_mode = WAL; UPDATE customer SET name = 'x' WHERE id = 1",
                "written"
            ),
            ("another file", "", "replaced"),
        ]

        @Test(arguments: changes)
        func `A changed source is named and refused until it is accepted`(
            _ change: (name: String, sql: String, words: String)
        ) async throws {
            try await FaultsTrial.with(faults: "delay=100ms") { trial in
                try await interrupt(trial)
                if change.sql.isEmpty {
                    try trial.folder.copy(trial.source, as: "copy.db")
                    try FileManager.default.removeItem(atPath: trial.source)
                    try FileManager.default.moveItem(
                        atPath: trial.folder["copy.db"], toPath: trial.source)
                } else {
                    try Trial.change(trial.source, change.sql)
                }
                try trial.setFaults("")
                let put = await trial.server.statistics.itemsPut
                for command in ["resume", "migrate", "retry"] {
                    let refused = try await trial.sluice(command)
                    #expect(refused.status == 5, "\(command): \(refused)")
                    #expect(refused.errors.contains("the source changed"), "\(refused)")
                    #expect(refused.errors.contains(change.words), "\(refused)")
                    #expect(refused.errors.contains("--accept-source-change"), "\(refused)")
                }
                #expect(await trial.server.statistics.itemsPut == put)
                let end = try await trial.sluice("resume", "--accept-source-change")
                #expect(end.status == 0, "\(change.name): \(end)")
                // Decided once: the run is bound to the source as it is now.
                #expect(try await trial.sluice("migrate").status == 0)
            }
        }

        @Test func `Rows of a changed source are counted anew, each once`() async throws {
            try await FaultsTrial.with(faults: "delay=100ms") { trial in
                try await interrupt(trial)
                let state = try #require(try trial.state())
                let lines = state.segments.filter { $0.id.entity.entity == "Line" }
                try #require(lines.last?.isDone == false)
                // Below the watermarks and above them.
                try Trial.change(
                    trial.source,
                    """
                    PRAGMA foreign_keys = OFF; DELETE FROM customer WHERE id <= 3; DELETE FROM orders WHERE id > 7990;
                    INSERT INTO line SELECT orders + 100000, no, sku, price FROM line WHERE orders <= 50
                    """)
                try trial.setFaults("")
                let end = try await trial.sluice("resume", "--accept-source-change")
                #expect(end.status == 0, "\(end)")
                let after = try #require(try trial.state())
                #expect(after.isBalanced)
                let read = after.segments.filter { $0.id.entity.entity == "Line" }
                    .reduce(0) { $0 + $1.counts.read }
                #expect(read == 6_100)
            }
        }

        @Test
        func `A column added in the midst is the source's change, then the table's to copy anew`()
            async throws
        {
            try await FaultsTrial.with(faults: "delay=100ms") { trial in
                try await interrupt(trial)
                try trial.setFaults("")
                try Trial.change(trial.source, "ALTER TABLE orders ADD COLUMN more DEFAULT 1")
                let refused = try await trial.sluice("resume")
                #expect(refused.status == 5, "\(refused)")
                #expect(refused.errors.contains("its schema was changed"), "\(refused)")
                let again = try await trial.sluice("resume", "--accept-source-change")
                #expect(again.status == 5, "\(again)")
                #expect(again.errors.contains("sluice reset --tables Shop"), "\(again)")
                #expect(try await trial.sluice("reset", "--tables", "Shop", "--yes").status == 0)
                let end = try await trial.sluice("resume", "--accept-source-change")
                #expect(end.status == 0, "\(end)")
                #expect(try await trial.sluice("validate").status == 0)
            }
        }

        @Test func `A changed mapping is refused for the tables that hold items of the old one`()
            async throws
        {
            try await FaultsTrial.with(faults: "delay=100ms") { trial in
                try await interrupt(trial)
                try trial.setFaults("")
                try trial.folder.write(
                    FaultsShop.config.replacing("L#{no}", with: "LINE#{no}"), to: "config.json")
                let refused = try await trial.sluice("resume")
                #expect(refused.status == 5, "\(refused)")
                #expect(refused.errors.contains("mapping changed"), "\(refused)")
                #expect(refused.errors.contains("Lines"), "\(refused)")
                #expect(!refused.errors.contains("Shop"), "\(refused)")
                #expect(refused.errors.contains("sluice reset --tables Lines"), "\(refused)")

                let puts = await trial.server.statistics.itemsPut
                #expect(
                    try await trial.sluice("reset", "--tables", "Lines", "--drop-target", "--yes")
                        .status == 0)
                let end = try await trial.sluice("resume")
                #expect(end.status == 0, "\(end)")
                #expect(try await trial.sluice("validate").status == 0)
                // The tables that did not change went on from their watermarks.
                let kept = try #require(try trial.state()).acknowledged
                #expect(await trial.server.statistics.itemsPut < puts + kept)
            }
        }

        @Test func `A changed target is named and refused`() async throws {
            try await FaultsTrial.with(faults: "delay=100ms") { trial in
                try await interrupt(trial)
                try trial.setFaults("")
                var other = trial.program
                other.environment["SLUICE_TARGET_REGION"] = "eu-west-1"
                for program in [other, moved(trial.program, to: "http://127.0.0.1:1")] {
                    let refused = try await program("resume")
                    #expect(refused.status == 5, "\(refused)")
                    #expect(refused.errors.contains(trial.server.endpoint), "\(refused)")
                    #expect(refused.errors.contains("the settings now say"), "\(refused)")
                }
                #expect(try await trial.sluice("resume").status == 0)
                // Nor does a finished run speak for a target it never wrote to.
                let refused = try await moved(trial.program, to: "http://127.0.0.1:1")("migrate")
                #expect(refused.status == 5, "\(refused)")
            }
        }

        @Test func `A finished run does not speak for a source that changed since`() async throws {
            try await FaultsTrial.with { trial in
                #expect(try await trial.sluice("migrate").status == 0)
                #expect(try await trial.sluice("migrate").status == 0)
                try Trial.change(trial.source, "UPDATE customer SET name = 'x' WHERE id = 1")
                let refused = try await trial.sluice("migrate")
                #expect(refused.status == 5, "\(refused)")
                #expect(refused.errors.contains("the source changed"), "\(refused)")
            }
        }

        /// What was refused before it did anything binds nobody.
        @Test func `A mistaken endpoint can simply be mended`() async throws {
            try await FaultsTrial.with { trial in
                let refused = try await moved(trial.program, to: "http://127.0.0.1:1")("migrate")
                #expect(refused.status == 3, "\(refused)")
                #expect(try await trial.sluice("migrate").status == 0)
            }
        }

        private func moved(_ program: SluiceProgram, to endpoint: String) -> SluiceProgram {
            var program = program
            program.environment["SLUICE_TARGET_ENDPOINT"] = endpoint
            return program
        }
    }
}
