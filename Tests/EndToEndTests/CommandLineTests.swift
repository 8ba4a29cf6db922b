import Foundation
import JSONText
import LocalDynamoDB
import TestSupport
import Testing

extension Program {
    /// The command line itself: help, usage, where files go.
    @Suite(.timeLimit(.minutes(1))) struct CommandLineTests {
        static let commands = [
            "demo", "init", "analyze", "migrate", "resume", "status", "validate", "retry", "reset",
            "info", "local",
        ]

        @Test func `Help names every command and the exit statuses`() async throws {
            let program = try SluiceProgram(in: TestFolder())
            let help = try await program("--help")
            #expect(help.status == 0 && help.errors.isEmpty, "\(help)")
            for command in Self.commands {
                #expect(help.output.contains("\n  \(command) "), "\(command): \(help)")
            }
            #expect(help.output.contains("Exit status"))
            #expect(try await program("--version").output.split(separator: ".").count == 3)
        }

        @Test(arguments: commands) func `Each command's help has examples`(_ command: String)
            async throws
        {
            let help = try await SluiceProgram(in: TestFolder())(command, "--help")
            #expect(help.status == 0 && help.errors.isEmpty, "\(help)")
            #expect(help.output.contains("sluice \(command)"), "\(help)")
        }

        @Test(arguments: [
            ["--nonsense"], ["nonsense"], ["migrate", "--nonsense"],
            ["migrate", "--max-in-flight", "many"],
            ["migrate", "--output", "yaml"], ["validate", "--sample", "0"],
            ["local", "--port", "70000"],
            ["migrate", "stray"], ["migrate"],
        ]) func `A wrong command line is a usage error that says what would be right`(
            _ arguments: [String]
        ) async throws {
            let folder = try TestFolder()
            let result = try await SluiceProgram(in: folder).start(arguments).result()
            #expect(result.status == 2, "\(result)")
            #expect(result.output.isEmpty && !result.errors.isEmpty, "\(result)")
            #expect(!result.errors.contains("Fatal error"), "\(result)")
            #expect(try FolderListing(folder.path).names.isEmpty)
        }

        @Test(arguments: ["bash", "zsh", "fish"])
        func `Completions know the commands`(_ shell: String) async throws {
            let result = try await SluiceProgram(in: TestFolder())(
                "--generate-completion-script", shell)
            #expect(result.status == 0)
            for command in Self.commands { #expect(result.output.contains(command)) }
        }

        @Test func `Files of a configuration are beside it, whatever the working directory`()
            async throws
        {
            try await Trial.with(sql: Shop.sql) { trial in
                var trial = trial
                trial.program.environment["SLUICE_SOURCE_PATH"] = nil
                let place = try trial.folder.folder("shop")
                try FileManager.default.moveItem(atPath: trial.source, toPath: place + "/shop.db")
                try trial.folder.write(Shop.config, to: "shop/config.json")
                try await trial.expect(0, "migrate", "--config", "shop/config.json")
                let names = try FolderListing(trial.folder.path).names
                #expect(names.contains("shop/.sluice/state.sqlite"))
                #expect(names.contains("shop/.sluice/sluice.log"))
                #expect(!names.contains { $0.hasPrefix(".sluice") })
                let modes = try ["shop/.sluice/state.sqlite", "shop/.sluice/sluice.log"].map {
                    try FileManager.default.attributesOfItem(atPath: trial.folder[$0])[
                        .posixPermissions]
                        as? Int
                }
                #expect(modes == [0o600, 0o600])
                // The same configuration by another path is the same run.
                let elsewhere = try SluiceProgram(in: TestFolder(), trial.program.environment)
                let again = try await elsewhere(
                    "migrate", "--config", trial.folder["shop/../shop/config.json"])
                #expect(again.status == 0 && again.output.contains("finished"), "\(again)")
            }
        }

        @Test func `Without a configuration the state is in the working directory`() async throws {
            try await Trial.with(sql: Shop.sql) { trial in
                var trial = trial
                trial.program.environment["SLUICE_SOURCE_PATH"] = nil
                let elsewhere = try TestFolder()
                let program = try SluiceProgram(in: elsewhere, trial.program.environment)
                let result = try await program("migrate", "--source-db", trial.source)
                #expect(result.status == 0, "\(result)")
                #expect(try FolderListing(elsewhere.path).names.contains(".sluice/state.sqlite"))
                #expect(try FolderListing(trial.folder.path).names == ["shop.db"])
                // The environment names the source as well as the flag.
                let status = try await program("status", "--source-db", trial.source, "--json")
                #expect(try Scripts.json(status.output)["standing"]?.string == "complete")
            }
        }

        @Test func `A quiet run says nothing but its end, and no secret is in any file`()
            async throws
        {
            try await Trial.with(sql: Shop.sql, config: Shop.config) { trial in
                var trial = trial
                let secret = "hushhush/secret+key"
                trial.program.environment["AWS_SECRET_ACCESS_KEY"] = secret
                trial.program.environment["AWS_SESSION_TOKEN"] = "hushhush-token"
                let result = try await trial.expect(
                    0, "migrate", "--quiet", "--verbose", "--log-format", "json")
                #expect(result.errors.isEmpty)
                let log = try String(
                    contentsOfFile: trial.folder[".sluice/sluice.log"], encoding: .utf8)
                let lines = try Scripts.lines(log)
                #expect(!lines.isEmpty && lines.allSatisfy { $0["level"]?.string != nil })
                for name in try FolderListing(trial.folder.path).names where name.contains(".") {
                    let bytes = FileManager.default.contents(atPath: trial.folder[name]) ?? Data()
                    #expect(bytes.firstRange(of: Data("hushhush".utf8)) == nil, "\(name)")
                }
                let info = try await trial.expect(0, "info")
                #expect(!(info.output + info.errors).contains("hushhush"))
            }
        }
    }
}
