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

        /// What may not stand in text for people or in JSON: controls other than line ends, C1, bidi.
        private func problems(_ text: String, _ place: String) -> [String] {
            let allowed: Set<UInt32> = [0x0A]
            var found: Set<UInt32> = []
            for scalar in text.unicodeScalars where !allowed.contains(scalar.value) {
                switch scalar.value {
                case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
                    found.insert(scalar.value)
                default: break
                }
            }
            return found.sorted().map { "\(place): U+\(String($0, radix: 16))" }
        }

        /// What the terminal may not be sent; curses's own sequences have none of these.
        private func problems(onScreen stream: String) -> [String] {
            let text = TerminalRun.decoded(stream)
            let forbidden = [
                "\u{1B}]", "\u{1B}c", "\u{1B}P", "\u{1B}\\", "31337m\u{1B}", "\u{1B}[31337m",
                "\u{1B}[6n", "\u{7}", "\u{7F}",
            ]
            var problems = forbidden.filter {
                Array(text.utf8).firstRange(of: Array($0.utf8)) != nil
            }.map { $0.debugDescription }
            for scalar in text.unicodeScalars {
                switch scalar.value {
                case 0x80..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069:
                    problems.append("U+" + String(scalar.value, radix: 16))
                default: break
                }
            }
            return problems
        }

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
                #expect(!problems(onScreen: "\u{1B}]52;c;aGk=\u{7}").isEmpty)
                #expect(problems(onScreen: end.whileOpen) == [])
                // Curses's last word sets the keypad back.
                let afterwards = end.afterwards
                let start = afterwards.range(of: "\u{1B}>")?.upperBound ?? afterwards.startIndex
                let summary = TerminalRun.decoded(String(afterwards[start...]))
                    .replacing("\r\n", with: "\n")
                #expect(summary.contains("quarantine"), "\(end)")
                #expect(problems(summary, "summary") == [])

                for file in [".sluice/sluice.log", "run.jsonl"] {
                    let text = try String(contentsOfFile: trial.folder[file], encoding: .utf8)
                    #expect(text.contains("evil"))
                    #expect(problems(text, file) == [])
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
                    #expect(problems(result.output, "\(arguments)") == [])
                    #expect(problems(result.errors, "\(arguments)") == [])
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
                    #expect(problems(dump.output, pane) == [])
                    let rows = dump.output.split(separator: "\n")
                    #expect(rows.allSatisfy { String($0).cellWidth <= 80 }, "\(dump)")
                    // The frame's right side stands in the last column, whatever is before it.
                    #expect(rows.contains { String($0).cellWidth == 80 }, "\(dump)")
                }
            }
        }
    }
}
