import PlainText
import RunModel
import Terminal

/// The line above the key bar: the answer to the last key, or what needs the operator most.
enum FrameMessage {
    static func draw(
        _ context: PaneContext, _ summary: RunSummary, into canvas: inout Canvas, area: Rect
    ) {
        let line =
            context.view.message.map { Line($0.text, $0.role) } ?? attention(context, summary)
        canvas.put(line, line: 0, in: area.inset(columns: 1), .text)
    }

    /// The gravest thing, and which key helps.
    private static func attention(_ context: PaneContext, _ summary: RunSummary) -> Line {
        let snapshot = context.snapshot
        let isReadOnly = context.view.isReadOnly
        func keys(_ text: String) -> String { isReadOnly ? "Enter why" : text }
        if snapshot.phase == .waiting, isReadOnly {
            return Line("This screen only watches: it cannot begin the run.", .textStrong)
        }
        if snapshot.phase == .waiting {
            return Line("Ready: nothing is written yet. ", .textStrong) + Line("Enter", .key)
                + Line(" begins", .text)
        }
        if let silence = snapshot.silence(at: context.view.now) {
            let why = context.model.errors.groups.first { $0.isLasting }?.id.cause
            return mark("!", .danger, "the target has answered nothing for \(silence / 1_000) s")
                + Line(why.map { ": " + TableWords.firstLine($0) } ?? "", .text)
                + Line("  " + keys("4 why"), .textDim)
        }
        if let at = summary.failed {
            let table = snapshot.tables[at]
            return mark("!", .danger, table.name + " FAILED", more: summary.number(.failed) - 1)
                + Line("  " + keys("Enter why · r retry · y copy the error"), .textDim)
        }
        if let at = summary.differing {
            let table = snapshot.tables[at]
            return mark(
                "!", .tableMismatch, table.name + " differs", more: summary.number(.differs) - 1)
                + Line("  " + keys("5 which items · f fix them"), .textDim)
        }
        if summary.quarantined > 0, let at = summary.withQuarantine {
            return mark(
                "!", .warning,
                HumanFormat.plural(summary.quarantined, "row") + " in quarantine, "
                    + snapshot.tables[at].name, more: summary.tablesWithQuarantine - 1)
                + Line("  " + keys("4 why · r retry"), .textDim)
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

    private static func mark(
        _ sign: String, _ role: Role, _ text: String, more: Int = 0
    ) -> Line {
        Line("\(sign) \(text)" + (more > 0 ? " and \(more) more" : ""), role)
    }
}
