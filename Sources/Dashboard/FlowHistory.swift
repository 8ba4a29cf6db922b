import RunModel

/// What flowed over the last hour, in columns of two seconds.
///
/// What always holds: memory is fixed (1,800 columns, and `heatLimit` strips of throttles); time stands
/// still while no table is at work, so that a resting screen does not scroll.
package struct FlowHistory: Sendable {
    /// Milliseconds of a column.
    package static let step: Int64 = 2_000
    static let capacity = 1_800

    private var slots = Array(repeating: Slot(), count: capacity)
    /// The number of the newest column, counted from 1970; nil before anything came.
    private var head: Int64?
    /// The number of the oldest column of this history.
    private var began: Int64 = 0
    private var heats: [ThrottleHeat] = []
    /// True where every table stands still on command since the last event.
    private var isPaused = false
    /// True from a batch that the target was away for until something flows again.
    private var isAway = false

    package init() {}

    /// One column of a graph: sums and means over its time.
    package struct Column: Sendable, Equatable {
        package var itemsPerSecond = 0.0
        package var bytesPerSecond = 0.0
        package var writeUnitsPerSecond = 0.0
        package var throttled = 0
        package var retried = 0
        package var unprocessed = 0
        package var errors = 0
        /// True where batches were sent again because the target was away or failed.
        package var isTroubled = false
        package var latencyP50: Double?
        package var latencyP99: Double?
        /// True where every table stood still on command.
        package var isPaused = false
        /// False where nothing was measured: before the start, in a pause.
        package var isMeasured = false

        package init() {}
    }

    /// The throttled batches of a table, for its heat strip.
    package struct Heat: Sendable, Equatable {
        package var table: String
        /// What throttled last.
        package var cause: String
        /// Over the span.
        package var total: Int
    }

    /// The last columns of a span, newest last; `count` columns share the span evenly, of two seconds at
    /// least: with more columns than the span has, they reach further back.
    ///
    /// The column that time is in is not among them: it is not measured to its end.
    ///
    /// - `isStretched`: a history younger than the span takes all the columns.
    package func columns(_ span: FlowSpan, count: Int, isStretched: Bool = false) -> [Column] {
        ranges(isStretched ? seconds(span) : span.seconds, count: count).map { range in
            var sum = Slot()
            for number in range { if let slot = slot(number) { sum += slot } }
            return sum.column
        }
    }

    /// Throttled batches of a table in the same columns: the heat strip.
    package func throttles(
        of table: String, _ span: FlowSpan, count: Int, isStretched: Bool = false
    ) -> [Int] {
        let heat = heats.first { $0.table == table }
        return ranges(isStretched ? seconds(span) : span.seconds, count: count).map { range in
            range.reduce(0) { $0 + (heat?.batches($1) ?? 0) }
        }
    }

    /// The tables that were throttled in a span, the most first.
    package func heat(_ span: FlowSpan) -> [Heat] {
        guard let head else { return [] }
        return heats.map {
            Heat(
                table: $0.table, cause: $0.cause,
                total: $0.total(from: head - Int64(span.seconds * 1_000) / Self.step))
        }
        .filter { $0.total > 0 }
        .sorted { ($1.total, $0.table) < ($0.total, $1.table) }
    }

    /// The seconds of a span, or the age of a younger history in whole minutes.
    func seconds(_ span: FlowSpan) -> Int {
        guard let head else { return span.seconds }
        let age = Int((head - began) * Self.step / 1_000)
        return min(span.seconds, max(60, (age + 59) / 60 * 60))
    }

    /// Which columns of two seconds make up each column of a graph.
    ///
    /// The limits stand still in time: a graph scrolls by whole columns, and what is drawn keeps its shape.
    private func ranges(_ seconds: Int, count: Int) -> [Range<Int64>] {
        let steps = Int64(seconds * 1_000) / Self.step
        let columns = min(Int64(max(0, count)), steps)
        guard let head, columns > 0 else { return [] }
        let last = (head * columns - 1) / steps
        return (last - Int64(count) + 1...last).map { column in
            let start = (column * steps + columns - 1) / columns
            let end = ((column + 1) * steps + columns - 1) / columns
            return start..<max(start, min(end, head))
        }
    }

    private func slot(_ number: Int64) -> Slot? {
        guard let head, number >= began, number <= head, number > head - Int64(Self.capacity) else {
            return nil
        }
        return slots[Int(number % Int64(Self.capacity))]
    }

    /// - `isPaused`: true where every table stands still on command after the event.
    /// - `isTrouble`: true for a retry that no throttle made.
    mutating func apply(_ event: NumberedEvent, isPaused: Bool, isTrouble: Bool) {
        switch event.event {
        case .flowMeasured(let sample):
            add(event.time) { $0.add(sample) }
            if sample.itemsPerSecond > 0 { isAway = false }
        case .throttled(let table, let cause, let batches):
            add(event.time) { $0.throttled &+= UInt32(clamping: batches) }
            isAway = false
            heat(table, cause, batches)
        case .batchRetried:
            add(event.time) {
                $0.retried &+= 1
                $0.isTroubled = $0.isTroubled || isTrouble
            }
            isAway = isAway || isTrouble
        case .itemsUnprocessed(_, let count):
            add(event.time) { $0.unprocessed &+= UInt32(clamping: count) }
        case .tableFailed, .rowQuarantined: add(event.time) { $0.errors &+= 1 }
        case .tableStateChanged: add(event.time) { _ in }
        default: break
        }
        self.isPaused = isPaused
        if isPaused { isAway = false }
    }

    /// So fast it is by the counts, where nobody measures the flow itself: once for each column.
    mutating func estimate(_ speed: RunSpeed, at time: Int64) {
        add(time) { slot in
            guard !slot.isMeasured else { return }
            slot.add(
                FlowSample(
                    itemsPerSecond: speed.items, bytesPerSecond: speed.bytes,
                    writeUnitsPerSecond: speed.writeUnits, batchesInFlight: 0, inFlightLimit: 0,
                    latencyP50: nil, latencyP99: nil))
        }
    }

    /// Time passes; the graphs scroll where the run moves.
    mutating func advance(to now: Int64, isIdle: Bool) {
        if head != nil, !isIdle { scroll(to: now / Self.step) }
    }

    private mutating func add(_ time: Int64, _ body: (inout Slot) -> Void) {
        scroll(to: max(0, time) / Self.step)
        guard let head else { return }
        body(&slots[Int(head % Int64(Self.capacity))])
    }

    /// Makes room up to a column.
    private mutating func scroll(to number: Int64) {
        guard let old = head else {
            head = number
            began = number
            return
        }
        guard number > old else { return }
        var empty = Slot()
        empty.isPaused = isPaused
        empty.isTroubled = isAway
        for next in max(old + 1, number - Int64(Self.capacity) + 1)...number {
            slots[Int(next % Int64(Self.capacity))] = empty
        }
        head = number
        began = max(began, number - Int64(Self.capacity) + 1)
        let oldest = began
        heats.removeAll { $0.last < oldest }
    }

    // MARK: Throttle heat

    private static let heatLimit = 16

    private mutating func heat(_ table: String, _ cause: String, _ batches: Int) {
        guard let head else { return }
        var at = heats.firstIndex { $0.table == table }
        if at == nil {
            if heats.count == Self.heatLimit {
                // The one that was throttled least gives way.
                let least = heats.indices.min {
                    heats[$0].total(from: began) < heats[$1].total(from: began)
                }
                if let least { heats.remove(at: least) }
            }
            heats.append(ThrottleHeat(table: table))
            at = heats.count - 1
        }
        if let at { heats[at].add(batches, cause, at: head) }
    }
}
