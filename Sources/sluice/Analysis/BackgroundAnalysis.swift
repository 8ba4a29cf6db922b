import Engine
import Mapping
import RunModel
import SQLiteSource

/// Looks at the source beside a run that waits for its beginning, on a thread of its own: measures table by
/// table, then converts the rows as the copy would, to tell the risks.
///
/// It reads page by page, as `analyze` does, and ends between two pages when it is told to stop: a copy that
/// begins has the source to itself.
actor BackgroundAnalysis {
    /// What is known so far, whole each time.
    struct Update: Sendable {
        var schema: SchemaReport
        var knowledge: PlanKnowledge
    }

    /// An analysis that runs.
    struct Running: Sendable {
        fileprivate let task: Task<Void, Never>

        /// Ends it, keeping what it told; returns when nothing of it is on the source any more.
        func stop() async {
            cancel()
            await finish()
        }

        /// Tells it to end, and does not wait.
        func cancel() { task.cancel() }

        /// Waits until all is told.
        func finish() async { await task.value }
    }

    private let executor = ThreadExecutor(label: "sluice.analysis")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let analyser: SourceAnalyser
    private let mapping: Mapping
    private let tables: [TableMapping]
    private let publish: @Sendable (Update) -> Void
    private let clock = ContinuousClock()

    private var schema = SourceSchema(tables: [], views: [], leftOut: [])
    private var analysis: SourceAnalysis
    private var reports: SchemaReports
    private var toldAt: ContinuousClock.Instant?
    /// Why it ended early.
    private var trouble: SluiceError?

    /// A source of so few tables is told after each of them; of more, twice a second.
    private static let fewTables = 100

    /// Begins.
    ///
    /// - `mapping`: the whole one; `tables`: those of it that the run is about.
    /// - `publish`: gets what is known after each table; called on the analysis' own thread.
    static func start(
        workspace: Workspace, source: SourceDatabase, schema: SourceSchema, mapping: Mapping,
        tables: [TableMapping], publish: @escaping @Sendable (Update) -> Void
    ) throws(SluiceError) -> Running {
        let analysis = BackgroundAnalysis(
            SourceAnalyser(workspace: workspace, source: source, progress: { _ in }),
            try source.facts(), schema, mapping, tables, publish)
        return Running(task: Task { await analysis.run() })
    }

    private init(
        _ analyser: SourceAnalyser, _ facts: SourceFacts, _ schema: SourceSchema,
        _ mapping: Mapping, _ tables: [TableMapping],
        _ publish: @escaping @Sendable (Update) -> Void
    ) {
        self.analyser = analyser
        self.schema = schema
        self.mapping = mapping
        self.tables = tables
        self.publish = publish
        reports = SchemaReports(schema, mapping: mapping)
        analysis = SourceAnalysis(
            path: analyser.source.path, facts: facts, tables: [],
            tableCount: schema.tables.count, views: schema.views, leftOut: schema.leftOut,
            cycles: [], mapping: .init(), risks: [])
    }

    private func run() {
        do throws(SluiceError) {
            try measure()
            try convert()
            reports.complete()
        } catch {
            // Stopped: what is known stays told. Else the operator is to know that there is no more.
            if error.code != .cancelled { trouble = error }
        }
        tell(isLast: true)
    }

    private func measure() throws(SluiceError) {
        let uses = SourceUses(of: mapping)
        for table in schema.tables {
            try checkStop()
            let measured = SourceAnalysis.Table(
                table: table, measure: try analyser.source.measure(table.name),
                relations: try analyser.relations(of: table), uses: uses.of(table.name))
            analysis.tables.append(measured)
            reports.add(measured)
            tell()
        }
    }

    private func convert() throws(SluiceError) {
        let runner = TableTrialRunner(source: analyser.source, schema: schema)
        for table in tables {
            try checkStop()
            analysis.mapping.tables.append(
                try runner.run(table, isLookedAt: { _ in true }, progress: { _, _ in }))
            tell()
        }
    }

    private func checkStop() throws(SluiceError) {
        guard Task.isCancelled else { return }
        throw SluiceError(
            .cancelled, "the analysis was interrupted", hint: "`sluice analyze` runs it again")
    }

    /// Publishes what is known; of many tables not after each.
    private func tell(isLast: Bool = false) {
        let now = clock.now
        if !isLast, schema.tables.count > Self.fewTables, let toldAt,
            now - toldAt < .milliseconds(500)
        {
            return
        }
        toldAt = now
        var risks = DataRisks(analysis, schema: schema).all + SourceRisks(analysis).all
        // What the mapping leaves behind, or would refuse, is known when all was looked at.
        if !analysis.mapping.tables.isEmpty {
            risks +=
                MappingRisks(
                    analysis, mapping: mapping, uses: SourceUses(of: mapping), schema: schema
                ).all
        }
        reports.set(risks, trouble: trouble)
        publish(
            Update(
                schema: reports.report,
                knowledge: PlanKnowledge(analysis)))
    }
}
