import Foundation
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// Sources without any configuration: each row is in the target or in quarantine, and nothing else is.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(3)))
    struct DefaultMappingRunTests {
        @Test(.enabled(if: Places.hasSakila, "\(Places.sakilaIsMissing)"))
        func `Every row of Sakila arrives, and nothing else`() async throws {
            let source = try #require(Places.sakila)
            let digest = try FolderListing.digest(source)
            let server = try await TestServer.local()
            let program = try SluiceProgram(in: TestFolder())
            let result = try await program(
                "migrate", "--source-db", source, "--endpoint", server.endpoint, "--output", "json")
            #expect(result.status == 0, "\(result.errors)")
            let comparison = try await Scripts.standard(
                source, server.endpoint, events: result.output)
            #expect(comparison["problems"]?.texts == [])
            #expect(comparison["rows"]?.int == 47_273)
            #expect(comparison["items"]?.int == 47_273)
            #expect(comparison["quarantined"]?.int == 0)
            #expect(try FolderListing.digest(source) == digest)
        }

        @Test
        func `What cannot be written is in quarantine with its reason, all else in the target`()
            async throws
        {
            try await Trial.with(sql: Shop.awkward) { trial in
                let result = try await trial.expect(1, "migrate", "--output", "json")
                let comparison = try await Scripts.standard(
                    trial.source, trial.server.endpoint, events: result.output)
                #expect(comparison["problems"]?.texts == [])
                #expect(comparison["quarantined"]?.int == Shop.awkwardQuarantine)
                // What is in quarantine is not missed.
                try await trial.expect(0, "validate", says: "Equal.")
                try await trial.expect(
                    1, "migrate", says: "16 rows in quarantine", "sluice status", "sluice retry")
                try await trial.expect(
                    0, "status", says: "an empty key", "an infinite number", "invalid UTF-8 text",
                    "NULL in the table's key", "item over 409,600 bytes", "a key over 2048 bytes",
                    "a key over 1024 bytes", "number out of range", "a BLOB where text is wanted")
            }
        }

        @Test func `Rows that would overwrite each other refuse their table, and only it`()
            async throws
        {
            let sql =
                Shop.sql + """
                    ;CREATE TABLE mixed(k PRIMARY KEY, v);
                    INSERT INTO mixed VALUES (1, 'a number'), ('1', 'a text');
                    """
            try await Trial.with(sql: sql) { trial in
                try await trial.expect(
                    2, "migrate", "--dry-run", says: "overwrite each other", "k=1")
                try await trial.expect(1, "migrate", says: "overwrite each other", "k=1")
                #expect(try await trial.count("customer") == 40)
                #expect(try await trial.count("purchase") == 120)
                try await trial.expect(0, "status", says: "failed", "overwrite each other")
            }
        }
    }
}
