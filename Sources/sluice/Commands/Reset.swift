import ArgumentParser
import CheckpointStore
import DynamoDB
import EventBus
import Foundation
import RunModel

struct Reset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Forgets the progress of tables, so that they are copied anew.",
        discussion: """
            Examples:
              sluice reset --tables CustomerData
              sluice reset --drop-target        also deletes the target tables
              sluice reset --yes                all tables, without asking

            --drop-target deletes only tables that runs of this state file created.
            """)

    @OptionGroup var tables: TableOptions
    @Flag(help: "Delete the target tables too, where runs of this state file created them.")
    var dropTarget = false
    @Flag(help: "Answer yes to what is asked.")
    var yes = false
    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace.open(common, flags: target.flags())
        let store = try CheckpointStore.open(path: workspace.settings.statePath)
        guard let run = try store.run(forConfig: try workspace.runOwner()) else {
            throw SluiceError(
                .usage, "there is no run of this configuration",
                place: workspace.settings.statePath,
                hint: "nothing needs to be reset; `sluice migrate` begins a run")
        }
        let stored = try store.tables(of: run.id)
        let chosen = try choose(from: stored)
        let names = chosen.map(\.name).joined(separator: ", ")
        if !yes {
            try Confirmation.ask(
                dropTarget
                    ? "Forget the progress of \(names) and delete these tables in \(run.target.text)?"
                    : "Forget the progress of \(names)?", flag: "--yes")
        }
        if dropTarget { try await drop(chosen, run, store, workspace) }
        for table in chosen { try store.reset(table: table.name, of: run.id) }
        // Resumable, and no process died.
        try store.end(run.id, outcome: .stopped, at: EventBus.systemMilliseconds())
        try store.audit(
            AuditEntry(
                time: EventBus.systemMilliseconds(), run: run.id,
                who: "command line (\(NSUserName()))",
                what: "reset \(names)" + (dropTarget ? ", target tables deleted" : ""),
                result: "done"))
        try store.close()
        Output.line(
            "Progress of \(names) forgotten" + (dropTarget ? ", target tables deleted." : ".")
                + " `sluice resume` copies anew.")
    }

    private func choose(from stored: [StoredTable]) throws(SluiceError) -> [StoredTable] {
        guard !tables.tables.isEmpty else { return stored }
        var chosen: [StoredTable] = []
        for name in tables.tables {
            guard let table = stored.first(where: { $0.name == name }) else {
                throw SluiceError(
                    .usage, "the run has no table \(name.sanitised(limit: 200))", place: "--tables",
                    hint: Suggestion.hint(for: name, among: stored.map(\.name))
                        ?? "tables: \(stored.map(\.name).joined(separator: ", "))")
            }
            chosen.append(table)
        }
        return chosen
    }

    private func drop(
        _ chosen: [StoredTable], _ run: StoredRun, _ store: CheckpointStore, _ workspace: Workspace
    ) async throws(SluiceError) {
        let own = Set(try store.runs().filter { $0.configPath == run.configPath }.map(\.id))
        let claims = try store.claims(in: run.target).filter { own.contains($0.run) }
        for table in chosen where !claims.contains(where: { $0.wireName == table.wireName }) {
            throw SluiceError(
                .tableRefused, "\(table.wireName) was not created by a run of this state file",
                place: "table \(table.name)",
                hint: "leave out --drop-target, or delete the table yourself")
        }
        let target = try workspace.target()
        guard workspace.identity(of: target) == run.target else {
            throw SluiceError(
                .mappingChanged,
                "the run wrote to \(run.target.text), the settings say another target",
                hint: "set the target back, or leave out --drop-target")
        }
        let log = try RunLog.open(workspace.settings)
        let client = try DynamoDBClient(
            try workspace.clientConfiguration(target), logger: log.logger)
        defer { client.close() }
        var replaced: [String] = []
        for table in chosen {
            do throws(DynamoDBError) {
                let found = try await client.describeTable(table.wireName)
                let claim = claims.first { $0.wireName == table.wireName }
                if let made = claim?.identity, let id = found.id, made != id {
                    replaced.append(table.name)
                    continue
                }
                try await client.deleteTable(table.wireName)
                try await client.waitUntilDeleted(table.wireName)
            } catch {
                guard error.kind == .tableNotFound else {
                    throw error.sluiceError(table: table.name)
                }
            }
            try store.forgetClaim(to: table.wireName, in: run.target)
        }
        guard replaced.isEmpty else {
            throw SluiceError(
                .tableRefused, "made anew since the run made it, by someone else, and not deleted",
                place: "table \(replaced.joined(separator: ", "))",
                hint: "leave out --drop-target, or delete it yourself")
        }
    }
}
