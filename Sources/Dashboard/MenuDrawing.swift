import PlainText
import Terminal

/// A list to choose one of, at the right edge so that what it changes is seen.
enum MenuDrawing {
    static func draw(
        _ menu: Menu, _ context: PaneContext, into canvas: inout Canvas, area: Rect
    ) {
        let items = menu.items.map { MenuItem(words($0, menu.kind)) }
        let title =
            switch menu.kind {
            case .sort: "Sort the tables by"
            case .theme: "Theme"
            }
        let hint = "Enter takes it · Esc goes back"
        let widest = items.map { canvas.width(of: $0.text) }.max() ?? 0
        let columns = max(widest + 4, canvas.width(of: hint))
        let place =
            area.columns >= columns + 12
            ? area.split(left: area.columns - columns - 6).rest : area
        let (_, below) = place.split(top: area.rows > items.count + 8 ? 2 : 0)
        let wanted = Rect(
            row: below.row, column: below.column,
            rows: min(below.rows, items.count + 4), columns: below.columns)
        let inside = canvas.dialog(
            Size(columns: columns, rows: items.count + 2), title: title, in: wanted)
        let (list, foot) = inside.split(bottom: inside.rows > 3 ? 2 : 0)
        canvas.menu(items, selected: menu.selected, in: list)
        canvas.put(hint, line: 1, in: foot, .textDim)
    }

    private static func words(_ item: String, _ kind: Menu.Kind) -> Line {
        guard case .sort = kind, let sort = TableSort(rawValue: item) else { return Line(item) }
        let meaning =
            switch sort {
            case .plan: "as the mapping has them"
            case .name: "A to Z"
            case .state: "what needs attention first"
            case .progress: "the least first"
            case .items: "the largest first"
            case .rate: "the fastest first"
            case .left: "the longest to go first"
            }
        return Line(item.padded(to: 10)) + Line(meaning, .textDim)
    }
}
