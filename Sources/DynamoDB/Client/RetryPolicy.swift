/// What sort of failure it is, as far as trying again goes.
package enum RetryClass: String, Sendable, CaseIterable {
    /// The service asks for less: wait, and go slower.
    case throttling
    /// It may work at once: the service's own fault, or the network's.
    case transient
    /// The clock is off. The client has corrected it and tried again once; it did not help.
    case clockSkew
    /// The client has read the credentials anew and tried again once; it did not help.
    case credentials
    /// The same request will fail again.
    case permanent
}

/// How long to wait before an attempt, and when to stop: a value, without a clock of its own.
///
/// `random(0…1) × min(base × 2^(attempt−1), cap)`: full jitter, as AWS's SDKs do by their rules of 2026
/// (throttling from 1 s, other failures from 25 ms for DynamoDB, at most 20 s).
package struct RetryPolicy: Sendable, Equatable {
    package struct Rule: Sendable, Equatable {
        /// The ceiling of the first wait; doubled for each further one.
        package var base: Duration
        package var cap: Duration
        /// Attempts altogether, the first included; nil: as many as the deadline allows.
        package var maxAttempts: Int?

        package init(base: Duration, cap: Duration, maxAttempts: Int?) {
            self.base = base
            self.cap = cap
            self.maxAttempts = maxAttempts
        }
    }

    package var throttling: Rule
    package var transient: Rule
    /// Counted from the first attempt; a wait that would end past it is not begun.
    package var deadline: Duration?

    package init(throttling: Rule, transient: Rule, deadline: Duration?) {
        self.throttling = throttling
        self.transient = transient
        self.deadline = deadline
    }

    /// The wait before the next attempt; nil: give up.
    ///
    /// - `attempt`: how many have been made, from 1.
    /// - `retryAfter`: what the service asked for (`x-amz-retry-after`). It lengthens the wait, by at
    ///   most 5 s.
    /// - `elapsed`: since the first attempt began.
    /// - `random`: gives a number of 0…1.
    package func delay(
        attempt: Int, for failure: RetryClass, retryAfter: Duration? = nil,
        elapsed: Duration = .zero,
        random: () -> Double
    ) -> Duration? {
        let rule: Rule
        switch failure {
        case .throttling: rule = throttling
        case .transient: rule = transient
        case .clockSkew, .credentials, .permanent: return nil
        }
        if let most = rule.maxAttempts, attempt >= most { return nil }
        // Past 2^30 any base has reached any cap; the shift must not overflow.
        let ceiling = min(rule.base * (1 << min(max(attempt - 1, 0), 30)), rule.cap)
        var wait = ceiling * min(max(random(), 0), 1)
        if let retryAfter { wait = max(wait, min(retryAfter, wait + .seconds(5))) }
        if let deadline, elapsed + wait > deadline { return nil }
        return wait
    }
}

extension RetryPolicy {
    /// For creating, describing and changing tables.
    ///
    /// Four attempts where the service or the network fails, as AWS's SDKs make for DynamoDB, so that a
    /// wrong endpoint shows at once; throttling and the limit of simultaneous table changes, which lasts
    /// as long as the other tables take, for up to five minutes.
    package static let control = RetryPolicy(
        throttling: Rule(base: .seconds(1), cap: .seconds(20), maxAttempts: nil),
        transient: Rule(base: .milliseconds(25), cap: .seconds(20), maxAttempts: 4),
        deadline: .seconds(300))

    /// For reading: until ten minutes have passed without an answer.
    package static let read = RetryPolicy(
        throttling: Rule(base: .seconds(1), cap: .seconds(20), maxAttempts: nil),
        transient: Rule(base: .milliseconds(25), cap: .seconds(20), maxAttempts: 12),
        deadline: .seconds(600))

    /// For the load: throttling is its normal state and never ends it; twelve failures of service or
    /// network in a row (half a minute and more of waiting) do.
    package static let write = RetryPolicy(
        throttling: Rule(base: .milliseconds(50), cap: .seconds(20), maxAttempts: nil),
        transient: Rule(base: .milliseconds(25), cap: .seconds(20), maxAttempts: 12),
        deadline: nil)

    /// One attempt.
    package static let never = RetryPolicy(
        throttling: Rule(base: .zero, cap: .zero, maxAttempts: 1),
        transient: Rule(base: .zero, cap: .zero, maxAttempts: 1), deadline: nil)
}
