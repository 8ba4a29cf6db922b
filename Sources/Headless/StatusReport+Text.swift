import PlainText
import RunModel

extension StatusReport {
    /// The state for people, with a line end after each line.
    package var text: String {
        lines.map { $0.sanitised() + "\n" }.joined()
    }

    private var lines: [String] {
        guard let run else {
            return ["no run yet in \(statePath)", "next: `sluice migrate` starts one"]
        }
        var lines = [
            "run \(run.id): \(headline)", "  source  \(run.sourcePath)", "  target  \(run.target)",
            "  config  \(run.configPath)", "  state   \(statePath)",
            "  started " + HumanFormat.time(milliseconds: run.startedAt)
                + (run.endedAt.map { ", ended " + HumanFormat.time(milliseconds: $0) } ?? ""),
        ]
        if !tables.isEmpty { lines += [""] + tableLines }
        lines += causeLines + failureLines + validationLines
        return lines + advice
    }

    private var headline: String {
        guard standing == "running" else { return standing }
        return ownerPID.map { $0 > 0 ? "running, process \($0)" : "running" } ?? "running"
    }

    private var tableLines: [String] {
        var table = AlignedTable([
            ("table", .left), ("state", .left), ("done", .right), ("items", .right),
            ("quarantined", .right), ("excluded", .right), ("bytes", .right), ("segments", .right),
            ("time", .right),
        ])
        for row in tables {
            let counts = row.counts
            let duration = row.startedAt.map { (row.endedAt ?? readAt) - $0 }
            let isLeftBehind = ownerPID == nil && row.isUnderWay
            table.add([
                row.name.sanitised(limit: 80),
                row.state.rawValue + (isLeftBehind ? " (interrupted)" : ""),
                Self.share(counts, isDone: row.state == .done || row.state == .differs),
                HumanFormat.count(counts.acknowledged), HumanFormat.count(counts.quarantined),
                HumanFormat.count(counts.excluded), HumanFormat.bytes(counts.bytes),
                "\(counts.segmentsDone)/\(counts.segments)",
                isLeftBehind ? "–" : duration.map { HumanFormat.duration(milliseconds: $0) } ?? "–",
            ])
        }
        return table.lines
    }

    private static func share(_ counts: EntityCounts, isDone: Bool) -> String {
        if isDone { return "100.0%" }
        guard let planned = counts.planned, planned > 0 else { return "–" }
        let done = counts.acknowledged + counts.quarantined + counts.excluded
        return HumanFormat.percent(Double(done) / Double(planned))
    }

    private var causeLines: [String] {
        var lines: [String] = []
        for table in tables {
            for cause in table.causes {
                lines.append("  \(table.name): \(cause.cause) ×\(HumanFormat.count(cause.count))")
                lines += cause.samples.map { "    \($0.entity.entity) \($0.key): \($0.message)" }
            }
        }
        return lines.isEmpty ? [] : ["", "in quarantine:"] + lines
    }

    private var failureLines: [String] {
        let lines = FailureLines.of(
            tables.compactMap { table in table.failure.map { (table.name, $0) } })
        return lines.isEmpty ? [] : ["", "failed:"] + lines
    }

    private var validationLines: [String] {
        let lines = tables.compactMap { table in
            table.validation.map { "  \(table.name): \(EventLine.validation($0))" }
        }
        return lines.isEmpty ? [] : ["", "validation:"] + lines
    }

    private var advice: [String] {
        switch standing {
        case "interrupted", RunOutcome.stopped.rawValue, RunOutcome.failed.rawValue:
            ["", "next: `sluice resume` continues from the last checkpoint"]
        case RunOutcome.incomplete.rawValue:
            ["", "next: mend the rows or the mapping, then `sluice retry` writes what is missing"]
        default: []
        }
    }
}

extension StatusReport.Table {
    /// True in a state that only a living process is in.
    fileprivate var isUnderWay: Bool {
        switch state {
        case .preparing, .copying, .pausing, .verifying, .validating: true
        case .queued, .paused, .done, .differs, .failed: false
        }
    }
}
