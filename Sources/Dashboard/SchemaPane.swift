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
        let filter = SchemaFilter(context.view.filters[.schema])
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
        max(1, area.rows - 2)
    }

    package static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        let isFocused = context.view.focus == id
        let rows = rows(context)
        let cursor = context.view.cursors[.schema].flatMap { rows.firstIndex(of: $0) } ?? 0
        let isSummary = !isFocused && area.rows - 2 <= 8
        let inside = canvas.box(
            area, title: "2 Schema", detail: detail(context.snapshot, columns: area.columns),
            note: note(context), footer: footer(context, rows: rows, cursor: cursor),
            isFocused: isFocused)
        guard let schema = context.snapshot.schema else {
            let words =
                context.snapshot.phase == .opening
                ? "reading the schema of the source…" : "the source was not analysed by this run"
            canvas.put(words, line: 0, column: 1, in: inside, .textDim)
            return
        }
        if isSummary, context.view.filters[.schema] == nil {
            SchemaSummary.draw(schema, into: &canvas, area: inside)
            return
        }
        if rows.isEmpty {
            let words =
                context.view.filters[.schema] == nil
                ? "the source has no tables" : "nothing holds that; Esc clears the filter"
            canvas.put(words, line: 0, column: 1, in: inside, .textDim)
            return
        }
        let lines = SchemaLines(context, schema, columns: inside.columns)
        list(rows, cursor: cursor, lines, context, into: &canvas, area: inside)
    }

    /// Draws the rows that are seen; a row can take several lines, and the cursor's is whole if it can be.
    private static func list(
        _ rows: [RowID], cursor: Int, _ lines: SchemaLines, _ context: PaneContext,
        into canvas: inout Canvas, area: Rect
    ) {
        // Rows further up than the pane is high cannot be seen beside the cursor's.
        let lowest = max(0, cursor - area.rows)
        var first = min(max(context.view.tops[.schema] ?? 0, lowest), cursor)
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
                    let isFocused = context.view.focus == id
                    canvas.recolour(area.line(at), isFocused ? .cursor : .cursorDim)
                }
                at += 1
            }
        }
        canvas.scrollbar(
            first: first, shown: above.count + below.count, count: rows.count,
            in: Rect(row: area.row, column: area.endColumn, rows: area.rows, columns: 1),
            isFocused: context.view.focus == id)
    }

    private static func detail(_ snapshot: RunSnapshot, columns: Int) -> Line {
        guard let schema = snapshot.schema else { return Line() }
        var line = Line(HumanFormat.plural(schema.tables.count, "table"))
        if columns >= 60 {
            let count = schema.tables.reduce(0) { $0 + $1.columns.count }
            line.append(" · " + HumanFormat.plural(count, "column"))
        }
        let errors = schema.risks.count { $0.severity == .error }
        let warnings = schema.risks.count { $0.severity == .warning }
        if errors > 0 { line.append(" · " + HumanFormat.plural(errors, "error"), .danger) }
        if warnings > 0 { line.append(" · " + HumanFormat.plural(warnings, "warning"), .warning) }
        return line
    }

    private static func note(_ context: PaneContext) -> Line {
        if let filter = context.view.filters[.schema], !filter.isEmpty {
            return Line("filter: ", .textDim) + Line(filter.clipped(to: 20), .match)
        }
        guard let schema = context.snapshot.schema, schema.measuredTables < schema.tables.count
        else { return Line() }
        return Line("measuring \(schema.measuredTables) of \(schema.tables.count)", .tableRunning)
    }

    private static func footer(_ context: PaneContext, rows: [RowID], cursor: Int) -> Line {
        guard !rows.isEmpty, context.view.focus == id else { return Line() }
        return Line("\(cursor + 1)/\(rows.count)")
    }
}

/// What of the schema holds a text: a risk by its words, a table by its name, its columns, what it becomes.
struct SchemaFilter {
    private let text: String

    init(_ text: String?) { self.text = text?.lowercased() ?? "" }

    func holds(_ risk: SchemaReport.Risk) -> Bool { any([risk.place, risk.message, risk.advice]) }

    func holds(_ table: SchemaReport.Table) -> Bool {
        text.isEmpty || any([table.name]) || any(table.uses) || any(table.columns.map(\.name))
            || any(table.relations.map(\.parent))
    }

    private func any(_ texts: [String]) -> Bool {
        text.isEmpty || texts.contains { $0.lowercased().contains(text) }
    }
}
