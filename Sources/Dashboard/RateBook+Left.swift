/// How fast the run is as a whole, a second.
package struct RunSpeed: Sendable, Equatable {
    package var items = 0.0
    package var bytes = 0.0
    package var writeUnits = 0.0
}

/// When something last came of a run, and how long that usually takes.
struct RunPulse: Sendable {
    /// Nil while nothing is written.
    private var last: Int64?
    /// The last few times from one answer to the next.
    private var gaps: [Int64] = []

    /// - `from`: when it began to be written.
    init(from time: Int64? = nil) { last = time }

    mutating func beat(at time: Int64) {
        defer { last = max(last ?? time, time) }
        guard let last, time > last else { return }
        gaps.append(time - last)
        gaps.removeFirst(max(0, gaps.count - 8))
    }

    /// True where nothing came for longer than usual.
    func isStalled(at now: Int64) -> Bool { silence(at: now) >= max(3_000, usual) }

    /// True where the target was out of reach for so long that its speed is another matter.
    func isInterrupted(at now: Int64) -> Bool { silence(at: now) >= max(10_000, usual) }

    private func silence(at now: Int64) -> Int64 { last.map { now - $0 } ?? 0 }

    private var usual: Int64 { 2 * (gaps.max() ?? 0) }
}

/// A time to the end, with its range from how the rate varied.
package struct TimeLeft: Sendable, Equatable {
    /// Seconds.
    package var likely: Double
    package var low: Double
    package var high: Double
    /// True where it is guessed from other tables or an estimated count.
    package var isEstimate: Bool

    package init(likely: Double, low: Double, high: Double, isEstimate: Bool = false) {
        self.likely = likely
        self.low = low
        self.high = high
        self.isEstimate = isEstimate
    }

    /// True where it may take more than twice as long: a range says nothing then.
    package var isUnsure: Bool { high > 2 * likely }

    /// How far off it may be, in seconds.
    package var margin: Double { max(high - likely, likely - low) }

    /// Nil where nothing moves: then nobody knows.
    init?(rows: Int, at spread: RateMeter.Spread?) {
        guard rows > 0 else {
            self.init(likely: 0, low: 0, high: 0)
            return
        }
        guard let spread, spread.low > 0 else { return nil }
        let rows = Double(rows)
        self.init(likely: rows / spread.likely, low: rows / spread.high, high: rows / spread.low)
    }
}
