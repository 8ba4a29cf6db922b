import PlainText
import RunModel
import Terminal

/// How each row of the Schema pane is drawn, at a width.
struct SchemaLines {
    private let context: PaneContext
    private let schema: SchemaReport
    private let search: String
    private let width: Int
    private let places: [String: Int]
    private let tables: ColumnLayout
    private let columns: ColumnLayout
    private let riskPlace: Int

    init(_ context: PaneContext, _ schema: SchemaReport, columns width: Int) {
        self.context = context
        self.schema = schema
        self.width = width
        search = context.view.filters[.schema] ?? ""
        places = Dictionary(
            schema.tables.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        // Enough of them to tell how wide names are; all of ten thousand would take longer than the drawing.
        let names = schema.tables.prefix(500).map(\.name.cellWidth).max() ?? 0
        tables = ColumnLayout(
            [
                .init("table", minimum: 12, ideal: min(30, max(12, names + 2))),
                .init("rows", minimum: 11, alignment: .right),
                .init("size", minimum: 8, alignment: .right, priority: 2),
                .init("key", minimum: 8, ideal: 14, maximum: 24, priority: 3),
                .init("becomes", minimum: 10, ideal: 24, maximum: .max, priority: 1),
            ], width: width - 2, gap: 2)
        let longest =
            schema.tables.prefix(500).flatMap { $0.columns.prefix(50) }.map(\.name.cellWidth).max()
            ?? 0
        columns = ColumnLayout(
            [
                .init("column", minimum: 10, ideal: min(26, max(10, longest))),
                .init("declared", minimum: 8, ideal: 14, maximum: 20),
                .init("holds", minimum: 10, ideal: 22, maximum: 30, priority: 1),
                .init("", minimum: 6, ideal: 16, maximum: .max, priority: 2),
            ], width: width - 6, gap: 2)
        riskPlace = min(
            max(10, width / 4), schema.risks.prefix(500).map(\.place.cellWidth).max() ?? 0)
    }

    func rows(_ id: RowID, isSelected: Bool) -> [OverlayPage.Row] {
        switch id {
        case .risk(let number):
            schema.risks.indices.contains(number)
                ? risk(schema.risks[number], isSelected: isSelected, isOpen: isOpen(id)) : []
        case .schemaTable(let name): table(name).map(table) ?? []
        case .column(let name, let column): table(name).map { self.column(column, of: $0) } ?? []
        case .relation(let name, let number):
            table(name).map { relation(number, of: $0, isSelected: isSelected) } ?? []
        case .table, .entity, .segment, .errorGroup, .validation, .difference: []
        }
    }

    private func table(_ name: String) -> SchemaReport.Table? {
        places[name].map { schema.tables[$0] }
    }

    private func isOpen(_ id: RowID) -> Bool { context.view.expanded.contains(id) }

    // A risk's words below each other where it is selected; what to do beside them where it is wide.
    private func risk(
        _ risk: SchemaReport.Risk, isSelected: Bool, isOpen: Bool
    ) -> [OverlayPage.Row] {
        let isWhole = isSelected || isOpen
        let limit = isOpen ? 40 : 6
        let isWide = width >= 110
        let left = 3 + riskPlace + 2
        let words = isWide ? (width - left) * 3 / 5 : width - left - 1
        let advice = isWide ? width - left - words - 3 : words
        let text = HumanFormat.readable(risk.message)
        let message = isWhole ? text.wrapped(to: words, limit: limit) : [text]
        let todo =
            isWhole
            ? ("→ " + risk.advice).wrapped(to: advice, limit: limit)
            : isWide ? ["→ " + risk.advice] : []
        let count = isWide ? max(message.count, todo.count) : message.count + todo.count
        return (0..<count).map { number in
            { canvas, row in
                if number == 0 {
                    canvas.put(
                        PlanText.sign(risk.severity), line: 0, column: 1, in: row, .text)
                    canvas.put(
                        Line.found(search, in: risk.place), line: 0,
                        in: row.split(left: 3).rest.split(left: riskPlace).left, .textStrong)
                }
                let (one, two) = row.split(left: left).rest.split(left: words)
                if number < message.count {
                    canvas.put(
                        Line.found(search, in: message[number]), line: 0, in: one, .text)
                }
                let line = isWide ? number : number - message.count
                if line >= 0, line < todo.count {
                    canvas.put(
                        todo[line], line: 0, in: isWide ? two.split(left: 2).rest : one, .textDim)
                }
            }
        }
    }

    private func table(_ table: SchemaReport.Table) -> [OverlayPage.Row] {
        let isOpen = isOpen(.schemaTable(table.name))
        let uses = table.uses.isEmpty ? "not mapped" : table.uses.joined(separator: ", ")
        let isMeasured = (places[table.name] ?? 0) < schema.measuredTables
        let unknown = isMeasured || !context.snapshot.isMeasuring ? "–" : "…"
        var rows: [OverlayPage.Row] = [
            { canvas, row in
                canvas.cells(
                    [
                        Line(Glyphs.tree(depth: 0, isOpen: isOpen), .textDim)
                            + Line.found(search, in: table.name, .textStrong),
                        Line(
                            table.rows.map { HumanFormat.plural($0, "row") } ?? unknown),
                        Line(table.bytes.map { HumanFormat.bytes($0) } ?? unknown, .textDim),
                        Line(
                            table.isView ? "view" : table.primaryKey.joined(separator: ", "),
                            .textDim),
                        Line(table.uses.isEmpty ? "" : "→ ", .textDim)
                            + Line.found(search, in: uses, table.uses.isEmpty ? .textDim : nil),
                    ], tables, in: row.inset(columns: 1), .text)
            }
        ]
        if isOpen {
            let children = schema.tables.flatMap { other in
                other.relations.filter { $0.parent == table.name }.map {
                    "\(other.name).\($0.columns.joined(separator: "+"))"
                }
            }
            if !children.isEmpty {
                let text = "referred to by " + children.joined(separator: ", ")
                rows.append { canvas, row in
                    canvas.put(text, line: 0, column: 5, in: row, .textDim)
                }
            }
        }
        return rows
    }

    private func column(
        _ name: String, of table: SchemaReport.Table
    ) -> [OverlayPage.Row] {
        guard let column = table.columns.first(where: { $0.name == name }) else { return [] }
        var notes: [String] = []
        if column.isKey { notes.append("key") }
        if column.isNotNull { notes.append("not null") }
        if let nulls = column.nulls, nulls > 0 { notes.append(HumanFormat.count(nulls) + " NULL") }
        let note = notes.joined(separator: " · ")
        return [
            { canvas, row in
                canvas.cells(
                    [
                        Line.found(search, in: column.name, column.isKey ? .textAccent : .text),
                        Line(column.declared.isEmpty ? "no type" : column.declared, .textDim),
                        Line(column.stored ?? "", column.isMixed ? .warning : .text),
                        Line(note, .textDim),
                    ], columns, in: row.split(left: 5).rest, .text)
            }
        ]
    }

    // A foreign key, and where it leads on to when it is open.
    private func relation(
        _ number: Int, of table: SchemaReport.Table, isSelected: Bool
    ) -> [OverlayPage.Row] {
        guard table.relations.indices.contains(number) else { return [] }
        let relation = table.relations[number]
        let id = RowID.relation(table: table.name, number: number)
        let isLast = number == table.relations.count - 1
        let canOpen = self.table(relation.parent)?.relations.isEmpty == false
        let head =
            Line(Glyphs.branches(lasts: [isLast]).dropLast() + "", .textDim)
            + Line(canOpen ? Glyphs.tree(depth: 0, isOpen: isOpen(id)) : "─ ", .textDim)
            + words(relation)
        var lines = [head]
        if isOpen(id) {
            lines += path(from: relation.parent, lasts: [isLast], seen: [table.name])
        }
        return lines.map { line in
            { canvas, row in canvas.put(line, line: 0, column: 5, in: row, .text) }
        }
    }

    private func words(_ relation: SchemaReport.Relation) -> Line {
        var line = Line.found(search, in: relation.columns.joined(separator: ", "))
        line.append(" → ", .textDim)
        line += Line.found(search, in: relation.parent, .textAccent)
        line.append("." + relation.parentColumns.joined(separator: ", "), .textDim)
        if let orphans = relation.orphans, orphans > 0 {
            line.append("  " + HumanFormat.plural(orphans, "row") + " lead nowhere", .warning)
        }
        if let problem = relation.problem { line.append("  " + problem, .warning) }
        return line
    }

    /// The relations of a parent, and of its parents; a table that was passed is named and not entered again.
    private func path(from name: String, lasts: [Bool], seen: Set<String>) -> [Line] {
        guard lasts.count < 8, let table = table(name) else { return [] }
        let seen = seen.union([name])
        return table.relations.enumerated().flatMap { number, relation in
            let lasts = lasts + [number == table.relations.count - 1]
            let isBack = seen.contains(relation.parent)
            let line =
                Line(Glyphs.branches(lasts: lasts).dropLast() + "─ ", .textDim) + words(relation)
                + Line(isBack ? "  (a cycle)" : "", .warning)
            return [line] + (isBack ? [] : path(from: relation.parent, lasts: lasts, seen: seen))
        }
    }
}
