import PlainText
import RunModel
import Terminal

/// What a run is about to do, for the operator's yes before the first write.
enum StartPage {
    /// Risks that are told here: more is read in the Schema pane.
    private static let most = 50

    static func page(_ context: PaneContext, columns: Int) -> OverlayPage {
        let snapshot = context.snapshot
        var page = OverlayPage(title: "Before the start")
        page.note = PlanText.badge(snapshot.run)
        headline(context, columns: columns, to: &page)
        if context.view.isReadOnly {
            page.text(
                "This screen only watches. A live run begins with --yes, or on a screen without "
                    + "--read-only.", columns: columns, .warning)
        }
        page.blank()
        places(context, columns: columns, to: &page)
        if let plan = snapshot.plan { tables(plan, context, columns: columns, to: &page) }
        risks(snapshot, columns: columns, to: &page)
        page.hints = hints(context)
        return page
    }

    private static func hints(_ context: PaneContext) -> [KeyHint] {
        let phase = context.snapshot.phase
        guard !context.view.isReadOnly, phase == .waiting || phase == .opening else {
            return [context.hint(.leave, "leaves")]
        }
        let isReady = phase == .waiting
        return [
            KeyHint("Enter", isReady ? "begins" : "begins when this is read", isEnabled: isReady),
            context.hint(.leave, "leaves"),
            context.hint(.tables, "to the tables, to mark some", priority: 2),
        ]
    }

    /// How much, and how long; before that, what is still being found out.
    private static func headline(
        _ context: PaneContext, columns: Int, to page: inout OverlayPage
    ) {
        let snapshot = context.snapshot
        guard let plan = snapshot.plan else {
            page.line("Reading the source…", .textStrong)
            measuring(snapshot, to: &page)
            return
        }
        if isOutOfReach(plan, snapshot.phase) {
            let why = plan.tables.first?.note.map { TableWords.firstLine($0) + "; " } ?? ""
            page.text(
                "the target is out of reach: \(why)look at endpoint and credentials, start again",
                columns: columns, .danger, lead: Line.sign("!", .danger))
        }
        let known = plan.tables.compactMap(\.items)
        let isExact = known.count == plan.tables.count && !plan.tables.contains(where: \.isEstimate)
        var words = "\(HumanFormat.plural(plan.tables.count, "table"))"
        if !known.isEmpty {
            words =
                (isExact ? "" : "~") + HumanFormat.plural(known.reduce(0, +), "item")
                + " into " + words
        }
        if let seconds = plan.seconds { words += ", " + PlanText.duration(seconds) }
        let limited = StartWords.limited(snapshot)
        if let limited { words += ", at least " + TableWords.span(Double(limited.seconds)) }
        let retried = StartWords.retried(snapshot)
        if let retried { page.text(retried, columns: columns, .textStrong) }
        if retried == nil || known.contains(where: { $0 > 0 }) {
            page.text(words, columns: columns, .textStrong)
        }
        if let limited {
            page.text(
                "at \(HumanFormat.count(limited.limit)) write units a second, the limit set",
                columns: columns, .textDim)
        }
        if let basis = plan.basis { page.text(basis, columns: columns, .textDim) }
        let refused = plan.tables.count { $0.action == .refuse }
        if refused > 0 {
            page.text(
                "\(HumanFormat.plural(refused, "table")) would be REFUSED: see below",
                columns: columns, .danger)
        }
        let marked = plan.tables.count { context.view.marks.contains($0.table) }
        if marked > 0 {
            page.text(
                "Enter begins with the \(marked) marked; the others begin paused", columns: columns,
                .mark)
        }
        if let paused = StartWords.paused(context), snapshot.phase == .waiting {
            page.text(paused, columns: columns, .tablePaused)
        }
        measuring(snapshot, to: &page)
    }

    private static func measuring(_ snapshot: RunSnapshot, to page: inout OverlayPage) {
        guard snapshot.isMeasuring, let schema = snapshot.schema else { return }
        page.line(
            Line(
                "measuring the values: \(schema.measuredTables) of \(schema.tables.count) tables",
                .tableRunning))
    }

