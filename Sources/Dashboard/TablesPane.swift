import PlainText
import RunModel
package import Terminal

/// The tables as a tree: each with its state, how far it is, how fast, and the one thing to know.
package enum TablesPane: Pane {
    package static let id = PaneID.tables

    package static func rows(_ context: PaneContext) -> [RowID] {
        let snapshot = context.snapshot
        return tree(context).map { id($0, snapshot) }
    }

    package static func page(_ context: PaneContext, area: Rect) -> Int {
        max(0, PaneFrame(area, context).rows - headerRows(area, context))
    }

    package static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        let snapshot = context.snapshot
        let tree = tree(context)
        let cursor = cursor(context, tree)
        let inside = canvas.pane(
            id, context, area: area,
            detail: RunSummary(snapshot).states(isShort: area.columns < 74),
            note: note(context), footer: footer(context, tree, cursor))
        let (head, list) = inside.split(top: headerRows(area, context))
        let columns = TableColumns(inside, snapshot, isOpen: tree.contains { $0.entity != nil })
        guard !tree.isEmpty else {
            canvas.empty(why(context), in: list)
            return
        }
        canvas.columnHeader(columns.layout, in: head)
        let window = context.window(
            of: id, cursor: cursor, count: tree.count, page: list.rows)
        let drawing = TableRowDrawing(context: context, columns: columns)
        for (line, at) in window.enumerated() {
            let row = list.line(line)
            drawing.draw(tree[at], into: &canvas, row: row)
            if at == cursor { canvas.cursor(context, id, in: row) }
        }
        canvas.scrolled(window, of: tree.count, id, context, area: area)
    }

    /// The names of the columns, where there is a row for them.
    private static func headerRows(_ area: Rect, _ context: PaneContext) -> Int {
        PaneFrame(area, context).rows >= 5 ? 1 : 0
    }

    private static func cursor(_ context: PaneContext, _ tree: [TableRow]) -> Int {
        let snapshot = context.snapshot
        var wanted = context.view.cursors[id]
        while let row = wanted {
            let at = tree.firstIndex { candidate in
                switch row {
                case .table(let name):
                    candidate.entity == nil && snapshot.tables[candidate.table].name == name
                default: candidate.entity != nil && Self.id(candidate, snapshot) == row
                }
            }
            if let at { return at }
            wanted = row.parent
        }
        return 0
    }

    private static func note(_ context: PaneContext) -> Line {
        let view = context.view
        var line = Line()
        if !view.marks.isEmpty {
            line.append("\(HumanFormat.count(view.marks.count)) marked  ", .mark)
        }
        line.append("sort: \(view.sort.rawValue)")
        if view.isSortReversed { line.append(" ▲") }
        return line
    }

    private static func footer(_ context: PaneContext, _ tree: [TableRow], _ cursor: Int) -> Line {
        let tables = context.snapshot.tables.count
        guard let filter = context.view.filters[id], !filter.isEmpty else {
            return Line(tree.isEmpty ? "" : TableWords.place(cursor + 1, of: tree.count))
        }
        let found = tree.count { $0.entity == nil }
        return Line("/" + filter.clipped(to: 24) + " ", .match)
            + Line(TableWords.place(found, of: tables))
    }

    private static func why(_ context: PaneContext) -> String {
        guard context.snapshot.tables.isEmpty else { return "no table matches; Esc shows all" }
        return switch context.snapshot.phase {
        case .opening: "reading the source…"
        case .waiting, .running, .settled, .over: "no tables"
        }
    }
}
