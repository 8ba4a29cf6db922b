import Foundation
import Glibc
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// Quarantine and failed tables, and what `retry` makes of them.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct RetryTests {
        private let sql = """
            \(Shop.sql)
            CREATE TABLE tag(name TEXT PRIMARY KEY, weight);
            INSERT INTO tag VALUES ('a', 1), ('', 2), ('c', 9e999), ('d', 4);
            """
        private let mend = """
            UPDATE tag SET name = 'b' WHERE name = '';
            UPDATE tag SET weight = 3 WHERE name = 'c';
            """

        private func tag(_ trial: Trial) async throws -> JSONNode? {
            let status = try await trial.expect(0, "status", "--json")
            return try Scripts.json(status.output)["tables"]?.first("name", "tag")
        }

        @Test func `Rows in quarantine are written once the source is mended`() async throws {
            try await Trial.with(sql: sql, config: Shop.config) { trial in
                try await trial.expect(
                    1, "migrate", says: "incomplete", "an empty key", "sluice retry")
                #expect(try await trial.count("tag") == 2)
                // Tables without any are as finished as can be.
                for command in ["migrate", "retry"] {
                    try await trial.expect(
                        0, command, "--tables", "customer,purchase",
                        says: "Nothing is left to do for customer, purchase", "every item")
                }
                try await trial.expect(1, "migrate", says: "finished", "2 rows in quarantine")
                try await trial.expect(1, "retry", says: "an empty key")
                #expect(try await trial.count("tag") == 2)

                try Trial.change(trial.source, mend)
                try await trial.expect(
                    5, "retry", says: "the source changed", "--accept-source-change")
                let put = await trial.server.statistics.itemsPut
                try await trial.expect(
                    0, "retry", "--accept-source-change", says: "complete: 164 items")
                #expect(await trial.server.statistics.itemsPut == put + 2)
                #expect(try await trial.count("tag") == 4)
                try await trial.expect(0, "validate")
                let tag = try await tag(trial)
                #expect(tag?["quarantine"]?.array?.isEmpty == true)
                #expect(tag?["counts"]?["read"]?.int == 4)
                #expect(tag?["counts"]?["acknowledged"]?.int == 4)
                #expect(tag?["counts"]?["quarantined"]?.int == 0)
                try await trial.expect(0, "migrate", says: "finished")
            }
        }

        @Test func `A table with too many rows in quarantine fails, and retry takes up both`()
            async throws
        {
            let bad = """
                ;WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
                    INSERT INTO tag SELECT 'x' || i, 9e999 FROM n;
                """
            try await Trial.with(sql: sql + bad, config: Shop.config) { trial in
                let failed = try await trial.expect(
                    1, "migrate", "--max-quarantined", "10", says: "tag: failed", "quarantine")
                #expect(!failed.output.contains("tag: failed: tag:"), "\(failed)")
                #expect(try await trial.count("purchase") == 120)
                #expect(try await tag(trial)?["state"]?.string == "failed")

                try Trial.change(
                    trial.source, mend + "UPDATE tag SET weight = 5 WHERE name GLOB 'x*'")
                try await trial.expect(
                    0, "retry", "--accept-source-change", says: "complete: 194 items")
                #expect(try await trial.count("tag") == 34)
                try await trial.expect(0, "validate")
            }
        }

        @Test func `A retry whose target is away changes nothing of what is known`() async throws {
            try await Trial.with(sql: sql, config: Shop.config) { trial in
                var trial = trial
                let server = try await TestServer.local()
                trial.program.environment["SLUICE_TARGET_ENDPOINT"] = server.endpoint
                try await trial.expect(1, "migrate")
                server.send(SIGKILL)
                try await Polling.until("gone") { !Loopback.isListening(server.port) }
                try await trial.expect(3, "retry", says: "no connection", "sluice local")
                let tag = try await tag(trial)
                #expect(tag?["state"]?.string == "done")
                #expect(tag?["counts"]?["quarantined"]?.int == 2)
            }
        }

        @Test func `Without credentials nothing is stored`() async throws {
            try await Trial.with(sql: sql, config: Shop.config) { trial in
                var trial = trial
                trial.program.environment["AWS_ACCESS_KEY_ID"] = nil
                trial.program.environment["AWS_SECRET_ACCESS_KEY"] = nil
                let before = try FolderListing(trial.folder.path)
                try await trial.expect(3, "migrate", says: "no credentials", "AWS_ACCESS_KEY_ID")
                #expect(try FolderListing(trial.folder.path) == before)
                try await trial.expect(0, "migrate", "--dry-run", "--tables", "customer")
            }
        }
    }
}
