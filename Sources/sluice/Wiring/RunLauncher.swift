import CheckpointStore
import DynamoDB
import DynamoItem
import Engine
import EventBus
import Foundation
import Glibc
import Headless
import Logging
import Mapping
import PlainText
import RunModel
import SQLiteSource

/// Puts the engine and a front end together and runs them: for migrate, resume, retry and demo.
struct RunLauncher {
    let workspace: Workspace
    let show: ShowOptions
    let isQuiet: Bool
    var engine = EngineSettings()
    /// Begun with the run's bus, before anything is told on it.
    var accompany: (@Sendable (EventBus) async -> Void)?

    /// What of the run is to be done.
    struct Request {
        /// By the mapping's names; empty for all.
        var tables: [String] = []
        var acceptsSourceChange = false
        /// Begin anew, whatever was done.
        var startsOver = false
        /// Only an existing run; none is an error.
        var mustContinue = false
        /// Try quarantined rows and failed segments again.
        var retries = false
        var isIntoExisting = false
        /// The dashboard does not wait for Enter.
        var beginsAtOnce = false
    }

    /// Runs; returns the documented exit status.
    ///
    /// What was to be said has been said.
    func run(_ request: Request) async throws -> ExitStatus {
        // A terminal that goes away ends the output, never the run, from its first moment.
        signal(SIGHUP, SIG_IGN)
        let target = try workspace.target()
        let source = try workspace.openSource()
        let schema = try source.schema()
        let mapping = try workspace.mapping(of: source, schema: schema)
        try TableSelection.check(request.tables, in: mapping)
        let fingerprint = try source.fingerprint()
        // Credentials that are missing are named before anything is stored.
        let configuration = try workspace.clientConfiguration(target)
        let store = try CheckpointStore.open(path: workspace.settings.statePath)
        let present = RunBinding.Present(
            owner: try workspace.runOwner(), mapping: mapping,
            wireName: { workspace.settings.tablePrefix + $0.name },
            sourcePath: Workspace.canonical(source.path), fingerprint: fingerprint,
            target: workspace.identity(of: target), now: EventBus.systemMilliseconds())
        let stored = try store.run(forConfig: present.owner)
        if let stored, !request.startsOver,
            let status = try finished(stored, request, present, store)
        {
            return status
        }
        let binding = try bind(stored, request, present, store)
        try audit(request, binding, in: store)
        let plan = try RunPlanner(workspace: workspace, mapping: mapping, schema: schema).plan(
            binding, tables: request.tables, source: source,
            sourceBytes: fingerprint.size + (fingerprint.wal?.size ?? 0), target: target)
        let log = try RunLog.open(workspace.settings)
        log.logger.info("sluice \(Version.text)", metadata: ["run": "\(binding.run.id)"])
        let client = try DynamoDBClient(configuration, logger: log.logger)
        let status = try await drive(
            plan, request, binding, store: store, source: source, client: client,
            fingerprint: fingerprint, mapping: mapping,
            isLoopback: target.endpoint.value.isLoopback, log: log)
        client.close()
        try store.close()
        return status
    }

    /// What the operator decided on the command line goes to the audit trail.
    private func audit(
        _ request: Request, _ binding: RunBinding, in store: CheckpointStore
    ) throws(SluiceError) {
        var decisions: [String] = []
        let names = request.tables.isEmpty ? "all tables" : request.tables.joined(separator: ", ")
        if request.startsOver { decisions.append("begin anew: \(names)") }
        if request.isIntoExisting { decisions.append("write into tables that hold items") }
        if !binding.acceptedChanges.isEmpty { decisions.append(Self.acceptance) }
        for decision in decisions {
            try store.audit(
                AuditEntry(
                    time: EventBus.systemMilliseconds(), run: binding.run.id,
                    who: "command line (\(NSUserName()))", what: decision, result: "accepted"))
        }
    }

    private static let acceptance = "go on with a changed source"

