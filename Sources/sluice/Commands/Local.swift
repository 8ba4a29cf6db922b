import ArgumentParser
import Glibc
import LocalDynamoDB
import RunModel
import UnixSignals

struct Local: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves a DynamoDB-compatible endpoint on this machine, for trials and tests.",
        discussion: """
            Examples:
              sluice local
              sluice local --port 8000 --path /tmp/local.db
              sluice local --faults 'throttle=0.05,unprocessed=0.1,delay=5ms'
              SLUICE_TARGET_ENDPOINT=http://127.0.0.1:8000 sluice migrate

            Any credentials are taken. Without --path everything is kept in memory and
            gone at the end. The faults' grammar is in docs/local.md.
            """)

    @Option(help: "The port; 0 for any that is free.")
    var port = 8_000
    @Option(help: "Keep the tables in this file; without it, in memory.")
    var path: String?
    @Option(help: "Faults to inject, such as throttle=0.05,drop=0.01.")
    var faults: String?
    @Option(help: "Milliseconds a new table or index stays CREATING.")
    var creating = 0
    @Option(help: "Append a line for each put that is applied to this text file.")
    var audit: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
        guard creating >= 0 else { throw ValidationError("--creating takes a number from 0") }
    }

    func run() async throws {
        let server: LocalDynamoDBServer
        do {
            var options = LocalDynamoDBOptions()
            options.port = port
            if let path { options.storage = .file(path) }
            if let faults { options.faults = try FaultPlan(parsing: faults) }
            options.creatingMilliseconds = creating
            options.auditPath = audit
            server = try await LocalDynamoDBServer.start(options)
        } catch let error as FaultSpecError {
            throw SluiceError(
                .usage, error.message, place: "--faults, character \(error.position)",
                hint: error.hint)
        } catch let error as LocalDynamoDBError {
            throw SluiceError(.targetUnavailable, error.message, hint: error.hint)
        }
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        Output.line("DynamoDB-compatible endpoint at \(server.endpoint) (Ctrl-C ends it)")
        for await _ in signals { break }
        await server.stop()
    }
}
