package import RunModel

/// How fast each table and entity is now, and how long it will take.
package struct RateBook: Sendable {
    package init() {}

    /// Items a second over the last seconds; nil where nothing moved.
    package func rate(of table: String) -> Double? { nil }

    package func rate(of entity: EntityID) -> Double? { nil }

    /// Seconds to the end, nil where nothing is known (below 1 %, paused, not counted).
    package func left(of table: String, in snapshot: RunSnapshot) -> TimeLeft? { nil }

    /// Seconds to the end of the whole run.
    package func left(in snapshot: RunSnapshot) -> TimeLeft? { nil }

    mutating func apply(_ event: NumberedEvent, before snapshot: RunSnapshot) {}

    mutating func advance(to now: Int64) {}
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
}
