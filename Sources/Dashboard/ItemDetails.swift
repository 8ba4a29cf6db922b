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
            page.text(
                HumanFormat.readable(problem), columns: columns, .danger,
                lead: Line.sign("!", .danger))
            page.blank()
        }
        size(item, to: &page)
        page.blank()
        if item.attributes.isEmpty {
            // The row has the whole width: what of it makes no item is to be seen.
            page.rows += sourceRows(item, columns: columns)
        } else if columns >= 96 {
            let left = (columns - 3) * 2 / 5
            beside(
                sourceRows(item, columns: left), itemRows(item, columns: columns - 3 - left),
                to: &page)
        } else {
            page.rows += itemRows(item, columns: columns)
            page.blank()
            page.rows += sourceRows(item, columns: columns)
        }
        return page
    }

    /// How large the item is, and a gauge of what it may be; where there is none, how large its row is.
    private static func size(_ item: ItemInspection, to page: inout OverlayPage) {
        let hasItem = !item.attributes.isEmpty
        if !hasItem { page.line("It becomes no item.", .warning) }
        let bytes = hasItem ? item.itemBytes : item.columns.reduce(0) { $0 + $1.bytes }
        let share = Double(bytes) / Double(limit)
        let role: Role =
            share > 1 ? .gaugeOver : share >= 0.8 ? .gaugeHigh : .gaugeGood
        let percent =
            share > 1 ? HumanFormat.fixed(share * 100, 1) + "%" : HumanFormat.percent(share)
        let units = (bytes + 1_023) / 1_024
        page.rows.append { canvas, row in
            var line = Line(HumanFormat.count(bytes), .textStrong)
            line.append(
                hasItem ? " of 409,600 bytes" : " bytes in its columns, an item holds 409,600",
                .textDim)
            let used = canvas.put(line, line: 0, in: row, .text)
            var tail = Line(percent, role)
            if row.columns >= 70, hasItem {
                tail.append("  " + HumanFormat.plural(units, "write unit"), .textDim)
            }
            let width = canvas.width(of: tail)
            guard used + 2 + width <= row.columns else { return }
            canvas.put(right: tail, line: 0, in: row, .text)
            let gauge = row.split(left: used + 2).rest.split(
                left: row.columns - used - 2 - width - 2
            ).left
            if gauge.columns >= 6 {
                canvas.gauge(value: Double(bytes), limit: Double(limit), in: gauge)
            }
        }
    }

    private static func sourceRows(_ item: ItemInspection, columns: Int) -> [OverlayPage.Row] {
        let names = item.columns.map(\.name.cellWidth).max() ?? 0
        let layout = ColumnLayout(
            [
                .init("column", minimum: 8, ideal: min(24, max(8, names))),
                .init("value", minimum: 8, ideal: 20, maximum: .max),
                .init("bytes", minimum: 7, alignment: .right, priority: 1),
            ], width: columns, gap: 2)
        var rows: [OverlayPage.Row] = [head("Source row", layout)]
        for column in item.columns {
            let value = Line(column.value, column.value == "NULL" ? .textDim : .text)
            rows += lines(
                [Line(column.name), value, Self.bytes(column.bytes)], value: 1, layout)
        }
        return rows
    }

    private static func itemRows(_ item: ItemInspection, columns: Int) -> [OverlayPage.Row] {
        let names = item.attributes.map(\.name.cellWidth).max() ?? 0
        let layout = ColumnLayout(
            [
                .init("attribute", minimum: 9, ideal: min(24, max(9, names))),
                .init("type", minimum: 4, priority: 1),
                .init("value", minimum: 8, ideal: 20, maximum: .max),
                .init("bytes", minimum: 7, alignment: .right, priority: 1),
            ], width: columns, gap: 2)
        var rows: [OverlayPage.Row] = [head("Item", layout)]
        for attribute in item.attributes {
            rows += lines(
                [
                    Line(attribute.name, attribute.isKey ? .textAccent : .text),
                    Line(attribute.type, .textDim), Line(attribute.value),
                    Self.bytes(attribute.bytes),
                ], value: 2, layout)
        }
        return rows
    }

    private static func bytes(_ bytes: Int) -> Line {
        Line(HumanFormat.count(bytes), bytes > limit / 2 ? .gaugeOver : .textDim)
    }

    /// A row for each line that its value takes.
    private static func lines(
        _ cells: [Line], value: Int, _ layout: ColumnLayout
    ) -> [OverlayPage.Row] {
        let width = layout.places[value]?.width ?? 1
        return cells[value].cut(to: width).enumerated().map { number, part in
            var line = number == 0 ? cells : cells.map { _ in Line() }
            line[value] = part
            return { canvas, row in canvas.cells(line, layout, in: row, .text) }
        }
    }

    /// The names of the columns; the first says what is listed below.
    private static func head(_ title: String, _ layout: ColumnLayout) -> OverlayPage.Row {
        { canvas, row in
            var texts = layout.columns.map { Line($0.title, .columnHeader) }
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
