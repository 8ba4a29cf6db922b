import PlainText
package import RunModel

/// The events that are worth a line of their own to people, as that line.
package enum EventLine {
    /// The event on one line; nil where the progress line and the summary say enough.
    ///
    /// `snapshot` is the run after the event.
    package static func text(_ event: RunEvent, after snapshot: RunSnapshot) -> String? {
        raw(event, after: snapshot)?.sanitised()
    }

    private static func raw(_ event: RunEvent, after snapshot: RunSnapshot) -> String? {
        switch event {
        case .runStarted(let run):
            return
                "\(run.isContinued ? "continuing" : "starting") run \(run.runID): \(run.sourcePath) "
                + "(\(HumanFormat.bytes(Double(run.sourceBytes)))) to \(run.target)"
                + (run.label.map { " [\($0)]" } ?? "")
        case .tableStateChanged(let table, let state, let detail):
            switch state {
            case .done, .differs, .paused, .validating:
                return "\(table): \(state.rawValue)" + (detail.map { ", \($0)" } ?? "")
            // Failed: tableFailed says why.
            case .queued, .preparing, .copying, .pausing, .verifying, .failed: return nil
            }
        case .tableFailed(let table, let failure):
            return "\(table): failed: \(failure.message)"
                + (failure.hint.map { " (hint: \($0))" } ?? "")
        case .rowQuarantined(let row):
            // The first of its cause; the others are counted in the summary.
            let causes = snapshot.tables.first { $0.name == row.entity.table }?.causes ?? []
            guard causes.first(where: { $0.cause == row.cause })?.count == 1 else { return nil }
            return "\(row.entity): row \(row.key) in quarantine: \(row.cause): \(row.message)"
        case .validationEnded(let table, let outcome): return "\(table): " + validation(outcome)
        case .repaired(let table, let written, let removed):
            return "\(table): repaired: \(HumanFormat.plural(written, "item")) written again"
                + (removed > 0 ? ", \(HumanFormat.count(removed)) removed" : "")
        case .sourceChanged(let detail): return "the source changed: \(detail)"
        case .commandRefused(let command, _, let why): return "\(command.verb) refused: \(why)"
        // Leaving a screen on which nothing moves any more is no news.
        case .commandAccepted(.stop, _) where snapshot.phase == .settled: return nil
        case .commandAccepted(let command, let who): return "\(command.verb), asked for by \(who)"
        case .noticed(let notice):
            guard notice.level == .warning || notice.level == .error else { return nil }
            return notice.level.rawValue + ": " + (notice.table.map { "\($0): " } ?? "")
                + notice.text
        case .tablePlanned, .schemaAnalysed, .planMade, .beginAwaited, .begun, .settled,
            .segmentProgressed, .quarantineCounted,
            .inFlightChanged, .limitsChanged, .itemInspected, .entityProgressed, .flowMeasured,
            .throttled, .batchRetried,
            .itemsUnprocessed, .tableVerified, .validationProgressed, .differenceFound,
            .commandCarriedOut, .runEnded:
            return nil
        }
    }

    /// How a validation ended.
    ///
    /// `equal: 1,234 items compared`, `differs: 1 missing, 2 changed; 1,234 items compared (a sample)`
    package static func validation(_ outcome: ValidationOutcome) -> String {
        let compared =
            HumanFormat.plural(outcome.compared, "item") + " compared"
            + (outcome.isSample ? " (a sample)" : "")
        guard !outcome.isEqual else { return "equal: " + compared }
        let kinds = [
            (outcome.missing, "missing"), (outcome.unexpected, "unexpected"),
            (outcome.changed, "changed"),
        ].filter { $0.0 > 0 }.map { "\(HumanFormat.count($0.0)) \($0.1)" }
        return "differs: " + kinds.joined(separator: ", ") + "; " + compared
    }

    /// One difference that validation found: `changed PK=ARTIST#1 SK=PROFILE: Name is …, expected …`.
    package static func difference(_ difference: ItemDifference) -> String {
        var text = "\(difference.kind.rawValue) \(difference.key)"
        if let attribute = difference.attribute {
            text += ": \(attribute) is \((difference.found ?? "absent").sanitised(limit: 200))"
            text += ", should be \((difference.expected ?? "absent").sanitised(limit: 200))"
        }
        return text
    }
}
