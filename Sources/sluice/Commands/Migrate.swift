import ArgumentParser
import Headless
import RunModel

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copies the source into the target, or continues an unfinished run.",
        discussion: """
            Examples:
              sluice migrate                         all tables of ./config.json
              sluice migrate --dry-run               convert every row, write nothing
              sluice migrate --tables MusicCatalog   only this table
              sluice migrate --max-wcu 2000          at most 2,000 write units a second
              sluice migrate --output json           one event a line (docs/events.md)
              sluice migrate --force                 begin anew

            On a terminal a dashboard opens: it shows the plan, and Enter begins.
            An interrupted run goes on where its last checkpoint was. A table that
            exists is used where its keys fit and it is empty.
            """)

    @Flag(
        help:
            "Begin anew: forget the run's progress, recreate the tables that this state file's runs created."
    )
    var force = false
    @Flag(
        help: "Convert every row and report counts, sizes and quarantine; write nothing anywhere.")
    var dryRun = false
    @Flag(help: "Write also into tables that existed before and hold items.")
    var intoExisting = false
    @OptionGroup var options: RunOptions

    func run() async throws {
        if dryRun {
            let report = try await DryRun(workspace: options.workspace()).run(
                tables: options.tables.tables)
            try Output.document(options.show.output == .json ? report.json : report.text)
            return try CommandStatus.leave(report.status)
        }
        if force, !options.yes {
            let names = options.tables.tables
            try Confirmation.ask(
                "Begin anew? The progress of \(names.isEmpty ? "all tables" : names.joined(separator: ", "))"
                    + " is forgotten, and tables that earlier runs created are dropped and made again.",
                flag: "--yes")
        }
        try await options.launch(.init(startsOver: force, isIntoExisting: intoExisting))
    }
}

struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Continues the last run of this configuration; failed tables are tried again.",
        discussion: """
            Examples:
              sluice resume
              sluice resume --tables CustomerData
              sluice resume --accept-source-change     although the source changed
            """)

    @OptionGroup var options: RunOptions

    func run() async throws { try await options.launch(.init(mustContinue: true)) }
}

struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tries rows in quarantine and failed tables again.",
        discussion: """
            Examples:
              sluice retry
              sluice retry --tables MusicCatalog

            Rows are read again from the source, so what was mended there is taken;
            say --accept-source-change then.
            """)

    @OptionGroup var options: RunOptions

    func run() async throws { try await options.launch(.init(mustContinue: true, retries: true)) }
}

/// What migrate, resume and retry take alike.
struct RunOptions: ParsableArguments {
    @OptionGroup var tables: TableOptions
    @Flag(help: "Go on although the source changed since the run began.")
    var acceptSourceChange = false
    @Flag(help: "Answer yes to what is asked; the dashboard begins without waiting for Enter.")
    var yes = false
    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Show") var show: ShowOptions
    @OptionGroup(title: "Dashboard") var screen: ScreenOptions
    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func workspace() throws(SluiceError) -> Workspace {
        try Workspace.open(
            common,
            flags: [load.flags(), target.flags(), screen.flags()].reduce(into: [:]) {
                $0.merge($1) { $1 }
            })
    }

    /// Runs the request for the chosen tables, and leaves with its exit status.
    func launch(_ request: RunLauncher.Request) async throws {
        var request = request
        request.tables = tables.tables
        request.acceptsSourceChange = acceptSourceChange
        request.beginsAtOnce = yes
        let launcher = RunLauncher(workspace: try workspace(), show: show, isQuiet: common.quiet)
        try CommandStatus.leave(await launcher.run(request))
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
            throw SluiceError(
                .usage, "not confirmed; nothing was changed", hint: "type yes, or say \(flag)")
        }
    }
}
