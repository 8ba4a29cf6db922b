import PlainText
import RunModel
import Terminal

/// How a run ended, or would end now: what is in the target, what is not, and what to do next.
enum EndPage {
    static func page(_ context: PaneContext, columns: Int) -> OverlayPage {
        let snapshot = context.snapshot
        var page = OverlayPage(title: snapshot.phase == .over ? "The end" : "Nothing more to do")
        page.note = PlanText.badge(snapshot.run)
        guard let outcome = snapshot.outcome else {
            page.line("The run goes on.")
            page.hints = [context.hint(.leave, "leaves")]
            return page
        }
        headline(outcome, context, columns: columns, to: &page)
        amounts(snapshot, columns: columns, to: &page)
        tables(snapshot, columns: columns, to: &page)
        failures(snapshot, columns: columns, to: &page)
        quarantine(snapshot, columns: columns, to: &page)
        page.hints = hints(context)
        next(page.hints, context, columns: columns, to: &page)
        return page
    }

    private static func headline(
        _ outcome: RunOutcome, _ context: PaneContext, columns: Int, to page: inout OverlayPage
    ) {
        let (word, role): (String, Role) =
            switch outcome {
            case .complete: ("COMPLETE", .good)
            case .incomplete: ("INCOMPLETE", .warning)
            case .differs: ("DIFFERS", .tableMismatch)
            case .stopped: ("STOPPED", .tablePaused)
            case .failed: ("FAILED", .danger)
            }
        let story = story(outcome, context.snapshot)
        let isRoomy = context.view.size.rows >= 20
        let big =
            isRoomy
            ? BigWords.rows(
                word, isUnicode: context.capabilities.isUnicode, columns: columns) : nil
        guard let big else {
            page.text(story, columns: columns, lead: Line(word + ": ", role))
            return
        }
        for row in big { page.line(Line(row, role)) }
        page.blank()
        page.text(story, columns: columns, .textStrong, lead: Line(word + ": ", role))
    }

    private static func story(_ outcome: RunOutcome, _ snapshot: RunSnapshot) -> String {
        switch outcome {
        case .complete:
            return "every item is in the target"
                + (snapshot.isEqual ? ", read back and found equal to the source" : "")
        case .incomplete:
            var parts: [String] = []
            let failed = snapshot.tables.count { $0.state == .failed }
            if failed > 0 { parts.append(HumanFormat.plural(failed, "table") + " failed") }
            let rows = snapshot.counts.quarantined
            if rows > 0 { parts.append(HumanFormat.plural(rows, "row") + " in quarantine") }
            return parts.isEmpty
                ? "not every item is in the target" : parts.joined(separator: ", ")
        case .differs:
            let count = snapshot.tables.reduce(0) { $0 + ($1.validation?.differences ?? 0) }
            return "validation found " + HumanFormat.plural(count, "difference")
        case .stopped: return "on command; it is checkpointed, `sluice resume` goes on"
        case .failed: return "the run could not go on"
        }
    }

    /// How much, and how fast; a continued run's speed is not known, since others did part of it.
    private static func amounts(
        _ snapshot: RunSnapshot, columns: Int, to page: inout OverlayPage
    ) {
        let counts = snapshot.counts
        var words =
            HumanFormat.plural(counts.acknowledged, "item") + " · "
            + HumanFormat.bytes(counts.bytes)
        if snapshot.worked > 0 {
            let time = HumanFormat.duration(milliseconds: snapshot.worked)
            // Other processes did part of it, in a time of their own.
            words += snapshot.run?.isContinued == true ? " · this time \(time)" : " · " + time
        }
        if let rate = snapshot.meanRate {
            words += " · " + HumanFormat.short(rate) + " items/s"
        }
        page.text(words, columns: columns)
        if counts.excluded > 0 {
            page.text(
                HumanFormat.plural(counts.excluded, "row") + " left out by the mapping",
                columns: columns, .textDim)
        }
    }

    private static func tables(
        _ snapshot: RunSnapshot, columns: Int, to page: inout OverlayPage
    ) {
        let names = snapshot.tables.prefix(500).map(\.name.cellWidth).max() ?? 0
        let layout = ColumnLayout(
            [
                .init("", minimum: 2),
                .init("table", minimum: 8, ideal: min(32, max(8, names))),
                .init("items", minimum: 8, ideal: 11, alignment: .right),
                .init("bytes", minimum: 8, alignment: .right, priority: 3),
                .init("quarantine", minimum: 10, alignment: .right, priority: 2),
                .init("result", minimum: 8, ideal: 24, maximum: .max, priority: 1),
            ], width: columns, gap: columns < 60 ? 1 : 2)
        page.blank()
        page.rows.append { canvas, row in canvas.columnHeader(layout, in: row) }
        for table in snapshot.tables {
            let counts = table.counts
            page.rows.append { canvas, row in
                let quarantined = counts.quarantined
                canvas.cells(
                    [
                        Line(TableWords.letter(table.state), TableWords.role(table.state))
                            + Line(quarantined > 0 ? "!" : "", .warning),
                        Line(table.name, .textStrong),
                        Line(HumanFormat.count(counts.acknowledged)),
                        Line(HumanFormat.bytes(counts.bytes), .textDim),
                        quarantined > 0
                            ? Line(HumanFormat.count(quarantined), .warning) : Line("–", .textDim),
                        result(table),
                    ], layout, in: row, .text)
            }
        }
    }

