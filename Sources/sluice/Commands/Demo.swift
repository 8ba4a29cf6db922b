import ArgumentParser
import EventBus
import Foundation
import LocalDynamoDB
import RunModel

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Migrates a sample database into an embedded endpoint: nothing to install or configure.",
        discussion: """
            Makes a music shop's database (11 tables, 15,607 rows), serves a
            DynamoDB-compatible endpoint on this machine, migrates with the mapping of
            config.example.json, and validates. Everything is in a folder of its own,
            deleted at the end unless --keep names one.

            On a terminal it is a show: the endpoint answers as from some way off, an
            index throttles, and a few rows cannot be written at first. Press r on them
            in the Errors pane: they were mended meanwhile.
            """)

    @Option(help: "Keep the sample database, the configuration and the state in this folder.")
    var keep: String?
    @Flag(help: "Say only what went wrong and how it ended.")
    var quiet = false
    @Flag(help: "Begin without waiting for Enter.")
    var yes = false
    @OptionGroup(title: "Show") var show: ShowOptions
    @OptionGroup(title: "Dashboard") var screen: ScreenOptions

    func run() async throws {
        let folder =
            keep
            ?? FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-demo-\(UUID().uuidString)").path
        defer { if keep == nil { try? FileManager.default.removeItem(atPath: folder) } }
        let config = try makeFolder(folder)
        let server = try await LocalDynamoDBServer.start(
            show.wantsScreen ? DemoShow.endpoint : LocalDynamoDBOptions())
        let status = try await migrate(config, endpoint: server.endpoint)
        await server.stop()
        try CommandStatus.leave(status)
    }

    private func makeFolder(_ folder: String) throws -> String {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw SluiceError(
                .usage, "cannot make the folder", place: folder.sanitised(),
                hint: "name one that can be written to with --keep")
        }
        let database = folder + "/chinook.sqlite"
        if !FileManager.default.fileExists(atPath: database) {
            if show.wantsScreen {
                try DemoShow.makeSample(at: database)
            } else {
                try SampleDatabase.create(at: database)
            }
        }
        let config = folder + "/config.json"
        if let found = FileManager.default.contents(atPath: config),
            found != Data(ReferenceConfig.text.utf8)
        {
            throw SluiceError(
                .usage, "there is a configuration of another kind", place: config.sanitised(),
                hint: "name a folder of the demo's own with --keep; nothing was changed in this one"
            )
        }
        guard
            FileManager.default.createFile(
                atPath: config, contents: Data(ReferenceConfig.text.utf8))
        else {
            throw SluiceError(
                .usage, "cannot write the configuration", place: config.sanitised(),
                hint: "name a folder that can be written to with --keep")
        }
        return config
    }

    private func migrate(_ config: String, endpoint: String) async throws -> ExitStatus {
        let common = try CommonOptions.parse(["--config", config])
        // The demo's endpoint takes any credentials; none of the operator's are read.
        let environment = [
            "AWS_ACCESS_KEY_ID": "demo", "AWS_SECRET_ACCESS_KEY": "demo",
            "AWS_EC2_METADATA_DISABLED": "true",
        ]
        var flags = screen.flags()
        flags["target.endpoint"] = endpoint
        if show.wantsScreen { flags.merge(DemoShow.settings) { $1 } }
        let workspace = try Workspace.open(common, flags: flags, environment: environment)
        if !quiet, show.output == .text {
            Output.line("Sample database: \(try workspace.settings.requiredSourcePath())")
        }
        var launcher = RunLauncher(workspace: workspace, show: show, isQuiet: quiet)
        if show.wantsScreen {
            let database = try workspace.settings.requiredSourcePath()
            launcher.accompany = { bus in
                _ = await DemoShow.mending(bus.session, database: database) {
                    await bus.publish(.noticed($0))
                }
            }
        }
        // The embedded endpoint is new each time: what an earlier demo wrote is gone.
        let status = try await launcher.run(.init(startsOver: true, beginsAtOnce: yes))
        if status == .interrupted, keep == nil, show.output == .text {
            Output.line("The demo's folder is deleted now; `sluice demo --keep FOLDER` keeps it.")
        }
        guard status == .success else { return status }
        if show.output == .text, !quiet {
            Output.line("Comparing the target with the source, item by item…")
        }
        let report = try await Validate.report(workspace, tables: [], sample: nil)
        if show.output == .text { Output.line(report.text) }
        return report.isEqual ? .success : .differences
    }
}