    private static func places(
        _ context: PaneContext, columns: Int, to page: inout OverlayPage
    ) {
        let snapshot = context.snapshot
        guard let run = snapshot.run else { return }
        var source = run.sourcePath + " (" + HumanFormat.bytes(Double(run.sourceBytes))
        if let schema = snapshot.schema {
            source += ", " + HumanFormat.plural(schema.tables.count, "table")
        }
        page.fact("from", source + ")", columns: columns)
        page.line(
            Line("to".padded(to: 11), .textDim)
                + Line(run.target + " ").kept(to: max(8, columns - 24)) + PlanText.badge(run))
        if let prefix = PlanText.prefix(snapshot.plan) {
            page.fact("named", prefix + "… on the wire, the mapping's names here", columns: columns)
        }
        if run.isContinued {
            let before =
                StartWords.written(snapshot).map { HumanFormat.plural($0, "item") + " of it" }
                ?? "what"
            let verb = StartWords.written(snapshot).map { $0 == 1 ? "is" : "are" } ?? "is"
            page.fact(
                "continues",
                "an earlier run: \(before) \(verb) written already and not sent again",
                columns: columns)
        }
        if let limits = snapshot.limits {
            let units = limits.writeUnits.map { HumanFormat.count($0) + " write units a second" }
            page.fact(
                "limits",
                "\(units ?? "no write limit"), \(HumanFormat.plural(limits.inFlight, "batch", "batches")) in flight",
                columns: columns)
        }
        if let complaint = context.view.complaint {
            page.fact("colours", complaint, columns: columns, .warning)
        }
    }

    private static func tables(
        _ plan: PlanReport, _ context: PaneContext, columns: Int, to page: inout OverlayPage
    ) {
        let names = plan.tables.prefix(500).map(\.table.cellWidth).max() ?? 0
        let hasPrefix = PlanText.prefix(plan) != nil
        let layout = ColumnLayout(
            [
                .init("", minimum: 1),
                .init("table", minimum: 10, ideal: min(32, max(10, names))),
                .init("items", minimum: 8, ideal: 11, alignment: .right, priority: 1),
                .init("in the target", minimum: 9, ideal: 17, maximum: 24),
                .init("settings", minimum: 12, ideal: 24, maximum: .max, priority: 2),
            ], width: columns, gap: columns < 60 ? 1 : 2)
        page.blank()
        page.rows.append { canvas, row in canvas.columnHeader(layout, in: row) }
        let first = plan.tables.first
        let isAway = isOutOfReach(plan, context.snapshot.phase)
        for table in plan.tables {
            let isMarked = context.view.marks.contains(table.table)
            page.rows.append { canvas, row in
                canvas.cells(
                    [
                        Line(isMarked ? "*" : "", .mark), Line(table.table, .textStrong),
                        PlanText.items(table), PlanText.action(table, context.snapshot.phase),
                        Line(
                            hasPrefix ? table.settings : settings(table),
                            .textDim),
                    ], layout, in: row, .text)
            }
            // What concerns all of them is said once, at the top.
            if let note = table.note, !(isAway && note == first?.note) {
                let isRefused = table.action == .refuse
                page.text(
                    note, columns: columns, isRefused ? .text : .textDim,
                    lead: isRefused ? Line.sign("!", .danger) : "", indent: columns < 60 ? 2 : 3,
                    limit: 4)
            }
        }
    }

    /// True where the target answered nothing about any table.
    static func isOutOfReach(_ plan: PlanReport, _ phase: RunSnapshot.Phase) -> Bool {
        phase == .waiting && !plan.tables.isEmpty
            && plan.tables.allSatisfy { $0.action == .unknown }
    }

    private static func settings(_ table: PlanReport.Table) -> String {
        table.wireName == table.table
            ? table.settings : table.settings + "; named " + table.wireName
    }

