import Foundation
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// A run from its first migration to its reset, as an operator meets it.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct RunLifeTests {
        @Test func `A finished run says so, and --force begins anew`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate", says: "complete: 160 items")
                let put = await trial.server.statistics.itemsPut
                try await trial.expect(
                    0, "migrate", says: "finished", "every item is in the target")
                try await trial.expect(0, "resume", says: "finished")
                try await trial.expect(0, "retry", says: "finished", "every item is in the target")
                #expect(await trial.server.statistics.itemsPut == put)

                try await Scripts.item(
                    trial.server.endpoint, "put", "customer", #"{"id":{"N":"999"}}"#)
                try await trial.expect(2, "migrate", "--force", says: "--yes")
                #expect(await trial.server.statistics.itemsPut == put + 1)
                try await trial.expect(
                    0, "migrate", "--force", "--yes", says: "complete: 160 items")
                #expect(await trial.server.statistics.itemsPut == put + 161)
                // Made anew: the item that was not ours is gone.
                #expect(try await trial.count("customer") == 40)
                try await trial.expect(0, "validate")
            }
        }

        @Test func `One table, then the others`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(
                    2, "migrate", "--tables", "custommer", says: "no table custommer", "customer")
                try await trial.expect(
                    0, "migrate", "--tables", "customer", says: "complete: 40 items")
                let status = try Scripts.json(try await trial.expect(0, "status", "--json").output)
                let tables = status["tables"]
                #expect(tables?.first("name", "customer")?["state"]?.string == "done")
                #expect(tables?.first("name", "purchase")?["state"]?.string == "queued")
                try await trial.expect(0, "migrate")
                #expect(await trial.server.statistics.itemsPut == 160)
                #expect(try await trial.count("purchase") == 120)
                try await trial.expect(0, "validate")
            }
        }

        @Test func `Resume, retry and reset without a run say that there is none`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                for command in ["resume", "retry"] {
                    try await trial.expect(2, command, says: "no run", "sluice migrate")
                }
                try await trial.expect(2, "reset", "--yes", says: "no run")
                let status = try await trial.expect(0, "status", "--json")
                #expect(try Scripts.json(status.output)["standing"]?.string == "none")
                #expect(await trial.server.statistics.requests.isEmpty)
            }
        }

        @Test func `Reset forgets a table's progress, and drops its target only when told so`()
            async throws
        {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate")
                try await trial.expect(2, "reset", "--tables", "customer", says: "--yes")
                try await trial.expect(
                    2, "reset", "--tables", "nothing", "--yes", says: "no table nothing")
                try await trial.expect(
                    0, "reset", "--tables", "customer", "--yes", says: "customer")
                #expect(try await trial.count("customer") == 40)
                var status = try Scripts.json(try await trial.expect(0, "status", "--json").output)
                #expect(status["standing"]?.string == "stopped")
                #expect(status["tables"]?.first("name", "customer")?["state"]?.string == "queued")
                #expect(status["tables"]?.first("name", "purchase")?["state"]?.string == "done")
                try await trial.expect(0, "resume")
                #expect(await trial.server.statistics.itemsPut == 200)

                try await trial.expect(
                    0, "reset", "--drop-target", "--yes", says: "target tables deleted")
                #expect(await trial.server.statistics.requests["DeleteTable"] == 2)
                status = try Scripts.json(try await trial.expect(0, "status", "--json").output)
                #expect(status["counts"]?["acknowledged"]?.int == 0)
                try await trial.expect(0, "resume", says: "complete: 160 items")
                try await trial.expect(0, "validate")
                try await trial.expect(0, "status", "--audit", says: "reset")
            }
        }
    }
}
