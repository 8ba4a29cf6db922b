import PlainText
import RunModel
package import Terminal

/// What went wrong, by cause: how often, since when, and what is still open.
package enum ErrorsPane: Pane {
    package static let id = PaneID.errors

    package static func rows(_ context: PaneContext) -> [RowID] {
        groups(context).map { .errorGroup($0.id) }
    }

    package static func page(_ context: PaneContext, area: Rect) -> Int {
        max(0, PaneFrame(area, context).rows / lines(area, context))
    }

    /// The groups that the filter leaves: what is open first, of these the last seen first.
    static func groups(_ context: PaneContext) -> [ErrorGroup] {
        var groups = context.model.errors.merged
        if let filter = context.view.filters[id], !filter.isEmpty {
            let match = TextMatch(filter)
            groups = groups.filter {
                match.isFound(in: $0.id.cause) || $0.tables.contains { match.isFound(in: $0) }
            }
        }
        return groups.filter(\.isStanding) + groups.filter { !$0.isStanding && !$0.isResolved }
            + groups.filter(\.isResolved)
    }

    package static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        let groups = groups(context)
        let open = groups.count(where: \.isStanding)
        let sum = groups.reduce(0) { $0 + $1.count }
        let cursor = context.cursor(of: id, in: groups.map { .errorGroup($0.id) })
        var footer = Line(groups.isEmpty ? "" : TableWords.place(cursor + 1, of: groups.count))
        if let filter = context.view.filters[id], !filter.isEmpty {
            let all = context.model.errors.merged.count
            footer =
                Line("/" + filter.clipped(to: 20) + " ", .match) + Line("\(groups.count)/\(all)")
        }
        let detail =
            Line("\(open) open", open > 0 ? .warning : .textDim)
            + Line(" · \(TableWords.number(sum)) total", .textDim)
        let inside = canvas.pane(
            id, context, area: area, detail: groups.isEmpty ? Line() : detail, footer: footer)
        guard !groups.isEmpty else {
            let isAny = !context.model.errors.groups.isEmpty
            canvas.empty(isAny ? "nothing matches; Esc shows all" : "no errors", in: inside)
            return
        }
        let lines = lines(area, context)
        let window = context.window(
            of: id, cursor: cursor, count: groups.count, page: inside.rows / lines)
        for (place, at) in window.enumerated() {
            let row = Rect(
                row: inside.row + place * lines, column: inside.column, rows: lines,
                columns: inside.columns)
            draw(groups[at], into: &canvas, row: row.inset(columns: 1))
            if at == cursor { canvas.cursor(context, id, in: row.line(0)) }
        }
        canvas.scrolled(window, of: groups.count, id, context, area: area)
    }

    /// Two lines for a group where the pane is high enough for some.
    private static func lines(_ area: Rect, _ context: PaneContext) -> Int {
        PaneFrame(area, context).rows >= 6 ? 2 : 1
    }

    /// One group: `12:02:58 ! CustomerData  access denied  ×1`, and below it a sample or the remedy.
    static func draw(_ group: ErrorGroup, into canvas: inout Canvas, row: Rect) {
        let dim: Role? = group.isResolved ? .textDim : nil
        let (sign, role) = sign(group)
        let count = Line("×" + TableWords.number(group.count), dim ?? .textStrong)
        let isNarrow = row.columns < 50
        var line = Line(isNarrow ? "" : TableWords.clock(group.lastAt) + " ", .textDim)
        line.append(sign + " ", dim ?? role)
        if let place = group.place {
            let name = place.clipped(to: max(12, row.columns / 4))
            line.append(name + "  ", dim ?? .textStrong)
        }
        line.append(TableWords.firstLine(group.id.cause), dim ?? .text)
        canvas.put(line, count, in: row.line(0))
        guard row.rows > 1 else { return }
        let from = TableWords.clock(group.firstAt)
        let isLong = from != TableWords.clock(group.lastAt)
        let below = row.line(1).split(left: isNarrow ? 2 : 11).rest
        canvas.put(
            Line(detail(group), .textDim), Line(isLong ? "since " + from : "", .textDim), in: below)
    }

    /// What its first line does not say: a sample, or what to do.
    private static func detail(_ group: ErrorGroup) -> String {
        if group.isResolved { return "resolved" }
        let remedy = group.remedy.map { "→ " + TableWords.firstLine($0) }
        guard let sample = group.samples.last else { return remedy ?? "" }
        let entity = group.parts.isEmpty ? sample.entity?.entity : sample.entity?.description
        let place = [entity, sample.key?.description].compactMap { $0 }
            .joined(separator: " ")
        let message = TableWords.firstLine(sample.message)
        if place.isEmpty, message == TableWords.firstLine(group.id.cause) { return remedy ?? "" }
        return (place.isEmpty ? "" : place + ": ") + message
    }

    private static func sign(_ group: ErrorGroup) -> (String, Role) {
        switch group.id.kind {
        case .failure: ("!", .danger)
        case .quarantine: ("!", .warning)
        case .refused: ("x", .warning)
        case .retried where group.isLasting: ("!", .danger)
        case .retried: ("~", .textDim)
        case .notice: ("i", .textDim)
        }
    }
}
