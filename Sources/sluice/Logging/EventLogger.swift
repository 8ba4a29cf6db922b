import EventBus
import Headless
import Logging
import PlainText
import RunModel

/// Writes the run's events to the log, each with the ids of its run, table, entity and segment.
struct EventLogger: Sendable {
    private let session: Session
    private let logger: Logger

    init(session: Session, logger: Logger) {
        self.session = session
        self.logger = logger
    }

    /// Logs until the events end or the task is cancelled.
    func run() async { await run(await session.events(capacity: Self.capacity)) }

    /// Logs a subscription that was taken before the run began, so that no event is missing.
    func run(_ subscription: Subscription) async {
        var logger = logger
        if let run = subscription.snapshot.run { logger[metadataKey: "run"] = "\(run.runID)" }
        for await delivery in subscription {
            switch delivery {
            case .event(let numbered):
                if case .runStarted(let run) = numbered.event {
                    logger[metadataKey: "run"] = "\(run.runID)"
                }
                Self.log(numbered.event, to: logger)
            case .missed(let count):
                logger.debug("events not logged: the log was slow", metadata: ["count": "\(count)"])
            }
        }
    }

    /// Twice a screen's: the log is read when something went wrong.
    private static let capacity = 2_048

    static func log(_ event: RunEvent, to logger: Logger) {
        let line = line(event)
        logger.log(level: line.level, "\(line.text)", metadata: line.ids)
    }

    private struct Line {
        var level: Logger.Level
        var text: String
        var ids: Logger.Metadata
    }

