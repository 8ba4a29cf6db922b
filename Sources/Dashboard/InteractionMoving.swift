import RunModel
import Terminal

// Moving: cursors, panes, folds, marks.
extension Turn {
    func rows(_ pane: PaneID) -> [RowID] { shape.pane(pane)?.rows(context) ?? [] }

    func page(_ pane: PaneID) -> Int {
        guard let area = shape.areas(context)[pane], let type = shape.pane(pane) else { return 1 }
        return max(1, type.page(context, area: area))
    }

    mutating func move(by step: Int) {
        let rows = rows(view.focus)
        guard !rows.isEmpty else { return scroll(by: step) }
        let at = place(of: view.focus, in: rows)
        let (next, isOver) = at.addingReportingOverflow(step)
        let place = isOver ? (step < 0 ? 0 : rows.count - 1) : min(max(0, next), rows.count - 1)
        view.cursors[view.focus] = rows[place]
    }

    mutating func movePage(_ direction: Int) { move(by: direction * max(1, page(view.focus) - 1)) }

    mutating func moveToEnd(_ direction: Int) {
        let rows = rows(view.focus)
        if let row = direction < 0 ? rows.first : rows.last {
            view.cursors[view.focus] = row
        } else {
            scroll(by: direction < 0 ? .min : .max)
        }
    }

    /// The next pane that is shown, or any where the pane is alone.
    mutating func step(by step: Int) {
        let panes = PaneID.allCases
        guard let at = panes.firstIndex(of: view.focus) else { return }
        view.focus = panes[(at + step + panes.count) % panes.count]
    }

    /// Enter: the window of the row; where all is well, what is inside it, and again to fold it.
    mutating func open() {
        switch context.opening {
        case .item: run(.item)
        case let window?: view.overlays.append(window)
        case nil:
            guard let row = view.cursors[view.focus] else { return }
            if isOpen(row) { collapse() } else { expand() }
        }
    }

    private func isOpen(_ row: RowID) -> Bool {
        view.focus == .tables ? TablesPane.isOpen(row, context) : view.expanded.contains(row)
    }

    mutating func expand() {
        if let row = view.cursors[view.focus] {
            guard context.canUnfold(row) else { return }
            guard !isOpen(row) else { return move(by: 1) }
            view.collapsed.remove(row)
            // On a large screen they are open unless they were closed.
            if !isOpen(row) { view.expanded.insert(row) }
        } else {
            scrollSideways(1)
        }
    }

    mutating func collapse() {
        if let row = view.cursors[view.focus] {
            if context.canUnfold(row), isOpen(row) {
                view.expanded.remove(row)
                if isOpen(row) { view.collapsed.insert(row) }
            } else if let parent = row.parent, rows(view.focus).contains(parent) {
                view.cursors[view.focus] = parent
            }
        } else {
            scrollSideways(-1)
        }
    }

    /// A text to the right and the left; a graph over more and less time.
    private mutating func scrollSideways(_ direction: Int) {
        if view.focus == .flow { return widen(direction) }
        let columns = (view.sideways[view.focus] ?? 0) + 8 * direction
        view.sideways[view.focus] = min(max(0, columns), 1_000)
    }

    /// To the next row that the pane's filter names, and which of them it is.
    mutating func moveToMatch(_ step: Int) {
        let rows = rows(view.focus)
        let filter = view.filters[view.focus] ?? ""
        guard !filter.isEmpty else {
            return say("no filter: \(keys.title(of: .search)) sets one", .warning)
        }
        guard !rows.isEmpty else { return scroll(by: step) }
        let at = place(of: view.focus, in: rows)
        let matches = rows.indices.filter { rows[$0].matches(filter) }
        let next =
            step > 0
            ? matches.firstIndex { $0 > at } ?? matches.indices.first
            : matches.lastIndex { $0 < at } ?? matches.indices.last
        if let next {
            view.cursors[view.focus] = rows[matches[next]]
            let isAround = step > 0 ? matches[next] <= at : matches[next] >= at
            say("\(next + 1) of \(matches.count)" + (isAround ? ", from the other end" : ""))
            return
        }
        move(by: step)
    }

