import PlainText
import RunModel
import Terminal

/// The top of the screen: what moves from where to where, how far it is, when it ends.
enum Header {
    static func draw(
        _ context: PaneContext, _ summary: RunSummary, _ layout: Layout, into canvas: inout Canvas
    ) {
        let words = HeaderWords(context: context, summary: summary)
        canvas.fill(layout.header, " ", .header)
        if layout.header.rows >= 4 {
            drawTall(words, into: &canvas, layout.header.inset(columns: 1))
        } else {
            drawFlat(words, into: &canvas, layout.header.inset(columns: 1))
        }
        HeaderTabs.draw(context, summary, into: &canvas, area: layout.tabs)
    }

    /// One line of words and one with the bar.
    private static func drawFlat(_ words: HeaderWords, into canvas: inout Canvas, _ area: Rect) {
        let state = words.state
        let clock = HeaderPiece(clock(words, area.columns), 4)
        var pieces = identity(words, names: 20) + words.badges
        pieces += [
            HeaderPiece(Line(state.word, state.role), 0),
            HeaderPiece(Line(words.percent, .headerStrong), words.silence == nil ? 0 : 1),
            HeaderPiece(
                Line(words.end(), .header), 2, short: Line(words.end(hasRange: false), .header)),
            HeaderPiece(words.without, 6),
        ]
        // The clock stands at the right edge, so it is taken out of the line where it has a place.
        let all = canvas.fit(pieces + [clock], columns: area.columns)
        let free = area.columns - canvas.width(of: clock.line) - 2
        var left = canvas.fit(pieces, columns: free)
        let spare = free - canvas.width(of: left) - 2
        if !words.source.isEmpty, !left.text.hasPrefix("sluice"),
            spare >= min(10, words.source.cellWidth),
            !left.text.hasPrefix(words.source.clipped(to: 20))
        {
            // Of a name that has no place its beginning.
            left =
                Line(words.source.clipped(to: min(20, spare)), .headerStrong) + Line("  ", .header)
                + left
        }
        if all.text.hasSuffix(clock.line.text) {
            canvas.put(left, line: 0, in: area, .header)
            canvas.put(right: clock.line, line: 0, in: area, .header)
        } else {
            canvas.put(all, line: 0, in: area, .header)
        }
        let rates = canvas.fit(words.rates, columns: max(14, area.columns - 20))
        let room = area.columns - canvas.width(of: rates) - 2
        drawBar(words, into: &canvas, area.line(1).split(left: room).left)
        canvas.put(right: rates, line: 1, in: area, .header)
    }

    /// The percentage in figures of three rows, the words and the bar beside it.
    private static func drawTall(_ words: HeaderWords, into canvas: inout Canvas, _ area: Rect) {
        let clock = clock(words, area.columns)
        let top = canvas.fit(
            identity(words, names: 60) + words.badges,
            columns: area.columns - canvas.width(of: clock) - 2)
        canvas.put(top, line: 0, in: area, .header)
        canvas.put(right: clock, line: 0, in: area, .header)
        let below = area.split(top: 1).rest
        let (figures, rest) = below.split(left: HeaderDigits.columns + 4)
        let lines = HeaderDigits.lines(words.percent, isUnicode: canvas.isUnicode)
        let state = words.state
        let summary = words.summary
        if summary.share != nil {
            for (row, line) in lines.enumerated() {
                canvas.put(Line(line, state.role), line: row, in: figures, .headerStrong)
            }
        }
        let done = "\(summary.number(.done))/\(HumanFormat.plural(summary.tables, "table")) done"
        let first = canvas.fit(
            [
                HeaderPiece(Line(state.word, state.role), 0),
                HeaderPiece(Line(words.end(isLong: true), .headerStrong), 1),
                HeaderPiece(words.without, 4),
                HeaderPiece(Line(summary.tables > 0 ? done : "", .header), 3),
                HeaderPiece(
                    Line(
                        TableWords.items(summary.counts, isEstimate: !summary.isCounted)
                            + " items", .header), 2),
            ], columns: rest.columns, gap: 3)
        canvas.put(first, line: 0, in: rest, .header)
        drawBar(words, into: &canvas, rest.line(1))
        let rates = canvas.fit(words.rates, columns: rest.columns, gap: 3)
        canvas.put(rates, line: 2, in: rest, .header)
    }

    private static func drawBar(_ words: HeaderWords, into canvas: inout Canvas, _ area: Rect) {
        let summary = words.summary
        let isStill = summary.number(.running) == 0 && summary.number(.paused) > 0
        let isOver = [.settled, .over].contains(words.context.snapshot.phase)
        let role: Role =
            switch words.context.snapshot.outcome {
            case .complete? where isOver && summary.isWhole: .tableDone
            case .failed? where isOver, .incomplete? where isOver: .barFailed
            case .differs? where isOver: .tableMismatch
            default: isStill ? .barPaused : .barDone
            }
        canvas.bar(share: summary.share ?? 0, in: area, role: role)
    }

    private static func clock(_ words: HeaderWords, _ columns: Int) -> Line {
        Line(TableWords.clock(words.context.view.now), .headerStrong)
            + Line(columns < 100 ? "" : " UTC", .header)
    }

    /// `sluice  shop.db → us-east-1`.
    private static func identity(_ words: HeaderWords, names: Int) -> [HeaderPiece] {
        let run = words.context.snapshot.run
        var source = words.source.clipped(to: names)
        if names > 20, let bytes = run?.sourceBytes, bytes > 0 {
            source += " (" + HumanFormat.bytes(Double(bytes)) + ")"
        }
        let target = (run?.target ?? "").clipped(to: names)
        let way = Line(source, .headerStrong) + Line(" → ", .header)
        return [
            HeaderPiece(Line("sluice", .header), 7),
            HeaderPiece(
                run == nil ? Line() : way + Line(target, .headerStrong), 5,
                short: Line(source, .headerStrong)),
        ]
    }

    /// Says that there is no room, and that the migration does not mind.
    static func drawTooSmall(_ context: PaneContext, into canvas: inout Canvas) {
        let header = HeaderWords(context: context, summary: RunSummary(context.snapshot))
        let (state, percent) = (header.state, header.percent)
        let size = canvas.size
        let isOver = context.snapshot.phase == .over
        func words(_ texts: String...) -> String {
            texts.first { $0.count <= size.columns } ?? texts.last ?? ""
        }
        let end = isOver ? " is over" : " goes on"
        let actual = "is \(size.columns)x\(size.rows)"
        let lines = [
            Line(state.word, state.role) + Line(" " + percent, .textStrong),
            Line(words("the migration" + end, "the run" + end)),
            Line(
                words("screen: at least 40x8, " + actual, "needs 40x8, " + actual, "needs 40x8"),
                .textDim),
        ]
        for (row, line) in lines.enumerated() {
            canvas.put(line, line: row, in: canvas.bounds, .text)
        }
    }
}
