import PlainText
import RunModel
import Terminal

/// What a start means for a run that has a past, or that a limit holds back.
enum StartWords {
    /// Names that are told; more are counted.
    private static let most = 8

    /// `29 rows in quarantine and 1 failed table are tried again`; nil where that is not what was asked for.
    static func retried(_ snapshot: RunSnapshot) -> String? {
        guard snapshot.plan?.isRetry == true else { return nil }
        let tables = snapshot.tables.filter { $0.state != .paused }
        let rows = tables.reduce(0) { $0 + $1.counts.quarantined }
        let failed = tables.count { $0.state == .failed }
        var parts: [String] = []
        if rows > 0 {
            let holding = tables.count { $0.counts.quarantined > 0 }
            parts.append(
                HumanFormat.plural(rows, "row") + " in quarantine of "
                    + HumanFormat.plural(holding, "table"))
        }
        if failed > 0 { parts.append(HumanFormat.plural(failed, "failed table")) }
        guard !parts.isEmpty else { return "nothing is in quarantine or has failed" }
        let isOne = rows + failed == 1
        return parts.joined(separator: " and ") + (isOne ? " is" : " are") + " tried again"
    }

    /// Items that are in the target before the start; nil where there are none.
    static func written(_ snapshot: RunSnapshot) -> Int? {
        let items = snapshot.counts.acknowledged
        return items > 0 ? items : nil
    }

    /// What of the tables stays paused after a start.
    static func paused(_ context: PaneContext) -> String? {
        let tables = context.snapshot.tables
        let paused = tables.filter { $0.state == .paused }.map(\.name)
        guard !paused.isEmpty else { return nil }
        let names = paused.prefix(most).joined(separator: ", ")
        let more = paused.count > most ? " and \(paused.count - most) more" : ""
        let marks = context.view.marks
        let begun = tables.filter { marks.isEmpty || marks.contains($0.name) }
        let moves = begun.contains {
            switch $0.state {
            case .paused, .done, .differs: false
            default: true
            }
        }
        let key = context.keys.title(of: .pause)
        return (moves ? "paused, and stay so: " : "nothing would move; paused: ") + names + more
            + " (\(key) in the tables resumes)"
    }

    /// How long the write limit makes it last at the least, where nothing else tells; in whole seconds.
    static func limited(_ snapshot: RunSnapshot) -> (seconds: Int, limit: Int)? {
        guard let plan = snapshot.plan, plan.seconds == nil,
            let limit = snapshot.limits?.writeUnits, limit > 0, !plan.tables.isEmpty
        else { return nil }
        var items = 0
        for table in plan.tables {
            guard let known = table.items else { return nil }
            items += known
        }
        guard items > 0 else { return nil }
        let counts = snapshot.counts
        // An item takes a unit at the least; what was written tells how many they take.
        let each =
            counts.acknowledged > 0
            ? max(1, Double(counts.writeUnits) / Double(counts.acknowledged)) : 1
        return (Int(min(1e9, Double(items) * each / Double(limit)).rounded(.up)), limit)
    }
}
