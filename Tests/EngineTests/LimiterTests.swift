import Engine
import Synchronization
import Testing

@Suite struct LimiterTests {
    @Test func `Without a limit nothing waits`() {
        var bucket = WriteUnitBucket(unitsPerSecond: nil, now: .zero)
        #expect(bucket.take(1_000_000, now: .zero) == .zero)
    }

    @Test func `Over any second no more passes than the limit and one burst`() {
        var bucket = WriteUnitBucket(unitsPerSecond: 100, now: .zero)
        var now = Duration.zero
        var spent = 0
        while now < .seconds(10) {
            now += bucket.take(25, now: now)
            spent += 25
        }
        #expect(spent <= 100 * 10 + 10 + 2 * 25)
        #expect(spent >= 100 * 10 - 25)
    }

    @Test func `A batch larger than the limit passes, and who comes next waits for it`() {
        var bucket = WriteUnitBucket(unitsPerSecond: 10, now: .zero)
        #expect(bucket.take(100, now: .zero) == .zero)
        #expect(bucket.take(1, now: .zero) == .seconds(10))
    }

    @Test func `What was taken and not spent is there for who comes next`() {
        var bucket = WriteUnitBucket(unitsPerSecond: 10, now: .zero)
        _ = bucket.take(10, now: .zero)
        _ = bucket.take(10, now: .zero)
        bucket.giveBack(10)
        bucket.giveBack(10)
        #expect(bucket.take(10, now: .zero) == .zero)
    }

    @Test func `A limit lifted while it runs lets go at once`() {
        var bucket = WriteUnitBucket(unitsPerSecond: 1, now: .zero)
        _ = bucket.take(100, now: .zero)
        bucket.setLimit(nil, now: .zero)
        #expect(bucket.take(100, now: .zero) == .zero)
    }

    @Test func `Who waits goes by the limit that holds now`() {
        var bucket = WriteUnitBucket(unitsPerSecond: 1, now: .zero)
        _ = bucket.take(100, now: .zero)
        let turn = bucket.takeTurn(25, now: .zero)
        #expect(bucket.wait(for: turn, now: .zero) == .seconds(100))
        bucket.setLimit(1_000, now: .seconds(1))
        #expect(bucket.wait(for: turn, now: .seconds(1)) == .milliseconds(99))
        bucket.setLimit(nil, now: .seconds(1))
        #expect(bucket.wait(for: turn, now: .seconds(1)) == .zero)
    }

    @Test func `A limit raised while batches wait lets them go, and says that it held them`() async
    {
        let clock = Mutex(Duration.zero)
        let raise = Mutex<(@Sendable () -> Void)?>(nil)
        let time = EngineTime(
            now: { clock.withLock { $0 } },
            sleep: { duration in
                clock.withLock { $0 += duration }
                raise.withLock { $0 }?()
            }, random: { 0 }, wall: { 0 })
        let limiter = WriteUnitLimiter(unitsPerSecond: 1, time: time)
        raise.withLock { $0 = { limiter.setLimit(10_000) } }
        let control = TableControl()
        #expect(await limiter.spend(100, control) { true } != .notSpent)
        #expect(!limiter.isHolding)
        #expect(await limiter.spend(25, control) { true } != .notSpent)
        #expect(clock.withLock { $0 } < .seconds(2))
        #expect(limiter.isHolding)
        clock.withLock { $0 += .seconds(10) }
        #expect(!limiter.isHolding)
    }

    @Test func `Who may wait no longer spends nothing`() async {
        let time = EngineTime(now: { .zero }, sleep: { _ in }, random: { 0 }, wall: { 0 })
        let limiter = WriteUnitLimiter(unitsPerSecond: 10, time: time)
        let control = TableControl()
        #expect(await limiter.spend(10, control) { true } != .notSpent)
        #expect(await limiter.spend(500, control) { false } == .notSpent)
    }

    @Test func `Places are given in the order asked, never more than the limit`() async {
        let gate = InFlightGate(limit: 2)
        await gate.enter()
        await gate.enter()
        #expect(gate.inFlight == 2)
        let third = Task { await gate.enter() }
        gate.leave()
        await third.value
        #expect(gate.inFlight == 2)
    }

    @Test func `A place is kept until the limit falls, or others wait who must not be passed`()
        async
    {
        let gate = InFlightGate(limit: 2)
        await gate.enter()
        await gate.enter()
        #expect(gate.keepsPlace(mayPass: false))
        let third = Task { await gate.enter() }
        while !gate.isWaitedFor { await Task.yield() }
        #expect(!gate.keepsPlace(mayPass: false))
        #expect(gate.keepsPlace(mayPass: true))
        gate.leave()
        await third.value
        gate.setLimit(1)
        #expect(!gate.keepsPlace(mayPass: true))
    }

    @Test func `A raised limit admits who waits, a lowered one empties as places come back`() async
    {
        let gate = InFlightGate(limit: 1)
        await gate.enter()
        let second = Task { await gate.enter() }
        gate.setLimit(2)
        await second.value
        gate.setLimit(1)
        #expect(gate.inFlight == 2)
        gate.leave()
        #expect(gate.inFlight == 1)
        gate.leave()
        #expect(gate.inFlight == 0)
    }

    @Test func `Batches of several segments take turns`() {
        var batches = InterleavedBatches<String>()
        batches.append(["a1", "a2", "a3"], lane: 1)
        batches.append(["b1", "b2"], lane: 2)
        batches.append(["c1"], lane: 3)
        var order: [String] = []
        while let next = batches.popFirst() { order.append(next) }
        #expect(order == ["a1", "b1", "c1", "a2", "b2", "a3"])
    }

    @Test func `A queue ends when its readers have ended and all was taken`() async {
        let queue = BatchQueue<Int>(readers: 2, capacity: 4)
        queue.append([1, 2], lane: 0)
        queue.readerEnded()
        queue.append([3], lane: 1)
        queue.readerEnded()
        var taken: [Int] = []
        while await queue.waitForBatch() {
            if let next = queue.poll({ $0 }) { taken.append(next) }
        }
        #expect(taken.sorted() == [1, 2, 3])
    }

    @Test func `A reader waits while the queue is full, and goes when it is closed`() async {
        let queue = BatchQueue<Int>(readers: 1, capacity: 2)
        queue.append([1, 2, 3], lane: 0)
        let reader = Task { await queue.waitForRoom() }
        #expect(queue.poll { $0 } == 1)
        queue.close()
        await reader.value
        #expect(await !queue.waitForBatch())
        #expect(queue.poll { $0 } == nil)
    }
}
