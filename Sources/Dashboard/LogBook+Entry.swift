import PlainText
import RunModel

/// What the log says about an event.
///
/// Nothing in it that a terminal obeys.
struct LogEntry: Sendable, Equatable {
    var level: Notice.Level
    var text: String
    var table: String?

    init(_ level: Notice.Level, _ text: String, table: String? = nil) {
        self.level = level
        self.text = text.sanitised(limit: 2_000)
        self.table = table?.sanitised(limit: 255)
    }

    /// Nil for what is measured again and again, and for what comes in bursts (`LogBursts`).
    init?(_ event: RunEvent) {
        switch event {
        case .runStarted(let run):
            self.init(
                .info,
                "\(run.isContinued ? "continuing" : "starting") run \(run.runID): \(run.sourcePath) → \(run.target)"
            )
        case .tablePlanned(let plan):
            let names = plan.entities.map(\.name).joined(separator: ", ")
            self.init(.debug, "planned as \(plan.wireName): \(names)", table: plan.table)
        case .schemaAnalysed(let report):
            self.init(
                .debug,
                "source analysed: \(report.measuredTables) of \(HumanFormat.plural(report.tables.count, "table")) measured, \(HumanFormat.plural(report.risks.count, "risk"))"
            )
        case .planMade: self.init(.debug, "plan made")
        case .beginAwaited:
            self.init(.info, "ready: nothing is written before the start is confirmed")
        case .begun: self.init(.info, "the copy begins")
        case .settled(let outcome):
            self.init(.info, "nothing more happens by itself: \(outcome.phrase)")
        case .tableStateChanged(let table, let state, let detail):
            // Why it failed is an event of its own.
            guard state != .failed else { return nil }
            self.init(
                state == .differs ? .warning : .info,
                state.rawValue + (detail.map { ": \($0)" } ?? ""), table: table)
        case .segmentProgressed(let id, let standing):
            let place = "\(id.entity.entity) segment \(id.number)"
            let items = HumanFormat.plural(standing.acknowledged, "item")
            self.init(
                .debug,
                standing.isDone
                    ? "\(place) done, \(items)"
                    : "\(place) checkpoint at \(standing.watermark ?? "its start"), \(items)",
                table: id.entity.table)
        case .limitsChanged(let limits):
            let units = limits.writeUnits.map { "\(HumanFormat.count($0)) write units/s" }
            self.init(
                .info,
                "limits: \(units ?? "no write limit"), \(HumanFormat.plural(limits.inFlight, "batch", "batches")) in flight"
            )
        case .rowQuarantined(let row):
            self.init(
                .warning,
                "\(row.entity.entity) row \(row.key) in quarantine: \(HumanFormat.readable(row.message))",
                table: row.entity.table)
        case .quarantineCounted(let table, let causes):
            let rows = causes.reduce(0) { $0 + $1.count }
            self.init(
                .info, "\(HumanFormat.plural(rows, "row")) in quarantine after trying again",
                table: table)
        case .tableFailed(let table, let failure):
            let lines = failure.message.split(separator: "\n")
            let message = lines.map { $0.trimmingSpaces }.joined(separator: "; ")
            self.init(
                .error, "FAILED: " + message + (failure.hint.map { " → \($0)" } ?? ""),
                table: table)
        case .tableVerified(let table, let counts):
            self.init(.info, "counts verified: " + counts.identity, table: table)
        case .differenceFound(let difference):
            self.init(
                .warning,
                "\(difference.kind.rawValue) \(difference.key)"
                    + (difference.attribute.map { ", \($0)" } ?? ""), table: difference.table)
        case .validationEnded(let table, let outcome):
            self.init(outcome.isEqual ? .info : .warning, outcome.phrase, table: table)
        case .repaired(let table, let written, let removed):
            self.init(
                .info,
                "repaired: \(HumanFormat.plural(written, "item")) written, \(HumanFormat.count(removed)) removed",
                table: table)
        case .itemInspected(let inspection):
            self.init(
                .debug, "looked at a row of \(inspection.entity.entity)",
                table: inspection.entity.table)
        case .sourceChanged(let detail): self.init(.error, "the source changed: \(detail)")
        case .commandAccepted(let command, let who):
            self.init(.info, "\(command.phrase), asked for by \(who)", table: command.onlyTable)
        case .commandRefused(let command, let who, let why):
            self.init(
                .warning, "\(command.phrase) refused: \(why) (\(who))", table: command.onlyTable)
        case .commandCarriedOut(let command):
            self.init(.debug, "\(command.phrase): carried out", table: command.onlyTable)
        case .noticed(let notice): self.init(notice.level, notice.text, table: notice.table)
        case .runEnded(let outcome):
            self.init(outcome == .failed ? .error : .info, "the run ended: \(outcome.phrase)")
        case .entityProgressed, .flowMeasured, .inFlightChanged, .validationProgressed, .throttled,
            .batchRetried, .itemsUnprocessed:
            return nil
        }
    }
}

extension EntityCounts {
    /// The identity of a table's counts, as far as there is something to say.
    fileprivate var identity: String {
        var text =
            "\(HumanFormat.plural(read, "row")) read = \(HumanFormat.count(acknowledged)) acknowledged"
        if quarantined > 0 { text += " + \(HumanFormat.count(quarantined)) in quarantine" }
        if excluded > 0 { text += " + \(HumanFormat.count(excluded)) excluded" }
        return text
    }
}

extension ValidationOutcome {
    fileprivate var phrase: String {
        let all =
            "\(HumanFormat.plural(compared, "item")) compared" + (isSample ? " (a sample)" : "")
        if isEqual { return "equal: " + all }
        let kinds = [(missing, "missing"), (unexpected, "unexpected"), (changed, "changed")]
            .filter { $0.0 > 0 }.map { "\(HumanFormat.count($0.0)) \($0.1)" }
        return "differs: \(kinds.joined(separator: ", ")) of \(all)"
    }
}

extension RunOutcome {
    fileprivate var phrase: String {
        switch self {
        case .complete: "every item is in the target"
        case .incomplete: "some tables failed or rows are in quarantine"
        case .differs: "the target differs from the source"
        case .stopped: "stopped, it can be continued"
        case .failed: "failed"
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring { drop { $0 == " " } }
}
