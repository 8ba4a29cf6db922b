import CheckpointStore
import Foundation
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// What operators, shells and networks do to a terminal (TERMINAL.md §6, §7): the run goes on, and the
    /// shell finds its terminal as it was.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct DashboardTerminalTests {
        /// Rows for three seconds at 400 write units a second.
        private static let rows = 1_200
        private static let sql = """
            CREATE TABLE entry(id INTEGER PRIMARY KEY, v);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
                INSERT INTO entry SELECT i, 'entry ' || i FROM n;
            """
        private static let migrate = ["migrate", "--yes", "--max-wcu", "400"]

        private func with(_ body: (Trial) async throws -> Void) async throws {
            try await Trial.with(sql: Self.sql, config: Shop.config, body)
        }

        /// Lets the steps that wait for the file `name` go on once so many items are written.
        private func after(_ items: Int, make name: String, _ trial: Trial) -> Task<Void, any Error>
        {
            Task {
                try await Polling.until("\(items) items written") {
                    await trial.server.statistics.itemsPut >= items
                }
                try trial.folder.write("", to: name)
            }
        }

        private func outcome(_ trial: Trial) throws -> RunOutcomeWord? {
            let store = try CheckpointStore.openIfPresent(
                path: trial.folder[".sluice/state.sqlite"])
            defer { try? store?.close() }
            return try store?.runs().last?.outcome.map { RunOutcomeWord("\($0)") }
        }

        private struct RunOutcomeWord: Equatable, ExpressibleByStringLiteral {
            let word: String
            init(_ word: String) { self.word = word }
            init(stringLiteral word: String) { self.word = word }
        }

        @Test func `A terminal that hangs up ends the screen, and the run finishes`() async throws {
            try await with { trial in
                let copying = after(100, make: "copying", trial)
                let end = try await TerminalRun(
                    [
                        ["expect", "1 Tables"], ["await", trial.folder["copying"]], ["hangup"],
                        ["end"],
                    ], trial, Self.migrate)
                try await copying.value
                #expect(end.status == 0, "\(end)")
                #expect(await trial.server.statistics.itemsPut == Self.rows)
                #expect(try outcome(trial) == "complete")
                let log = try String(
                    contentsOfFile: trial.folder[".sluice/sluice.log"], encoding: .utf8)
                #expect(log.contains("lost terminal"), "\(log)")
                // Nobody is told that could not hear.
                try await trial.expect(0, "validate", says: "Equal.")
            }
        }

        @Test func `A terminal that hangs up before the start or after the end ends the run`()
            async throws
        {
            try await with { trial in
                let before = try await TerminalRun(
                    [["expect", "Before the start"], ["quiet"], ["hangup"], ["end"]], trial,
                    ["migrate"])
                #expect(before.status == 130, "\(before)")
                #expect(await trial.server.statistics.itemsPut == 0)
                let after = try await TerminalRun(
                    [["expect", "1 Tables"], ["expect", "COMPLETE"], ["hangup"], ["end"]], trial,
                    ["migrate", "--yes"])
                #expect(after.status == 0, "\(after)")
                #expect(try outcome(trial) == "complete")
            }
        }

        @Test func `Ctrl-Z gives the shell its terminal, and fg brings the screen back`()
            async throws
        {
            try await with { trial in
                let end = try await TerminalRun(
                    [
                        ["expect", "ready>"],
                        ["keys", "\(Places.sluice) \(Self.migrate.joined(separator: " "))\n"],
                        ["expect", TerminalRun.enter], ["expect", "1 Tables"],
                        ["keys", "\u{1A}"], ["expect", TerminalRun.leave], ["expect", "Stopped"],
                        ["shell"], ["keys", "fg\n"],
                        ["expect", TerminalRun.enter], ["expect", "1 Tables"],
                        ["expect", "every item is in the target"], ["keys", "q"],
                        ["expect", TerminalRun.leave], ["expect", "complete: 1,200 items"],
                        ["expect", "ready>"], ["shell"], ["keys", "exit\n"], ["end"],
                    ], trial, shell: ["sh", "-i", "-m"])
                #expect(end.status == 0 && end.isRestored, "\(end)")
                #expect(await trial.server.statistics.itemsPut == Self.rows)
            }
        }

        @Test func `A signal to end leaves the terminal as it was, and says how to go on`()
            async throws
        {
            for (signal, status) in [("TERM", 143), ("INT", 130)] {
                try await with { trial in
                    let copying = after(100, make: "copying", trial)
                    let end = try await TerminalRun(
                        [
                            ["expect", "1 Tables"], ["await", trial.folder["copying"]],
                            ["signal", signal], ["end"],
                        ], trial, Self.migrate)
                    try await copying.value
                    #expect(end.status == status, "\(end)")
                    #expect(end.isRestored && end.hasLeft, "\(end)")
                    #expect(end.afterwards.contains("sluice resume"), "\(end)")
                    try await trial.expect(0, "resume")
                    #expect(try outcome(trial) == "complete")
                }
            }
        }

        /// Without Swift's backtracer, which asks questions on a terminal of its own accord.
        @Test(arguments: ["SEGV", "ABRT", "TRAP"])
        func `A crash leaves the terminal as it was`(_ signal: String) async throws {
            try await with { trial in
                var trial = trial
                trial.program.environment["SWIFT_BACKTRACE"] = "enable=no"
                let copying = after(100, make: "copying", trial)
                let end = try await TerminalRun(
                    [
                        ["expect", "1 Tables"], ["await", trial.folder["copying"]],
                        ["signal", signal], ["end"],
                    ], trial, Self.migrate)
                try await copying.value
                #expect(
                    end.status == ["SEGV": -11, "ABRT": -6, "TRAP": -5][signal], "\(end)")
                #expect(end.isRestored && end.hasLeft, "\(end)")
                try await trial.expect(0, "resume")
                #expect(try outcome(trial) == "complete")
            }
        }

        @Test func `A terminal that nobody reads holds up nothing`() async throws {
            try await with { trial in
                let written = after(Self.rows, make: "written", trial)
                let end = try await TerminalRun(
                    [
                        ["expect", "1 Tables"], ["block", trial.folder["written"]],
                        ["expect", "every item is in the target"], ["keys", "q"], ["end"],
                    ], trial, Self.migrate)
                try await written.value
                #expect(end.status == 0 && end.isRestored && end.hasLeft, "\(end)")
                #expect(end.afterwards.contains("complete: 1,200 items"), "\(end)")
            }
        }

        @Test func `Leaving asks, goes on without a screen, and ends by itself`() async throws {
            try await with { trial in
                let end = try await TerminalRun(
                    [
                        ["expect", "1 Tables"], ["keys", "q"], ["expect", "Leave?"],
                        ["keys", "g"], ["end"],
                    ], trial, Self.migrate)
                #expect(end.status == 0 && end.isRestored && end.hasLeft, "\(end)")
                #expect(end.afterwards.contains("the run goes on"), "\(end)")
                #expect(end.afterwards.contains("complete: 1,200 items"), "\(end)")
            }
        }
    }

    /// Where no screen can be drawn, the run is told as text, and a line says why.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(1)))
    struct DashboardFallbackTests {
        @Test(arguments: ["dumb", "no-such-terminal", ""])
        func `A terminal that cannot be drawn on gets text and the reason`(_ term: String)
            async throws
        {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let end = try await TerminalRun([["end"]], trial, ["migrate"], term: term)
                #expect(end.status == 0 && end.isRestored, "\(end)")
                #expect(
                    end.written.contains("sluice: going on as with --no-tui, because"), "\(end)")
                #expect(end.written.contains("complete: 160 items"), "\(end)")
                #expect(!end.written.contains("\u{1B}"), "\(end)")
            }
        }

        @Test func `Without a dashboard by wish there is no screen and no reason`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let end = try await TerminalRun([["end"]], trial, ["migrate", "--no-tui"])
                #expect(end.status == 0 && end.isRestored, "\(end)")
                #expect(end.written.contains("complete: 160 items"), "\(end)")
                #expect(!end.written.contains("because"), "\(end)")
                #expect(!end.written.contains(TerminalRun.enter), "\(end)")
            }
        }
    }
}
