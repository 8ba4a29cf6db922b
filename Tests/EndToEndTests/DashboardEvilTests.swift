import Foundation
import LocalDynamoDB
import PlainText
import TestSupport
import Testing

extension Program {
    /// Names and values that would steer a terminal (bar B10): nowhere a byte of them is obeyed.
    @Suite(
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct DashboardEvilTests {
        /// Sets the clipboard, resets, asks for answers, turns the text round, moves, breaks lines.
        private static let evil =
            "\u{1B}]52;c;aGk=\u{7}\u{1B}c\u{1B}[31337m\u{1B}[6n\u{9B}31337m\u{202E}evil\u{2066}\r\n\t\u{8}\u{7F}"
            + "\u{1B}P\u{1B}\\名前👩‍👩‍👧e\u{301}\u{2028}"
        private static let long = evil + String(repeating: "long", count: 2_500)

        private static let sql = """
            CREATE TABLE "t\(evil)"(k TEXT PRIMARY KEY, "c\(evil)" TEXT, v TEXT);
            INSERT INTO "t\(evil)" VALUES
                ('\(evil)', CAST(x'ff' AS TEXT), 'x'), ('\(long)', 'x', 'y'),
                ('1\(evil)', '\(evil)', '\(long)'), ('2', '\(long)', '\(evil)');
            CREATE TABLE "\(long)"("\(evil)" INTEGER PRIMARY KEY, "\(long)");
            INSERT INTO "\(long)" VALUES (1, '\(evil)');
            """

        @Test func `Evil names and values are shown everywhere, and obeyed nowhere`() async throws {
            try await Trial.with(sql: Self.sql, config: Shop.config) { trial in
                var steps = [["expect", "1 Tables"], ["quiet"]]
                for pane in ["1", "2", "3", "4", "5", "6"] {
                    // Esc closes what a key opened, and does no harm where it opened nothing.
                    for keys in [pane, "z", "l", "j", "\r", "G", "\u{1B}", "i", "\u{1B}", "z"] {
                        steps += [["keys", keys], ["quiet"]]
                    }
                }
                for keys in ["1", "/", "evil", "\r", "\u{1B}", "X", "\u{1B}", ":", "\u{1B}", "v"] {
                    steps += [["keys", keys], ["quiet"]]
                }
                steps += [["keys", "q"], ["quiet"], ["end"]]
                let end = try await TerminalRun(
                    steps, trial, ["migrate", "--yes", "--record", "run.jsonl"])
                #expect(end.status == 1, "\(end)")
                #expect(end.written.contains("evil"), "\(end)")
                #expect(end.written.contains("IN QUARANTINE"), "\(end)")
                #expect(!Obeyed.onScreen("\u{1B}]52;c;aGk=\u{7}").isEmpty)
                #expect(Obeyed.onScreen(end.whileOpen) == [])
                // Curses's last word sets the keypad back.
                let afterwards = end.afterwards
                let start = afterwards.range(of: "\u{1B}>")?.upperBound ?? afterwards.startIndex
                let summary = TerminalRun.decoded(String(afterwards[start...]))
                    .replacing("\r\n", with: "\n")
                #expect(summary.contains("quarantine"), "\(end)")
                #expect(Obeyed.inText(summary, "summary") == [])

                for file in [".sluice/sluice.log", "run.jsonl"] {
                    let text = try String(contentsOfFile: trial.folder[file], encoding: .utf8)
                    #expect(text.contains("evil"))
                    #expect(Obeyed.inText(text, file) == [])
                }
                #expect(
                    try Scripts.lines(
                        String(contentsOfFile: trial.folder["run.jsonl"], encoding: .utf8)
                    ).count > 5)
                for arguments in [
                    ["status"], ["status", "--json"], ["status", "--audit"],
                    ["validate"], ["validate", "--json"],
                    ["migrate", "--force", "--yes", "--output", "json"],
                    ["migrate", "--force", "--yes"],
                ] {
                    let result = try await trial.program.start(arguments).result()
                    #expect(Obeyed.inText(result.output, "\(arguments)") == [])
                    #expect(Obeyed.inText(result.errors, "\(arguments)") == [])
                }
            }
        }

        @Test func `A printed screen of evil names is exactly as wide as it should be`()
            async throws
        {
            try await Trial.with(sql: Self.sql, config: Shop.config) { trial in
                try await trial.expect(1, "migrate", "--record", "run.jsonl")
                for pane in ["tables", "schema", "errors", "validate", "log"] {
                    let dump = try await trial.expect(
                        0, "replay", "run.jsonl", "--dump-screen", "80x24", "--at", "end", "--pane",
                        pane)
                    #expect(Obeyed.inText(dump.output, pane) == [])
                    let rows = dump.output.split(separator: "\n")
                    #expect(rows.allSatisfy { String($0).cellWidth <= 80 }, "\(dump)")
                    // The frame's right side stands in the last column, whatever is before it.
                    #expect(rows.contains { String($0).cellWidth == 80 }, "\(dump)")
                }
            }
        }
    }
}