    private static func result(_ table: RunSnapshot.TableSnapshot) -> Line {
        let role = TableWords.role(table.state)
        switch table.state {
        case .failed: return Line("FAILED", role)
        case .differs: return Line(HumanFormat.plural(table.differing, "difference"), role)
        case .done:
            guard let validation = table.validation else {
                return Line("done", role) + Line(", not validated", .textDim)
            }
            if !validation.isEqual {
                return Line(
                    HumanFormat.plural(validation.differences, "difference"), .tableMismatch)
            }
            let compared = HumanFormat.count(validation.compared) + " compared"
            return Line("equal ✓ ", role)
                + Line(compared + (validation.isSample ? ", a sample" : ""), .textDim)
        default: return Line(table.detail ?? TableWords.word(table.state), role)
        }
    }

    private static func failures(
        _ snapshot: RunSnapshot, columns: Int, to page: inout OverlayPage
    ) {
        var findings = EndFindings()
        for table in snapshot.tables where table.state == .failed {
            findings.add(
                table.failure?.message ?? table.detail ?? "", hint: table.failure?.hint,
                table: table.name, count: 1)
        }
        findings.write("Failed", sign: Line.sign("!", .danger), columns: columns, to: &page)
    }

    private static func quarantine(
        _ snapshot: RunSnapshot, columns: Int, to page: inout OverlayPage
    ) {
        var findings = EndFindings(isCounted: true)
        for table in snapshot.tables {
            for cause in table.causes {
                findings.add(
                    cause.cause, hint: cause.sample.hint, table: table.name, count: cause.count)
            }
        }
        findings.write("In quarantine", sign: Line.sign("~", .warning), columns: columns, to: &page)
    }

    private static func hints(_ context: PaneContext) -> [KeyHint] {
        let snapshot = context.snapshot
        var hints = [
            context.hint(.leave, "leaves"), context.hint(.tables, "to the panes", priority: 3),
        ]
        guard snapshot.phase == .settled, !context.view.isReadOnly else { return hints }
        let isAnyFailed = snapshot.tables.contains { $0.state == .failed }
        let isAnyToFix = snapshot.tables.contains(where: context.canRepair)
        if isAnyFailed || snapshot.counts.quarantined > 0 {
            hints.append(context.hint(.retryAll, "retry what failed", priority: 1))
        }
        if isAnyToFix { hints.append(context.hint(.repair, "fix", priority: 1)) }
        if !snapshot.isEqual { hints.append(context.hint(.validate, "validate", priority: 2)) }
        return hints
    }

    /// What each key would do, and the commands for later where no key works any more.
    private static func next(
        _ hints: [KeyHint], _ context: PaneContext, columns: Int, to page: inout OverlayPage
    ) {
        let meanings: [(Action, String)] = [
            (.retryAll, "sends again what failed and what is in quarantine"),
            (.repair, "writes again what differs, REMOVES what the source does not have; asks"),
            (.validate, "reads every item back and compares it with the source"),
        ]
        var lines = meanings.map { (context.hint($0.0, $0.1).key, $0.1) }
            .filter { line in hints.contains { $0.key == line.0 } }
        if context.snapshot.phase == .over {
            switch context.snapshot.outcome {
            case .complete? where context.snapshot.isEqual: lines = []
            case .complete: lines = [("sluice validate", "reads every item back and compares it")]
            case .incomplete, .failed:
                lines = [
                    ("sluice retry", "sends again what failed"),
                    ("sluice status", "tells this again"),
                ]
            case .differs: lines = [("sluice status", "tells this again")]
            case .stopped: lines = [("sluice resume", "goes on where it stopped")]
            case nil: lines = []
            }
        }
        guard !lines.isEmpty else { return }
        page.heading("Next")
        let width = (lines.map(\.0.count).max() ?? 0) + 2
        for (key, words) in lines {
            page.text(words, columns: columns, lead: Line(key.padded(to: width), .key))
        }
    }
}

extension RunSnapshot.TableSnapshot {
    /// True where only some of its items were compared.
    fileprivate var isSampled: Bool { validation?.isSample == true }
}

extension RunSnapshot {
    /// True where every item of each table was read back and found equal.
    fileprivate var isEqual: Bool {
        !tables.isEmpty
            && tables.allSatisfy { $0.validation?.isEqual == true && !$0.isSampled }
    }

    /// Items a second over the whole run; nil where others did part of it, or validations and retries are in
    /// its time too.
    var meanRate: Double? {
        guard run?.isContinued == false, spells == 1, worked > 0 else { return nil }
        return Double(counts.acknowledged) * 1_000 / Double(worked)
    }
}
