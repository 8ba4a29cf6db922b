import CheckpointStore
import Engine
import EventBus
import Mapping
import RunModel
import SQLiteSource

/// Tells a watched run's schema and plan: at once as the schema alone tells them, and again as the values are
/// read beside the operator's reading.
struct LiveAnalysis {
    let workspace: Workspace
    let bus: EventBus
    let reports: PlanReports
    /// What the state file knew when the run was bound.
    let known: PlanKnowledge

    /// Publishes the first reports, and begins to measure.
    ///
    /// - `beginsAtOnce`: true where the copy waits for nobody.
    /// - Returns: nil where a large source is left to a copy that begins at once.
    func start(
        _ source: SourceDatabase, _ schema: SourceSchema, _ mapping: Mapping, bytes: Int64,
        beginsAtOnce: Bool
    ) async throws(SluiceError) -> BackgroundAnalysis.Running? {
        await bus.publish(.schemaAnalysed(SchemaReports(schema, mapping: mapping).report))
        await bus.publish(.planMade(reports.report(known)))
        let isSmall = bytes <= RunSnapshot.smallSource
        if beginsAtOnce, !isSmall { return nil }
        let names = Set(reports.plan.tables.map(\.name))
        let (updates, continuation) = AsyncStream<BackgroundAnalysis.Update>.makeStream(
            bufferingPolicy: .bufferingNewest(1))
        let running = try BackgroundAnalysis.start(
            workspace: workspace, source: source, schema: schema, mapping: mapping,
            tables: mapping.tables.filter { names.contains($0.name) },
            publish: { continuation.yield($0) })
        Task {
            await running.finish()
            continuation.finish()
        }
        Task { for await update in updates { await tell(update) } }
        if !isSmall { stopWhenBegun(running, await bus.session.events()) }
        return running
    }

    private func tell(_ update: BackgroundAnalysis.Update) async {
        await bus.publish(.schemaAnalysed(update.schema))
        let plan = reports.report(known.with(update.knowledge))
        await bus.publish(.planMade(plan.keepingActions(of: bus.snapshot.plan)))
    }

    /// A copy that begins has a large source to itself.
    private func stopWhenBegun(_ running: BackgroundAnalysis.Running, _ events: Subscription) {
        Task {
            for await delivery in events {
                guard case .event(let event) = delivery, event.event == .begun else { continue }
                await running.stop()
                return
            }
        }
    }
}
