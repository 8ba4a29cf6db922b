import PlainText
import Terminal

/// A line for any action by its name, and below it what it could become.
enum PaletteDrawing {
    /// Enough to choose from without hiding the run.
    private static let most = 12

    static func draw(
        _ input: InputLine, selected: Int, _ context: PaneContext, into canvas: inout Canvas,
        area: Rect
    ) {
        let entries = Palette.entries(input.text, context)
        let isRoomy = area.rows >= 12
        // The window keeps its size while the list shrinks: it must not jump at each key.
        let rows = isRoomy ? most + 4 : area.rows - 2
        let upper = isRoomy ? area.split(top: min(area.rows, rows + 4)).top : area
        let inside = canvas.dialog(
            Size(columns: min(area.columns - 4, 96), rows: rows), title: "Command", in: upper)
        let (head, rest) = inside.split(top: 1)
        let used = canvas.put(":", line: 0, in: head, .textAccent) + 1
        canvas.inputLine(input.text, cursor: input.cursor, in: head.split(left: used).rest)
        let (body, foot) = rest.split(bottom: isRoomy ? 2 : 0)
        let list = body.split(top: isRoomy ? 1 : 0).rest
        canvas.put(
            "Tab completes · Enter does it · Esc goes back", line: 1, in: foot, .textDim)
        if entries.isEmpty {
            canvas.put("No action is called that.", line: 0, in: list, .textDim)
        }
        let first = Scroll.first(selected: selected, count: entries.count, rows: list.rows)
        let layout = layout(entries, columns: list.columns - 3)
        for (line, entry) in entries.dropFirst(first).prefix(list.rows).enumerated() {
            let row = list.line(line)
            draw(entry, input.text, layout, context, into: &canvas, row: row)
            if first + line == selected {
                canvas.recolour(row, .cursor)
                canvas.put(">", line: 0, in: row, .cursor)
            }
        }
        canvas.scrollbar(
            first: first, shown: list.rows, count: entries.count,
            in: list.split(left: list.columns - 1).rest)
    }

    private static func layout(_ entries: [Palette.Entry], columns: Int) -> ColumnLayout {
        let names = entries.map(\.completion.cellWidth).max() ?? 0
        return ColumnLayout(
            [
                .init("", minimum: 12, ideal: min(36, max(16, names))),
                .init("", minimum: 16, ideal: 24, maximum: .max, priority: 2),
                .init("", minimum: 6, ideal: 9, alignment: .right, priority: 1),
            ], width: columns, gap: 2)
    }

    /// What cannot be done now is dim, and says why.
    private static func draw(
        _ entry: Palette.Entry, _ typed: String, _ layout: ColumnLayout, _ context: PaneContext,
        into canvas: inout Canvas, row: Rect
    ) {
        let isEnabled = entry.why == nil
        let key =
            entry.argument == .none
            ? context.keys.title(of: entry.action, isUnicode: canvas.isUnicode) : ""
        canvas.cells(
            [
                Line.found(typed, in: entry.completion, isEnabled ? .textStrong : .keyDisabled),
                Line(entry.why ?? entry.summary, isEnabled ? .text : .keyDisabled),
                Line(key, isEnabled ? .key : .keyDisabled),
            ], layout, in: row.split(left: 2).rest, .dialog)
    }
}
