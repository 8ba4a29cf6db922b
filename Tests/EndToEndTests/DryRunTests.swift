import Foundation
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    @Suite(.timeLimit(.minutes(2))) struct DryRunTests {
        /// What must not change: the folder of source, configuration and state, and the program's home.
        private func listing(_ trial: Trial) throws -> [FolderListing] {
            try [trial.folder.path, trial.program.homePath].map { folder in
                try FolderListing(folder) { $0.hasSuffix("-shm") }
            }
        }

        @Test
        func `Every row is converted, what cannot be written is counted, and nothing changes`()
            async throws
        {
            try await Trial.with(sql: Shop.awkward) { trial in
                let before = try listing(trial)
                let text = try await trial.expect(
                    1, "migrate", "--dry-run", says: "nothing was written",
                    "16 rows for quarantine",
                    "an infinite number", "invalid UTF-8 text", "item over 409,600 bytes",
                    "an empty key")
                #expect(text.errors.isEmpty)
                let json = try await trial.expect(1, "migrate", "--dry-run", "--output", "json")
                #expect(try listing(trial) == before)
                #expect(await trial.server.statistics == LocalDynamoDBStatistics())

                let words = try Scripts.json(json.output)["tables"]?.first("table", "words")?[
                    "entities"]?[0]
                #expect(words?["read"]?.int == 18)
                #expect(words?["items"]?.int == 9)
                #expect(words?["quarantined"]?.int == 9)
                #expect(words?["excluded"]?.int == 0)
                // word + f + n + 409,500 bytes.
                #expect(words?["largestItemBytes"]?.int == 409_506)
                let infinite = words?["causes"]?.first("cause", "n: an infinite number")
                #expect(infinite?["count"]?.int == 2)
                #expect(infinite?["firstRow"]?.string == "4")
            }
        }

        @Test(.enabled(if: Places.hasChinook, "\(Places.chinookIsMissing)"))
        func
            `Its counts and sizes are those of the migration that follows, and a finished run stays as it is`()
            async throws
        {
            let folder = try TestFolder()
            let source = try folder.copy(try #require(Places.chinook))
            try folder.copy(Places.package + "/config.example.json", as: "config.json")
            try await Trial.with(source, in: folder) { trial in
                let dry = try await trial.expect(0, "migrate", "--dry-run", "--output", "json")
                let planned = try Scripts.json(dry.output)["tables"]?.array?.flatMap { table in
                    (table["entities"]?.array ?? []).map { entity in
                        "\(entity["entity"]?.string ?? "") \(entity["items"]?.int ?? -1) "
                            + "\(entity["bytes"]?.int ?? -1) \(entity["writeUnits"]?.int ?? -1)"
                    }
                }
                #expect(await trial.server.statistics == LocalDynamoDBStatistics())
                try await trial.expect(0, "migrate")
                let status = try await trial.expect(0, "status", "--json")
                let written = try Scripts.json(status.output)["tables"]?.array?.flatMap { table in
                    (table["entities"]?.array ?? []).map { entity in
                        let counts = entity["counts"]
                        return
                            "\(entity["name"]?.string ?? "") \(counts?["acknowledged"]?.int ?? -2) "
                            + "\(counts?["bytes"]?.int ?? -2) \(counts?["writeUnits"]?.int ?? -2)"
                    }
                }
                #expect(planned?.count == 8)
                #expect(planned == written)

                let before = try listing(trial)
                let requests = await trial.server.statistics
                try await trial.expect(
                    0, "migrate", "--dry-run", says: "13,337 items", "0 rows for quarantine")
                #expect(try listing(trial) == before)
                #expect(await trial.server.statistics == requests)
            }
        }
    }
}
