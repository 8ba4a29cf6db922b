import PlainText
import RunModel
import Terminal

/// Draws the rows of the Tables tree.
struct TableRowDrawing {
    let context: PaneContext
    let columns: TableColumns
    /// For each queued table its number in the queue, from 1.
    private let queue: [Int: Int]
    /// True while the target answers nothing: then nobody knows how long it takes.
    private let isSilent: Bool

    init(context: PaneContext, columns: TableColumns) {
        self.context = context
        self.columns = columns
        isSilent = context.snapshot.silence(at: context.view.now) != nil
        var queue: [Int: Int] = [:]
        let tables = context.snapshot.tables
        for index in tables.indices where tables[index].state == .queued {
            queue[index] = queue.count + 1
            // Further back than anyone counts.
            if queue.count >= 99 { break }
        }
        self.queue = queue
    }

    func draw(_ row: TableRow, into canvas: inout Canvas, row area: Rect) {
        let table = context.snapshot.tables[row.table]
        guard let place = row.entity else {
            drawTable(table, at: row.table, into: &canvas, area)
            return
        }
        let entity = table.entities[place]
        if let number = row.segment {
            if let standing = entity.segments[number] {
                drawSegment(standing, number, of: table, into: &canvas, area)
            }
        } else {
            drawEntity(entity, of: table, into: &canvas, area)
        }
    }

    private func drawTable(
        _ table: RunSnapshot.TableSnapshot, at place: Int, into canvas: inout Canvas, _ area: Rect
    ) {
        let (counts, isEstimate) = TableWords.counts(table)
        let role = TableWords.role(table.state)
        let isMarked = context.view.marks.contains(table.name)
        flags(
            TableWords.letter(table.state), role, isMarked: isMarked,
            hasQuarantine: counts.quarantined > 0, into: &canvas, area)
        let id = RowID.table(table.name)
        let isOpen = table.entities.isEmpty ? nil : TablesPane.isOpen(id, context)
        name(
            Glyphs.tree(depth: 0, isOpen: isOpen), table.name, isMarked ? .mark : .textStrong,
            into: &canvas, area)
        progress(
            counts, table.isValidationStopped ? .done : table.state,
            isWhole: TableWords.isWhole(table), isEstimate: isEstimate, into: &canvas, area)
        if isMoving(table.state) {
            let rates = context.model.rates
            speed(
                rates.rate(of: table.name),
                isSilent ? nil : rates.left(of: table.name, in: context.snapshot),
                into: &canvas, area)
        } else {
            speed(nil, nil, into: &canvas, area)
        }
        let room = columns.area(.note, in: area)?.columns ?? 0
        note(
            TableWords.note(table, context, place: queue[place], columns: room), into: &canvas,
            area)
    }

    private func drawEntity(
        _ entity: RunSnapshot.EntitySnapshot, of table: RunSnapshot.TableSnapshot,
        into canvas: inout Canvas, _ area: Rect
    ) {
        let counts = entity.counts
        let isDone = counts.segments > 0 && counts.segmentsDone >= counts.segments
        let state: TableState =
            TableWords.isWhole(table) || isDone
            ? .done : counts.read == 0 && isMoving(table.state) ? .queued : table.state
        flags(
            TableWords.letter(state), TableWords.role(state), isMarked: false,
            hasQuarantine: counts.quarantined > 0, into: &canvas, area)
        let id = EntityID(table: table.name, entity: entity.name)
        let isOpen =
            entity.segments.isEmpty ? nil : context.view.expanded.contains(.entity(id))
        name(Glyphs.tree(depth: 1, isOpen: isOpen), entity.name, .text, into: &canvas, area)
        progress(counts, state, isWhole: state == .done, into: &canvas, area)
        let isMoving = state != .done && isMoving(table.state)
        let rates = context.model.rates
        speed(
            isMoving ? rates.rate(of: id) : nil,
            isMoving && !isSilent ? rates.left(of: id, in: context.snapshot) : nil, into: &canvas,
            area)
        var line = Line()
        if state == .done {
            line = Line("done", .textDim)
        } else if counts.segments > 1 {
            line = Line("segments \(counts.segmentsDone)/\(counts.segments)", .textDim)
        }
        if counts.quarantined > 0 {
            line.append(
                (line.isEmpty ? "" : ", ") + HumanFormat.count(counts.quarantined)
                    + " in quarantine", .warning)
        }
        note(line, into: &canvas, area)
    }

