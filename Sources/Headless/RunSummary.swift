import PlainText
package import RunModel

/// The end of a run for people: a table of tables, what is in quarantine and why, what failed, what to do.
package struct RunSummary: Sendable {
    private let snapshot: RunSnapshot
    private let times: TableTimes
    /// Differences shown of a table; the rest is counted.
    private static let differenceLimit = 5

    package init(snapshot: RunSnapshot, times: TableTimes) {
        self.snapshot = snapshot
        self.times = times
    }

    /// Sanitised, without line ends.
    package var lines: [String] {
        let parts = [[""], tables, causes, failures, differences, [outcome], advice]
        return parts.flatMap { $0 }.map { $0.sanitised() }
    }

    private var tables: [String] {
        guard !snapshot.tables.isEmpty else { return [] }
        var table = AlignedTable([
            ("table", .left), ("state", .left), ("items", .right), ("quarantined", .right),
            ("excluded", .right), ("bytes", .right), ("time", .right),
        ])
        for row in snapshot.tables {
            let duration = times.duration(of: row.name, now: snapshot.time)
            table.add(
                [row.name.sanitised(limit: 80), row.state.rawValue] + Self.cells(row.counts)
                    + [duration.map { HumanFormat.duration(milliseconds: $0) } ?? "–"])
        }
        if snapshot.tables.count > 1 {
            let duration =
                snapshot.worked > 0
                ? snapshot.worked : snapshot.startedAt.map { snapshot.time - $0 }
            table.add(
                ["total", ""] + Self.cells(snapshot.counts)
                    + [duration.map { HumanFormat.duration(milliseconds: $0) } ?? "–"])
        }
        return table.lines + [""]
    }

    private static func cells(_ counts: EntityCounts) -> [String] {
        [
            HumanFormat.count(counts.acknowledged), HumanFormat.count(counts.quarantined),
            HumanFormat.count(counts.excluded), HumanFormat.bytes(counts.bytes),
        ]
    }

    private var causes: [String] {
        var lines: [String] = []
        for table in snapshot.tables {
            for cause in table.causes {
                lines.append("  \(table.name): \(cause.cause) ×\(HumanFormat.count(cause.count))")
                lines.append(
                    "    for example \(cause.sample.entity.entity) \(cause.sample.key): "
                        + cause.sample.message)
            }
        }
        return lines.isEmpty ? [] : ["in quarantine:"] + lines + [""]
    }

    private var failures: [String] {
        let lines = FailureLines.of(
            snapshot.tables.compactMap { table in table.failure.map { (table.name, $0) } })
        return lines.isEmpty ? [] : ["failed:"] + lines + [""]
    }

    private var differences: [String] {
        var lines: [String] = []
        for table in snapshot.tables {
            guard let validation = table.validation else { continue }
            lines.append("  \(table.name): \(EventLine.validation(validation))")
            lines += table.differences.prefix(Self.differenceLimit).map {
                "    " + EventLine.difference($0)
            }
            let more = validation.differences - min(Self.differenceLimit, table.differences.count)
            if more > 0 { lines.append("    and \(HumanFormat.count(more)) more") }
        }
        return lines.isEmpty ? [] : ["validation:"] + lines + [""]
    }

    private var outcome: String {
        let counts = snapshot.counts
        let amount =
            HumanFormat.plural(counts.acknowledged, "item") + ", " + HumanFormat.bytes(counts.bytes)
            + " in " + HumanFormat.plural(snapshot.tables.count, "table")
        switch snapshot.outcome {
        case .complete: return "complete: " + amount
        case .incomplete: return "incomplete: " + amount
        case .differs: return "differs: the target is not equal to the source"
        case .stopped: return "stopped: " + amount + " so far"
        case .failed: return "failed: " + amount + " so far"
        case nil: return "not ended: " + amount + " so far"
        }
    }

    private var advice: [String] {
        switch snapshot.outcome {
        case .complete: []
        case .incomplete:
            ["next: mend the rows or the mapping, then `sluice retry` writes what is missing"]
        case .differs: ["next: `sluice reset` the tables that differ and migrate them again"]
        case .stopped, nil: ["next: `sluice resume` continues from the last checkpoint"]
        case .failed:
            ["next: mend the cause, then `sluice resume` continues from the last checkpoint"]
        }
    }
}
