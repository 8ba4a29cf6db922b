import PlainText
package import RunModel

/// The one line that says how far the run is.
package struct ProgressLine: Sendable {
    /// Items a second, smoothed; nil before the first measurement.
    private var rate: Double?

    package init() {}

    /// Takes in a measurement.
    ///
    /// The rate follows with a tenth of each: some ten seconds at one a second.
    package mutating func measure(_ sample: FlowSample) {
        let smoothed = rate.map { $0 * 0.9 + sample.itemsPerSecond * 0.1 }
        rate = smoothed ?? sample.itemsPerSecond
    }

    /// The line, sanitised, not clipped.
    ///
    /// `48.3%  1,234 of 2,555 items  31.2k/s 9.40 MB/s  2 of 4 tables done  ETA 1m 20s`
    package func text(_ snapshot: RunSnapshot) -> String {
        let counts = snapshot.counts
        var parts: [String] = []
        if let share = snapshot.share { parts.append(HumanFormat.percent(share)) }
        let planned = counts.planned.map { " of " + HumanFormat.count($0) } ?? ""
        parts.append(HumanFormat.count(counts.acknowledged) + planned + " items")
        if let flow = snapshot.flow {
            parts.append(
                HumanFormat.short(flow.itemsPerSecond) + "/s "
                    + HumanFormat.bytes(flow.bytesPerSecond) + "/s")
        }
        parts.append(Self.tables(snapshot))
        if counts.quarantined > 0 {
            parts.append(HumanFormat.count(counts.quarantined) + " in quarantine")
        }
        if let waiting = Self.waiting(snapshot) { parts.append(waiting) }
        parts.append("ETA " + estimate(snapshot))
        return parts.joined(separator: "  ")
    }

    private static func tables(_ snapshot: RunSnapshot) -> String {
        let done = snapshot.tables.filter { $0.state == .done || $0.state == .differs }.count
        var text = "\(done) of \(HumanFormat.plural(snapshot.tables.count, "table")) done"
        let failed = snapshot.tables.filter { $0.state == .failed }.count
        if failed > 0 { text += ", \(failed) failed" }
        let paused = snapshot.tables.filter { $0.state == .paused }.count
        if paused > 0 { text += ", \(paused) paused" }
        return text
    }

    /// What was asked for and is not done yet, or what the run is busy with instead of copying.
    private static func waiting(_ snapshot: RunSnapshot) -> String? {
        if let command = snapshot.pendingCommands.last {
            let flight = snapshot.flow.map { $0.batchesInFlight } ?? 0
            return command.verb + "…"
                + (flight > 0
                    ? ", " + HumanFormat.plural(flight, "batch", "batches") + " in flight" : "")
        }
        for state in [TableState.pausing, .validating, .preparing, .verifying] {
            if snapshot.tables.contains(where: { $0.state == .copying }) && state != .pausing {
                continue
            }
            if let table = snapshot.tables.first(where: { $0.state == state }) {
                return "\(state.rawValue) \(table.name.sanitised(limit: 60))"
                    + (state == .validating
                        ? ", \(HumanFormat.count(table.compared)) compared" : "")
            }
        }
        return nil
    }

    /// `—` below one percent and where nothing moves.
    private func estimate(_ snapshot: RunSnapshot) -> String {
        let counts = snapshot.counts
        guard let share = snapshot.share, let planned = counts.planned else { return "—" }
        let left = planned - counts.acknowledged - counts.quarantined - counts.excluded
        if left <= 0 { return "0 s" }
        // While nothing moves nobody knows when it ends.
        guard share >= 0.01, let rate, rate >= 0.01, snapshot.flow?.itemsPerSecond != 0 else {
            return "—"
        }
        let milliseconds = Double(left) / rate * 1_000
        guard milliseconds < 8e12 else { return "—" }
        return HumanFormat.duration(milliseconds: Int64(milliseconds / 1_000) * 1_000)
    }
}
