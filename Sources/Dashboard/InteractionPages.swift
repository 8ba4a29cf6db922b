import RunModel
import Terminal

// Keys on a window that is a page of text, and on a menu.
extension Turn {
    mutating func takeOnPage(_ key: Key, _ overlay: Overlay) {
        guard let action = keys.action(of: key) else { return }
        switch action {
        case .up: scrollPage(by: -1)
        case .down: scrollPage(by: 1)
        case .pageUp: scrollPage(by: -windowPage)
        case .pageDown: scrollPage(by: windowPage)
        case .top: setTop(0)
        case .bottom: scrollPage(by: .max)
        case .leave: leavePage(overlay)
        case .clear:
            if case .help(_, let search) = overlay, !search.isEmpty {
                replace(.help(top: 0, search: ""))
            } else {
                close()
            }
        case .open, .begin:
            if overlay.isStart { begin() } else if action == .open { close() }
        case .nextMatch: next(overlay, 1)
        case .previousMatch: next(overlay, -1)
        case .search:
            guard case .help(_, let search) = overlay else { return notHere(action) }
            view.overlays.append(.input(InputLine(.helpSearch, text: search)))
        case .help: if case .help = overlay { close() } else { run(action) }
        case .end where overlay.isEnd: close()
        case .retry:
            guard case .error = overlay else { return notHere(action) }
            run(action)
        case .retryAll where overlay.isEnd, .validate where overlay.isEnd,
            .repair where overlay.isEnd:
            // The page is about the whole run, and so are its keys.
            close()
            if action != .retryAll { named = snapshot.tables.map(\.name) }
            run(action)
        case .repair:
            guard case .difference(let table, _, _) = overlay else { return notHere(action) }
            named = [table]
            run(action)
        case .item:
            if case .difference = overlay {
                let tables = keys.title(of: .tables)
                return say(
                    "which row makes this item is not known here; \(tables) and then "
                        + "\(keys.title(of: .item)) goes through the rows", .warning)
            }
            guard case .error = overlay else { return notHere(action) }
            run(action)
        case .tables, .schema, .flow, .errors, .validation, .log, .nextPane, .previousPane:
            // The pages of start and end stand before the panes; the others are about a row.
            guard overlay.isStart || overlay.isEnd else { return notHere(action) }
            close()
            run(action)
        case .palette, .theme, .mouse, .faster, .slower, .redraw, .suspend, .copy, .copyRow,
            .exportErrors,
            .dumpScreen, .plainPrint:
            run(action)
        case .collapse, .expand, .zoom, .sort, .reverseSort, .less, .more, .follow, .wrap, .mark,
            .markAll,
            .end, .pause, .pauseAll, .retryAll, .validate, .writeLimit, .inFlightLess,
            .inFlightMore,
            .undo, .reset:
            notHere(action)
        }
    }

    private mutating func notHere(_ action: Action) {
        say(
            "\(action.name) does not work in this window; \(keys.title(of: .leave)) closes it",
            .textDim)
    }

    private var windowPage: Int { max(1, (shape.extent(context)?.page ?? 2) - 1) }

    mutating func scrollPage(by step: Int) {
        guard let top = view.overlays.last?.top, let extent = shape.extent(context) else { return }
        let last = max(0, extent.rows - extent.page)
        let (next, isOver) = top.addingReportingOverflow(step)
        setTop(isOver ? last : min(max(0, next), last))
    }

    mutating func close() {
        if !view.overlays.isEmpty { view.overlays.removeLast() }
    }

    private mutating func leavePage(_ overlay: Overlay) {
        if overlay.isStart || overlay.isEnd { leave() } else { close() }
    }

    /// The next of the window's kind: match, error, difference, row.
    private mutating func next(_ overlay: Overlay, _ step: Int) {
        switch overlay {
        case .error(let id, _):
            let groups = ErrorsPane.groups(context)
            let known = groups.firstIndex { $0.id == id }
            guard let at = known ?? groups.firstIndex(where: { $0.id == id.overTables }),
                groups.indices.contains(at + step)
            else {
                return say("no further errors", .textDim)
            }
            replace(.error(groups[at + step].id, top: 0))
            view.cursors[.errors] = .errorGroup(groups[at + step].id)
        case .difference(let table, let number, _):
            let items = snapshot.table(table).map(DifferingItems.init)
            guard let next = items?.next(from: number, by: step) else {
                return say("no further differences", .textDim)
            }
            replace(.difference(table: table, number: next, top: 0))
            view.cursors[.validate] = .difference(table: table, number: next)
        case .item(let entity, _): nextItem(entity, step)
        default: notHere(step > 0 ? .nextMatch : .previousMatch)
        }
    }

    private mutating func replace(_ overlay: Overlay) {
        close()
        view.overlays.append(overlay)
    }

    private mutating func nextItem(_ entity: EntityID, _ step: Int) {
        guard let inspection = snapshot.inspection, inspection.entity == entity else {
            return say("the row is on its way", .textDim)
        }
        if step > 0 {
            guard let row = inspection.row else { return say("no further row", .textDim) }
            view.memory.trail.append(row)
            // Longer than anybody walks.
            if view.memory.trail.count > 1_000 { view.memory.trail.removeFirst() }
            send(.inspect(entity, .after(row)))
        } else {
            guard let row = view.memory.trail.popLast() else {
                return say("this is the first one seen", .textDim)
            }
            send(.inspect(entity, .at(row)))
        }
        setTop(0)
    }

    mutating func showItem() {
        guard let entity = context.cursorEntity else { return }
        view.memory.trail = []
        let sample = context.errorGroup?.samples.first { $0.entity == entity && $0.key != nil }?.key
        view.overlays.append(.item(entity, top: 0))
        send(.inspect(entity, sample.map(InspectedRow.at) ?? .first))
    }

    // Menus

    mutating func take(_ key: Key, _ menu: Menu) {
        let count = menu.items.count
        switch keys.action(of: key) {
        case .up, .previousPane, .collapse:
            select(menu, (menu.selected + count - 1) % max(1, count))
        case .down, .nextPane, .expand: select(menu, (menu.selected + 1) % max(1, count))
        case .top, .pageUp: select(menu, 0)
        case .bottom, .pageDown: select(menu, count - 1)
        case .open, .mark: choose(menu)
        case .clear, .leave: cancel(menu)
        case .sort where menu.kind == .sort: cancel(menu)
        case .theme where menu.kind != .sort: cancel(menu)
        case .redraw: run(.redraw)
        case .suspend: run(.suspend)
        default: break
        }
    }

    private mutating func select(_ menu: Menu, _ selected: Int) {
        guard menu.items.indices.contains(selected) else { return }
        var menu = menu
        menu.selected = selected
        replace(.menu(menu))
        if case .theme = menu.kind { wear(menu.items[selected]) }
    }

    private mutating func choose(_ menu: Menu) {
        close()
        guard menu.items.indices.contains(menu.selected) else { return }
        switch menu.kind {
        case .sort: sort(by: menu.items[menu.selected])
        case .theme:
            wear(menu.items[menu.selected])
            say("theme \(view.theme)")
        }
    }

    private mutating func cancel(_ menu: Menu) {
        close()
        if case .theme(let before) = menu.kind { wear(before) }
    }

    mutating func wear(_ theme: String) {
        guard theme != view.theme else { return }
        view.theme = theme
        effect(.setTheme(theme))
    }

    mutating func sort(by name: String) {
        guard let sort = TableSort(rawValue: name) else { return }
        view.sort = sort
        say("sorted by \(sort.rawValue)")
    }
}