    /// Where nothing is left to do: says so; nil where there is.
    private func finished(
        _ run: StoredRun, _ request: Request, _ present: RunBinding.Present,
        _ store: CheckpointStore
    ) throws(SluiceError) -> ExitStatus? {
        // Of another target or another state of the source nothing is known: that is for the binding to name.
        guard run.mapping == present.mapping.fingerprint, run.target == present.target,
            run.sourcePath == present.sourcePath,
            let bound = SourceFingerprint(encoded: run.sourceFingerprint),
            present.fingerprint.changes(from: bound).isEmpty,
            run.outcome != nil
        else { return nil }
        let tables = try store.tables(of: run.id)
            .filter { request.tables.isEmpty || request.tables.contains($0.name) }
        guard tables.allSatisfy({ [.done, .differs].contains($0.state) }) else { return nil }
        var quarantined = 0
        for table in tables {
            quarantined += try store.quarantineCount(of: run.id, table: table.name)
        }
        if request.retries, quarantined > 0 { return nil }
        let differing = tables.filter { $0.state == .differs }.map(\.name)
        // An operator can repair them in the dashboard.
        if !differing.isEmpty, show.wantsScreen { return nil }
        let ended = run.endedAt.map { HumanFormat.time(milliseconds: $0) } ?? "earlier"
        let what =
            request.tables.isEmpty
            ? "The run of this configuration finished \(ended)"
            : "Nothing is left to do for \(request.tables.joined(separator: ", "))"
        if !differing.isEmpty {
            say(
                "\(what), but validation found differences in \(differing.joined(separator: ", "))."
            )
            say(
                "`sluice validate` names them; on a terminal `sluice migrate` opens the dashboard, where f repairs them."
            )
            return .differences
        }
        if quarantined == 0 {
            say(
                try hasAcceptedChange(run, store)
                    ? "\(what). The source changed while it ran, and that was accepted: rows read before may differ, and rows added among them are missing."
                    : "\(what): every item is in the target.")
            say("`sluice validate` compares; `sluice migrate --force` begins anew.")
            return .success
        }
        say("\(what), with \(HumanFormat.plural(quarantined, "row")) in quarantine.")
        say("`sluice status` shows their causes; `sluice retry` tries them again.")
        return .incomplete
    }

    /// True where the run went on with a changed source at some time.
    private func hasAcceptedChange(
        _ run: StoredRun, _ store: CheckpointStore
    ) throws(SluiceError) -> Bool {
        try store.audits(ofConfig: run.configPath)
            .contains { $0.run == run.id && $0.what == Self.acceptance }
    }

    private func say(_ text: String) {
        if show.output == .json { Output.error(text) } else { Output.line(text) }
    }

    private func bind(
        _ stored: StoredRun?, _ request: Request, _ present: RunBinding.Present,
        _ store: CheckpointStore
    ) throws(SluiceError) -> RunBinding {
        guard let stored else {
            guard !request.mustContinue else {
                throw SluiceError(
                    .usage, "there is no run to continue for this configuration",
                    place: workspace.settings.statePath, hint: "`sluice migrate` begins one")
            }
            return try RunBinding.begin(present, in: store)
        }
        if request.startsOver {
            if request.tables.isEmpty {
                return try RunBinding.begin(present, recreates: true, in: store)
            }
            for table in request.tables {
                try store.reset(table: table, of: stored.id, emptyTarget: true)
            }
        }
        return try RunBinding.resume(
            stored, present, acceptsSource: request.acceptsSourceChange || request.startsOver,
            in: store)
    }

    /// What the dashboard needs, where one may be opened; a theme that is not to be had is named.
    private func screen(beginsAtOnce: Bool) throws(SluiceError) -> ScreenSetup? {
        let setup = try ScreenSetup(workspace)
        guard show.wantsScreen else { return nil }
        if workspace.settings.isReadOnly, !beginsAtOnce {
            throw SluiceError(
                .usage, "a screen that only watches cannot say begin", place: "--read-only",
                hint: "add --yes, and the run begins by itself; or leave --read-only out")
        }
        if let complaint = setup.themeComplaint {
            Output.error("sluice: the default theme is shown: \(complaint)")
        }
        return setup
    }

