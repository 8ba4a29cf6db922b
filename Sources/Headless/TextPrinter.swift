import PlainText
package import RunModel

/// What a `TextReporter` has shown so far.
///
/// Text is made and handed to the output without a suspension between, so that it keeps its order.
actor TextPrinter {
    private let output: any LineOutput
    private let style: TextReporter.Style
    private var snapshot: RunSnapshot
    private var progress = ProgressLine()
    private var times = TableTimes()
    private var isAlive = true
    /// The columns of the progress line that stands on the screen, 0 for none.
    private var standing = 0
    private var shown = ""
    private var isDrawing = false

    init(output: any LineOutput, style: TextReporter.Style, snapshot: RunSnapshot) {
        self.output = output
        self.style = style
        self.snapshot = snapshot
    }

    func take(_ event: NumberedEvent) async -> Bool {
        if event.number > snapshot.number { snapshot.apply(event) }
        times.apply(event)
        if case .flowMeasured(let sample) = event.event { progress.measure(sample) }
        guard !style.isQuiet, let line = EventLine.text(event.event, after: snapshot) else {
            return isAlive
        }
        return await write(erasure() + line + "\n")
    }

    /// Events were missed: goes on from a snapshot that has them.
    func catchUp(_ current: RunSnapshot) -> Bool {
        if current.number > snapshot.number { snapshot = current }
        return isAlive
    }

    func tick() async -> Bool {
        // A tick while the last line is still being written has nothing to add.
        guard !style.isQuiet, !isDrawing, snapshot.run != nil, snapshot.outcome == nil else {
            return isAlive
        }
        isDrawing = true
        defer { isDrawing = false }
        let text = progress.text(snapshot)
        guard let width = style.width() else { return await write(text + "\n") }
        // One column stays free: a full line would wrap on some terminals.
        let line = text.clipped(to: max(1, width - 1))
        guard line != shown || standing == 0 else { return isAlive }
        shown = line
        let before = min(standing, max(0, width - 1))
        standing = line.cellWidth
        return await write("\r" + line.padded(to: before))
    }

    /// Writes the summary; false where the output has failed.
    func finish() async -> Bool {
        guard snapshot.run != nil else { return isAlive }
        let lines = RunSummary(snapshot: snapshot, times: times).lines
        return await write(erasure() + lines.joined(separator: "\n") + "\n")
    }

    /// What clears the progress line, so that a line can stand in its place.
    private func erasure() -> String {
        guard standing > 0 else { return "" }
        defer { standing = 0 }
        return "\r" + String(repeating: " ", count: standing) + "\r"
    }

    private func write(_ text: String) async -> Bool {
        guard isAlive else { return false }
        if !(await output.write(text)) { isAlive = false }
        return isAlive
    }
}

/// When each table left the queue and when it came to rest, from the events.
package struct TableTimes: Sendable {
    private var started: [String: Int64] = [:]
    private var ended: [String: Int64] = [:]

    package init() {}

    package mutating func apply(_ event: NumberedEvent) {
        guard case .tableStateChanged(let table, let state, _) = event.event else { return }
        switch state {
        case .queued:
            started[table] = nil
            ended[table] = nil
        case .preparing, .copying, .pausing, .verifying, .validating:
            if started[table] == nil { started[table] = event.time }
            ended[table] = nil
        case .paused, .done, .differs, .failed:
            if ended[table] == nil { ended[table] = event.time }
        }
    }

    /// Milliseconds a table took; up to `now` where it is not at rest, nil where its start was not seen.
    package func duration(of table: String, now: Int64) -> Int64? {
        started[table].map { (ended[table] ?? now) - $0 }
    }
}
