import PlainText
import Terminal

/// A question: its text, what must be typed, its buttons.
///
/// What always holds: the buttons are seen at every size that has two rows; where text has no room its
/// last line says so.
enum DialogDrawing {
    static func draw(
        _ dialog: Dialog, _ context: PaneContext, into canvas: inout Canvas, area: Rect
    ) {
        let labels = dialog.buttons.map { "\($0.key) \($0.label)" }
        let inRow = labels.reduce(-2) { $0 + canvas.width(of: $1) + 6 }
        let widest = labels.map { canvas.width(of: $0) }.max() ?? 0
        let room = max(1, min(area.columns - 4, 72))
        let isRow = inRow <= room
        let longest = dialog.text.map(\.cellWidth).max() ?? 0
        let columns = min(room, max(36, longest, isRow ? inRow : widest + 4))
        let text = dialog.text.flatMap { $0.wrapped(to: columns, limit: 40) }
        let buttons = isRow ? 1 : labels.count
        let typing = dialog.mustType == nil ? 0 : 3
        let inside = canvas.dialog(
            Size(columns: columns, rows: text.count + typing + 1 + buttons), title: dialog.title,
            in: area, isDangerous: dialog.isDangerous)
        let (upper, foot) = inside.split(bottom: min(buttons, max(1, inside.rows - 1)))
        if isRow {
            canvas.buttons(labels, focus: dialog.selected, in: foot)
        } else {
            canvas.menu(
                labels.map { MenuItem(Line($0)) }, selected: dialog.selected, in: foot)
        }
        // Empty rows go first, then text: at least a line of it and what is to be typed are seen.
        let isTight = upper.rows < text.count + typing + 1
        let least = typing == 0 ? 0 : upper.rows > 3 ? 2 : 1
        let (words, input) = upper.split(bottom: isTight ? least : typing + 1)
        write(text, in: words, isDangerous: dialog.isDangerous, into: &canvas)
        if let wanted = dialog.mustType { type(wanted, dialog, in: input, into: &canvas) }
    }

    private static func write(
        _ text: [String], in area: Rect, isDangerous: Bool, into canvas: inout Canvas
    ) {
        let shown = text.prefix(area.rows)
        for (number, line) in shown.enumerated() {
            let isCut = number == area.rows - 1 && text.count > area.rows
            canvas.put(isCut ? line + " …" : line, line: number, in: area, .dialog)
        }
    }

    /// What must be typed, and what is typed so far: it works once it is the same.
    private static func type(
        _ wanted: String, _ dialog: Dialog, in area: Rect, into canvas: inout Canvas
    ) {
        let text = dialog.input?.text ?? ""
        let isRight = text == wanted
        guard area.rows > 1 else {
            let used = canvas.put(
                Line("type \(wanted): ".clipped(to: area.columns * 2 / 3)), line: 0, in: area,
                isRight ? .good : .dialog)
            canvas.inputLine(
                text, cursor: dialog.input?.cursor ?? 0, in: area.split(left: used).rest)
            return
        }
        let top = area.rows > 2 ? 1 : 0
        var line = Line("Type ", .dialog)
        line.append(wanted, .textStrong)
        let keys = dialog.buttons.dropFirst().map { String($0.key) }.joined(separator: " or ")
        line.append(
            isRight ? " ✓ now press \(keys)" : " to confirm", isRight ? .good : .dialog)
        canvas.put(line, line: top, in: area, .dialog)
        canvas.inputLine(
            text, cursor: dialog.input?.cursor ?? 0, in: area.line(min(top + 1, area.rows - 1)))
    }
}
