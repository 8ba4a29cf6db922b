import Foundation
import LocalDynamoDB
import RunModel
import TestSupport
import Testing

extension Program {
    /// Configurations that cannot be used: each is one error with its place and a hint, before anything is
    /// made anywhere.
    @Suite(.timeLimit(.minutes(2))) struct MalformedTests {
        struct Mistake: Sendable, CustomTestStringConvertible {
            var testDescription: String
            /// Text of the good configuration, and what stands in its place.
            var replacing = ""
            var with = ""
            var environment: [String: String] = [:]
            /// What the error must name.
            var says: [String]
        }

        private static let mistakes = [
            Mistake(
                testDescription: "no JSON", replacing: "\"region\"", with: "region",
                says: ["config.json:3:", "not JSON"]),
            Mistake(
                testDescription: "cut off", replacing: "\"T#{code}\" } }\n", with: "\"T#",
                says: ["config.json:", "not JSON"]),
            Mistake(
                testDescription: "a duplicate key", replacing: "\"tables\": {",
                with: "\"target\": { \"region\": \"eu-west-1\" },\n \"tables\": {",
                says: ["config.json:4:", "target", "twice"]),
            Mistake(
                testDescription: "an unknown key", replacing: "\"region\"", with: "\"regoin\"",
                says: ["config.json:3:", "target.regoin", "target.region"]),
            Mistake(
                testDescription: "a wrong type", replacing: "\"tables\": {",
                with: "\"load\": { \"maxInFlight\": \"many\" },\n \"tables\": {",
                says: ["config.json:4:", "load.maxInFlight", "whole number"]),
            Mistake(
                testDescription: "out of range", replacing: "\"tables\": {",
                with: "\"load\": { \"maxInFlight\": 0 },\n \"tables\": {",
                says: ["config.json:4:", "load.maxInFlight", "out of range"]),
            Mistake(
                testDescription: "a bad environment value",
                environment: ["SLUICE_LOAD_PARALLEL_TABLES": "some"],
                says: ["SLUICE_LOAD_PARALLEL_TABLES", "load.parallelTables", "whole number"]),
            Mistake(
                testDescription: "an unknown environment name",
                environment: ["SLUICE_LOAD_PARALLEL_TABELS": "2"],
                says: ["SLUICE_LOAD_PARALLEL_TABELS", "SLUICE_LOAD_PARALLEL_TABLES"]),
            Mistake(
                testDescription: "no such table", replacing: "\"from\": \"customer\"",
                with: "\"from\": \"custmer\"",
                says: [
                    "tables.Shop.entities.Customer.from", "custmer", "did you mean \"customer\"",
                ]),
            Mistake(
                testDescription: "no such column", replacing: "O#{orders}", with: "O#{order}",
                says: [
                    "tables.Lines.entities.Line.attributes.PK", "order", "did you mean \"orders\"",
                ]),
            Mistake(
                testDescription: "a broken template", replacing: "T#{code}", with: "T#{code",
                says: ["tables.Tags.entities.Tag.attributes.PK", "not closed"]),
            Mistake(
                testDescription: "bad SQL", replacing: "weight % 10 <> 3", with: "weight % <> 3",
                says: ["tables.Tags.entities.Tag.where", "syntax error"]),
            Mistake(
                testDescription: "an illegal table name", replacing: "\"Tags\"",
                with: "\"My Tags\"",
                says: ["My Tags", "name"]),
            Mistake(
                testDescription: "no value for a key", replacing: ", \"SK\": \"L#{no}\"", with: "",
                says: ["tables.Lines.entities.Line", "SK"]),
            Mistake(
                testDescription: "a bad endpoint",
                environment: ["SLUICE_TARGET_ENDPOINT": "localhost:8000"],
                says: ["target.endpoint", "http://"]),
            Mistake(
                testDescription: "a password in the endpoint",
                environment: ["SLUICE_TARGET_ENDPOINT": "http://me:hunter2@127.0.0.1:8000"],
                says: ["target.endpoint", "password"]),
        ]

        @Test(arguments: mistakes)
        func `A mistake is one error with place and hint, and nothing is made`(
            _ mistake: Mistake
        ) async throws {
            var config = FaultsShop.config
            if !mistake.replacing.isEmpty {
                try #require(config.contains(mistake.replacing))
                config = config.replacing(mistake.replacing, with: mistake.with)
            }
            try await FaultsTrial.with(config: config) { trial in
                var program = trial.program
                program.environment.merge(mistake.environment) { $1 }
                for command in ["migrate", "resume", "validate"] {
                    let end = try await program(command)
                    expectOneError(end, status: 2, says: mistake.says)
                }
                #expect(await trial.server.statistics.requests.isEmpty)
                let left = try FileManager.default.contentsOfDirectory(atPath: trial.folder.path)
                #expect(left.sorted() == ["config.json", "shop.db"])
            }
        }

        /// What only the rows tell: found before the first write.
        @Test(arguments: [
            ("O#{id}", "O#{total}", "Order"), ("\"PROFILE\"", "\"O#{id}\"", "Customer"),
        ])
        func `Keys that collide refuse their table before it is made`(
            _ replacing: String, _ with: String, _ entity: String
        ) async throws {
            let config = FaultsShop.config.replacing(replacing, with: with)
            try await FaultsTrial.with(config: config) { trial in
                try Trial.change(
                    trial.source,
                    "UPDATE orders SET total = 1, customer = 5 WHERE id IN (5, 6)")
                let end = try await trial.sluice("migrate", "--tables", "Shop")
                #expect(end.status == 1, "\(end)")
                #expect(end.output.contains("overwrite"), "\(end)")
                #expect(end.output.contains(entity), "\(end)")
                #expect(await trial.server.statistics.requests["CreateTable"] == nil)
                #expect(await trial.server.statistics.itemsPut == 0)
                #expect(try trial.state()?.acknowledged == 0)
            }
        }
    }
}

/// One error on standard error: its beginning once, a hint, the words, and nothing of a crash.
func expectOneError(
    _ end: ProcessResult, status: Int32, says: [String],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(end.status == status, "\(end)", sourceLocation: sourceLocation)
    for words in says {
        #expect(
            end.errors.contains(words), "“\(words)” is missing: \(end)",
            sourceLocation: sourceLocation)
    }
    #expect(
        end.errors.components(separatedBy: "sluice: error:").count == 2, "\(end)",
        sourceLocation: sourceLocation)
    #expect(end.errors.contains("hint:"), "\(end)", sourceLocation: sourceLocation)
    for words in ["Fatal error", "Stack dump", "backtrace", ".swift", "SluiceError", "hunter2"] {
        #expect(
            !(end.errors + end.output).contains(words), "\(end)", sourceLocation: sourceLocation)
    }
}
