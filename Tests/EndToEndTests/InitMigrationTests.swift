import Foundation
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// What `init` writes is migrated as it is, and gives the items of the mapping that needs no file.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(3)))
    struct InitMigrationTests {
        private func migrateAsWritten(_ trial: Trial, _ status: Int32) async throws -> JSONNode {
            var trial = trial
            trial.program.environment["SLUICE_SOURCE_PATH"] = nil
            let name = try #require(trial.source.split(separator: "/").last)
            try await trial.expect(
                0, "init", "--source-db", String(name), says: "config.json", "sluice migrate")
            try await trial.expect(2, "init", "--source-db", String(name), says: "--force")
            let result = try await trial.expect(status, "migrate", "--output", "json")
            return try await Scripts.standard(
                trial.source, trial.server.endpoint, events: result.output)
        }

        @Test(.enabled(if: Places.hasSakila, "\(Places.sakilaIsMissing)"))
        func `Sakila by the configuration that init writes`() async throws {
            let folder = try TestFolder()
            let source = try folder.copy(try #require(Places.sakila))
            try await Trial.with(source, in: folder) { trial in
                let comparison = try await migrateAsWritten(trial, 0)
                #expect(comparison["problems"]?.texts == [])
                #expect(comparison["items"]?.int == 47_273)
            }
        }

        @Test func `Awkward names, keys and rows by the configuration that init writes`()
            async throws
        {
            try await Trial.with(sql: Shop.awkward) { trial in
                let comparison = try await migrateAsWritten(trial, 1)
                try await trial.expect(0, "validate", says: "Equal.")
                #expect(comparison["problems"]?.texts == [])
                #expect(comparison["quarantined"]?.int == Shop.awkwardQuarantine)
            }
        }
    }
}
