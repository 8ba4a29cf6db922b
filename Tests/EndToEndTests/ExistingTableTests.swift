import Foundation
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct ExistingTableTests {
        /// Makes `customer` in the target with an item that no run wrote.
        private func existing(_ trial: Trial) async throws {
            let first = try SluiceProgram(in: TestFolder(), trial.program.environment)
            let made = try await first(
                "migrate", "--tables", "customer", "--source-db", trial.source)
            #expect(made.status == 0, "\(made)")
            try await Scripts.item(
                trial.server.endpoint, "put", "customer", #"{"id":{"N":"999"}}"#)
        }

        @Test
        func
            `A table that holds items is refused before anything is written, unless told otherwise`()
            async throws
        {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await existing(trial)
                let put = await trial.server.statistics.itemsPut
                let refused = try await trial.expect(
                    2, "migrate", says: "customer", "holds items", "--into-existing")
                #expect(!refused.errors.isEmpty)
                #expect(await trial.server.statistics.itemsPut == put)
                #expect(await trial.server.statistics.requests["CreateTable"] == 1)

                try await trial.expect(0, "migrate", "--into-existing", says: "complete: 160 items")
                #expect(try await trial.count("customer") == 41)
                try await trial.expect(4, "validate", says: "unexpected id=999")
                // Nor does beginning anew drop what is not ours.
                try await trial.expect(
                    2, "migrate", "--force", "--yes", says: "customer", "not created")
                #expect(try await trial.count("customer") == 41)
                try await trial.expect(2, "reset", "--drop-target", "--yes", says: "not created")
                #expect(try await trial.count("customer") == 41)
            }
        }

        @Test func `A table with other keys is refused before anything is written`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let other = try TestFolder()
                try Trial.change(
                    other["other.db"],
                    "CREATE TABLE customer(code TEXT PRIMARY KEY); CREATE TABLE x1x(a)")
                let first = try SluiceProgram(in: other, trial.program.environment)
                #expect(try await first("migrate", "--source-db", "other.db").status == 0)
                let put = await trial.server.statistics.itemsPut
                try await trial.expect(2, "migrate", says: "code (S)", "id (N)", "customer")
                #expect(await trial.server.statistics.itemsPut == put)
                #expect(await trial.server.statistics.requests["CreateTable"] == 2)
                try await trial.expect(0, "migrate", "--table-prefix", "new-", "--force", "--yes")
                #expect(try await trial.count("new-customer") == 40)
            }
        }

        @Test func `An empty table that fits is used`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let other = try TestFolder()
                try Trial.change(
                    other["other.db"],
                    "CREATE TABLE customer(id INTEGER PRIMARY KEY); CREATE TABLE purchase(id INTEGER PRIMARY KEY)"
                )
                let first = try SluiceProgram(in: other, trial.program.environment)
                #expect(try await first("migrate", "--source-db", "other.db").status == 0)
                try await trial.expect(0, "migrate", says: "complete: 160 items")
                #expect(await trial.server.statistics.requests["CreateTable"] == 2)
            }
        }

        @Test func `A prefix is on the wire only`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                var trial = trial
                trial.program.environment["SLUICE_TARGET_TABLE_PREFIX"] = "test."
                let result = try await trial.expect(
                    0, "migrate", "--tables", "customer", says: "customer")
                #expect(!result.output.contains("test.customer"))
                #expect(try await trial.count("test.customer") == 40)
                try await trial.expect(
                    0, "validate", "--tables", "customer", says: "customer: equal")
                let status = try Scripts.json(try await trial.expect(0, "status", "--json").output)
                let table = status["tables"]?.first("name", "customer")
                #expect(table?["wireName"]?.string == "test.customer")
                // The run is bound to its target, prefix and all.
                trial.program.environment["SLUICE_TARGET_TABLE_PREFIX"] = nil
                try await trial.expect(5, "resume", says: "prefix", "test.")
            }
        }
    }
}
