package import RunModel
package import Terminal

/// Where everything stands on a screen of some size.
///
/// What always holds:
/// 1. The rectangles do not overlap and lie on the screen.
/// 2. The pane with the focus is shown, at any size from 40×8 up; zoomed, it is the only one.
/// 3. They change with the size, the focus, the zoom and the plan, never with the run's progress: nothing jumps
///    while it is being read.
package struct Layout: Sendable, Equatable {
    package enum Kind: Sendable, Comparable {
        /// Below 40×8: a message.
        case tooSmall
        /// From 40×8: a summary and a short list.
        case summary
        /// From 60×15: one pane without a frame.
        case narrow
        /// From 80×20: one pane, and below the tables a glance at the others.
        case standard
        /// 80 wide and 40 high: tables, flow and errors, one below the other.
        case tall
        /// From 110×40: all panes.
        case wide
        /// From 170×50: all panes side by side, the tables open.
        case full

        package init(_ size: Size) {
            switch (size.columns, size.rows) {
            case (170..., 50...): self = .full
            case (110..., 40...): self = .wide
            case (80..., 40...): self = .tall
            case (80..., 20...): self = .standard
            case (60..., 15...): self = .narrow
            case (40..., 8...): self = .summary
            default: self = .tooSmall
            }
        }
    }

    package let kind: Kind
    package private(set) var header: Rect
    /// The panes' names; empty where there is no room for them.
    package private(set) var tabs: Rect
    package private(set) var panes: [PaneID: Rect] = [:]
    /// A few lines about the panes that are not shown; empty where they all are.
    package private(set) var glance = Rect(row: 0, column: 0, rows: 0, columns: 0)
    /// The line above the key bar.
    package private(set) var message: Rect
    package private(set) var keys: Rect

    package init(size: Size, view: ViewState, snapshot: RunSnapshot) {
        kind = Kind(size)
        let whole = Rect(size)
        let isSmall = kind < .narrow
        let below: Rect
        (header, below) = whole.split(top: Self.headerRows(kind))
        let (upper, bottom) = below.split(bottom: 2)
        (message, keys) = bottom.split(top: 1)
        let main: Rect
        (tabs, main) = upper.split(top: isSmall ? 0 : 1)
        guard kind > .tooSmall else {
            header = whole
            (message, keys) = (whole.split(top: 0).top, whole.split(top: 0).top)
            return
        }
        if view.isZoomed {
            panes = [view.focus: main]
            return
        }
        switch kind {
        case .tooSmall, .summary, .narrow: panes = [view.focus: main]
        case .standard: layOutOne(main, view, snapshot)
        case .tall: layOutTall(main, view.focus)
        case .wide: layOutWide(main, Self.need(snapshot))
        case .full: layOutFull(main, Self.need(snapshot))
        }
    }

    /// Where each pane that is shown stands.
    package static func areas(
        size: Size, view: ViewState, snapshot: RunSnapshot
    ) -> [PaneID: Rect] {
        Layout(size: size, view: view, snapshot: snapshot).panes
    }

    private static func headerRows(_ kind: Kind) -> Int {
        switch kind {
        case .tooSmall: 0
        case .summary, .narrow, .standard: 2
        case .tall, .wide, .full: 4
        }
    }

    /// The rows the tables take when all are open, with frame and column names.
    private static func need(_ snapshot: RunSnapshot) -> Int {
        var need = 3
        for index in snapshot.tables.indices {
            need += 1 + snapshot.tables[index].entities.count
            if need > 200 { break }
        }
        return need
    }

    /// The rows of the tree as it is opened, with frame and column names and one to spare.
    private static func need(_ snapshot: RunSnapshot, _ view: ViewState) -> Int {
        var need = 4 + snapshot.tables.count
        guard !view.expanded.isEmpty else { return need }
        for table in snapshot.tables where view.expanded.contains(.table(table.name)) {
            need += table.entities.count
            for entity in table.entities {
                let id = EntityID(table: table.name, entity: entity.name)
                if view.expanded.contains(.entity(id)) { need += entity.segments.count }
            }
            if need > 200 { break }
        }
        return need
    }

    private mutating func layOutOne(_ main: Rect, _ view: ViewState, _ snapshot: RunSnapshot) {
        guard view.focus == .tables else {
            panes = [view.focus: main]
            return
        }
        let most = main.rows - min(5, main.rows - 11)
        let (tables, rest) = main.split(top: min(most, max(7, Self.need(snapshot, view))))
        panes = [.tables: tables]
        glance = rest
    }

    private mutating func layOutTall(_ main: Rect, _ focus: PaneID) {
        let (upper, errors) = main.split(bottom: 8)
        let (tables, flow) = upper.split(bottom: 10)
        panes = [.tables: tables, .flow: flow, .errors: errors]
        // Another pane takes the place of the two below.
        if panes[focus] == nil {
            panes = [
                .tables: tables,
                focus: Rect(
                    row: flow.row, column: main.column, rows: flow.rows + errors.rows,
                    columns: main.columns),
            ]
        }
    }

    private mutating func layOutWide(_ main: Rect, _ need: Int) {
        let (tables, rest) = main.split(top: min(max(12, need), main.rows - 9 - 7 - 5))
        let more = rest.rows - 9 - 7 - 5
        let (first, below) = rest.split(top: 9 + more / 3)
        let (second, last) = below.split(top: 7 + more / 3)
        let (flow, errors) = first.split(left: first.columns / 2)
        let (schema, validate) = second.split(left: second.columns / 2)
        panes = [
            .tables: tables, .flow: flow, .errors: errors, .schema: schema, .validate: validate,
            .log: last,
        ]
    }

    private mutating func layOutFull(_ main: Rect, _ need: Int) {
        let (left, right) = main.split(left: main.columns * 3 / 5)
        let (tables, below) = left.split(top: min(max(12, need), main.rows * 3 / 5))
        let (schema, log) = below.split(top: below.rows / 2)
        let (flow, rest) = right.split(top: main.rows * 3 / 8)
        let (errors, validate) = rest.split(top: rest.rows / 2)
        panes = [
            .tables: tables, .schema: schema, .log: log, .flow: flow, .errors: errors,
            .validate: validate,
        ]
    }
}
