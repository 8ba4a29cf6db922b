import RunModel
import Terminal

// Keeping the view true to the run: cursors on their things, in sight; pages of start and end.
extension Turn {
    mutating func settle() {
        if !view.marks.isEmpty { view.marks.formIntersection(snapshot.tables.map(\.name)) }
        let areas = shape.areas(context)
        // The tables' cursor says what a command is about, even where the pane is not shown.
        for pane in PaneID.allCases
        where areas[pane] != nil || pane == view.focus || pane == .tables {
            settleCursor(of: pane, area: areas[pane])
        }
        settlePages()
        settleWindow()
        hearRefusal()
        hearResult()
    }

    /// Where the last key put a cursor.
    mutating func noteMoves(since before: ViewState) {
        // The tables keep their order but for what the operator sorts by; of errors the newest come first.
        guard view.cursors[.errors] != before.cursors[.errors] else { return }
        if view.cursors[.errors] == rows(.errors).first {
            view.memory.moved.remove(.errors)
        } else {
            view.memory.moved.insert(.errors)
        }
    }

    private mutating func settleCursor(of pane: PaneID, area: Rect?) {
        let rows = rows(pane)
        guard !rows.isEmpty else {
            view.cursors[pane] = nil
            view.memory.places[pane] = nil
            return
        }
        // Nobody looks for a group in it yet: what stands on top is what matters.
        let isFree =
            pane == .errors && view.focus != pane && !view.memory.moved.contains(pane)
        let place = isFree ? 0 : place(of: pane, in: rows)
        view.cursors[pane] = rows[place]
        view.memory.places[pane] = place
        guard let area, let type = shape.pane(pane) else { return }
        let page = max(1, type.page(context, area: area))
        view.tops[pane] = Scroll.first(
            selected: place, count: rows.count, rows: page, current: view.tops[pane] ?? 0)
    }

    /// Where the cursor's thing stands; where it is gone, what holds it, else what took its place.
    func place(of pane: PaneID, in rows: [RowID]) -> Int {
        var wanted = view.cursors[pane]
        // Most often nothing has moved.
        if let wanted, let last = view.memory.places[pane], rows.indices.contains(last),
            rows[last] == wanted
        {
            return last
        }
        while let row = wanted {
            if let at = rows.firstIndex(of: row) { return at }
            wanted = row.parent
        }
        return min(max(0, view.memory.places[pane] ?? 0), rows.count - 1)
    }

    /// The page of the start while a begin is awaited; the page of the end when it is reached: again after
    /// a retry that ends otherwise than before, else it is only offered.
    private mutating func settlePages() {
        let phase = snapshot.phase
        if phase != view.memory.phase {
            view.memory.phase = phase
            if phase != .waiting {
                view.overlays.removeAll(where: \.isStart)
            } else if !view.overlays.contains(where: \.isStart) {
                view.overlays.insert(.start(top: 0), at: 0)
            }
        }
        if !snapshot.isFinished {
            view.overlays.removeAll(where: \.isEnd)
        } else if view.memory.seenEnd?.spells != snapshot.spells {
            let before = view.memory.seenEnd
            view.memory.seenEnd = .init(spells: snapshot.spells, outcome: snapshot.outcome)
            // What a command began is over.
            if view.memory.announced != nil { view.message = nil }
            view.memory.announced = nil
            if before == nil || before?.outcome != snapshot.outcome {
                view.overlays.insert(.end(top: 0), at: 0)
            } else {
                say("nothing more to do; \(keys.title(of: .end)) shows how it ended")
            }
        }
    }

    /// A window's text may have become shorter.
    private mutating func settleWindow() {
        guard let top = view.overlays.last?.top, top > 0 else { return }
        guard let extent = shape.extent(context) else { return setTop(0) }
        setTop(min(top, max(0, extent.rows - extent.page)))
    }

    /// The engine's no to a command is an answer to a key, if a late one.
    private mutating func hearRefusal() {
        guard let last = model.commands.entries.last(where: \.isRefused),
            last.time > view.memory.refusalAt, case .refused(let why) = last.result
        else { return }
        view.memory.refusalAt = last.time
        say("\(last.command.verb) refused: \(why)", .warning)
    }

    /// What was announced and is carried out is told as done, unless another key came between.
    private mutating func hearResult() {
        guard var announced = view.memory.announced else { return }
        if announced.text == nil { announced.text = view.message?.text }
        view.memory.announced = announced
        guard model.commands.finished(announced.command) > announced.finished else { return }
        view.memory.announced = nil
        guard let text = announced.text, text == view.message?.text,
            let result = result(of: announced.command)
        else { return }
        // How many were left out stays true.
        say(result + (text.firstIndex(of: ";").map { String(text[$0...]) } ?? ""))
    }

    mutating func setTop(_ top: Int) {
        guard let last = view.overlays.indices.last else { return }
        view.overlays[last].top = top
    }
}

extension CommandBook.Entry {
    fileprivate var isRefused: Bool { if case .refused = result { true } else { false } }
}

extension Overlay {
    var isStart: Bool { if case .start = self { true } else { false } }
    var isEnd: Bool { if case .end = self { true } else { false } }

    /// The first line shown; nil for what does not scroll.
    package var top: Int? {
        get {
            switch self {
            case .start(let top), .end(let top), .help(let top, _), .error(_, let top),
                .difference(_, _, let top),
                .item(_, let top):
                top
            case .input, .palette, .dialog, .menu: nil
            }
        }
        set {
            let top = max(0, newValue ?? 0)
            switch self {
            case .start: self = .start(top: top)
            case .end: self = .end(top: top)
            case .help(_, let search): self = .help(top: top, search: search)
            case .error(let id, _): self = .error(id, top: top)
            case .difference(let table, let number, _):
                self = .difference(table: table, number: number, top: top)
            case .item(let entity, _): self = .item(entity, top: top)
            case .input, .palette, .dialog, .menu: break
            }
        }
    }
}
