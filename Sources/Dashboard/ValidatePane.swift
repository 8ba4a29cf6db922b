import PlainText
import RunModel
package import Terminal

/// Source against target, table by table: equal, differs, running or not compared yet.
package enum ValidatePane: Pane {
    package static let id = PaneID.validate

    package static func rows(_ context: PaneContext) -> [RowID] {
        let snapshot = context.snapshot
        return entries(context).map { row($0, snapshot) }
    }

    private static func row(_ entry: Entry, _ snapshot: RunSnapshot) -> RowID {
        let name = snapshot.tables[entry.table].name
        return entry.difference.map { .difference(table: name, number: $0) } ?? .validation(name)
    }

    private static func cursor(_ context: PaneContext, _ entries: [Entry]) -> Int {
        let snapshot = context.snapshot
        var wanted = context.view.cursors[id]
        while let sought = wanted {
            if let at = entries.firstIndex(where: { row($0, snapshot) == sought }) { return at }
            wanted = sought.parent
        }
        return 0
    }

    package static func page(_ context: PaneContext, area: Rect) -> Int {
        max(0, PaneFrame(area, context).rows - headerRows(area, context))
    }

    private struct Entry {
        var table: Int
        var difference: Int?
    }

    private static func entries(_ context: PaneContext) -> [Entry] {
        var entries: [Entry] = []
        let filter = context.view.filters[id] ?? ""
        let match = TextMatch(filter)
        let tables = context.snapshot.tables
        entries.reserveCapacity(tables.count)
        for index in tables.indices {
            guard filter.isEmpty || match.isFound(in: tables[index].name) else { continue }
            entries.append(Entry(table: index))
            guard !tables[index].differences.isEmpty,
                context.view.expanded.contains(.validation(tables[index].name))
            else { continue }
            for number in tables[index].differences.indices {
                entries.append(Entry(table: index, difference: number))
            }
        }
        return entries
    }

    package static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        let entries = entries(context)
        let cursor = cursor(context, entries)
        var footer = Line(entries.isEmpty ? "" : TableWords.place(cursor + 1, of: entries.count))
        if let filter = context.view.filters[id], !filter.isEmpty {
            let found = entries.count { $0.difference == nil }
            footer =
                Line("/" + filter.clipped(to: 20) + " ", .match)
                + Line(TableWords.place(found, of: context.snapshot.tables.count))
        }
        let inside = canvas.pane(id, context, area: area, detail: sum(context), footer: footer)
        let (head, list) = inside.split(top: headerRows(area, context))
        let layout = columns(inside.columns, context)
        guard !entries.isEmpty else {
            let isAny = !context.snapshot.tables.isEmpty
            canvas.empty(isAny ? "nothing matches; Esc shows all" : "no tables yet", in: list)
            return
        }
        if context.view.focus != id, sum(context).isEmpty,
            !context.snapshot.tables.indices.contains(where: {
                context.snapshot.tables[$0].validation != nil
            })
        {
            let key = context.hint(.validate, "compares")
            let how = context.view.isReadOnly ? "" : " · \(key.key) compares"
            canvas.put(
                Line("not compared yet" + how, .textDim), line: 0, column: 1, in: inside, .text)
            return
        }
        canvas.columnHeader(layout, in: head)
        let window = context.window(
            of: id, cursor: cursor, count: entries.count, page: list.rows)
        for (line, at) in window.enumerated() {
            let row = list.line(line)
            let table = context.snapshot.tables[entries[at].table]
            if let number = entries[at].difference {
                draw(table.differences[number], into: &canvas, row: row.inset(columns: 1))
            } else {
                draw(table, context, layout, into: &canvas, row: row)
            }
            if at == cursor { canvas.cursor(context, id, in: row) }
        }
        canvas.scrolled(window, of: entries.count, id, context, area: area)
    }

    private static func headerRows(_ area: Rect, _ context: PaneContext) -> Int {
        PaneFrame(area, context).rows >= 6 ? 1 : 0
    }

    private static func columns(_ width: Int, _ context: PaneContext) -> ColumnLayout {
        let tables = context.snapshot.tables
        let longest = tables.indices.prefix(2_000).map { min(40, tables[$0].name.utf8.count) }
            .max()
        let name = min(max(12, (longest ?? 10) + 2), max(14, width / 3))
        return ColumnLayout(
            [
                .init("", minimum: 3), .init("  table", minimum: name),
                .init("compared", minimum: 8, ideal: min(24, max(8, width / 6)), priority: 4),
                .init("items", minimum: 11, alignment: .right, priority: 3),
                .init("differ", minimum: 6, alignment: .right, priority: 2),
                .init("result", minimum: 12, ideal: 24, maximum: .max, priority: 1),
            ], width: width)
    }

    /// `1 equal · 1 differs · 1 running`.
    private static func sum(_ context: PaneContext) -> Line {
        var equal = 0
        var differ = 0
        var running = 0
        let tables = context.snapshot.tables
        for index in tables.indices
        where tables[index].validation != nil || tables[index].state == .validating {
            switch verdict(tables[index]) {
            case .equal, .sampleEqual: equal += 1
            case .differs: differ += 1
            case .running: running += 1
            case .notYet: break
            }
        }
        var line = Line()
        for (count, word, role) in [
            (equal, "equal", Role.good), (differ, "differ", .tableMismatch),
            (running, "running", .tableValidating),
        ] where count > 0 {
            if !line.isEmpty { line.append(" · ", .textDim) }
            line.append("\(count) \(word)", role)
        }
        return line
    }

    private static func draw(
        _ table: RunSnapshot.TableSnapshot, _ context: PaneContext, _ layout: ColumnLayout,
        into canvas: inout Canvas, row: Rect
    ) {
        let verdict = verdict(table)
        let isOpen =
            table.differences.isEmpty
            ? nil : context.view.expanded.contains(.validation(table.name))
        let compared = verdict == .notYet ? "–" : TableWords.number(table.compared)
        let items = compared + "/" + TableWords.number(table.counts.acknowledged)
        canvas.cells(
            [
                Line(" " + verdict.letter, verdict.role),
                Line(Glyphs.tree(depth: 0, isOpen: isOpen), .textDim)
                    + Line(table.name, verdict == .notYet ? .text : .textStrong),
                Line(), Line(items, verdict == .notYet ? .textDim : .text),
                Line(
                    table.differing > 0 ? TableWords.number(table.differing) : "–",
                    table.differing > 0 ? .tableMismatch : .textDim),
                result(table, verdict),
            ], layout, in: row, .text)
        if let bar = layout.area(of: 2, in: row) {
            let share: Double =
                switch verdict {
                case .notYet: 0
                case .running: TableWords.compared(table) ?? 0
                case .equal, .sampleEqual, .differs: 1
                }
            let role: Role =
                switch verdict {
                case .differs: .barFailed
                case .running, .notYet: .barDone
                case .equal, .sampleEqual: .tableDone
                }
            canvas.bar(share: share, in: bar, role: role)
        }
    }

    private static func draw(_ difference: ItemDifference, into canvas: inout Canvas, row: Rect) {
        let (sign, word, role): (String, String, Role) =
            switch difference.kind {
            case .missing: ("-", "missing", .diffExpected)
            case .unexpected: ("+", "unexpected", .diffFound)
            case .changed: ("~", "changed", .warning)
            }
        var line = Line("    \(sign) \(word.padded(to: 11))", role)
        line.append(difference.key, .text)
        if let attribute = difference.attribute { line.append("  " + attribute, .textAccent) }
        canvas.put(line, line: 0, in: row, .text)
    }
}
