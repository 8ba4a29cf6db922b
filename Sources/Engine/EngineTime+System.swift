import Glibc

extension EngineTime {
    /// The machine's clocks and its random numbers.
    package static let system = EngineTime(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        },
        sleep: { duration in try? await Task.sleep(for: duration) },
        random: { Double.random(in: 0..<1) },
        wall: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        })
}
