import PlainText
import RunModel
import Terminal

/// What the header says: the state of the run, when it ends, how fast it is.
struct HeaderWords {
    let context: PaneContext
    let summary: RunSummary

    private var snapshot: RunSnapshot { context.snapshot }

    /// What the run as a whole does, in one word, and its role.
    var state: (word: String, role: Role) {
        switch snapshot.phase {
        case .opening: return ("READING", .tableRunning)
        case .waiting: return ("READY", .tablePaused)
        case .settled, .over: return ending
        case .running: break
        }
        for command in snapshot.pendingCommands {
            if case .stop = command { return ("STOPPING", .tablePaused) }
        }
        if let silence { return ("NO ANSWER for \(silence) s", .tableFailed) }
        if summary.number(.running) > 0 { return ("RUNNING", .tableRunning) }
        if summary.number(.pausing) > 0 { return ("PAUSING", .tablePaused) }
        if summary.number(.validating) > 0 { return ("VALIDATING", .tableValidating) }
        if summary.number(.paused) > 0 { return ("PAUSED", .tablePaused) }
        return ("RUNNING", .tableRunning)
    }

    private var ending: (word: String, role: Role) {
        // What waits for a command has not ended: paused tables can go on.
        if snapshot.phase == .settled, summary.number(.paused) > 0,
            summary.number(.failed) == 0 || snapshot.outcome == .stopped
        {
            return ("PAUSED", .tablePaused)
        }
        return switch snapshot.outcome {
        case .complete?: ("COMPLETE", .tableDone)
        case .incomplete?: ("INCOMPLETE", .tableFailed)
        case .differs?: ("DIFFERS", .tableMismatch)
        case .stopped?: ("STOPPED", .tablePaused)
        case .failed?: ("FAILED", .tableFailed)
        case nil: ("READY", .tablePaused)
        }
    }

    /// `48.3%`; `–` until everything is counted.
    var percent: String { summary.share.map(HumanFormat.percent) ?? "–" }

    /// `ETA 12:09 ±1m`, `took 6m08s` at the end, `takes 4m00s–6m00s` before the start.
    ///
    /// - `isLong`: with the time left, too.
    func end(isLong: Bool = false, hasRange: Bool = true) -> String {
        switch snapshot.phase {
        case .opening: return summary.share == nil ? "" : "ETA —"
        case .waiting:
            guard let seconds = snapshot.plan?.seconds else {
                return summary.share == nil ? "" : "ETA —"
            }
            let low = TableWords.span(Double(seconds.lowerBound))
            let high = TableWords.span(Double(seconds.upperBound))
            return low == high ? "takes about \(high)" : "takes \(low) to \(high)"
        case .settled, .over:
            guard snapshot.worked > 0 else { return "" }
            return "took " + TableWords.span(Double(snapshot.worked) / 1_000)
        case .running: break
        }
        guard summary.share != nil else { return "" }
        guard silence == nil, let share = summary.share, share >= 0.01, share < 1,
            let left = context.model.rates.left(in: snapshot), left.likely.isFinite,
            left.likely >= 0
        else { return "ETA —" }
        // A range wider than what is left is none.
        let range =
            !hasRange ? "" : left.isUnsure ? " unsure" : " ±" + Self.coarse(max(1, left.margin))
        let guess = left.isEstimate || left.isUnsure ? "~" : ""
        guard left.likely < 20 * 3_600 else {
            return "ETA in " + TableWords.span(left.likely) + guess + range
        }
        let at = context.view.now + Int64(left.likely * 1_000)
        let clock = TableWords.clock(at, seconds: left.likely < 600)
        return "ETA " + clock + guess + range
            + (isLong ? "  " + TableWords.span(left.likely) + " left" : "")
    }

    /// What the end leaves out: `without 1 paused`.
    var without: Line {
        let paused = summary.number(.paused) - summary.copied
        guard snapshot.phase == .running, paused > 0, end().contains(":") || end().contains("in ")
        else { return Line() }
        return Line("without \(paused) paused", .tablePaused)
    }

    /// Whole seconds in which the target answered nothing; nil where it does.
    var silence: Int64? { snapshot.silence(at: context.view.now).map { $0 / 1_000 } }

    /// A range in its largest unit: `8s`, `1m`, `2h`.
    private static func coarse(_ seconds: Double) -> String {
        let seconds = seconds.isFinite ? max(0, seconds) : 0
        if seconds < 59.5 { return "\(Int(seconds.rounded()))s" }
        if seconds < 3_570 { return "\(Int((seconds / 60).rounded()))m" }
        return TableWords.number(Int(min(1e9, seconds / 3_600).rounded())) + "h"
    }

