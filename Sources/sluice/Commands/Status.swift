import ArgumentParser
import CheckpointStore
import EventBus
import Headless
import PlainText
import RunModel

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows how far the last run is, from its state file; changes nothing.",
        discussion: """
            Examples:
              sluice status
              sluice status --json | jq '.tables[].counts'
              sluice status --audit      who asked for what, and what came of it
              sluice status --tui        the same in the dashboard, to look at only
            """)

    @Flag(help: "The state as JSON (docs/events.md).")
    var json = false
    @Flag(help: "The commands given to this and earlier runs instead.")
    var audit = false
    @Flag(help: "The state in the dashboard, to look at only; it follows a run that goes on.")
    var tui = false
    @OptionGroup(title: "Dashboard") var screen: ScreenOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func validate() throws {
        guard [json, audit, tui].count(where: { $0 }) <= 1 else {
            throw ValidationError("one of --json, --audit and --tui is enough")
        }
    }

    func run() async throws {
        let workspace = try Workspace.open(common, flags: screen.flags(), needsSource: false)
        let path = workspace.settings.statePath
        let owner = CheckpointStore.owner(of: path)
        var report = StatusReport(
            statePath: path, readAt: EventBus.systemMilliseconds(), ownerPID: owner, run: nil,
            tables: [])
        let store = try CheckpointStore.openIfPresent(path: path)
        let run = try lastRun(in: store, workspace)
        if audit {
            try showAudit(store, run)
            return
        }
        if tui {
            guard let store, let run else {
                throw SluiceError(
                    .usage, "there is no run to show", place: path,
                    hint: "`sluice migrate` begins one")
            }
            let screen = StoredRunScreen(
                workspace: workspace, run: run, store: store, statePath: path)
            return try await screen.show()
        }
        if let store, let run { try report.fill(run, from: store) }
        try Output.document(json ? report.json() : report.text)
    }

    /// The run of the configuration or source; where neither is named, the state file's last one.
    private func lastRun(
        in store: CheckpointStore?, _ workspace: Workspace
    ) throws(SluiceError) -> StoredRun? {
        if workspace.configPath == nil, workspace.settings.sourcePath == nil {
            return try store?.runs().last
        }
        return try store?.run(forConfig: try workspace.runOwner())
    }

    private func showAudit(_ store: CheckpointStore?, _ run: StoredRun?) throws {
        let entries = try store?.audits(ofConfig: run?.configPath) ?? []
        if entries.isEmpty { Output.line("No commands were given.") }
        for entry in entries {
            Output.line(
                [
                    HumanFormat.time(milliseconds: entry.time), entry.who, entry.what, entry.result,
                ].map { $0.sanitised() }.joined(separator: "  "))
        }
    }
}

extension StatusReport {
    /// Takes in a stored run.
    mutating func fill(_ run: StoredRun, from store: CheckpointStore) throws(SluiceError) {
        self.run = Run(
            id: run.id, configPath: run.configPath, sourcePath: run.sourcePath,
            target: run.target.endpoint ?? run.target.region, startedAt: run.startedAt,
            endedAt: run.endedAt, outcome: run.outcome)
        let counts = try store.counts(of: run.id)
        let segments = try store.segments(of: run.id)
        let causes = try store.causes(of: run.id)
        tables = try store.tables(of: run.id).map { table in
            Table(
                name: table.name, wireName: table.wireName, state: table.state,
                detail: table.detail,
                failure: table.failure, startedAt: table.startedAt, endedAt: table.endedAt,
                validation: table.validation,
                entities: table.entities.map { entity in
                    let id = EntityID(table: table.name, entity: entity.name)
                    return Entity(
                        name: entity.name, root: entity.root, counts: counts[id] ?? EntityCounts(),
                        segments: segments.filter { $0.id.entity == id }.map { segment in
                            Segment(
                                number: segment.id.number, after: segment.after,
                                through: segment.through,
                                watermark: segment.watermark, isDone: segment.isDone,
                                counts: segment.counts)
                        })
                },
                causes: causes.filter { $0.table == table.name }.map { cause in
                    Cause(
                        cause: cause.cause, count: cause.count, firstAt: cause.firstAt,
                        lastAt: cause.lastAt, samples: cause.samples.map(\.row))
                })
        }
    }
}
