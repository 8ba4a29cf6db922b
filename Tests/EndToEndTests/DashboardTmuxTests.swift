import Foundation
import JSONText
import TestSupport
import Testing

extension Program {
    /// An operator's whole story in a terminal emulator: the real Chinook into another's server.
    @Suite(
        .enabled(if: Tmux.isInstalled, "\(Tmux.isMissing)"),
        .enabled(if: Places.hasServers, "\(Places.serversAreMissing)"),
        .enabled(if: Places.hasChinook, "\(Places.chinookIsMissing)"), .timeLimit(.minutes(3)))
    struct DashboardTmuxTests {
        @Test func `An operator migrates Chinook by keys, and the reference items arrive`()
            async throws
        {
            let folder = try TestFolder()
            let source = try folder.copy(#require(Places.chinook), as: "chinook.sqlite")
            // A row of CustomerData that DynamoDB would not take: text that is no text.
            try Trial.change(
                source,
                """
                CREATE TEMP TABLE kept AS SELECT Company FROM Customer WHERE CustomerId = 30;
                UPDATE Customer SET Company = CAST(x'ff41' AS TEXT) WHERE CustomerId = 30;
                """)
            try folder.copy(Places.package + "/config.example.json", as: "config.json")
            let server = try await TestServer.ministack()
            let program = try SluiceProgram(
                in: folder,
                ["SLUICE_SOURCE_PATH": source, "SLUICE_TARGET_ENDPOINT": server.endpoint])
            let tmux = try await Tmux(
                [Places.sluice, "migrate", "--max-wcu", "100", "--max-in-flight", "4"],
                columns: 120, rows: 40, environment: program.environment, folder: folder.path)
            let screen = OperatorScreen(tmux)

            try await begin(screen)
            try await pauseOneTable(screen)
            try await loadToTheEnd(screen)
            try await mendAndRetry(screen, source)
            try await resetByName(screen)
            try await validateAll(screen)

            try await screen.press("q")
            #expect(try await tmux.end() == 0)
            let last = try await tmux.wait(for: "complete")
            #expect(last.contains("13,337 items"), "\(last)")
            let audit = try await program("status", "--audit").output
            for command in ["pause", "resume", "retry", "reset", "validat"] {
                #expect(audit.contains(command), "\(audit)")
            }
            #expect(audit.contains("dashboard ("), "\(audit)")
            let comparison = try await Scripts.reference(
                #require(Places.chinook), server.endpoint)
            #expect(comparison["problems"]?.texts == [], "\(comparison)")
        }

        /// The plan is there before anything is written; Enter begins.
        private func begin(_ screen: OperatorScreen) async throws {
            let start = try await screen.wait("the plan") {
                $0.contains("Before the start") && $0.contains("will be created")
                    && $0.contains("Enter begins")
            }
            for table in ["MusicCatalog", "CustomerData", "PlaylistData", "EmployeeData"] {
                #expect(start.contains(table), "\(start)")
            }
            try await screen.press("Enter")
            try await screen.wait("running") { $0.contains("RUNNING") }
        }

        /// It stands still while the others go on, and goes on when it is told to.
        private func pauseOneTable(_ screen: OperatorScreen) async throws {
            try await screen.select("CustomerData")
            try await screen.press("p")
            let paused = try await screen.wait("paused") {
                screen.row("CustomerData", of: $0)?.contains("paused") == true
            }
            let others = screen.row("PlaylistData", of: paused)
            let still = try await screen.wait("the others going on") {
                screen.row("PlaylistData", of: $0) != others
                    && screen.row("MusicCatalog", of: $0)?.contains("R ") == true
            }
            #expect(
                screen.progress("CustomerData", of: still)
                    == screen.progress("CustomerData", of: paused))
            try await screen.press("p")
            try await screen.wait("going on") {
                screen.row("CustomerData", of: $0)?.contains("paused") == false
            }
        }

        /// The limit is raised while it runs; what could not be written is told.
        private func loadToTheEnd(_ screen: OperatorScreen) async throws {
            try await screen.press("t")
            try await screen.press("C-u")
            try await screen.type("20000")
            try await screen.press("Enter")
            try await screen.wait("the outcome", within: .seconds(60)) {
                $0.contains("INCOMPLETE") && $0.contains("1 row in quarantine")
            }
            try await screen.press("4")
            let errors = try await screen.wait("the row that broke") {
                $0.contains("4 Errors !1") && $0.contains("Customer 30")
            }
            #expect(errors.contains("CustomerData"), "\(errors)")
        }

        private func mendAndRetry(_ screen: OperatorScreen, _ source: String) async throws {
            try await screen.press("Enter")
            try await screen.wait("why, and what to do") {
                $0.contains("IN QUARANTINE  Company: invalid UTF-8 text")
                    && $0.contains("mend the value in the source and retry")
            }
            try await screen.press("q")
            try Trial.change(
                source, "UPDATE Customer SET Company = NULL WHERE CustomerId = 30;")
            try await screen.press("r")
            // It ended otherwise than before: the page of the end comes by itself.
            try await screen.wait("the end") {
                $0.contains("COMPLETE: every item is in the target")
                    && $0.contains("Nothing more to do")
            }
            try await screen.press("4")
            try await screen.wait("complete") {
                $0.contains(" COMPLETE ") && $0.contains("0 open · 1 total")
                    && screen.progress("CustomerData", of: $0) == "471/471"
            }
        }

        /// Cancel has the focus, a wrong name opens nothing, and Enter never destroys.
        private func resetByName(_ screen: OperatorScreen) async throws {
            try await screen.select("EmployeeData")
            try await screen.press("X")
            try await screen.wait("the question") { $0.contains("Type EmployeeData to confirm") }
            try await screen.type("Employee")
            try await screen.press("Right", "Enter")
            try await screen.wait("refused") { $0.contains("type EmployeeData first") }
            try await screen.press("Left", "Enter")
            try await screen.wait("cancelled") { !$0.contains("to confirm") }
            try await screen.press("X")
            try await screen.type("EmployeeData")
            try await screen.wait("open") { $0.contains("now press") }
            try await screen.press("e")
            try await screen.wait("done again") {
                $0.contains("EmployeeData counts verified: 8 rows read = 8 acknowledged")
                    && $0.contains("every item is in the target")
            }
        }

        private func validateAll(_ screen: OperatorScreen) async throws {
            try await screen.press("1", "*", "v")
            try await screen.wait("found equal", within: .seconds(60)) {
                $0.contains("5 Validate  4 equal")
            }
        }
    }
}

/// What an operator does on a screen, in words.
struct OperatorScreen {
    let tmux: Tmux

    init(_ tmux: Tmux) { self.tmux = tmux }

    func press(_ keys: String...) async throws { for key in keys { try await tmux.press(key) } }

    func type(_ text: String) async throws { try await tmux.type(text) }

    @discardableResult
    func wait(
        _ what: String, within limit: Duration = .seconds(30), _ holds: (String) -> Bool
    ) async throws -> String { try await tmux.wait(what, within: limit, holds) }

    /// Puts the cursor of the Tables pane on a table, by searching for it.
    func select(_ table: String) async throws {
        try await press("1", "/")
        try await type(table)
        try await press("Enter", "Escape")
        try await wait("\(table) selected") { row(table, of: $0)?.contains(">") == true }
    }

    /// The line of the Tables pane that a table has.
    func row(_ table: String, of screen: String) -> String? {
        screen.split(separator: "\n").map(String.init)
            .first { $0.contains(" \(table) ") && $0.contains("%") }
    }

    /// How many items of a table are written, as it stands in its row: `12/471`.
    func progress(_ table: String, of screen: String) -> String? {
        row(table, of: screen)?.split(separator: " ").first { $0.contains("/") }.map(String.init)
    }
}
