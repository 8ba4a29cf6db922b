import Synchronization

/// A limit of write units a second for the process, as a value: a bucket that fills with time.
///
/// It holds a tenth of a second's worth at the most, and may go below zero by one batch, so that an item larger
/// than the limit still passes; the debt is waited for by who comes next.
package struct WriteUnitBucket: Sendable {
    package private(set) var unitsPerSecond: Double?
    /// Seconds' worth that may be saved up: a tenth, so that no second has much more than the limit.
    private static let burst = 0.1
    private var level: Double
    private var filledAt: Duration

    /// - `now`: any monotonic time; the same origin must be used in every call.
    package init(unitsPerSecond: Int?, now: Duration) {
        self.unitsPerSecond = unitsPerSecond.map(Double.init)
        level = 0
        filledAt = now
    }

    package mutating func setLimit(_ unitsPerSecond: Int?, now: Duration) {
        fill(now)
        self.unitsPerSecond = unitsPerSecond.map(Double.init)
        level = min(level, (self.unitsPerSecond ?? 0) * Self.burst)
    }

    /// Takes the units; gives the time to wait before they may be spent, zero for at once.
    package mutating func take(_ units: Int, now: Duration) -> Duration {
        guard let rate = unitsPerSecond else { return .zero }
        fill(now)
        let wait = level >= 0 ? 0 : -level / rate
        level -= Double(units)
        return .seconds(wait)
    }

    /// Puts back what was taken and not spent.
    package mutating func giveBack(_ units: Int) {
        guard let rate = unitsPerSecond else { return }
        level = min(rate * Self.burst, level + Double(units))
    }

    private mutating func fill(_ now: Duration) {
        guard let rate = unitsPerSecond else {
            filledAt = now
            return
        }
        level = min(rate * Self.burst, level + (now - filledAt).inSeconds * rate)
        filledAt = now
    }
}

extension Duration {
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    package var inMilliseconds: Double { inSeconds * 1_000 }
}

/// The process's write limit, shared by all tables.
package final class WriteUnitLimiter: Sendable {
    private let bucket: Mutex<WriteUnitBucket>
    private let time: EngineTime

    package init(unitsPerSecond: Int?, time: EngineTime) {
        self.time = time
        bucket = Mutex(WriteUnitBucket(unitsPerSecond: unitsPerSecond, now: time.now()))
    }

    package func setLimit(_ unitsPerSecond: Int?) {
        bucket.withLock { $0.setLimit(unitsPerSecond, now: time.now()) }
    }

    /// Waits until the units may be spent; false where the table winds up meanwhile, and nothing is spent.
    package func spend(_ units: Int, _ control: TableControl) async -> Bool {
        let wait = bucket.withLock { $0.take(units, now: time.now()) }
        guard wait > .zero else { return true }
        await control.sleep(wait, time: time)
        guard control.isWindingUp else { return true }
        bucket.withLock { $0.giveBack(units) }
        return false
    }
}

/// Time and chance, passed in, so that tests need neither wait nor luck.
package struct EngineTime: Sendable {
    /// Monotonic time since any origin.
    package var now: @Sendable () -> Duration
    /// Returns early when the task is cancelled.
    package var sleep: @Sendable (Duration) async -> Void
    /// 0..<1.
    package var random: @Sendable () -> Double
    /// Milliseconds since 1970-01-01 UTC.
    package var wall: @Sendable () -> Int64

    package init(
        now: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async -> Void,
        random: @escaping @Sendable () -> Double, wall: @escaping @Sendable () -> Int64
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
        self.wall = wall
    }
}
