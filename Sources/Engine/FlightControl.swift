/// How many batches of a table may be in flight, found from how the target answers.
///
/// While answers take no longer than they did with fewer in flight, more of them are more items a second; from
/// there on they only wait in a queue at the target or in this process. So the limit grows while the mean of a
/// round of answers stays below twice the least, and follows it down where it is well above. A throttle cuts the
/// limit by a third, and it then grows with care.
///
/// What always holds:
/// 1. `least` ≤ `limit` ≤ `most`.
/// 2. A change is judged only by attempts that began after it.
/// 3. A limit that was not used up, or where the write limit held batches back, does not grow.
package struct FlightControl: Sendable {
    package private(set) var limit: Int
    private let least: Int
    private let most: Int

    /// Until the first sign of a queue or a throttle each round doubles the limit, or takes it four times where
    /// the target is far.
    private var isStarting = true
    /// The limit before it last grew: so many places have a connection from before, and tell at once.
    private var grownFrom: Int
    /// Least mean time of an answer, and when it is to be measured anew.
    private var base: Duration?
    private var baseEnds = Duration.zero
    /// The limit to go back to after a round at half of it, which measures the base.
    private var resumed: Int?
    private var throttledAt: Duration?
    private var grewAt = Duration.zero
    private var round: Round

    /// The answers to attempts that began since the last change.
    private struct Round {
        var began: Duration
        var all = Answers()
        /// Those whose connection was there before.
        var plain = Answers()
        var wasFull = false
        var wasHeld = false
    }

    private struct Answers {
        var count = 0
        var sum = Duration.zero
        var mean: Duration { sum / max(1, count) }

        mutating func add(_ time: Duration) {
            count += 1
            sum += time
        }
    }

    /// Where a run begins: what a small on-demand table takes without a throttle.
    package static let start = 16
    /// Fewer cannot keep a fast target busy; only a throttle leads below.
    private static let few = 16
    /// Where all that is in flight queues, half of it takes half as long: a ratio of two must be no reason to
    /// grow, or each new measure of the base would be one.
    private static let growsBelow = 1.75
    private static let shrinksAbove = 2.5
    private static let baseLasts = Duration.seconds(10)
    /// Rounds of answers that take so long, handshakes and all, are dear: fewer must do to fill the way there.
    private static let far = Duration.milliseconds(40)
    /// After a throttle, and for how long, the limit grows no more often than this.
    private static let calm = Duration.milliseconds(100)
    private static let calmLasts = Duration.seconds(10)

    /// - `least`, `most`: batches, from 1.
    /// - `now`: any monotonic time; the same origin must be used in every call.
    package init(least: Int = 1, most: Int, now: Duration) {
        self.least = max(1, min(least, most))
        self.most = max(1, most)
        limit = max(self.least, min(Self.start, self.most))
        grownFrom = limit
        round = Round(began: now)
    }

    /// An attempt was answered without a throttle.
    ///
    /// - `isFull`: another batch waits for a place.
    /// - `wasHeld`: it had to wait for the write limit.
    /// - `madeConnection`: its time is that of a connection's handshakes too.
    package mutating func answered(
        began: Duration, now: Duration, isFull: Bool, wasHeld: Bool = false,
        madeConnection: Bool = false
    ) {
        guard began >= round.began else { return }
        round.all.add(now - began)
        if !madeConnection { round.plain.add(now - began) }
        round.wasFull = round.wasFull || isFull
        round.wasHeld = round.wasHeld || wasHeld
        let enough = max(Self.few, isStarting ? min(grownFrom, limit / 2) : limit)
        if round.plain.count >= enough {
            endRound(round.plain.mean, now)
        } else if round.all.count >= 3 * enough {
            // The target ends each connection after its answer: handshakes are part of it.
            endRound(round.all.mean, now)
        } else if round.all.count >= enough, isStarting, resumed == nil, isQuick(round.all.mean) {
            // Quick with the handshakes, quicker without.
            grow(now, after: round.all.mean)
        }
    }

    /// True where nothing seems to queue; where nothing is known yet, of the number that a run begins with.
    private func isQuick(_ mean: Duration) -> Bool {
        base.map { mean.inSeconds < $0.inSeconds * Self.growsBelow } ?? (limit <= Self.start)
    }

    /// The service throttled an attempt, or failed in a way that fewer may spare it.
    package mutating func throttled(began: Duration, now: Duration) {
        // What was under way at the last cut says nothing of the limit since.
        guard began >= throttledAt ?? .zero else { return }
        isStarting = false
        throttledAt = now
        resumed = nil
        set(limit * 2 / 3, now)
    }

    private mutating func endRound(_ mean: Duration, _ now: Duration) {
        defer { round = Round(began: now) }
        if let resumed {
            base = mean
            baseEnds = now + Self.baseLasts
            self.resumed = nil
            return set(resumed, now)
        }
        if mean < base ?? .seconds(3_600) {
            base = mean
            baseEnds = now + Self.baseLasts
        }
        guard let base else { return }
        let ratio = mean.inSeconds / max(1e-9, base.inSeconds)
        if now >= baseEnds {
            if limit > Self.few {
                resumed = limit
                return set(limit / 2, now)
            }
            // With so few in flight nothing queues: what they take is what an answer takes.
            self.base = mean
            baseEnds = now + Self.baseLasts
        }
        if ratio < Self.growsBelow || limit < Self.few {
            grow(now, after: mean)
        } else {
            isStarting = false
            if ratio > Self.shrinksAbove {
                set(max(Self.few, Int(Double(limit) * 2 / ratio)), now)
            }
        }
    }

    /// `mean`: of the round that allows it.
    private mutating func grow(_ now: Duration, after mean: Duration) {
        guard round.wasFull, !round.wasHeld else { return }
        let isCalm = throttledAt.map { now - $0 < Self.calmLasts } ?? false
        if isCalm, now - grewAt < Self.calm { return }
        grewAt = now
        grownFrom = limit
        if isStarting {
            set(limit * (mean < Self.far ? 2 : 4), now)
        } else {
            set(limit + max(1, limit / (isCalm ? 16 : 8)), now)
        }
    }

    private mutating func set(_ new: Int, _ now: Duration) {
        limit = min(most, max(least, new))
        round = Round(began: now)
    }
}
