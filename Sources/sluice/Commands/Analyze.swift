import ArgumentParser
import Headless
import RunModel
import SQLiteSource

struct Analyze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Looks at the source and at what the mapping makes of it: types, relations, sizes, risks.",
        discussion: """
            Examples:
              sluice analyze --source-db shop.db        any SQLite file, without a configuration
              sluice analyze                            with the mapping of ./config.json
              sluice analyze --tables Invoice,Customer  only these source tables
              sluice analyze --quiet                    the risks alone
              sluice analyze --json                     for programs (docs/analyze.md)

            Each row of the tables is read twice: its values are measured, and it is converted as a migration
            would convert it. Nothing is written anywhere. Risks do not change the exit status: it is 0, or 2
            where the mapping does not fit the source.
            """)

    @Option(
        name: .long, help: "Only these source tables and views, separated by commas.",
        transform: { $0.split(separator: ",").map { String($0).trimmed } })
    var tables: [String] = []
    @Flag(help: "The analysis as JSON (docs/analyze.md).")
    var json = false
    @OptionGroup(title: "Common") var common: CommonOptions

    func run() async throws {
        let analysis = try Self.analysis(try Workspace.open(common), tables: tables)
        try Output.document(json ? analysis.json : common.quiet ? analysis.riskText : analysis.text)
        // The problems stand among the risks.
        if analysis.mapping.fingerprint == nil { try CommandStatus.leave(.usage) }
    }

    static func analysis(_ workspace: Workspace, tables: [String]) throws(SluiceError)
        -> SourceAnalysis
    {
        let progress = ProgressNote()
        defer { progress.clear() }
        let source = try workspace.openSource()
        return try SourceAnalyser(workspace: workspace, source: source) { progress.show($0) }
            .run(tables: tables)
    }
}
