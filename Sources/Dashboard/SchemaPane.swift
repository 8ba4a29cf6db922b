import PlainText
import RunModel
package import Terminal

/// The analysis of the source: what is risky first, then its tables and what the mapping makes of them.
///
/// What always holds: the cursor's row is seen in the pane that has the focus; without the focus a low
/// pane shows the gravest risks and one line of what is well.
package enum SchemaPane: Pane {
    package static var id: PaneID { .schema }

    package static func rows(_ context: PaneContext) -> [RowID] {
        guard let schema = context.snapshot.schema else { return [] }
        let filter = SchemaFilter(context.view.filters[id])
        var rows = schema.risks.indices.filter { filter.holds(schema.risks[$0]) }.map(RowID.risk)
        for table in schema.tables where filter.holds(table) {
            rows.append(.schemaTable(table.name))
            guard context.view.expanded.contains(.schemaTable(table.name)) else { continue }
            rows += table.columns.map { .column(table: table.name, name: $0.name) }
            rows += table.relations.indices.map { .relation(table: table.name, number: $0) }
        }
        return rows
    }

    package static func page(_ context: PaneContext, area: Rect) -> Int {
        PaneFrame(area, context).rows
    }

    package static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        let rows = rows(context)
        let cursor = context.cursor(of: id, in: rows)
        let isFiltered = context.view.filters[id]?.isEmpty == false
        let inside = canvas.pane(
            id, context, area: area, detail: detail(context, columns: area.columns),
            footer: footer(context, rows: rows, cursor: cursor))
        guard let schema = context.snapshot.schema else {
            let isOpening = context.snapshot.phase == .opening
            canvas.empty(
                isOpening
                    ? "reading the schema of the source…"
                    : "the source was not analysed by this run",
                in: inside)
            return
        }
        if rows.isEmpty {
            canvas.empty(
                isFiltered ? "nothing matches; Esc shows all" : "the source has no tables",
                in: inside)
            return
        }
        if context.view.focus != id, inside.rows <= 8, !isFiltered {
            SchemaSummary.draw(
                schema, isMeasuring: context.snapshot.isMeasuring, into: &canvas, area: inside)
            return
        }
        let lines = SchemaLines(context, schema, columns: inside.columns)
        let shown = list(rows, cursor: cursor, lines, context, into: &canvas, area: inside)
        canvas.scrollbar(
            first: shown.lowerBound, shown: shown.count, count: rows.count,
            in: area.split(left: area.columns - 1).rest.inset(rows: 1),
            isFocused: context.view.focus == id)
    }

    /// Draws the rows that are seen; a row can take several lines, and the cursor's is whole if it can be.
    private static func list(
        _ rows: [RowID], cursor: Int, _ lines: SchemaLines, _ context: PaneContext,
        into canvas: inout Canvas, area: Rect
    ) -> Range<Int> {
        // Rows further up than the pane is high cannot be seen beside the cursor's.
        let lowest = max(0, cursor - area.rows)
        var first = min(max(context.view.tops[id] ?? 0, lowest), cursor)
        var above = (first...cursor).map { lines.rows(rows[$0], isSelected: $0 == cursor) }
        while above.count > 1, above.reduce(0, { $0 + $1.count }) > area.rows {
            above.removeFirst()
            first += 1
        }
        // No empty space below the last row while there are rows above the first.
        var below: [[OverlayPage.Row]] = []
        var used = above.reduce(0) { $0 + $1.count }
        for row in rows[(cursor + 1)...] where used < area.rows {
            below.append(lines.rows(row, isSelected: false))
            used += below.last?.count ?? 0
        }
        while first > 0, used < area.rows {
            let more = lines.rows(rows[first - 1], isSelected: false)
            guard used + more.count <= area.rows else { break }
            above.insert(more, at: 0)
            first -= 1
            used += more.count
        }
        var at = 0
        for (number, drawn) in (above + below).enumerated() {
            for (offset, row) in drawn.enumerated() where at < area.rows {
                row(&canvas, area.line(at))
                if first + number == cursor, offset == 0 {
                    canvas.cursor(context, id, in: area.line(at))
                }
                at += 1
            }
        }
        return first..<first + above.count + below.count
    }

    private static func detail(_ context: PaneContext, columns: Int) -> Line {
        guard let schema = context.snapshot.schema else { return Line() }
        let isMeasuring = context.snapshot.isMeasuring
        var line = Line(HumanFormat.plural(schema.tables.count, "table"))
        if columns >= (isMeasuring ? 90 : 60) {
            let count = schema.tables.reduce(0) { $0 + $1.columns.count }
            line.append(" · " + HumanFormat.plural(count, "column"))
        }
        let errors = schema.risks.count { $0.severity == .error }
        let warnings = schema.risks.count { $0.severity == .warning }
        if errors > 0 { line.append(" · " + HumanFormat.plural(errors, "error"), .danger) }
        if warnings > 0 { line.append(" · " + HumanFormat.plural(warnings, "warning"), .warning) }
        if isMeasuring {
            line.append(" · ")
            line.append(
                "measuring \(schema.measuredTables) of \(schema.tables.count)", .tableRunning)
        }
        if !isMeasuring, schema.measuredTables < schema.tables.count {
            line.append(" · values not measured here", .textDim)
        }
        return line
    }

    private static func footer(_ context: PaneContext, rows: [RowID], cursor: Int) -> Line {
        let place = rows.isEmpty ? "" : TableWords.place(cursor + 1, of: rows.count)
        guard let filter = context.view.filters[id], !filter.isEmpty else {
            return context.view.focus == id ? Line(place) : Line()
        }
        return Line("/" + filter.clipped(to: 20) + " ", .match)
            + Line(rows.isEmpty ? "0" : place)
    }
}

/// What of the schema holds a text: a risk by its words, a table by its name, its columns, what it becomes.
struct SchemaFilter {
    private let match: TextMatch?

    init(_ text: String?) { match = text.flatMap { $0.isEmpty ? nil : TextMatch($0) } }

    func holds(_ risk: SchemaReport.Risk) -> Bool {
        any([risk.place, risk.message, risk.advice])
    }

    func holds(_ table: SchemaReport.Table) -> Bool {
        any([table.name]) || any(table.uses) || any(table.columns.map(\.name))
            || any(table.relations.map(\.parent))
    }

    private func any(_ texts: [String]) -> Bool {
        guard let match else { return true }
        return texts.contains { match.isFound(in: $0) }
    }
}
