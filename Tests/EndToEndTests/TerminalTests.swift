import Foundation
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// On a terminal: one progress line redrawn in place; without one, and on a dumb one, none.
    @Suite(
        .enabled(if: Places.command("script") != nil, "the script command is not installed"),
        .timeLimit(.minutes(1)))
    struct TerminalTests {
        /// Enough rows to be still running when the first progress is drawn.
        private static let sql = """
            CREATE TABLE entry(id INTEGER PRIMARY KEY, v);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
                INSERT INTO entry SELECT i, 'entry ' || i FROM n;
            """

        /// Runs the program on a terminal of 80 columns; gives all that it wrote there.
        private func onTerminal(_ trial: Trial, _ arguments: String) async throws -> String {
            let script = try #require(Places.command("script"))
            var environment = trial.program.environment
            environment["TERM"] = "xterm"
            let result = try await ChildProcess(
                script, ["-qec", "stty cols 80; \(Places.sluice) \(arguments)", "/dev/null"],
                environment: environment, folder: trial.folder.path
            ).result()
            #expect(result.status == 0, "\(result)")
            return result.output
        }

        @Test func `The progress line is redrawn in place and gone at the end`() async throws {
            try await Trial.with(sql: Self.sql, config: Shop.config) { trial in
                var trial = trial
                trial.program.environment["SLUICE_LOAD_MAX_WRITE_UNITS"] = "2500"
                let text = try await onTerminal(trial, "migrate --no-tui")
                #expect(text.contains("of 4,000 items"), "\(text)")
                #expect(text.contains("complete: 4,000 items"), "\(text)")
                let drawn = text.replacing("\r\n", with: "\n").split(separator: "\n")
                    .filter { $0.contains("\r") }
                #expect(!drawn.isEmpty, "\(text)")
                // What stands at the end of a redrawn line is no progress, and no line is wider than it may be.
                for line in drawn {
                    let states = line.split(separator: "\r")
                    #expect(states.last?.contains(" of 4,000 items") != true, "\(text)")
                    #expect(states.allSatisfy { $0.count < 80 }, "\(text)")
                }
            }
        }

        @Test func `Without a terminal there is no carriage return`() async throws {
            try await Trial.with(sql: Self.sql, config: Shop.config) { trial in
                let result = try await trial.expect(0, "migrate", says: "complete: 4,000 items")
                #expect(!result.output.contains("\r") && !result.output.contains("\u{1B}"))
            }
        }

        @Test func `A question is asked on a terminal, and only yes is yes`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate")
                let yes = try await onTerminal(trial, "reset --tables customer < /dev/null; true")
                #expect(yes.contains("--yes"), "\(yes)")
                let no = try await onTerminal(
                    trial, "reset --tables customer || test $? = 2")
                #expect(no.contains("Forget the progress of customer?"), "\(no)")
                #expect(no.contains("nothing was changed"), "\(no)")
                try await trial.expect(0, "resume", says: "finished")
            }
        }
    }
}
