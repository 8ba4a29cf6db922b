/// Time and chance as the client meets them; tests pass their own.
package struct ClientTime: Sendable {
    /// The wall clock, for signatures.
    package var now: @Sendable () -> Timestamp
    /// Time since any fixed moment, for deadlines.
    package var elapsed: @Sendable () -> Duration
    /// Throws where the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// A number of 0…1.
    package var random: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> Timestamp, elapsed: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.elapsed = elapsed
        self.sleep = sleep
        self.random = random
    }

    package static var system: ClientTime {
        let start = ContinuousClock.now
        return ClientTime(
            now: { .now }, elapsed: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) }, random: { .random(in: 0...1) })
    }
}
