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

    /// Up to so many bytes the source is measured to the end although the copy has begun: it takes a moment.
    private static let smallSource: Int64 = 8 << 20

    /// Publishes the first reports, and begins to measure.
    func start(
        _ source: SourceDatabase, _ schema: SourceSchema, _ mapping: Mapping, bytes: Int64
    ) async throws(SluiceError) -> BackgroundAnalysis.Running {
        await bus.publish(.schemaAnalysed(SchemaReports(schema, mapping: mapping).report))
        await bus.publish(.planMade(reports.report(known)))
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
        if bytes > Self.smallSource { stopWhenBegun(running, await bus.session.events()) }
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
