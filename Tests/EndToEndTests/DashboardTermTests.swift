import Foundation
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// The dashboard in a terminal emulator, told different names of it.
    @Suite(.enabled(if: Tmux.isInstalled, "\(Tmux.isMissing)"), .timeLimit(.minutes(2)))
    struct DashboardTermTests {
        private func open(
            _ trial: Trial, _ arguments: [String], term: String = "tmux-256color",
            columns: Int = 120, rows: Int = 40
        ) async throws -> OperatorScreen {
            OperatorScreen(
                try await Tmux(
                    [
                        "sh", "-c",
                        #"stty -g >before; "$@"; status=$?; stty -g >after; exit $status"#, "sh",
                        Places.sluice,
                    ] + arguments,
                    columns: columns, rows: rows, term: term,
                    environment: trial.program.environment, folder: trial.folder.path))
        }

        private func expectRestored(_ trial: Trial) throws {
            let modes = try ["before", "after"].map {
                try String(contentsOfFile: trial.folder[$0], encoding: .utf8)
            }
            #expect(modes[0] == modes[1] && !modes[0].isEmpty)
        }

        @Test(arguments: ["screen", "screen-256color", "tmux-256color", "xterm-256color"])
        func `It opens, obeys keys and leaves under each name of the terminal`(_ term: String)
            async throws
        {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let screen = try await open(trial, ["migrate"], term: term, columns: 80, rows: 24)
                try await screen.wait("the plan") { $0.contains("Enter begins") }
                try await screen.press("Enter")
                try await screen.wait("done") { $0.contains("COMPLETE: every item") }
                try await screen.press("1", "Down")
                try await screen.wait("the cursor on the second table") {
                    screen.row("purchase", of: $0)?.contains(">") == true
                }
                try await screen.press("k")
                try await screen.wait("and on the first again") {
                    screen.row("customer", of: $0)?.contains(">") == true
                }
                try await screen.press("?")
                try await screen.wait("help") { $0.contains("━ Keys ━") }
                try await screen.press("Escape")
                try await screen.wait("no help") { !$0.contains("━ Keys ━") }
                try await screen.press("q")
                #expect(try await screen.tmux.end() == 0)
                let last = try await screen.wait("the summary") {
                    $0.contains("complete: 160 items")
                }
                #expect(!last.contains("1 Tables"), "\(last)")
                try expectRestored(trial)
            }
        }

        @Test func `A finished run is looked at, and nothing of it is steered`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                try await trial.expect(0, "migrate")
                let put = await trial.server.statistics.itemsPut
                let screen = try await open(trial, ["status", "--tui"])
                try await screen.wait("the run as it ended") {
                    $0.contains("COMPLETE") && $0.contains("customer")
                }
                try await screen.press("1", "p")
                try await screen.wait("why not") { $0.contains("this screen is read-only") }
                try await screen.press("X")
                try await screen.wait("why not") { $0.contains("read-only: reset") }
                try await screen.press("q")
                #expect(try await screen.tmux.end() == 0)
                try expectRestored(trial)
                #expect(await trial.server.statistics.itemsPut == put)
                try await trial.expect(0, "status", "--audit", says: "No commands were given.")
            }
        }

        @Test func `A read-only screen steers nothing, and the run outlives it`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let screen = try await open(
                    trial, ["migrate", "--yes", "--read-only", "--max-wcu", "60"])
                try await screen.wait("running") { $0.contains("RUNNING") }
                try await screen.press("1", "p")
                try await screen.wait("why not") { $0.contains("this screen is read-only") }
                try await screen.press("q")
                #expect(try await screen.tmux.end() == 0)
                try await screen.wait("the summary") { $0.contains("complete: 160 items") }
                let audit = try await trial.sluice("status", "--audit").output
                #expect(!audit.contains("pause"), "\(audit)")
            }
        }

        @Test func `Each command is in the audit trail, with who gave it`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let screen = try await open(trial, ["migrate", "--yes", "--max-wcu", "40"])
                try await screen.wait("running") { $0.contains("RUNNING") }
                try await screen.select("purchase")
                try await screen.press("p")
                try await screen.wait("paused") {
                    screen.row("purchase", of: $0)?.contains("paused") == true
                }
                try await screen.press("u")
                try await screen.wait("going on") {
                    screen.row("purchase", of: $0)?.contains("paused") == false
                }
                try await screen.wait("done") { $0.contains("COMPLETE") }
                try await screen.press("q")
                #expect(try await screen.tmux.end() == 0)
                let audit = try await trial.sluice("status", "--audit").output
                let lines = audit.split(separator: "\n").map(String.init)
                for command in ["pause", "resume"] {
                    #expect(
                        lines.contains {
                            $0.contains(command) && $0.contains("purchase")
                                && $0.contains("dashboard (") && $0.contains("pts/")
                        }, "\(audit)")
                }
            }
        }

        @Test func `A recording shows how the run ended`() async throws {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                let screen = try await open(trial, ["migrate", "--yes", "--record", "run.jsonl"])
                try await screen.wait("done") { $0.contains("COMPLETE") }
                try await screen.press("q")
                #expect(try await screen.tmux.end() == 0)
                let end = try await trial.expect(
                    0, "replay", "run.jsonl", "--dump-screen", "80x24", "--at", "end")
                #expect(end.output.contains("COMPLETE"), "\(end)")
                #expect(end.output.contains("160"), "\(end)")
                #expect(
                    try Scripts.lines(
                        String(contentsOfFile: trial.folder["run.jsonl"], encoding: .utf8)
                    ).count > 5)
            }
        }
    }
}
