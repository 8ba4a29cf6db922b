import PlainText
import RunModel
import Terminal

/// The numbers of the Flow pane over its span, as text.
struct FlowFigures {
    /// One measure now, on average while it was measured, and at most.
    struct Figure {
        var now: String
        var average: String
        var most: String
        var top: Double
    }

    struct Fact {
        var name: String
        /// Its name where there is little room.
        var short: String
        var value: String
        var role: Role

        init(_ name: String, short: String? = nil, value: String, role: Role = .text) {
            self.name = name
            self.short = short ?? name
            self.value = value
            self.role = role
        }
    }

    let isMeasured: Bool
    let items: Figure
    let bytes: Figure
    let units: Figure
    /// Throttled batches of the span.
    let throttled: Int
    /// The most important first.
    let facts: [Fact]
    /// The tables that were throttled in the span, the most first.
    let heat: [FlowHistory.Heat]
    private let history: FlowHistory
    private let span: FlowSpan

    init(_ context: PaneContext) {
        history = context.model.flow
        span = context.view.span
        heat = history.heat(span)
        let seconds = Double(FlowHistory.step) / 1_000
        let all = history.columns(span, count: Int(Double(span.seconds) / seconds))
        let measured = all.filter(\.isMeasured)
        isMeasured = !measured.isEmpty
        let speed = context.model.speed
        func figure(
            _ now: Double, _ part: KeyPath<FlowHistory.Column, Double>, _ text: (Double) -> String
        ) -> Figure {
            let sum = measured.reduce(0) { $0 + $1[keyPath: part] }
            let most = measured.reduce(0) { max($0, $1[keyPath: part]) }
            return Figure(
                now: text(now), average: text(sum / Double(max(1, measured.count))),
                most: text(max(most, now)), top: max(most, now))
        }
        items = figure(speed.items, \.itemsPerSecond, HumanFormat.short)
        bytes = figure(speed.bytes, \.bytesPerSecond) { HumanFormat.bytes($0) }
        units = figure(speed.writeUnits, \.writeUnitsPerSecond, HumanFormat.short)
        throttled = all.reduce(0) { $0 + $1.throttled }
        let count = measured.reduce(0) { $0 + $1.itemsPerSecond } * seconds
        facts = Self.facts(context, all, items: count)
    }

    func columns(_ count: Int) -> [FlowHistory.Column] {
        history.columns(span, count: count, isStretched: true)
    }

    func throttles(of table: String, _ count: Int) -> [Int] {
        history.throttles(of: table, span, count: count, isStretched: true)
    }

    var graphs: [(name: String, figure: Figure)] {
        [("items/s", items), ("bytes/s", bytes), ("WCU/s", units)]
    }

    private static func facts(
        _ context: PaneContext, _ all: [FlowHistory.Column], items: Double
    ) -> [Fact] {
        let snapshot = context.snapshot
        // The last half minute: what holds now, and does not flicker.
        let recent = all.suffix(15)
        let p50 = recent.compactMap(\.latencyP50)
        let p99 = recent.compactMap(\.latencyP99)
        let middle = p50.isEmpty ? nil : p50.reduce(0, +) / Double(p50.count)
        var facts = [
            Fact("batch p50", short: "p50", value: time(middle)),
            Fact("batch p99", short: "p99", value: time(p99.max())),
        ]
        if snapshot.isFromState {
            return ["in flight", "retries", "unprocessed", "write limit"].reduce(into: facts) {
                $0.append(Fact($1, value: "–", role: .textDim))
            }
        }
        let limit = snapshot.limits?.inFlight ?? snapshot.flow?.inFlightLimit ?? 0
        let flight = context.model.rates.isIdle ? 0 : snapshot.flow?.batchesInFlight ?? 0
        facts.append(Fact("in flight", short: "flight", value: "\(flight)/\(limit)"))
        let unprocessed = all.reduce(0) { $0 + $1.unprocessed }
        let retried = all.reduce(0) { $0 + $1.retried }
        // A batch is 25 items wherever there are as many.
        facts.append(share("retries", Double(retried), of: items / 25))
        facts.append(share("unprocessed", Double(unprocessed), of: items))
        let units = snapshot.limits?.writeUnits.map { HumanFormat.count($0) + " WCU/s" }
        facts.append(
            Fact(
                "write limit", short: "limit", value: units ?? "none",
                role: units == nil ? .textDim : .text)
        )
        return facts
    }

    private static func share(_ name: String, _ part: Double, of rest: Double) -> Fact {
        let share = part > 0 ? part / (part + rest) : 0
        return Fact(
            name, value: part > 0 ? HumanFormat.percent(min(0.999, share)) : "0%",
            role: share >= 0.05 ? .warning : part > 0 ? .text : .textDim)
    }

    private static func time(_ milliseconds: Double?) -> String {
        guard let milliseconds, milliseconds.isFinite, milliseconds >= 0 else { return "–" }
        if milliseconds < 9.95 { return HumanFormat.fixed(milliseconds, 1) + " ms" }
        return HumanFormat.duration(milliseconds: Int64(min(1e12, milliseconds.rounded())))
    }
}
