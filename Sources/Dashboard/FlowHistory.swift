import RunModel

/// What flowed over the last hour, in columns of two seconds.
package struct FlowHistory: Sendable {
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
        package var latencyP50: Double?
        package var latencyP99: Double?
        /// True where every table stood still on command.
        package var isPaused = false

        package init() {}
    }

    /// The last columns of a span, newest last; `count` columns share the span evenly.
    package func columns(_ span: FlowSpan, count: Int) -> [Column] { [] }

    /// Throttled batches of a table in the same columns: the heat strip.
    package func throttles(of table: String, _ span: FlowSpan, count: Int) -> [Int] { [] }

    mutating func apply(_ event: NumberedEvent) {}

    mutating func advance(to now: Int64) {}
}