    /// What an operator should know, the gravest first; notes are left to the Schema pane.
    private static func risks(
        _ snapshot: RunSnapshot, columns: Int, to page: inout OverlayPage
    ) {
        // What a plan says of the source the schema may say, too.
        let planned = snapshot.plan?.risks ?? []
        let all = planned + (snapshot.schema?.risks ?? []).filter { !planned.contains($0) }
        let errors = all.filter { $0.severity == .error }
        let warnings = all.filter { $0.severity == .warning }
        let notes = all.count - errors.count - warnings.count
        guard !errors.isEmpty || !warnings.isEmpty else {
            if snapshot.schema != nil, snapshot.phase != .opening {
                page.blank()
                page.line(
                    Line("ok ", .good)
                        + Line(
                            "nothing risky was found"
                                + (notes > 0 ? "; 2 shows \(notes) notes" : "")
                        ))
            }
            return
        }
        var counts: [String] = []
        if !errors.isEmpty { counts.append(HumanFormat.plural(errors.count, "error")) }
        if !warnings.isEmpty { counts.append(HumanFormat.plural(warnings.count, "warning")) }
        if notes > 0 { counts.append(HumanFormat.plural(notes, "note")) }
        page.heading("Risky", Line(counts.joined(separator: " · ")))
        for risk in (errors + warnings).prefix(most) {
            page.text(
                HumanFormat.readable(risk.message), columns: columns,
                lead: PlanText.sign(risk.severity)
                    + Line(risk.place + "  ", .textStrong).kept(
                        to: columns / 2), limit: 6)
            page.text(risk.advice, columns: columns, .textDim, lead: "→ ", indent: 2, limit: 6)
        }
        let more = errors.count + warnings.count - most
        if more > 0 { page.line(Line("and \(more) more in the Schema pane", .textDim)) }
    }
}

extension Line {
    /// A sign before a text; the space between them has no look of its own where looks are underlines.
    static func sign(_ sign: String, _ role: Role) -> Line { Line(sign, role) + Line(" ") }
}

/// Words about a plan that its page and the Schema pane share.
enum PlanText {
    /// Which target it is, as it stands in the header.
    static func badge(_ run: RunDescription?) -> Line {
        guard let run else { return Line() }
        let isProduction =
            run.isProduction || run.label?.lowercased().contains("prod") == true
        let name = (run.label ?? (isProduction ? "PROD" : "LOCAL")).clipped(to: 14)
        let other: Role = run.label == nil ? .badgeLocal : .headerStrong
        return Line("[\(name)]", isProduction ? .badgeProduction : other)
    }

    static func sign(_ severity: SchemaReport.Risk.Severity) -> Line {
        switch severity {
        case .error: Line.sign("!", .danger)
        case .warning: Line.sign("~", .warning)
        case .note: Line("· ", .textDim)
        }
    }

    /// `about 4s`, `1m20s to 3m00s`, as the header has it.
    static func duration(_ seconds: ClosedRange<Int>) -> String {
        let low = TableWords.span(Double(max(1, seconds.lowerBound)))
        let high = TableWords.span(Double(max(1, seconds.upperBound)))
        return low == high ? "about " + low : low + " to " + high
    }

    /// What every table's name on the wire begins with beyond the mapping's; nil where that differs.
    static func prefix(_ plan: PlanReport?) -> String? {
        guard let tables = plan?.tables, let first = tables.first,
            first.wireName.hasSuffix(first.table)
        else { return nil }
        let prefix = String(first.wireName.dropLast(first.table.count))
        return !prefix.isEmpty && tables.allSatisfy { $0.wireName == prefix + $0.table }
            ? prefix : nil
    }

    static func items(_ table: PlanReport.Table) -> Line {
        guard let items = table.items else { return Line("–", .textDim) }
        return Line((table.isEstimate ? "~" : "") + HumanFormat.count(items))
    }

    static func action(_ table: PlanReport.Table, _ phase: RunSnapshot.Phase) -> Line {
        switch table.action {
        case .unknown: Line(phase == .opening ? "not looked at yet" : "out of reach", .textDim)
        case .create: Line("will be created", .good)
        case .use: Line("exists, is used")
        case .recreate: Line("dropped, made anew", .warning)
        case .refuse: Line("REFUSED", .danger)
        }
    }
}
