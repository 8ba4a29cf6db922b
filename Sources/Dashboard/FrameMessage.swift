import PlainText
import RunModel
import Terminal

/// The line above the key bar: the answer to the last key for some seconds, else what needs the operator most.
enum FrameMessage {
    static func draw(
        _ context: PaneContext, _ summary: RunSummary, into canvas: inout Canvas, area: Rect
    ) {
        canvas.put(line(context, summary), line: 0, in: area.inset(columns: 1), .text)
    }

    private static func line(_ context: PaneContext, _ summary: RunSummary) -> Line {
        let answer = context.view.message.map { Line($0.text, $0.role) } ?? Line()
        switch context.view.messageStanding {
        case .fresh: return answer
        case .read: return alarm(context, summary) ?? answer
        case .stale, nil: return alarm(context, summary) ?? standing(context, summary)
        }
    }

    /// The gravest thing that is wrong, and which key helps.
    private static func alarm(_ context: PaneContext, _ summary: RunSummary) -> Line? {
        let snapshot = context.snapshot
        let isReadOnly = context.view.isReadOnly
        func keys(_ text: String) -> String { isReadOnly ? "Enter why" : text }
        guard snapshot.phase != .waiting else { return nil }
        if let silence = snapshot.silence(at: context.view.now) {
            let why = context.model.errors.groups.first { $0.isLasting }?.id.cause
            return mark("!", .danger, "the target has answered nothing for \(silence / 1_000) s")
                + Line(why.map { ": " + TableWords.firstLine($0) } ?? "", .text)
                + Line("  " + keys("4 why"), .textDim)
        }
        if let silent = silentTable(context) {
            let why = context.model.errors.groups.first {
                $0.id.table == silent.name && $0.id.kind == .retried && $0.lastAt >= silent.since
            }?.id.cause
            return mark(
                "!", .danger,
                "\(silent.name): no answer for \((context.view.now - silent.since) / 1_000) s",
                more: silent.more)
                + Line(", others move" + (why.map { ": " + TableWords.firstLine($0) } ?? ""), .text)
                + Line("  " + keys("4 why"), .textDim)
        }
        if let at = summary.failed {
            let table = snapshot.tables[at]
            return mark("!", .danger, table.name + " FAILED", more: summary.number(.failed) - 1)
                + Line("  " + keys("Enter why · r retry · y copy the error"), .textDim)
        }
        if let at = summary.differing {
            let table = snapshot.tables[at]
            let help = "5 which items" + (context.canRepair(table) ? " · f fix them" : "")
            return mark(
                "!", .tableMismatch, table.name + " differs", more: summary.number(.differs) - 1)
                + Line("  " + keys(help), .textDim)
        }
        if summary.quarantined > 0, let at = summary.withQuarantine {
            return mark(
                "!", .warning,
                HumanFormat.plural(summary.quarantined, "row") + " in quarantine, "
                    + snapshot.tables[at].name, more: summary.tablesWithQuarantine - 1)
                + Line("  " + keys("4 why · r retry"), .textDim)
        }
        return nil
    }

    /// How the run stands where nothing is wrong with it.
    private static func standing(_ context: PaneContext, _ summary: RunSummary) -> Line {
        let snapshot = context.snapshot
        let isReadOnly = context.view.isReadOnly
        if snapshot.phase == .waiting, isReadOnly {
            return Line("This screen only watches: it cannot begin the run.", .textStrong)
        }
        if snapshot.phase == .waiting {
            let isAsked = context.view.overlays.contains(where: \.isStart)
            if let plan = snapshot.plan, StartPage.isOutOfReach(plan, snapshot.phase) {
                let why = plan.tables.first?.note.map { ": " + TableWords.firstLine($0) } ?? ""
                return Line.sign("!", .danger) + Line("the target is out of reach" + why, .danger)
                    + Line("  ") + Line("Enter", .key)
                    + Line(isAsked ? " tries again" : " shows the plan", .text)
            }
            let words =
                StartWords.written(snapshot) == nil
                ? "Ready: nothing is written yet. "
                : StartWords.retried(snapshot) == nil
                    ? "Ready to go on where the run stopped. " : "Ready to try again. "
            let paused = summary.number(.paused)
            return Line(words, .textStrong) + Line("Enter", .key)
                + Line(isAsked ? " begins" : " shows the plan", .text)
                + Line(paused > 0 ? "  \(paused) paused" : "", .tablePaused)
        }
        if snapshot.phase == .settled, !snapshot.isFinished, summary.number(.paused) > 0 {
            let line = Line("Paused: nothing goes on. ", .tablePaused)
            return isReadOnly
                ? line
                : line + Line(context.keys.title(of: .pauseAll), .key) + Line(" resumes", .text)
        }
        switch snapshot.phase {
        case .settled, .over:
            guard snapshot.outcome == .complete, summary.isWhole else { return Line() }
            let items = HumanFormat.plural(summary.counts.acknowledged, "item")
            return Line("✓ every item is in the target: \(items)", .good)
        default: return Line()
        }
    }

    /// The table that the target answers nothing of, the longest silent first, and how many more.
    private static func silentTable(
        _ context: PaneContext
    ) -> (name: String, since: Int64, more: Int)? {
        let snapshot = context.snapshot
        var found: (name: String, since: Int64, more: Int)?
        for at in snapshot.tables.indices {
            // By place: a copy of each of 10,000 tables would cost more than all the rest of a frame.
            guard snapshot.tables[at].inFlight > 0 || snapshot.tables[at].retriedAt != nil,
                let silence = snapshot.silence(of: snapshot.tables[at], at: context.view.now)
            else { continue }
            let since = context.view.now - silence
            let more = (found?.more ?? -1) + 1
            if since < found?.since ?? .max {
                found = (snapshot.tables[at].name, since, more)
            } else {
                found?.more = more
            }
        }
        return found
    }

    private static func mark(
        _ sign: String, _ role: Role, _ text: String, more: Int = 0
    ) -> Line {
        // Many a terminal's yellow is no colour to read a sentence in.
        Line.sign(sign, role)
            + Line(
                text + (more > 0 ? " and \(HumanFormat.count(more)) more" : ""),
                role == .warning ? .textStrong : role)
    }
}
