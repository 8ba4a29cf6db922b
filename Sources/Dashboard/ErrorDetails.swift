import PlainText
import RunModel
import Terminal

/// The full story of an error group: what, where, how often, and what to do.
enum ErrorDetails {
    /// Tables that are named; of more their number is told.
    private static let mostTables = 30

    static func page(_ id: ErrorGroup.ID, _ context: PaneContext, columns: Int) -> OverlayPage {
        let found = context.model.errors.group(id)
        let place = found?.place ?? id.table ?? "the run"
        var page = OverlayPage(title: "Error", detail: Line(place, .textStrong))
        let leave = context.hint(.leave, "back")
        guard let group = found else {
            page.text(
                "This is no longer there: it was retried, or its table was reset.",
                columns: columns)
            page.hints = [leave]
            return page
        }
        page.note = Line("×" + HumanFormat.count(group.count), .textStrong)
        headline(group, columns: columns, to: &page)
        remedy(group, context, columns: columns, to: &page)
        page.blank()
        facts(group, columns: columns, to: &page)
        samples(group, columns: columns, to: &page)
        page.hints = [leave]
        let isStanding = !group.isResolved && (id.kind == .quarantine || id.kind == .failure)
        if isStanding, !context.view.isReadOnly {
            page.hints.append(context.hint(.retry, "retry this group", priority: 1))
        }
        page.hints.append(context.hint(.copy, "copy", priority: 2))
        if ErrorsPane.groups(context).count > 1 {
            page.hints.append(context.hint(.nextMatch, "next", priority: 4))
        }
        if !context.view.isReadOnly,
            group.samples.contains(where: { $0.entity != nil && $0.key != nil })
        {
            page.hints.append(context.hint(.item, "row and item", priority: 3))
        }
        return page
    }

    private static func headline(_ group: ErrorGroup, columns: Int, to page: inout OverlayPage) {
        let (word, role): (String, Role) =
            switch group.id.kind {
            case .failure: ("FAILED", .danger)
            case .quarantine: ("IN QUARANTINE", .warning)
            case .refused: ("REFUSED", .warning)
            case .retried: ("sent again", .textStrong)
            case .notice: ("notice", .textStrong)
            }
        page.text(
            HumanFormat.readable(group.id.cause), columns: columns, .textStrong,
            lead: Line(word + "  ", role))
        if group.isResolved {
            page.line("It no longer stands: it was retried, or its table was reset.", .good)
        }
    }

    private static func remedy(
        _ group: ErrorGroup, _ context: PaneContext, columns: Int, to page: inout OverlayPage
    ) {
        let failure = group.tables.first.flatMap { context.snapshot.table($0)?.failure }
        let remedy = group.remedy ?? (group.id.kind == .failure ? failure?.hint : nil)
        guard let remedy, !group.isResolved else { return }
        page.blank()
        page.text(remedy, columns: columns, lead: Line("→ ", .good))
    }

    private static func facts(_ group: ErrorGroup, columns: Int, to page: inout OverlayPage) {
        if group.parts.isEmpty {
            page.fact("table", group.id.table ?? "none: it concerns the run", columns: columns)
            page.fact("how often", HumanFormat.count(group.count), columns: columns)
        } else {
            let most = group.parts.sorted { $0.count > $1.count }.prefix(Self.mostTables)
            var names = most.map { "\($0.table) ×\(HumanFormat.count($0.count))" }
                .joined(separator: ", ")
            let more = group.parts.count - most.count
            if more > 0 { names += " and \(HumanFormat.count(more)) more" }
            page.fact("tables", names, columns: columns)
            page.fact("how often", HumanFormat.count(group.count) + " in all", columns: columns)
        }
        let first = TableWords.clock(group.firstAt)
        let last = TableWords.clock(group.lastAt)
        page.fact("seen", first == last ? first : "\(first) first, \(last) last", columns: columns)
    }

    private static func samples(_ group: ErrorGroup, columns: Int, to page: inout OverlayPage) {
        // The headline has told it all where there is one message and no row.
        let isTold =
            group.samples.count == 1
            && group.samples.allSatisfy { $0.message == group.id.cause && $0.entity == nil }
        guard !group.samples.isEmpty, !isTold else { return }
        let more = group.samples.count < group.count
        page.heading(
            group.count == 1 ? "The message" : "Samples",
            more
                ? Line(
                    "\(group.samples.count) of \(HumanFormat.count(group.count)); e exports what is kept"
                ) : Line())
        var told: String?
        for sample in group.samples {
            let message = HumanFormat.readable(sample.message)
            var lead = Line(TableWords.clock(sample.time) + "  ", .textDim)
            if let entity = sample.entity {
                let name = group.parts.isEmpty ? entity.entity : entity.description
                lead.append(name + " ", .textStrong)
            }
            if let key = sample.key { lead.append(key.description, .textStrong) }
            if sample.entity != nil || sample.key != nil {
                page.line(lead)
                if sample.message != told {
                    page.text(message, columns: columns, indent: min(10, columns / 8))
                }
                told = sample.message
            } else {
                page.text(message, columns: columns, lead: lead)
            }
        }
    }
}
