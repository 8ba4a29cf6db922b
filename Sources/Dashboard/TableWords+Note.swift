import PlainText
package import RunModel
package import Terminal

extension TableWords {
    /// The one thing to know about a table, and how grave it is.
    ///
    /// - `place`: its number among the queued ones, from 1.
    /// - `columns`: the room there is for it; the short form of a note is better than half of the long one.
    package static func note(
        _ table: RunSnapshot.TableSnapshot, _ context: PaneContext, place: Int? = nil,
        columns: Int = .max
    ) -> Line {
        if let asked = asked(table, context.snapshot) { return Line(asked, .warning) }
        let quarantined = table.counts.quarantined
        let isShort = columns < 24
        let word = isShort ? " quarantined" : " in quarantine"
        let kept = quarantined > 0 ? HumanFormat.count(quarantined) + word : nil
        switch table.state {
        case .queued:
            return Line(table.detail ?? "queued" + (place.map { " #\($0)" } ?? ""), .textDim)
        case .preparing: return Line(table.detail ?? "preparing", .textDim)
        case .copying:
            if let silence = context.snapshot.silence(of: table, at: context.view.now) {
                return Line("no answer for \(silence / 1_000) s", .danger)
            }
            // Of all tables the header tells how long.
            if context.snapshot.silence(at: context.view.now) != nil,
                table.inFlight > 0 || table.retriedAt ?? 0 > context.snapshot.answeredAt ?? 0
            {
                return Line("no answer", .danger)
            }
            if let cause = throttledBy(table, context) {
                let whole = "throttled: " + cause
                guard whole.cellWidth > columns else { return Line(whole, .warning) }
                // Of a long cause the part that names what it was.
                let part = TableWords.firstLine(cause).split(separator: " ").first ?? ""
                if part == "unprocessed" { return Line(String(part), .warning) }
                let isName = part != "too" && part != "limit"
                return Line((isName ? part + " " : "") + "throttled", .warning)
            }
            if let kept { return Line((isShort ? "" : "copying, ") + kept, .warning) }
            let counts = table.counts
            guard counts.segments > 1 else { return Line("copying", .textDim) }
            let parts = " \(counts.segmentsDone)/\(counts.segments)"
            return Line(
                columns < 22 ? "segments" + parts : "copying" + parts + " segments", .textDim)
        case .pausing:
            let left = columns < 20 ? " left" : " in flight"
            return Line("pausing… \(table.inFlight)" + left, .tablePaused)
        case .paused where table.isValidationStopped:
            return done(table, kept) + Line(", ") + Line("validation stopped", .tablePaused)
        case .paused:
            return Line("paused" + (table.detail.map { ", " + $0 } ?? ""), .tablePaused)
        case .verifying: return Line("verifying counts", .textDim)
        case .validating: return validating(table)
        case .done:
            if isShort, let kept { return Line(kept, .warning) }
            return done(table, kept)
        case .differs: return Line("differs: " + differences(table), .tableMismatch)
        case .failed:
            let why = table.failure?.message ?? table.detail
            return Line("failed" + (why.map { ": " + firstLine($0) } ?? ""), .danger)
        }
    }

    /// What was commanded and is not done yet: `reset asked…`.
    static func asked(_ table: RunSnapshot.TableSnapshot, _ snapshot: RunSnapshot) -> String? {
        for command in snapshot.pendingCommands.reversed() {
            switch command {
            case .pause(let selection) where selection.contains(table.name):
                switch table.state {
                case .queued, .preparing, .copying, .verifying: return "pause asked…"
                default: continue
                }
            case .resume(let selection)
            where selection.contains(table.name) && table.state == .paused:
                return "resume asked…"
            case .retry(let selection) where selection.contains(table.name):
                if table.state == .failed || table.counts.quarantined > 0 { return "retry asked…" }
            case .retryCause(table.name, _): return "retry asked…"
            case .reset(let selection, _) where selection.contains(table.name):
                return "reset asked…"
            case .validate(let selection) where selection.contains(table.name):
                if table.state != .validating { return "validation asked…" }
            case .repair(let selection) where selection.contains(table.name):
                return "repair asked…"
            default: continue
            }
        }
        return nil
    }

    /// What throttled the table in the last ten seconds; nil where nothing did.
    static func throttledBy(
        _ table: RunSnapshot.TableSnapshot, _ context: PaneContext
    ) -> String? {
        guard table.throttledBatches > 0, let cause = table.lastThrottleCause else { return nil }
        let columns = FlowSpan.fiveMinutes.seconds / 2
        let recent = context.model.flow.throttles(
            of: table.name, .fiveMinutes, count: columns
        ).suffix(5)
        return recent.contains { $0 > 0 } ? cause : nil
    }

    private static func validating(_ table: RunSnapshot.TableSnapshot) -> Line {
        let share = compared(table).map { " " + HumanFormat.fixed($0 * 100, 0) + "%" } ?? ""
        var line = Line("validating" + share, .tableValidating)
        if table.differing > 0 {
            line.append(", ")
            line.append(HumanFormat.plural(table.differing, "difference"), .tableMismatch)
        }
        return line
    }

    /// The share of a validation that is done, below 1 while it runs; nil where there is nothing to compare.
    package static func compared(_ table: RunSnapshot.TableSnapshot) -> Double? {
        let items = table.counts.acknowledged
        guard items > 0 else { return nil }
        return min(0.99, Double(table.compared) / Double(items))
    }

    private static func done(_ table: RunSnapshot.TableSnapshot, _ kept: String?) -> Line {
        var line = Line("done", .textDim)
        if let outcome = table.validation {
            if outcome.isEqual {
                line = Line(outcome.isSample ? "done, sample equal ✓" : "done, equal ✓", .good)
            } else {
                line = Line(
                    "done, " + HumanFormat.plural(outcome.differences, "difference"), .danger)
            }
        }
        if let kept {
            line.append(", ", .textDim)
            line.append(kept, .warning)
        }
        return line
    }

    /// `1 missing, 2 changed`.
    static func differences(_ table: RunSnapshot.TableSnapshot) -> String {
        guard let outcome = table.validation else {
            return HumanFormat.plural(table.differing, "difference")
        }
        return [
            (outcome.missing, "missing"), (outcome.changed, "changed"),
            (outcome.unexpected, "unexpected"),
        ].filter { $0.0 > 0 }.map { HumanFormat.count($0.0) + " " + $0.1 }
            .joined(separator: ", ")
    }

    static func firstLine(_ text: String) -> String {
        HumanFormat.readable(String(text.prefix { !$0.isNewline }))
    }
}
