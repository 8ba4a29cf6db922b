import PlainText
import RunModel
package import Terminal

/// The log: it follows its end until it is scrolled.
package enum LogPane: Pane {
    package static let id = PaneID.log

    package static func rows(_ context: PaneContext) -> [RowID] { [] }

    /// Lines seen at once; of wrapped ones those that are seen now.
    package static func page(_ context: PaneContext, area: Rect) -> Int {
        let rows = PaneFrame(area, context).rows
        guard context.view.isWrapped else { return rows }
        let inside = Rect(row: 0, column: 0, rows: rows, columns: columns(area, context))
        return max(1, LogView(context, inside).lines.count)
    }

    private static func columns(_ area: Rect, _ context: PaneContext) -> Int {
        PaneFrame(area, context).isFramed ? area.columns - 2 : area.columns
    }

    package static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        guard !area.isEmpty else { return }
        let size = Rect(
            row: 0, column: 0, rows: PaneFrame(area, context).rows, columns: columns(area, context))
        let view = LogView(context, size)
        let isFramed = PaneFrame(area, context).isFramed
        let standing = standing(context, view)
        var footer = footer(context, view)
        if !isFramed { footer += (footer.isEmpty ? "" : "  ") + standing }
        let inside = canvas.pane(
            id, context, area: area, detail: detail(context), note: isFramed ? standing : Line(),
            footer: footer)
        guard !view.lines.isEmpty else {
            let isSearch = !(context.view.filters[id] ?? "").isEmpty
            canvas.empty(isSearch ? "nothing matches; Esc shows all" : "nothing yet", in: inside)
            return
        }
        for (row, line) in view.rows.prefix(inside.rows).enumerated() {
            canvas.put(line, line: row, in: inside.split(left: inside.columns - 1).left, .text)
        }
        let book = context.model.log
        let edge = area.split(left: area.columns - 1).rest.inset(rows: 1)
        if isFramed, let first = view.lines.first {
            canvas.scrollbar(
                first: first.number - book.first, shown: view.lines.count,
                count: book.count - book.first, in: edge, isFocused: context.view.focus == id)
        }
    }

    /// Which lines are shown.
    private static func detail(_ context: PaneContext) -> Line {
        var line =
            switch context.view.level {
            case .debug: Line("all levels", .textDim)
            case .info: Line("info and above", .textDim)
            case .warning: Line("warnings and errors", .levelWarning)
            case .error: Line("errors only", .levelError)
            }
        if context.view.isWrapped { line.append(" · wrapped", .textDim) }
        return line
    }

    /// `following`, or how many lines have come since it was scrolled and are not seen yet.
    private static func standing(_ context: PaneContext, _ view: LogView) -> Line {
        if context.view.isFollowing { return Line("following", .good) }
        let limit = 999
        let new = context.model.log.lines(
            from: max(context.view.heldLog, (view.lines.last?.number ?? -1) + 1),
            level: context.view.level,
            matching: context.view.filters[id] ?? "", limit: limit + 1
        ).count
        guard new > 0 else { return Line("stands", .textDim) }
        return Line("+\(new > limit ? "\(limit)+" : "\(new)") new", .warning)
    }

    private static func footer(_ context: PaneContext, _ view: LogView) -> Line {
        var line = Line()
        if let search = context.view.filters[id], !search.isEmpty {
            line = Line("/" + search.clipped(to: 24), .match) + " "
        }
        // Among what a text is searched for a place would cost a look at every line.
        if line.isEmpty, !context.view.isFollowing, let last = view.lines.last {
            let book = context.model.log
            let place = book.lines(upTo: last.number, level: context.view.level)
            let all = book.lines(upTo: book.count - 1, level: context.view.level)
            line.append("\(HumanFormat.count(place))/\(HumanFormat.count(all))")
        }
        return line
    }
}
