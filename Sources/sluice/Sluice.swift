import ArgumentParser
import Glibc
import RunModel

/// The entry: parses, runs, and turns what went wrong into a message and the documented exit status.
@main
struct Sluice {
    static func main() async {
        ProcessStart.prepare()
        do {
            var command = try SluiceCommand.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as SluiceError {
            Output.error("sluice: error: \(error)")
            exit(error.exitStatus.rawValue)
        } catch let status as CommandStatus {
            exit(status.status.rawValue)
        } catch {
            exitForParser(error)
        }
    }

    /// Help and version leave with 0; what the parser refuses leaves with 2.
    private static func exitForParser(_ error: any Error) -> Never {
        let code = SluiceCommand.exitCode(for: error)
        let message = SluiceCommand.fullMessage(for: error)
        if code.isSuccess {
            Output.line(message)
            exit(ExitStatus.success.rawValue)
        }
        Output.error(message)
        exit(ExitStatus.usage.rawValue)
    }
}

/// A command's end with a status of its own, after it has said all there is to say.
struct CommandStatus: Error {
    var status: ExitStatus

    init(_ status: ExitStatus) { self.status = status }

    /// Ends the command where the status is not success.
    static func leave(_ status: ExitStatus) throws {
        if status != .success { throw CommandStatus(status) }
    }
}

struct SluiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice",
        abstract: "Moves a SQLite database into Amazon DynamoDB, watched, resumable, verified.",
        discussion: """
            First look:      sluice demo
            First migration: sluice init --source-db shop.db
                             sluice migrate --dry-run
                             sluice migrate
                             sluice validate

            Settings come from flags, SLUICE_ variables, config.json, AWS variables and
            profile, in this order; `sluice info` shows each with its origin.

            Exit status:
              0         every item is in the target; validate: equal
              1         finished with failed tables or quarantined rows
              2         usage or configuration
              3         source, target, credentials or state unavailable
              4         validation found differences
              5         run owned by another process, or source or mapping changed
              130, 143  stopped by a signal, resumable
            """,
        version: Version.text,
        subcommands: [
            Demo.self, Init.self, Analyze.self, Migrate.self, Resume.self, Status.self,
            Validate.self,
            Retry.self, Reset.self, Info.self, Local.self, Replay.self,
        ])
}

enum Version {
    static let text = "0.1.0"
}