    /// How fast it goes, the least important last to be dropped where there is no room.
    var rates: [HeaderPiece] {
        if snapshot.phase == .settled || snapshot.phase == .over { return means }
        let flow = snapshot.flow
        let speed = context.model.speed
        // A state file tells no limits, and of a run that has just been found there is no speed yet.
        let isKnown = !snapshot.isFromState || speed.items > 0
        func figure(_ text: String, _ columns: Int) -> String {
            (isKnown ? text : "–").padded(to: columns, atRight: true)
        }
        let items = figure(TableWords.rate(speed.items), 5)
        let bytes = figure(HumanFormat.bytes(speed.bytes), 7)
        var units = figure(TableWords.rate(speed.writeUnits), 5)
        if let limit = snapshot.limits?.writeUnits { units += "/" + TableWords.rate(Double(limit)) }
        let limit = snapshot.limits?.inFlight ?? flow?.inFlightLimit ?? 0
        let flight =
            snapshot.isFromState
            ? "–"
            : String(flow?.batchesInFlight ?? 0).padded(to: String(limit).count, atRight: true)
                + "/\(limit)"
        func piece(_ value: String, _ unit: String, _ priority: Int, short: Bool = false)
            -> HeaderPiece
        {
            let whole = Line(value, .headerStrong) + Line(" " + unit, .header)
            return HeaderPiece(whole, priority, short: short ? Line(value, .headerStrong) : nil)
        }
        return [
            piece(items, "items/s", 0), HeaderPiece(Line(bytes + "/s", .headerStrong), 3),
            piece(units, "WCU/s", 2), piece(flight, "in flight", 1, short: true),
        ]
    }

    /// How fast it was, once nothing moves any more.
    private var means: [HeaderPiece] {
        let counts = summary.counts
        guard let rate = snapshot.meanRate else { return [] }
        let seconds = Double(snapshot.worked) / 1_000
        let items = TableWords.rate(rate)
        let bytes = HumanFormat.bytes(Double(counts.bytes) / seconds)
        return [
            HeaderPiece(Line(items, .headerStrong) + Line(" items/s", .header), 0),
            HeaderPiece(Line(bytes + "/s", .headerStrong), 2),
            HeaderPiece(Line("on average", .header), 1),
        ]
    }

    /// Where the run writes to: production, a name the operator gave, or this machine.
    var badges: [HeaderPiece] {
        var pieces: [HeaderPiece] = []
        let badge = PlanText.badge(snapshot.run)
        if !badge.isEmpty { pieces.append(HeaderPiece(badge, 0)) }
        if context.view.isReadOnly {
            let short = Line("[RO]", .badgeReadOnly)
            pieces.append(HeaderPiece(Line("[READ-ONLY]", .badgeReadOnly), 1, short: short))
        }
        return pieces
    }

    /// `shop.db`.
    var source: String {
        guard let path = snapshot.run?.sourcePath else { return "" }
        return path.split(separator: "/").last.map(String.init) ?? path
    }
}

/// A part of a header line that may go where there is no room.
struct HeaderPiece {
    var line: Line
    /// The highest goes first; 0 stays.
    var priority: Int
    /// What is left of it before it goes.
    var short: Line?

    init(_ line: Line, _ priority: Int, short: Line? = nil) {
        self.line = line
        self.priority = priority
        self.short = short
    }
}

extension Canvas {
    /// Joins the parts that fit into so many columns.
    func fit(_ pieces: [HeaderPiece], columns: Int, gap: Int = 2) -> Line {
        var pieces = pieces.filter { !$0.line.isEmpty }
        func taken() -> Int {
            pieces.reduce(0) { $0 + width(of: $1.line) } + gap * max(0, pieces.count - 1)
        }
        while taken() > columns, let most = pieces.map(\.priority).max(),
            let index = pieces.lastIndex(where: { $0.priority == most })
        {
            if let short = pieces[index].short {
                pieces[index] = HeaderPiece(short, most)
            } else if most == 0 {
                break
            } else {
                pieces.remove(at: index)
            }
        }
        var line = Line()
        for piece in pieces {
            if !line.isEmpty { line.append(String(repeating: " ", count: gap), .header) }
            line += piece.line
        }
        return line
    }
}
