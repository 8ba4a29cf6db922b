import Foundation
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// What an operator could do by mistake that would lose items without a word.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct SilentLossTests {
        @Test func `A target table made anew behind an unfinished run is not taken for the run's`()
            async throws
        {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate", "--tables", "customer")
                // The run goes on with the other table, while somebody makes the first anew.
                try await trial.expect(0, "reset", "--tables", "purchase", "--yes")
                try await Scripts.item(trial.server.endpoint, "recreate", "customer", "id", "N")
                try Trial.change(
                    trial.folder[".sluice/state.sqlite"],
                    "UPDATE target_table SET state = 'copying' WHERE name = 'customer'")
                try await trial.expect(5, "resume", says: "customer", "made anew")
                try await trial.expect(
                    2, "reset", "--tables", "customer", "--drop-target", "--yes", says: "made anew")
                #expect(try await trial.count("customer") == 0)
            }
        }

        @Test func `Another configuration's table is foreign, though the state file be the same`()
            async throws
        {
            try await Trial.with(sql: Shop.sql) { trial in
                let other = trial.folder["other.db"]
                try Trial.change(
                    other,
                    "CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT);"
                        + "INSERT INTO customer VALUES (1, 'another')")
                try await trial.expect(0, "migrate")
                try await trial.expect(2, "migrate", "--source-db", other, says: "holds items")
                try await trial.expect(0, "validate", says: "Equal.")
            }
        }

        @Test(arguments: ["", ",", "customer,"])
        func `An empty name in --tables does not mean all tables`(_ tables: String) async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate")
                try await trial.expect(
                    2, "reset", "--tables", tables, "--drop-target", "--yes", says: "--tables")
                #expect(try await trial.count("purchase") == 120)
            }
        }

        @Test func `A log path that is the source or the configuration is refused`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let source = try Data(contentsOf: URL(filePath: trial.source))
                try await trial.expect(
                    2, "migrate", "--log-file", "shop.db", "--log-max-bytes", "65536",
                    says: "no log")
                try await trial.expect(2, "migrate", "--log-file", "config.json", says: "no log")
                #expect(try Data(contentsOf: URL(filePath: trial.source)) == source)
                try await trial.expect(0, "migrate")
            }
        }

        @Test func `A sample compares as many rows as it was asked for`() async throws {
            let sql = """
                CREATE TABLE reading(id INTEGER PRIMARY KEY, v);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
                    INSERT INTO reading SELECT i, i FROM n;
                """
            try await Trial.with(sql: sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate")
                try await trial.expect(0, "validate", "--sample", "5000", says: "3,000 items")
                try await Scripts.item(
                    trial.server.endpoint, "put", "reading",
                    #"{"id":{"N":"777"},"v":{"S":"777"}}"#)
                try await trial.expect(
                    4, "validate", "--sample", "3000", says: #"{"S":"777"}"#, #"{"N":"777"}"#)
            }
        }

        @Test func `Validation keeps to the run's target, and a missing table is a difference`()
            async throws
        {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate", "--table-prefix", "p-")
                try await trial.expect(5, "validate", says: "prefix p-")
                try await Scripts.item(trial.server.endpoint, "drop", "p-customer")
                try await trial.expect(
                    4, "validate", "--table-prefix", "p-", says: "40 missing",
                    "no table p-customer",
                    "purchase: equal")
            }
        }

        @Test func `An accepted change of the source leaves its trace`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate", "--tables", "customer")
                try Trial.change(trial.source, "UPDATE customer SET name = 'other' WHERE id = 1")
                try await trial.expect(5, "resume", says: "changed", "--accept-source-change")
                try await trial.expect(
                    0, "resume", "--accept-source-change", "--output", "json",
                    says: #""event":"sourceChanged""#)
                try await trial.expect(0, "status", "--audit", says: "go on with a changed source")
                try await trial.expect(0, "migrate", says: "may differ")
                try await trial.expect(4, "validate", says: "id=1", "name")
            }
        }

        @Test func `Output that cannot be written is an error`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate")
                let shell = try await ChildProcess(
                    "/bin/sh", ["-c", "'\(Places.sluice)' status --json > /dev/full"],
                    environment: trial.program.environment, folder: trial.folder.path
                ).result()
                #expect(shell.status == 3, "\(shell)")
            }
        }
    }
}
