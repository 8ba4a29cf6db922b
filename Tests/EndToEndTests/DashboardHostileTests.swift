import Foundation
import LocalDynamoDB
import PlainText
import TestSupport
import Testing

extension Program {
    /// A service whose answers would steer a terminal (bar B10): nowhere a byte of them is obeyed.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct DashboardHostileTests {
        private static let sql = """
            CREATE TABLE fine(id INTEGER PRIMARY KEY, v TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
                INSERT INTO fine SELECT i, 'row ' || i FROM n;
            CREATE TABLE denied(id INTEGER PRIMARY KEY, v TEXT);
            INSERT INTO denied VALUES (1, 'a'), (2, 'b');
            CREATE TABLE odd(id INTEGER PRIMARY KEY, v TEXT);
            INSERT INTO odd VALUES (1, 'a');
            CREATE TABLE refused(id INTEGER PRIMARY KEY, v TEXT);
            INSERT INTO refused VALUES (1, 'good'), (2, 'bad one'), (3, 'good'), (4, 'bad two');
            """

        /// The same trial with the hostile service before its endpoint.
        private func with(_ body: (Trial) async throws -> Void) async throws {
            try await Trial.with(sql: Self.sql, config: Shop.config) { trial in
                let server = try await TestServer.script(
                    Scripts.folder + "hostile.py", trial.server.endpoint)
                var trial = trial
                trial.program.environment["SLUICE_TARGET_ENDPOINT"] = server.endpoint
                try await body(trial)
            }
        }

        @Test func `What the service says is shown everywhere, and obeyed nowhere`() async throws {
            try await with { trial in
                var steps = [["expect", "INCOMPLETE"], ["quiet"], ["keys", "1"], ["quiet"]]
                for keys in [
                    "j", "\r", "\u{1B}", "3", "z", "z", "4", "z", "j", "\r", "n", "n", "G",
                    "\u{1B}",
                    "g", "\r", "\u{1B}", "z", "6", "z", "w", "G", "g", "/", "long", "\r", "\u{1B}",
                    "E",
                ] {
                    steps += [["keys", keys], ["quiet"]]
                }
                steps += [["keys", "q"], ["quiet"], ["end"]]
                let end = try await TerminalRun(
                    steps, trial, ["migrate", "--yes", "--record", "run.jsonl"])
                // What was not permitted is the gravest.
                #expect(end.status == 3, "\(end)")
                for word in ["evil", "FAILED", "IN QUARANTINE", "longlong"] {
                    #expect(end.written.contains(word), "\(word) in \(end)")
                }
                #expect(Obeyed.onScreen(end.whileOpen) == [])
                // Curses's last word sets the keypad back.
                let afterwards = end.afterwards
                let start = afterwards.range(of: "\u{1B}>")?.upperBound ?? afterwards.startIndex
                let summary = TerminalRun.decoded(String(afterwards[start...]))
                    .replacing("\r\n", with: "\n")
                #expect(summary.contains("evil"), "\(end)")
                #expect(Obeyed.inText(summary, "summary") == [])
                for file in [".sluice/sluice.log", "run.jsonl"] {
                    let text = try String(contentsOfFile: trial.folder[file], encoding: .utf8)
                    #expect(text.contains("evil"), "\(file)")
                    #expect(Obeyed.inText(text, file) == [])
                }
                for arguments in [
                    ["status"], ["status", "--json"], ["status", "--audit"], ["validate"],
                    ["retry"], ["retry", "--output", "json"],
                    ["migrate", "--force", "--yes", "--log-level", "trace"],
                    ["migrate", "--force", "--yes", "--output", "json"],
                ] {
                    let result = try await trial.program.start(arguments).result()
                    #expect(Obeyed.inText(result.output, "\(arguments)") == [])
                    #expect(Obeyed.inText(result.errors, "\(arguments)") == [])
                }
                // The other items are there, whatever was said.
                #expect(try await trial.count("fine") == 60)
                #expect(try await trial.count("refused") == 2)
            }
        }

        @Test func `A printed screen of what the service says is exactly as wide as it should be`()
            async throws
        {
            try await with { trial in
                try await trial.expect(3, "migrate", "--record", "run.jsonl")
                for (pane, size) in [
                    ("tables", 80), ("errors", 80), ("log", 80), ("errors", 120), ("log", 120),
                ] {
                    let dump = try await trial.expect(
                        0, "replay", "run.jsonl", "--dump-screen", "\(size)x\(size / 3)", "--at",
                        "end", "--pane", pane, "--zoom")
                    #expect(Obeyed.inText(dump.output, pane) == [])
                    // The escape is told, as a sign for it.
                    #expect(dump.output.contains("␛"), "\(dump)")
                    for row in dump.output.split(separator: "\n") {
                        let isFramed = row.first.map { "┏┃┗┌│└".contains($0) } == true
                        let width = String(row).cellWidth
                        #expect(isFramed ? width == size : width <= size, "\(width): \(row)")
                    }
                }
            }
        }
    }
}
