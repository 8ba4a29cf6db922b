/// How fast a count grows, from what it was at some moments of the last seconds.
///
/// What always holds:
/// 1. The rate is what was counted over the last ten seconds, never an extrapolation.
/// 2. When nothing comes it falls to nothing within ten seconds.
/// 3. Memory is bounded: a moment each half second, and `windowLimit` windows.
struct RateMeter: Sendable {
    /// The counts at one moment; in between they grew evenly.
    private struct Sample: Sendable {
        var time: Int64
        /// Items acknowledged.
        var items: Int
        /// Rows dealt with: acknowledged, in quarantine, or left out.
        var rows: Int
    }

    /// A speed, and between which it lies nine times of ten.
    struct Spread: Sendable, Equatable {
        var low: Double
        var likely: Double
        var high: Double
    }

    private static let span: Int64 = 10_000
    /// Counts are told about seven times a second while there are any; silence this long means a standstill.
    private static let patience: Int64 = 1_500
    private static let window: Int64 = 5_000
    /// Two minutes.
    private static let windowLimit = 24
    /// A new limit shows in the rate once so much was counted under it.
    private static let turning: Int64 = 3_000

    private var samples: [Sample] = []
    /// Rows a second of the windows of five seconds that are over, newest last.
    private var windows: [Float] = []
    /// Where the next window begins.
    private var windowStart: Int64 = 0
    /// What was counted before then was under another limit.
    private var turnedAt: Int64 = 0

    /// The last moment of which the counts are known.
    var lastTime: Int64? { samples.last?.time }

    /// From here on it counts.
    mutating func start(at time: Int64) {
        samples = [Sample(time: time, items: 0, rows: 0)]
        windows = []
        windowStart = time
    }

    /// Goes on after a time in which nothing was to be counted: that is left out.
    mutating func resume(at time: Int64) {
        samples = [Sample(time: time, items: 0, rows: 0)]
        windowStart = time
    }

    /// Another limit holds from here on: how much the rate varied before says nothing any more.
    mutating func turn(at time: Int64) {
        guard let last = samples.last, time >= last.time else { return }
        windows = []
        // What was in flight lands first.
        windowStart = time + 1_000
        turnedAt = windowStart
    }

    mutating func stop() {
        samples = []
        windows = []
    }

    mutating func add(items: Int, rows: Int, at time: Int64) {
        if samples.isEmpty { start(at: time - 1_000) }
        guard var last = samples.last, time >= last.time else { return }
        if time - last.time > 2_000 {
            // It grew just now, not evenly over the silence.
            last.time = time - Self.patience
            samples.append(last)
        }
        let next = Sample(time: time, items: last.items + items, rows: last.rows + rows)
        if samples.count > 1, time - samples[samples.count - 2].time < 500 {
            samples[samples.count - 1] = next
        } else {
            samples.append(next)
        }
        closeWindows(until: time)
        let oldest = min(time - Self.span - Self.patience, windowStart)
        while samples.count > 2, samples[1].time <= oldest { samples.removeFirst() }
    }

    private mutating func closeWindows(until time: Int64) {
        if time - windowStart > Int64(Self.windowLimit) * Self.window {
            windows = []
            windowStart = time
        }
        while windowStart + Self.window <= time {
            let end = windowStart + Self.window
            windows.append(Float((at(end).rows - at(windowStart).rows) / Double(Self.window) * 1e3))
            windowStart = end
        }
        windows.removeFirst(max(0, windows.count - Self.windowLimit))
    }

    private func at(_ time: Int64) -> (items: Double, rows: Double) {
        guard let first = samples.first else { return (0, 0) }
        guard let place = samples.lastIndex(where: { $0.time <= time }) else {
            return (Double(first.items), Double(first.rows))
        }
        let from = samples[place]
        guard place + 1 < samples.count else { return (Double(from.items), Double(from.rows)) }
        let to = samples[place + 1]
        let share = Double(time - from.time) / Double(max(1, to.time - from.time))
        return (
            Double(from.items) + Double(to.items - from.items) * share,
            Double(from.rows) + Double(to.rows - from.rows) * share
        )
    }

    /// What was counted lately, a second, and in how many seconds.
    private func recent(at now: Int64) -> (items: Double, rows: Double, seconds: Double)? {
        guard let first = samples.first, let last = samples.last else { return nil }
        let end = max(last.time, now - Self.patience)
        var start = max(first.time, end - Self.span)
        if end - turnedAt >= Self.turning { start = max(start, turnedAt) }
        let seconds = Double(max(1_000, end - start)) / 1e3
        let (a, b) = (at(start), at(end))
        return ((b.items - a.items) / seconds, (b.rows - a.rows) / seconds, seconds)
    }

    /// Items a second; nil where nothing moved.
    func rate(at now: Int64) -> Double? {
        recent(at: now).flatMap { $0.items > 0 ? $0.items : nil }
    }

    /// Items and rows a second, as far as any moved.
    func rates(at now: Int64) -> (items: Double, rows: Double) {
        recent(at: now).map { ($0.items, $0.rows) } ?? (0, 0)
    }

    /// Rows a second and how much that varied; nil where nothing moved.
    ///
    /// Nobody is surer than of a twentieth, and at the start of nothing: what was seen in a few seconds says
    /// little of the next minutes.
    func spread(at now: Int64) -> Spread? {
        guard let recent = recent(at: now), recent.rows > 0 else { return nil }
        // The last twenty seconds and the last ten in equal parts: calm, and yet it follows a change.
        let last = windows.suffix(4)
        let mean = Double(last.reduce(0, +)) / Double(max(1, last.count))
        let weight = min(1, Double(last.count) / 2)
        let fresh = recent.seconds * 1e3 / Double(Self.span)
        let likely = (mean * weight + recent.rows * fresh) / (weight + fresh)
        let margin = min(0.9, 0.05 + 0.6 / Double(windows.count + 1))
        var (low, high) = (likely * (1 - margin), likely * (1 + margin))
        // Pairs of windows of the last minute: what lasts five seconds does not shift the end.
        let minute = windows.suffix(12)
        let pairs = zip(minute, minute.dropFirst()).map { Double($0 + $1) / 2 }.sorted()
        if pairs.count > 1 {
            let tenth = (pairs.count + 5) / 10
            low = min(low, max(pairs[tenth], likely / 10))
            high = max(high, pairs[pairs.count - 1 - tenth])
        }
        return Spread(low: low, likely: likely, high: high)
    }
}
