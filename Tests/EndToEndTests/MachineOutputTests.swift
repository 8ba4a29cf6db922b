import Foundation
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// What scripts read: docs/events.md is a promise.
    @Suite(.timeLimit(.minutes(2))) struct MachineOutputTests {
        @Test func `Events are numbered JSON lines from runStarted to runEnded`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let result = try await trial.expect(0, "migrate", "--output", "json")
                #expect(result.errors.isEmpty, "\(result)")
                let events = try Scripts.lines(result.output)
                #expect(events.map { $0["number"]?.int } == (1...events.count).map { $0 })
                #expect(events.allSatisfy { ($0["time"]?.int ?? 0) > 1_600_000_000_000 })
                #expect(events.first?["event"]?.string == "runStarted")
                #expect(events.last?["event"]?.string == "runEnded")
                #expect(events.last?["outcome"]?.string == "complete")
                let verified = events.filter { $0["event"]?.string == "tableVerified" }
                #expect(
                    Set(verified.compactMap { $0["table"]?.string }) == ["customer", "purchase"])
                #expect(
                    verified.compactMap { $0["counts"]?["acknowledged"]?.int }.reduce(0, +) == 160)

                // A finished run has no events: what is to be said goes to standard error.
                let again = try await trial.expect(0, "migrate", "--output", "json")
                #expect(again.output.isEmpty && again.errors.contains("finished"), "\(again)")
            }
        }

        @Test func `Status has every field of its documentation`() async throws {
            try await Trial.with(sql: Shop.awkward, config: Shop.config) { trial in
                try await trial.expect(1, "migrate")
                let result = try await trial.expect(0, "status", "--json")
                let status = try Scripts.json(result.output)
                #expect(
                    status.names == [
                        "version", "statePath", "readAt", "standing", "ownerPID", "run", "counts",
                        "tables",
                    ])
                #expect(status["version"]?.int == 1)
                #expect(status["standing"]?.string == "incomplete")
                #expect(status["ownerPID"]?.isNull == true)
                let run = status["run"]
                #expect(
                    run?.names == [
                        "id", "configPath", "sourcePath", "target", "startedAt", "endedAt",
                        "outcome",
                    ])
                #expect(run?["outcome"]?.string == "incomplete")
                #expect(run?["target"]?.string == trial.server.endpoint)
                #expect((run?["endedAt"]?.int ?? 0) >= (run?["startedAt"]?.int ?? 1))
                let counts = [
                    "read", "acknowledged", "quarantined", "excluded", "bytes", "writeUnits",
                    "segmentsDone", "segments", "planned",
                ]
                #expect(status["counts"]?.names == counts)
                #expect(status["counts"]?["quarantined"]?.int == Shop.awkwardQuarantine)
                let words = try #require(status["tables"]?.first("name", "words"))
                #expect(
                    words.names == [
                        "name", "wireName", "state", "detail", "failure", "startedAt", "endedAt",
                        "validation", "counts", "entities", "quarantine",
                    ])
                let entity = words["entities"]?[0]
                #expect(entity?.names == ["name", "root", "counts", "segments"])
                let segment = entity?["segments"]?[0]
                #expect(
                    segment?.names == [
                        "number", "after", "through", "watermark", "isDone", "counts",
                    ])
                #expect(segment?["isDone"]?.bool == true)
                let cause = words["quarantine"]?[0]
                #expect(cause?.names == ["cause", "count", "firstAt", "lastAt", "samples"])
                #expect(
                    cause?["samples"]?[0]?.names == [
                        "table", "entity", "key", "cause", "message", "hint",
                    ])
            }
        }

        @Test func `Without a run, status says so and makes no file`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let before = try FolderListing(trial.folder.path)
                let result = try await trial.expect(0, "status", "--json")
                let status = try Scripts.json(result.output)
                #expect(status["standing"]?.string == "none")
                #expect(status["run"]?.isNull == true)
                #expect(status["tables"]?.array?.isEmpty == true)
                try await trial.expect(0, "status", says: "no run")
                #expect(try FolderListing(trial.folder.path) == before)
            }
        }
    }
}

extension JSONNode {
    /// The members' names, in their order.
    fileprivate var names: [String] { object?.map(\.name) ?? [] }
}
