import Foundation
import Glibc
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// What `validate` says where there is nothing to compare with, and of samples.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct ValidationTests {
        @Test func `Before the migration every item is missing, and the table is named once`()
            async throws
        {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let before = try FolderListing(trial.folder.path)
                for sample in [[], ["--sample", "10"]] {
                    let arguments = ["validate", "--tables", "customer"] + sample
                    let result = try await trial.program.start(arguments).result()
                    #expect(result.status == 4, "\(result)")
                    #expect(
                        result.output.split(separator: "there is no table customer").count == 2,
                        "\(result)")
                    #expect(result.output.contains("missing id=1"), "\(result)")
                }
                // A read leaves nothing behind.
                #expect(try FolderListing(trial.folder.path) == before)
            }
        }

        @Test func `A sample finds what is missing or changed among its rows`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate")
                try await trial.expect(
                    0, "validate", "--sample", "15", says: "(a sample)", "Equal.")
                try await Scripts.item(
                    trial.server.endpoint, "set", "customer", #"{"id":{"N":"1"}}"#, "name",
                    #"{"S":"other"}"#)
                try await trial.expect(
                    4, "validate", "--sample", "40", says: "changed id=1", "other", "customer 1")
                // Enough for all rows: what is not in the source is not looked for.
                try await Scripts.item(
                    trial.server.endpoint, "put", "purchase", #"{"id":{"N":"999"}}"#)
                try await trial.expect(
                    0, "validate", "--sample", "500", "--tables", "purchase", says: "120 items")
                try await trial.expect(
                    4, "validate", "--tables", "purchase", says: "unexpected id=999")
            }
        }

        @Test func `A number in another form is equal, another type is not`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate", "--tables", "purchase")
                let key = #"{"id":{"N":"4"}}"#
                try await Scripts.item(
                    trial.server.endpoint, "set", "purchase", key, "total", #"{"N":"5.000"}"#)
                try await trial.expect(0, "validate", "--tables", "purchase")
                try await Scripts.item(
                    trial.server.endpoint, "set", "purchase", key, "total", #"{"S":"5"}"#)
                try await trial.expect(
                    4, "validate", "--tables", "purchase", says: "changed id=4", "total",
                    #"{"S":"5"}"#, #"{"N":"5"}"#)
            }
        }

        @Test func `A target that is away, and a table with other keys, are said at once`()
            async throws
        {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                var trial = trial
                let other = try TestFolder()
                try Trial.change(other["o.db"], "CREATE TABLE customer(code TEXT PRIMARY KEY)")
                let first = try SluiceProgram(in: other, trial.program.environment)
                #expect(try await first("migrate", "--source-db", "o.db").status == 0)
                try await trial.expect(2, "validate", says: "customer", "code (S)", "id (N)")

                let (descriptor, port) = try Loopback.boundSocket()
                defer { Glibc.close(descriptor) }
                trial.program.environment["SLUICE_TARGET_ENDPOINT"] = "http://127.0.0.1:\(port)"
                let away = try await trial.expect(3, "validate", says: "no connection")
                #expect(away.seconds < 10, "\(away)")
            }
        }

        @Test func `A database without an ordinary table is named as such`() async throws {
            try await Trial.with(sql: "CREATE VIEW v AS SELECT 1") { trial in
                for command in ["migrate", "validate"] {
                    try await trial.expect(2, command, says: "no ordinary table", "tables")
                }
                try await trial.expect(2, "migrate", "--dry-run", says: "no ordinary table")
                try await trial.expect(2, "init", "--output", "c.json", says: "no ordinary table")
                #expect(try FolderListing(trial.folder.path).names == ["shop.db"])
            }
        }
    }
}
