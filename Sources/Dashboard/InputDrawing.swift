import PlainText
import RunModel
import Terminal

/// A line being typed at the bottom of the area, and what it would do.
enum InputDrawing {
    static func draw(
        _ input: InputLine, _ context: PaneContext, into canvas: inout Canvas, area: Rect
    ) {
        let (rest, line) = area.split(bottom: 1)
        let (label, hint): (String, String) =
            switch input.purpose {
            case .search(let pane): ("filter \(pane.title): ", "Enter keeps it · Esc clears it")
            case .helpSearch: ("search the keys: ", "Enter keeps it · Esc clears it")
            case .palette: (": ", "Enter does it · Esc goes back")
            case .writeLimit:
                (
                    "write units a second: ",
                    (input.isOffered ? "digits replace it · " : "")
                        + "Enter sets it · Esc goes back"
                )
            case .confirmation: ("type: ", "Esc goes back")
            }
        canvas.fill(line, " ", .text)
        let used = canvas.put(label, line: 0, column: 1, in: line, .textAccent) + 1
        let wide = canvas.width(of: hint)
        let isHinted = line.columns >= used + wide + 24
        let (typed, tail) = line.split(left: isHinted ? line.columns - wide - 2 : line.columns)
        canvas.inputLine(input.text, cursor: input.cursor, in: typed.split(left: used).rest)
        if isHinted { canvas.put(hint, line: 0, column: 1, in: tail, .textDim) }
        if input.purpose == .writeLimit, rest.rows > 0 {
            let row = rest.split(bottom: 1).bottom
            canvas.fill(row, " ", .text)
            canvas.put(limitNote(input.text, context), line: 0, column: 1, in: row, .textDim)
        }
    }

    /// What a write limit would mean for the time left.
    private static func limitNote(_ text: String, _ context: PaneContext) -> Line {
        let snapshot = context.snapshot
        let now = context.model.rates.left(in: snapshot)
        let before = "now " + (now.map { duration($0.likely) } ?? "not known")
        if text.isEmpty { return Line("empty lifts the limit · left: " + before) }
        guard let limit = Int(text), limit > 0 else {
            return Line("a whole number from 1 on, or nothing for no limit", .warning)
        }
        guard let units = unitsLeft(snapshot) else {
            return Line("what is left is not counted yet")
        }
        // A limit can slow the run; it cannot make it faster than it is.
        let slow = units / Double(limit)
        let likely = max(slow, now?.likely ?? 0)
        return Line("left: ") + Line("~" + duration(likely), .textStrong) + Line(" then, \(before)")
    }

    /// Write units to the end, by what an item has taken so far, indexes counted.
    private static func unitsLeft(_ snapshot: RunSnapshot) -> Double? {
        let counts = snapshot.counts
        guard let planned = counts.planned, counts.acknowledged > 0 else { return nil }
        let done = counts.acknowledged + counts.quarantined + counts.excluded
        let each = Double(counts.writeUnits) / Double(counts.acknowledged)
        return Double(max(0, planned - done)) * each
    }

    private static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e12 else { return "–" }
        return TableWords.span(seconds)
    }
}
