import Testing

@testable import DynamoDB

@Suite struct RetryPolicyTests {
    let policy = RetryPolicy(
        throttling: .init(base: .seconds(1), cap: .seconds(20), maxAttempts: nil),
        transient: .init(base: .milliseconds(25), cap: .seconds(20), maxAttempts: 4), deadline: nil)

    @Test(arguments: [(1, 1_000), (2, 2_000), (3, 4_000), (5, 16_000), (6, 20_000), (90, 20_000)])
    func `The ceiling doubles up to the cap`(_ attempt: Int, _ milliseconds: Int) {
        #expect(
            policy.delay(attempt: attempt, for: .throttling, random: { 1 })
                == .milliseconds(milliseconds))
    }

    @Test func `The wait is a random part of the ceiling`() {
        #expect(policy.delay(attempt: 3, for: .throttling, random: { 0.25 }) == .seconds(1))
        #expect(policy.delay(attempt: 3, for: .throttling, random: { 0 }) == .zero)
    }

    @Test func `Each class has its own base`() {
        #expect(policy.delay(attempt: 2, for: .transient, random: { 1 }) == .milliseconds(50))
    }

    @Test func `The last attempt has no wait after it`() {
        #expect(policy.delay(attempt: 3, for: .transient, random: { 1 }) != nil)
        #expect(policy.delay(attempt: 4, for: .transient, random: { 1 }) == nil)
        #expect(policy.delay(attempt: 4_000, for: .throttling, random: { 1 }) != nil)
    }

    @Test(arguments: [RetryClass.permanent, .credentials, .clockSkew])
    func `What will fail again is not tried again`(_ failure: RetryClass) {
        #expect(policy.delay(attempt: 1, for: failure, random: { 1 }) == nil)
    }

    @Test func `The service's wish lengthens the wait, by five seconds at most`() {
        func wait(_ retryAfter: Duration) -> Duration? {
            policy.delay(attempt: 1, for: .throttling, retryAfter: retryAfter, random: { 1 })
        }
        #expect(wait(.milliseconds(200)) == .seconds(1))
        #expect(wait(.seconds(3)) == .seconds(3))
        #expect(wait(.seconds(90)) == .seconds(6))
    }

    @Test func `No wait ends past the deadline`() {
        var policy = policy
        policy.deadline = .seconds(10)
        #expect(
            policy.delay(attempt: 1, for: .throttling, elapsed: .seconds(9), random: { 1 }) != nil)
        #expect(
            policy.delay(attempt: 2, for: .throttling, elapsed: .seconds(9), random: { 1 }) == nil)
    }

    @Test func `Throttling never ends a load`() {
        for attempt in [1, 100, 10_000] {
            let wait = RetryPolicy.write.delay(
                attempt: attempt, for: .throttling, elapsed: .seconds(86_400), random: { 1 })
            #expect(wait.map { $0 <= .seconds(20) } == true)
        }
    }
}
