import ArgumentParser
import Headless
import RunModel

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copies the source into the target, or continues an unfinished run.",
        discussion: """
            Examples:
              sluice migrate                              all tables of ./config.json
              sluice migrate --dry-run                    convert every row, write nothing
              sluice migrate --tables MusicCatalog        only this table
              sluice migrate --max-wcu 2000 --no-tui      at most 2,000 write units a second
              sluice migrate --output json > events.jsonl one event a line (docs/events.md)
              sluice migrate --force                      begin anew, tables this state made are made again

            An interrupted run goes on where its last checkpoint was. A table that exists is used where its
            keys fit and it is empty.
            """)

    @OptionGroup var tables: TableOptions
    @Flag(help: "Begin anew: forget the run's progress, recreate the tables that this state file's runs created.")
    var force = false
    @Flag(help: "Convert every row and report counts, sizes and quarantine; nothing is written anywhere.")
    var dryRun = false
    @Flag(help: "Write also into tables that existed before and hold items.")
    var intoExisting = false
    @Flag(help: "Go on although the source changed since the run began.")
    var acceptSourceChange = false
    @Flag(help: "Answer yes to what is asked.")
    var yes = false
    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Show") var show: ShowOptions
    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func run() async throws {
        let flags = load.flags().merging(target.flags()) { $1 }
        let workspace = try Workspace.open(common, flags: flags)
        if dryRun {
            let report = try await DryRun(workspace: workspace).run(tables: tables.tables)
            Output.line(show.output == .json ? report.json : report.text)
            try CommandStatus.leave(report.status)
            return
        }
        if force, !yes {
            try Confirmation.ask(
                "Begin anew? The progress of \(tables.tables.isEmpty ? "all tables" : tables.tables.joined(separator: ", ")) is forgotten, and tables that earlier runs created are dropped and made again.",
                flag: "--yes")
        }
        let launcher = RunLauncher(workspace: workspace, show: show, isQuiet: common.quiet)
        try CommandStatus.leave(
            await launcher.run(
                .init(
                    tables: tables.tables, acceptsSourceChange: acceptSourceChange, startsOver: force,
                    isIntoExisting: intoExisting)))
    }
}

struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Continues the last run of this configuration; failed tables are tried again.",
        discussion: """
            Examples:
              sluice resume
              sluice resume --tables CustomerData
              sluice resume --accept-source-change     although the source file changed meanwhile
            """)

    @OptionGroup var tables: TableOptions
    @Flag(help: "Go on although the source changed since the run began.")
    var acceptSourceChange = false
    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Show") var show: ShowOptions
    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func run() async throws {
        let flags = load.flags().merging(target.flags()) { $1 }
        let workspace = try Workspace.open(common, flags: flags)
        let launcher = RunLauncher(workspace: workspace, show: show, isQuiet: common.quiet)
        try CommandStatus.leave(
            await launcher.run(
                .init(
                    tables: tables.tables, acceptsSourceChange: acceptSourceChange, mustContinue: true)))
    }
}

struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tries rows in quarantine and failed tables again.",
        discussion: """
            Examples:
              sluice retry
              sluice retry --tables MusicCatalog

            Rows are read again from the source, so what was mended there is taken; say
            --accept-source-change then.
            """)

    @OptionGroup var tables: TableOptions
    @Flag(help: "Go on although the source changed since the run began.")
    var acceptSourceChange = false
    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Show") var show: ShowOptions
    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func run() async throws {
        let flags = load.flags().merging(target.flags()) { $1 }
        let workspace = try Workspace.open(common, flags: flags)
        let launcher = RunLauncher(workspace: workspace, show: show, isQuiet: common.quiet)
        try CommandStatus.leave(
            await launcher.run(
                .init(
                    tables: tables.tables, acceptsSourceChange: acceptSourceChange, mustContinue: true,
                    retries: true)))
    }
}

/// A question before what cannot be undone.
enum Confirmation {
    /// Returns where the operator typed yes; throws where not, or where there is nobody to ask.
    static func ask(_ question: String, flag: String) throws(SluiceError) {
        guard let answer = Output.ask(question + " Type yes: ") else {
            throw SluiceError(
                .usage, "this needs a yes, and there is no terminal to ask", hint: "say \(flag)")
        }
        guard answer.trimmed.lowercased() == "yes" else {
            throw SluiceError(.usage, "not confirmed; nothing was changed", hint: "type yes, or say \(flag)")
        }
    }
}