    private func drive(
        _ plan: RunPlan, _ request: Request, _ binding: RunBinding, store: CheckpointStore,
        source: SourceDatabase, client: DynamoDBClient, fingerprint: SourceFingerprint,
        mapping: Mapping, isLoopback: Bool, log: RunLog
    ) async throws -> ExitStatus {
        let bus = EventBus()
        var recording: EventRecorder.Running?
        if let path = show.record {
            recording = try await EventRecorder.start(path, session: bus.session) {
                await bus.publish(.noticed($0))
            }
        }
        await accompany?(bus)
        let frontEnd = await FrontEnd(
            session: bus.session, show: show,
            screen: try screen(beginsAtOnce: request.beginsAtOnce),
            isQuiet: isQuiet,
            beginsAtOnce: request.beginsAtOnce, logger: log.logger)
        let front = frontEnd.start()
        let signals = SignalWatch(session: bus.session, isQuiet: frontEnd.isWatched) {
            frontEnd.hangUp()
        }
        signals.start()
        var analysis: BackgroundAnalysis.Running?
        do {
            var settings = engine
            settings.apply(workspace.settings, tables: plan.tables.count)
            settings.isIntoExisting = request.isIntoExisting
            settings.retries = request.retries
            settings.hasAcceptedChange = try hasAcceptedChange(binding.run, store)
            settings.endsWhenSettled = !frontEnd.isWatched
            settings.awaitsBegin = frontEnd.isWatched && !request.beginsAtOnce
            let states = Dictionary(
                uniqueKeysWithValues: try store.tables(of: binding.run.id).map { ($0.name, $0) })
            let engine = try Engine.make(
                plan: plan, settings: settings, runID: binding.run.id, database: source,
                client: client, store: store, bus: bus, target: binding.run.target,
                fingerprint: fingerprint, states: states)
            if frontEnd.isWatched {
                let reports = PlanReports(
                    plan: plan, parallelTables: settings.parallelTables,
                    maxWriteUnits: settings.maxWriteUnits, isLoopback: isLoopback,
                    isRetry: request.retries)
                let live = LiveAnalysis(
                    workspace: workspace, bus: bus, reports: reports,
                    known: try PlanKnowledge(binding.run.id, in: store))
                analysis = try await live.start(
                    source, plan.schema, mapping, bytes: plan.run.sourceBytes,
                    beginsAtOnce: request.beginsAtOnce)
            }
            if !binding.acceptedChanges.isEmpty {
                await bus.publish(
                    .sourceChanged(
                        detail: binding.acceptedChanges.joined(separator: "; ")
                            + "; accepted: rows read before are not read again, `sluice validate` compares"
                    ))
            }
            let result: RunResult
            do {
                result = try await engine.run()
            } catch {
                // What ended a run that had begun stands on its end page, which stays until it is left.
                if frontEnd.isWatched, await engine.hasBegun, !signals.hasSignal {
                    await signals.wait(for: front)
                }
                throw error
            }
            await analysis?.stop()
            // A signal asked for the end: nobody is to be waited for.
            if signals.hasSignal { await frontEnd.close() }
            await signals.wait(for: front)
            await recording?.finish()
            return signals.status(for: result)
        } catch {
            await analysis?.stop()
            await bus.finish()
            await frontEnd.close()
            await signals.wait(for: front)
            await recording?.finish()
            throw error
        }
    }
}

extension Workspace {
    func identity(of target: TargetSettings) -> TargetIdentity {
        TargetIdentity(
            region: target.region.value,
            endpoint: target.isCustomEndpoint ? target.endpoint.value.url : nil,
            prefix: settings.tablePrefix)
    }
}

extension EngineSettings {
    /// `tables`: how many the run has.
    mutating func apply(_ settings: EffectiveSettings, tables: Int) {
        maxInFlight = settings.maxInFlight
        minInFlight = settings.minInFlight
        parallelTables = settings.parallelTables
        maxWriteUnits = settings.maxWriteUnits
        maxQuarantined = settings.maxQuarantined
        readersPerTable =
            settings.readersPerTable
            ?? MachineShape.current.readers(forEachOf: min(tables, parallelTables))
    }
}

/// The tables an operator named.
enum TableSelection {
    static func check(_ names: [String], in mapping: Mapping) throws(SluiceError) {
        let known = mapping.tables.map(\.name)
        for name in names where !known.contains(name) {
            throw SluiceError(
                .usage, "the mapping has no table \(name.sanitised(limit: 200))", place: "--tables",
                hint: Suggestion.hint(for: name, among: known)
                    ?? "tables: \(known.prefix(20).joined(separator: ", "))")
        }
    }
}
