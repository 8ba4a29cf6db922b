import PlainText
package import RunModel
package import Terminal

/// What a table's state is called and looks like: the one place that turns it into words.
package enum TableWords {
    /// The letter of a state: it says the same as the colour, where there is none.
    package static func letter(_ state: TableState) -> String {
        switch state {
        case .queued: "Q"
        case .preparing, .copying, .verifying: "R"
        case .pausing, .paused: "P"
        case .validating: "V"
        case .done: "D"
        case .failed: "F"
        case .differs: "M"
        }
    }

    package static func role(_ state: TableState) -> Role {
        switch state {
        case .queued: .tableQueued
        case .preparing, .copying, .verifying: .tableRunning
        case .pausing, .paused: .tablePaused
        case .validating: .tableValidating
        case .done: .tableDone
        case .failed: .tableFailed
        case .differs: .tableMismatch
        }
    }

    package static func word(_ state: TableState) -> String {
        switch state {
        case .pausing: "pausing…"
        case .verifying: "verifying counts"
        default: state.rawValue
        }
    }

    /// `1/10,000`: where the cursor is.
    static func place(_ number: Int, of count: Int) -> String {
        HumanFormat.count(number) + "/" + HumanFormat.count(count)
    }

    /// Up to three names, or how many there are.
    static func names(_ tables: [String]) -> String {
        tables.count <= 3
            ? tables.joined(separator: ", ") : HumanFormat.plural(tables.count, "table")
    }

    /// How states are summed up: `2 running · 1 FAILED`.
    package enum Group: String, CaseIterable, Sendable {
        case failed = "FAILED"
        case differs
        case running
        case pausing
        case paused
        case validating
        case queued
        case done

        package init(_ state: TableState) {
            switch state {
            case .queued: self = .queued
            case .preparing, .copying, .verifying: self = .running
            case .pausing: self = .pausing
            case .paused: self = .paused
            case .validating: self = .validating
            case .done: self = .done
            case .differs: self = .differs
            case .failed: self = .failed
            }
        }

        package var role: Role {
            switch self {
            case .failed: .tableFailed
            case .differs: .tableMismatch
            case .running: .tableRunning
            case .pausing, .paused: .tablePaused
            case .validating: .tableValidating
            case .queued: .tableQueued
            case .done: .tableDone
            }
        }

        var letter: String {
            switch self {
            case .failed: "F"
            case .differs: "M"
            case .running: "R"
            case .pausing, .paused: "P"
            case .validating: "V"
            case .queued: "Q"
            case .done: "D"
            }
        }
    }

    /// The share of rows whose items are acknowledged, 0…1; nil where they are not counted.
    ///
    /// Rows in quarantine are missing from it, and nothing that still moves is whole: 1 means that every
    /// item is in the target.
    package static func share(_ counts: EntityCounts, isWhole: Bool) -> Double? {
        guard let planned = counts.planned else { return isWhole ? 1 : nil }
        let wanted = planned - counts.excluded
        if isWhole, counts.quarantined == 0 { return 1 }
        guard wanted > 0 else { return isWhole ? 1 : 0 }
        return min(0.9999, max(0, Double(counts.acknowledged) / Double(wanted)))
    }

    /// True where every row of the table was answered for.
    package static func isWhole(_ table: RunSnapshot.TableSnapshot) -> Bool {
        isWhole(table.state) || table.isValidationStopped
    }

    package static func isWhole(_ state: TableState) -> Bool {
        switch state {
        case .done, .differs, .validating: true
        default: false
        }
    }

    /// `25/25`, `2.94M/4.13M`, `812k/?`, and `0/~47.3k` where it is a guess.
    package static func items(_ counts: EntityCounts, isEstimate: Bool = false) -> String {
        let planned = counts.planned.map { number(max(0, $0 - counts.excluded)) } ?? "?"
        return number(counts.acknowledged) + "/" + (isEstimate ? "~" : "") + planned
    }

    /// A table's counts, with the plan's guess for rows that are not counted.
    static func counts(_ table: RunSnapshot.TableSnapshot) -> (
        counts: EntityCounts, isEstimate: Bool
    ) {
        var counts = table.counts
        guard !table.isCounted, let expected = table.expected else { return (counts, false) }
        counts.planned = expected
        return (counts, true)
    }

    /// Exact below 10,000, three figures above.
    package static func number(_ count: Int) -> String {
        count < 10_000 ? String(count) : HumanFormat.short(Double(count))
    }

    /// `–` for nothing, `8.1k`.
    package static func rate(_ rate: Double?) -> String {
        guard let rate else { return "–" }
        return rate < 999.5 ? HumanFormat.fixed(max(0, rate), 0) : HumanFormat.short(rate)
    }

    /// `8s`, `0m38s`, `2h05m`, `3d04h`; `~` after a guess, `–` where nothing is known.
    package static func left(_ left: TimeLeft?) -> String {
        guard let left, left.likely.isFinite, left.likely >= 0 else { return "–" }
        // Nobody guesses to the second, and its column has six places.
        if left.isEstimate, (600..<3_600).contains(left.likely.rounded()) {
            return "\(Int((left.likely / 60).rounded()))m~"
        }
        return span(left.likely) + (left.isEstimate ? "~" : "")
    }

    package static func span(_ seconds: Double) -> String {
        guard seconds < 100 * 86_400 else { return "99d+" }
        let whole = Int(seconds.rounded())
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        if whole < 60 { return "\(whole)s" }
        if whole < 3_600 { return "\(whole / 60)m\(two(whole % 60))s" }
        if whole < 86_400 { return "\(whole / 3_600)h\(two(whole / 60 % 60))m" }
        return "\(whole / 86_400)d\(two(whole / 3_600 % 24))h"
    }

    /// The time of day, UTC: `12:03:11`.
    package static func clock(_ milliseconds: Int64, seconds: Bool = true) -> String {
        let day = ((milliseconds % 86_400_000) + 86_400_000) % 86_400_000 / 1_000
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        return two(day / 3_600) + ":" + two(day / 60 % 60) + (seconds ? ":" + two(day % 60) : "")
    }
}