    mutating func clear() {
        if view.filters[view.focus] != nil {
            view.filters[view.focus] = nil
            say("filter cleared")
        } else if !view.marks.isEmpty {
            view.marks = []
            say("marks cleared")
        } else if view.isZoomed {
            view.isZoomed = false
        }
    }

    mutating func mark() {
        guard let table = context.cursorTable else { return }
        if view.marks.remove(table) == nil { view.marks.insert(table) }
        sayMarks()
        // On to the next table, so that a held space marks one after the other.
        guard view.focus == .tables else { return }
        let rows = rows(.tables)
        let at = place(of: .tables, in: rows)
        if let next = rows.dropFirst(at + 1).first(where: { $0.table != table }) {
            view.cursors[.tables] = next
        }
    }

    mutating func markAll() {
        let shown = Set(rows(.tables).compactMap(\.table))
        if shown.isSubset(of: view.marks) {
            view.marks.subtract(shown)
        } else {
            view.marks.formUnion(shown)
        }
        sayMarks()
    }

    private mutating func sayMarks() {
        say(view.marks.isEmpty ? "nothing is marked" : "\(view.marks.count) marked")
    }

    /// A longer or shorter span of the graphs; more or fewer lines of the log.
    mutating func widen(_ step: Int) {
        if view.focus == .flow {
            view.span = FlowSpan.allCases.moved(from: view.span, by: step)
            say("graphs over \(view.span.rawValue)")
        } else {
            view.level = Notice.Level.allCases.moved(from: view.level, by: -step)
            say(
                view.level == .debug
                    ? "all lines" : "lines of level \(view.level.rawValue) and above")
        }
    }

    mutating func chooseTheme() {
        guard !view.themes.isEmpty else { return say("there are no themes", .warning) }
        view.overlays.append(
            .menu(
                Menu(
                    .theme(before: view.theme), items: view.themes,
                    selected: view.themes.firstIndex(of: view.theme) ?? 0)))
    }

    mutating func take(_ event: MouseEvent) {
        let step = event.kind == .wheelUp ? -3 : 3
        let isWheel = event.kind == .wheelUp || event.kind == .wheelDown
        if let overlay = view.overlays.last {
            if isWheel, overlay.top != nil { scrollPage(by: step) }
            return
        }
        let found = shape.areas(context).first { _, area in
            (area.row..<area.endRow).contains(event.row)
                && (area.column..<area.endColumn).contains(event.column)
        }
        guard let (pane, area) = found else { return }
        view.focus = pane
        if isWheel { return move(by: step) }
        let rows = rows(pane)
        guard let type = shape.pane(pane), !rows.isEmpty else { return }
        let frame = PaneFrame(area, context)
        let page = max(1, type.page(context, area: area))
        // What is left of the space is the names of columns; a row of several lines leaves part of one.
        let height = max(1, frame.rows / page)
        let head =
            (frame.isFramed || frame.isTitled ? 1 : 0)
            + (height == 1 ? max(0, frame.rows - page) : 0)
        let line = event.row - area.row - head
        let place = line / height + (view.tops[pane] ?? 0)
        guard line >= 0, rows.indices.contains(place) else { return }
        view.cursors[pane] = rows[place]
        if event.kind == .doublePress { run(.open) }
    }
}

extension [FlowSpan] {
    fileprivate func moved(from value: FlowSpan, by step: Int) -> FlowSpan {
        self[Swift.min(Swift.max(0, (firstIndex(of: value) ?? 0) + step), count - 1)]
    }
}

extension [Notice.Level] {
    fileprivate func moved(from value: Notice.Level, by step: Int) -> Notice.Level {
        self[Swift.min(Swift.max(0, (firstIndex(of: value) ?? 0) + step), count - 1)]
    }
}

extension RowID {
    /// True where its own name holds the text, whatever the case.
    func matches(_ filter: String) -> Bool {
        let text: String =
            switch self {
            case .table(let name), .schemaTable(let name), .validation(let name): name
            case .entity(let id): id.entity
            case .segment(let id): id.description
            case .column(_, let name): name
            case .errorGroup(let id): (id.table ?? "") + " " + id.cause
            // Their text is the pane's to know: the pane shows only those that match.
            case .risk, .relation, .difference: filter
            }
        return text.lowercased().contains(filter.lowercased())
    }
}
