import PlainText
import RunModel
import Terminal

/// A source row beside the item that it becomes, bytes for each attribute, and how near the limit it is.
enum ItemDetails {
    /// The most an item may take, attribute names and values together.
    private static let limit = 409_600

    static func page(_ entity: EntityID, _ context: PaneContext, columns: Int) -> OverlayPage {
        var page = OverlayPage(title: "Item", detail: Line(entity.description, .textStrong))
        page.hints = [context.hint(.leave, "back")]
        guard let item = context.snapshot.inspection, item.entity == entity else {
            page.line("reading…", .textDim)
            return page
        }
        guard let key = item.row else {
            page.text("There is no further row of \(entity.entity).", columns: columns)
            page.hints.append(context.hint(.previousMatch, "row before", priority: 1))
            return page
        }
        page.hints.append(context.hint(.nextMatch, "next row", priority: 1))
        page.hints.append(context.hint(.previousMatch, "row before", priority: 2))
        page.note = Line("row " + key.description, .textStrong)
        if let problem = item.problem {
            page.text(problem, columns: columns, .danger, lead: Line("! ", .danger))
            page.blank()
        }
        size(item, to: &page)
        page.blank()
        let source = sourceRows(item)
        let target = itemRows(item)
        if columns >= 96 {
            beside(source, target, to: &page)
        } else {
            page.rows += target
            page.blank()
            page.rows += source
        }
        return page
    }

    /// How large the item is, and a gauge of what it may be.
    private static func size(_ item: ItemInspection, to page: inout OverlayPage) {
        guard !item.attributes.isEmpty else { return }
        let bytes = item.itemBytes
        let share = Double(bytes) / Double(limit)
        let role: Role =
            share > 1 ? .gaugeOver : share >= 0.8 ? .gaugeHigh : .gaugeGood
        let percent =
            share > 1 ? HumanFormat.fixed(share * 100, 1) + "%" : HumanFormat.percent(share)
        let units = (bytes + 1_023) / 1_024
        page.rows.append { canvas, row in
            var line = Line(HumanFormat.count(bytes), .textStrong)
            line.append(" of 409,600 bytes", .textDim)
            let used = canvas.put(line, line: 0, in: row, .text)
            var tail = Line(percent, role)
            if row.columns >= 70 {
                tail.append("  " + HumanFormat.plural(units, "write unit"), .textDim)
            }
            let width = canvas.width(of: tail)
            canvas.put(right: tail, line: 0, in: row, .text)
            let gauge = row.split(left: used + 2).rest.split(
                left: row.columns - used - 2 - width - 2
            ).left
            if gauge.columns >= 6 {
                canvas.gauge(value: Double(bytes), limit: Double(limit), in: gauge)
            }
        }
    }

    private static func sourceRows(_ item: ItemInspection) -> [OverlayPage.Row] {
        let names = item.columns.map(\.name.cellWidth).max() ?? 0
        let columns: [ColumnLayout.Column] = [
            .init("column", minimum: 8, ideal: min(24, max(8, names))),
            .init("value", minimum: 8, ideal: 20, maximum: .max),
            .init("bytes", minimum: 7, alignment: .right, priority: 1),
        ]
        var rows: [OverlayPage.Row] = [head("Source row", columns)]
        for column in item.columns {
            rows.append { canvas, row in
                let isNull = column.value == "NULL"
                canvas.cells(
                    [
                        Line(column.name),
                        Line(column.value, isNull ? .textDim : .text),
                        Line(HumanFormat.count(column.bytes), .textDim),
                    ], ColumnLayout(columns, width: row.columns, gap: 2), in: row, .text)
            }
        }
        return rows
    }

    private static func itemRows(_ item: ItemInspection) -> [OverlayPage.Row] {
        guard !item.attributes.isEmpty else {
            return [
                { canvas, row in canvas.put("It becomes no item.", line: 0, in: row, .warning) }
            ]
        }
        let names = item.attributes.map(\.name.cellWidth).max() ?? 0
        let columns: [ColumnLayout.Column] = [
            .init("attribute", minimum: 9, ideal: min(24, max(9, names))),
            .init("type", minimum: 4, priority: 1),
            .init("value", minimum: 8, ideal: 20, maximum: .max),
            .init("bytes", minimum: 7, alignment: .right, priority: 1),
        ]
        var rows: [OverlayPage.Row] = [head("Item", columns)]
        for attribute in item.attributes {
            rows.append { canvas, row in
                let isLarge = attribute.bytes > limit / 2
                canvas.cells(
                    [
                        Line(attribute.name, attribute.isKey ? .textAccent : .text),
                        Line(attribute.type, .textDim),
                        Line(attribute.value),
                        Line(
                            HumanFormat.count(attribute.bytes), isLarge ? .gaugeOver : .textDim),
                    ], ColumnLayout(columns, width: row.columns, gap: 2), in: row, .text)
            }
        }
        return rows
    }

    /// The names of the columns; the first says what is listed below.
    private static func head(
        _ title: String, _ columns: [ColumnLayout.Column]
    ) -> OverlayPage.Row {
        { canvas, row in
            let layout = ColumnLayout(columns, width: row.columns, gap: 2)
            var texts = columns.map { Line($0.title, .columnHeader) }
            texts[0] = Line(title, .textAccent)
            canvas.cells(texts, layout, in: row, .columnHeader)
        }
    }

    private static func beside(
        _ left: [OverlayPage.Row], _ right: [OverlayPage.Row], to page: inout OverlayPage
    ) {
        for number in 0..<max(left.count, right.count) {
            page.rows.append { canvas, row in
                let (one, rest) = row.split(left: (row.columns - 3) * 2 / 5)
                let (gap, two) = rest.split(left: 3)
                canvas.put("│", line: 0, column: 1, in: gap, .border)
                if number < left.count { left[number](&canvas, one) }
                if number < right.count { right[number](&canvas, two) }
            }
        }
    }
}
