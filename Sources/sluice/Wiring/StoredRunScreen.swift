import CheckpointStore
import EventBus
import Mapping
import RunModel
import SQLiteSource

/// The dashboard on a run's state file: nothing is steered, and nothing is changed.
///
/// Where a process works on the run, what its checkpoints say is shown as they come.
struct StoredRunScreen {
    let workspace: Workspace
    let run: StoredRun
    let store: CheckpointStore
    let statePath: String

    /// How often the state file is looked at while a process works on the run.
    private static let interval = Duration.seconds(2)

    /// Shows it until the operator leaves.
    func show() async throws {
        let bus = EventBus()
        let first = try events()
        await bus.publish(first)
        // The schema is there where the source is; a run's state can be looked at without it.
        if let schema = schema() { await bus.publish(.schemaAnalysed(schema)) }
        let screen = ViewOnlyScreen(
            setup: try ScreenSetup(workspace), hint: "without --tui the state is told as text")
        try await screen.show(bus.session) {
            var told = first
            while true {
                try await Task.sleep(for: Self.interval)
                // Only what changed: a screen that shows the same costs nothing.
                let now = try events()
                for event in now where !told.contains(event) { await bus.publish(event) }
                told = now
            }
        }
    }

    private func events() throws(SluiceError) -> [RunEvent] {
        let current = try store.runs().first { $0.id == run.id } ?? run
        let isOwned = CheckpointStore.owner(of: statePath) != nil
        return try StoredEvents(run: current, store: store).all(isOwned: isOwned)
    }

    private func schema() -> SchemaReport? {
        guard workspace.settings.sourcePath != nil, let source = try? workspace.openSource(),
            let schema = try? source.schema(),
            let mapping = try? workspace.mapping(of: source, schema: schema)
        else { return nil }
        return SchemaReports(schema, mapping: mapping).report
    }
}
