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
    /// All that was ever taken: who comes when so much was taken goes when so much has flowed in.
    private var taken = 0.0
    /// A place in the row of those that wait.
    package struct Turn: Sendable {
        fileprivate var comesAfter: Double
    }

    /// - `now`: any monotonic time; the same origin must be used in every call.
    package init(unitsPerSecond: Int?, now: Duration) {
        self.unitsPerSecond = unitsPerSecond.map(Double.init)
        level = 0
        filledAt = now
    }

    package mutating func setLimit(_ unitsPerSecond: Int?, now: Duration) {
        fill(now)
        // Nobody owes anything to a limit that was lifted.
        if self.unitsPerSecond == nil { level = 0 }
        self.unitsPerSecond = unitsPerSecond.map(Double.init)
        level = min(level, (self.unitsPerSecond ?? 0) * Self.burst)
    }

    /// Takes the units; gives the time to wait before they may be spent, zero for at once.
    package mutating func take(_ units: Int, now: Duration) -> Duration {
        wait(for: takeTurn(units, now: now), now: now)
    }

    /// Takes the units; they may be spent when the wait for the turn is over.
    package mutating func takeTurn(_ units: Int, now: Duration) -> Turn {
        fill(now)
        let turn = Turn(comesAfter: taken)
        if unitsPerSecond != nil {
            level -= Double(units)
            taken += Double(units)
        }
        return turn
    }

    /// How long a turn still has to wait, by the limit that holds now.
    package mutating func wait(for turn: Turn, now: Duration) -> Duration {
        guard let rate = unitsPerSecond else { return .zero }
        fill(now)
        return .seconds(max(0, (turn.comesAfter - (level + taken)) / rate))
    }

    /// Puts back what was taken and not spent.
    package mutating func giveBack(_ units: Int) {
        guard let rate = unitsPerSecond else { return }
        level = min(rate * Self.burst, level + Double(units))
        taken -= Double(units)
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

/// The process's write limit, shared by all tables; it can be changed while they wait.
package final class WriteUnitLimiter: Sendable {
    private struct State {
        var bucket: WriteUnitBucket
        /// When somebody last had to wait.
        var heldAt: Duration?
    }

    private let state: Mutex<State>
    private let time: EngineTime
    /// So long may a changed limit take to be noticed by who waits.
    private static let slice = Duration.milliseconds(250)
    /// Shorter waits only space the batches out.
    private static let noticeable = Duration.milliseconds(100)

    package init(unitsPerSecond: Int?, time: EngineTime) {
        self.time = time
        state = Mutex(
            State(bucket: WriteUnitBucket(unitsPerSecond: unitsPerSecond, now: time.now())))
    }

    package func setLimit(_ unitsPerSecond: Int?) {
        state.withLock { $0.bucket.setLimit(unitsPerSecond, now: time.now()) }
    }

    /// True where batches had to wait for the limit in the last seconds.
    package var isHolding: Bool {
        let now = time.now()
        return state.withLock { state in
            state.bucket.unitsPerSecond != nil
                && state.heldAt.map { now - $0 < .seconds(3) } == true
        }
    }

    /// What came of asking for units.
    package enum Spending: Sendable {
        case spent
        /// Spent, after a wait.
        case held
        /// It may wait no longer; nothing is spent.
        case notSpent
    }

    /// Waits until the units may be spent.
    package func spend(
        _ units: Int, _ control: TableControl, while mayWait: () -> Bool
    ) async -> Spending {
        let taken = state.withLock { state -> (WriteUnitBucket.Turn, Duration)? in
            // Without a limit nothing is counted, and the clock need not be asked.
            guard state.bucket.unitsPerSecond != nil else { return nil }
            let now = time.now()
            let turn = state.bucket.takeTurn(units, now: now)
            return (turn, state.bucket.wait(for: turn, now: now))
        }
        guard let taken else { return .spent }
        let turn = taken.0
        var wait = taken.1
        let spending = wait > .zero ? Spending.held : .spent
        while wait > .zero {
            guard mayWait() else {
                state.withLock { $0.bucket.giveBack(units) }
                return .notSpent
            }
            await control.sleep(min(wait, Self.slice), time: time)
            wait = state.withLock { state in
                let now = time.now()
                if wait > Self.noticeable { state.heldAt = now }
                return state.bucket.wait(for: turn, now: now)
            }
        }
        return spending
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