    private func drawSegment(
        _ standing: SegmentStanding, _ number: Int, of table: RunSnapshot.TableSnapshot,
        into canvas: inout Canvas, _ area: Rect
    ) {
        let state: TableState = standing.isDone ? .done : table.state
        flags(
            TableWords.letter(state), TableWords.role(state), isMarked: false,
            hasQuarantine: false, into: &canvas, area)
        name(
            Glyphs.tree(depth: 2, isOpen: nil), "segment \(number + 1)", .textDim, into: &canvas,
            area)
        if let cell = columns.area(.items, in: area) {
            canvas.put(
                right: TableWords.number(standing.acknowledged), line: 0, in: cell, .textDim)
        }
        let range = standing.isDone ? "done" : standing.watermark.map { "at " + $0 } ?? "not begun"
        let end = standing.through.map { " of " + $0 } ?? ""
        note(Line(range + (standing.isDone ? "" : end), .textDim), into: &canvas, area)
    }

    private func isMoving(_ state: TableState) -> Bool {
        switch state {
        case .preparing, .copying, .verifying, .validating, .queued: true
        case .pausing, .paused, .done, .differs, .failed: false
        }
    }

    /// `>*F!`: the cursor's place, the mark, the state, and that rows are in quarantine.
    private func flags(
        _ letter: String, _ role: Role, isMarked: Bool, hasQuarantine: Bool,
        into canvas: inout Canvas, _ area: Rect
    ) {
        guard let cell = columns.area(.flags, in: area) else { return }
        if isMarked { canvas.put("*", line: 0, column: 1, in: cell, .mark) }
        canvas.put(letter, line: 0, column: 2, in: cell, role)
        if hasQuarantine { canvas.put("!", line: 0, column: 3, in: cell, .warning) }
    }

    private func name(
        _ tree: String, _ name: String, _ role: Role, into canvas: inout Canvas, _ area: Rect
    ) {
        guard let cell = columns.area(.name, in: area) else { return }
        let used = canvas.put(tree, line: 0, in: cell, .textDim)
        canvas.put(name, line: 0, column: used, in: cell, role)
    }

    private func progress(
        _ counts: EntityCounts, _ state: TableState, isWhole: Bool, isEstimate: Bool = false,
        into canvas: inout Canvas, _ area: Rect
    ) {
        let share = TableWords.share(counts, isWhole: isWhole)
        if let cell = columns.area(.bar, in: area) {
            canvas.bar(share: share ?? 0, in: cell, role: barRole(state))
        }
        if let cell = columns.area(.share, in: area) {
            canvas.put(
                right: share.map(HumanFormat.percent) ?? "–", line: 0, in: cell, .text)
        }
        if let cell = columns.area(.items, in: area) {
            let items = TableWords.items(counts, isEstimate: isEstimate)
            canvas.put(right: items, line: 0, in: cell, .text)
        }
    }

    private func barRole(_ state: TableState) -> Role {
        switch state {
        case .failed, .differs: .barFailed
        case .paused, .pausing: .barPaused
        // Done is calm: what moves is seen.
        case .done: .tableDone
        default: .barDone
        }
    }

    private func speed(
        _ rate: Double?, _ left: TimeLeft?, into canvas: inout Canvas, _ area: Rect
    ) {
        if let cell = columns.area(.rate, in: area) {
            canvas.put(
                right: TableWords.rate(rate), line: 0, in: cell, rate == nil ? .textDim : .text)
        }
        if let cell = columns.area(.left, in: area) {
            canvas.put(
                right: TableWords.left(left), line: 0, in: cell, left == nil ? .textDim : .text)
        }
    }

    private func note(_ line: Line, into canvas: inout Canvas, _ area: Rect) {
        guard let cell = columns.area(.note, in: area) else { return }
        canvas.put(line, line: 0, in: cell, .text)
    }
}
