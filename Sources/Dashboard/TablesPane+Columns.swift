import PlainText
import RunModel
import Terminal

/// The columns of the Tables pane at a width.
struct TableColumns {
    enum Column {
        case flags, name, bar, share, items, rate, left, note
    }

    let layout: ColumnLayout
    private let shown: [Column]

    init(_ area: Rect, _ snapshot: RunSnapshot, isOpen: Bool) {
        let width = area.columns
        // By the plan, not by what is seen: nothing moves while it scrolls.
        var longest = 10
        let tables = snapshot.tables
        for index in tables.indices.prefix(2_000) {
            longest = max(longest, min(40, tables[index].name.utf8.count) + 2)
            guard isOpen else { continue }
            for entity in tables[index].entities {
                longest = max(longest, min(40, entity.name.utf8.count) + 4)
            }
        }
        let isTight = width < 76
        let name = min(longest, max(14, isTight ? width * 2 / 5 : width / 4))
        let bar = min(32, max(8, width / 6))
        let all: [(column: Column, place: ColumnLayout.Column)] = [
            (.flags, .init("", minimum: 4)),
            (.name, .init("  table", minimum: min(name, 12), ideal: name)),
            (
                .bar,
                .init(
                    width < 90 ? "" : "progress", minimum: 6, ideal: bar, priority: isTight ? 6 : 3)
            ),
            (.share, .init("%", minimum: 6, alignment: .right, priority: 1)),
            (
                .items,
                .init(
                    "items", minimum: width < 90 ? 11 : 12, alignment: .right,
                    priority: isTight ? 5 : 2)
            ),
            (.rate, .init("items/s", minimum: 7, alignment: .right, priority: 4)),
            (.left, .init("left", minimum: 6, alignment: .right, priority: isTight ? 4 : 3)),
            (
                .note,
                .init("state", minimum: isTight ? 10 : 14, ideal: 24, maximum: .max, priority: 1)
            ),
        ]
        // Nothing is fast where nothing is at work.
        let isAtWork = tables.indices.contains { index in
            switch tables[index].state {
            case .preparing, .copying, .verifying, .validating, .pausing: true
            case .queued, .paused, .done, .differs, .failed: false
            }
        }
        let kept = all.filter { isAtWork || ($0.column != .rate && $0.column != .left) }
        shown = kept.map(\.column)
        layout = ColumnLayout(kept.map(\.place), width: width)
    }

    func area(_ column: Column, in row: Rect) -> Rect? {
        shown.firstIndex(of: column).flatMap { layout.area(of: $0, in: row) }
    }
}