    private static func line(_ event: RunEvent) -> Line {
        switch event {
        case .runStarted(let run):
            return Line(
                level: .info,
                text:
                    "run \(run.isContinued ? "continued" : "started"): \(run.sourcePath) to \(run.target)",
                ids: ["config": "\(run.configPath ?? "none")", "sourceBytes": "\(run.sourceBytes)"])
        case .tablePlanned(let plan):
            let entities = plan.entities.map { "\($0.name) in \($0.segments) segments" }
            return Line(
                level: .info, text: "planned: " + entities.joined(separator: ", "),
                ids: ["table": "\(plan.table)", "wireName": "\(plan.wireName)"])
        case .schemaAnalysed(let report):
            return Line(
                level: .debug, text: "source analysed",
                ids: [
                    "tables": "\(report.tables.count)", "measured": "\(report.measuredTables)",
                    "risks": "\(report.risks.count)",
                ])
        case .planMade(let report):
            return Line(
                level: .debug, text: "plan made", ids: ["tables": "\(report.tables.count)"])
        case .beginAwaited: return Line(level: .info, text: "ready, begin is awaited", ids: [:])
        case .begun: return Line(level: .debug, text: "begun", ids: [:])
        case .settled(let outcome):
            return Line(level: .info, text: "settled: \(outcome.rawValue)", ids: [:])
        case .tableStateChanged(let table, let state, let detail):
            return Line(
                level: state == .failed || state == .differs ? .warning : .info,
                text: state.rawValue + (detail.map { ": \($0)" } ?? ""), ids: ["table": "\(table)"])
        case .entityProgressed(let id, let counts):
            return Line(level: .debug, text: "checkpoint: \(text(counts))", ids: ids(id))
        case .segmentProgressed(let id, let progress):
            var ids = ids(id.entity)
            ids["segment"] = "\(id.number)"
            return Line(
                level: .debug,
                text: progress.isDone
                    ? "segment done" : "segment at \(progress.watermark ?? "its start")", ids: ids)
        case .inFlightChanged(let table, let batches):
            return Line(
                level: .trace, text: "in flight",
                ids: ["table": "\(table)", "batches": "\(batches)"])
        case .limitsChanged(let limits):
            return Line(
                level: .info, text: "limits",
                ids: [
                    "writeUnits": "\(limits.writeUnits.map(String.init) ?? "none")",
                    "inFlight": "\(limits.inFlight)",
                ])
        case .flowMeasured(let flow):
            return Line(level: .debug, text: text(flow), ids: [:])
        case .throttled(let table, let cause, let batches):
            return Line(
                level: .notice, text: "throttled: \(cause)",
                ids: ["table": "\(table)", "batches": "\(batches)"])
        case .batchRetried(let table, let reason, let attempt, let delay):
            return Line(
                level: .notice, text: "batch sent again: \(reason)",
                ids: [
                    "table": "\(table)", "attempt": "\(attempt)", "delayMilliseconds": "\(delay)",
                ])
        case .itemsUnprocessed(let table, let count):
            return Line(
                level: .debug, text: "unprocessed, sent again",
                ids: ["table": "\(table)", "count": "\(count)"])
        case .rowQuarantined(let row):
            var ids = ids(row.entity)
            ids["key"] = "\(row.key)"
            return Line(
                level: .warning, text: "quarantined: \(row.cause): \(row.message)", ids: ids)
        case .quarantineCounted(let table, let causes):
            let rows = causes.reduce(0) { $0 + $1.count }
            return Line(
                level: .info, text: "in quarantine",
                ids: ["table": "\(table)", "rows": "\(rows)", "causes": "\(causes.count)"])
        case .tableFailed(let table, let failure):
            return Line(
                level: .error,
                text: "failed: \(failure.message)" + (failure.hint.map { " (hint: \($0))" } ?? ""),
                ids: ["table": "\(table)", "code": "\(failure.code.rawValue)"])
        case .tableVerified(let table, let counts):
            return Line(level: .info, text: "verified: \(text(counts))", ids: ["table": "\(table)"])
        case .validationProgressed(let table, let compared, let differences):
            return Line(
                level: .debug, text: "compared",
                ids: [
                    "table": "\(table)", "compared": "\(compared)", "differences": "\(differences)",
                ])
        case .differenceFound(let difference):
            // No values: item bodies stand in no log.
            return Line(
                level: .warning,
                text: "\(difference.kind.rawValue): \(difference.key)"
                    + (difference.attribute.map { ", \($0)" } ?? ""),
                ids: ["table": "\(difference.table)"])
        case .validationEnded(let table, let outcome):
            return Line(
                level: outcome.isEqual ? .info : .warning, text: EventLine.validation(outcome),
                ids: ["table": "\(table)"])
        case .repaired(let table, let written, let removed):
            return Line(
                level: .info, text: "repaired",
                ids: ["table": "\(table)", "written": "\(written)", "removed": "\(removed)"])
        case .itemInspected(let inspection):
            return Line(level: .debug, text: "item looked at", ids: ids(inspection.entity))
        case .sourceChanged(let detail):
            return Line(level: .error, text: "the source changed: \(detail)", ids: [:])
        case .commandAccepted(let command, let who): return line(command, "accepted", who)
        case .commandRefused(let command, let who, let why):
            return line(command, "refused: \(why)", who)
        case .commandCarriedOut(let command): return line(command, "carried out", nil)
        case .noticed(let notice):
            return Line(
                level: Logger.Level(notice.level), text: notice.text,
                ids: notice.table.map { ["table": "\($0)"] } ?? [:])
        case .runEnded(let outcome):
            return Line(level: .info, text: "run ended: \(outcome.rawValue)", ids: [:])
        }
    }

    private static func line(_ command: RunCommand, _ what: String, _ who: String?) -> Line {
        Line(
            level: .info, text: "\(command.verb) \(what)",
            ids: who.map { ["by": "\($0)"] } ?? [:])
    }

    private static func ids(_ entity: EntityID) -> Logger.Metadata {
        ["table": "\(entity.table)", "entity": "\(entity.entity)"]
    }

    private static func text(_ counts: EntityCounts) -> String {
        "\(counts.read) read, \(counts.acknowledged) acknowledged, \(counts.quarantined) quarantined, "
            + "\(counts.excluded) excluded, \(counts.segmentsDone) of \(counts.segments) segments done"
    }

    private static func text(_ flow: FlowSample) -> String {
        let p50 = flow.latencyP50.map { HumanFormat.fixed($0, 1) } ?? "–"
        let p99 = flow.latencyP99.map { HumanFormat.fixed($0, 1) } ?? "–"
        return "flow: \(HumanFormat.short(flow.itemsPerSecond)) items/s, "
            + "\(HumanFormat.bytes(flow.bytesPerSecond))/s, "
            + "\(flow.batchesInFlight) of \(flow.inFlightLimit) in flight, p50 \(p50) ms, p99 \(p99) ms"
    }
}

extension Logger.Level {
    init(_ level: Notice.Level) {
        self =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
    }
}
