import RunModel
import Testing

@testable import Dashboard

@Suite struct RateBookTests {
    private let entity = EntityID(table: "A", entity: "E")

    private func timeLeft(_ feed: Feed, _ table: String) -> TimeLeft? {
        feed.model.rates.left(of: table, in: feed.model.snapshot)
    }

    @Test func `A steady copy has its rate, as table, entity and run`() throws {
        var feed = Feed()
        feed.begin([("A", 100_000)])
        feed.copy("A", "E", perSecond: 400, from: 0, to: 20)
        for rate in [
            feed.model.rates.rate(of: "A"), feed.model.rates.rate(of: entity),
            feed.model.rates.rate,
        ] {
            let rate = try #require(rate)
            #expect((399...401).contains(rate))
        }
    }

    @Test func `A rate is honest from its first second`() throws {
        var feed = Feed()
        feed.begin([("A", 100_000)])
        feed.copy("A", "E", perSecond: 400, from: 0, to: 2)
        let rate = try #require(feed.model.rates.rate(of: "A"))
        #expect((390...410).contains(rate))
    }

    @Test func `A rate fades when nothing comes of its table, and is gone after twelve seconds`()
        throws
    {
        var feed = Feed()
        feed.begin([("A", 100_000), ("B", 100_000)])
        feed.copy("A", "E", perSecond: 400, from: 0, to: 20)
        feed.copy("B", "E", perSecond: 400, from: 20, to: 21)
        var last = 401.0
        for second in stride(from: 22.0, through: 31, by: 1) {
            feed.copy("B", "E", perSecond: 400, from: second - 1, to: second)
            let rate = try #require(feed.model.rates.rate(of: "A"))
            #expect(rate < last)
            last = rate
        }
        feed.copy("B", "E", perSecond: 400, from: 31, to: 32)
        #expect(feed.model.rates.rate(of: "A") == nil)
        #expect(timeLeft(feed, "A") == nil)
    }

    @Test func `What was there before is no rate`() {
        var feed = Feed()
        feed.plan("A", [("E", 100_000)])
        feed.progress("A", "E", 90_000, at: 0)
        feed.tell(.begun)
        feed.enter(.copying, "A", at: 1)
        feed.progress("A", "E", 100, at: 2)
        #expect(feed.model.rates.rate(of: "A") == 100)
    }

    @Test func `A reset takes nothing from the rate`() throws {
        var feed = Feed()
        feed.begin([("A", 100_000)])
        feed.copy("A", "E", perSecond: 400, from: 0, to: 5)
        feed.enter(.queued, "A", at: 5)
        feed.progress("A", "E", -2_000, at: 5)
        #expect(feed.model.rates.rate(of: "A") == nil)
        feed.enter(.copying, "A", at: 6)
        feed.copy("A", "E", perSecond: 400, from: 6, to: 10)
        let rate = try #require(feed.model.rates.rate(of: "A"))
        #expect((390...410).contains(rate))
    }

    @Test func `Counts that go back while it copies begin anew`() throws {
        var feed = Feed()
        feed.begin([("A", 100_000)])
        feed.copy("A", "E", perSecond: 400, from: 0, to: 5)
        feed.progress("A", "E", -1_000, at: 5.5)
        feed.copy("A", "E", perSecond: 40, from: 5.5, to: 20)
        let rate = try #require(feed.model.rates.rate(of: "A"))
        #expect((39...41).contains(rate))
    }

    @Test func `The time left is what is left by the rate, and its range holds it`() throws {
        var feed = Feed()
        feed.begin([("A", 40_000)])
        feed.copy("A", "E", perSecond: 400, from: 0, to: 50)
        let steady = try #require(timeLeft(feed, "A"))
        #expect((49...51).contains(steady.likely))
        #expect(steady.margin < 7)
        #expect(!steady.isEstimate)
        let run = try #require(feed.model.rates.left(in: feed.model.snapshot))
        #expect((49...51).contains(run.likely))
    }

    @Test func `An unsteady rate has a wide range`() throws {
        var feed = Feed()
        feed.begin([("A", 100_000)])
        for at in stride(from: 0.0, to: 60, by: 20) {
            feed.copy("A", "E", perSecond: 800, from: at, to: at + 10)
            feed.copy("A", "E", perSecond: 200, from: at + 10, to: at + 20)
        }
        let left = try #require(timeLeft(feed, "A"))
        #expect(left.low < left.likely && left.likely < left.high)
        #expect(left.high > 2 * left.low)
    }

    @Test(arguments: [TableState.paused, .pausing, .failed, .done, .differs, .preparing])
    func `Nothing is said of the time left in a state that does not copy`(_ state: TableState) {
        var feed = Feed()
        feed.begin([("A", 40_000)])
        feed.copy("A", "E", perSecond: 400, from: 0, to: 20)
        #expect(timeLeft(feed, "A") != nil)
        feed.enter(state, "A", at: 20)
        #expect(timeLeft(feed, "A") == nil)
    }

    @Test func `Below one percent, and where rows are not counted, nothing is said`() {
        var feed = Feed()
        feed.begin([("A", 100_000)])
        feed.copy("A", "E", perSecond: 400, from: 0, to: 2)
        #expect(timeLeft(feed, "A") == nil)
        #expect(feed.model.rates.left(in: feed.model.snapshot) == nil)
        feed.copy("A", "E", perSecond: 400, from: 2, to: 4)
        #expect(timeLeft(feed, "A") != nil)
        feed.plan("B", [("E", nil)], at: 4)
        #expect(feed.model.rates.left(in: feed.model.snapshot) == nil)
        #expect(timeLeft(feed, "A") != nil)
    }

    @Test func `A table that waits is guessed by the run's rate, after what is before it`() throws {
        var feed = Feed()
        feed.plan("A", [("E", 20_000)])
        feed.plan("B", [("E", 4_000)])
        feed.plan("C", [("E", 8_000)])
        feed.tell(.begun)
        feed.enter(.copying, "A", at: 0)
        feed.copy("A", "E", perSecond: 400, from: 0, to: 20)
        let b = try #require(timeLeft(feed, "B"))
        let c = try #require(timeLeft(feed, "C"))
        #expect(b.isEstimate && c.isEstimate)
        #expect((39...41).contains(b.likely))
        #expect((59...61).contains(c.likely))
        let run = try #require(feed.model.rates.left(in: feed.model.snapshot))
        #expect(run.likely == c.likely)
    }

    @Test(arguments: [TableState.paused, .failed])
    func `What is paused or failed is not part of the run's time left`(_ state: TableState) throws {
        var feed = Feed()
        feed.begin([("A", 20_000), ("B", 1_000_000)])
        feed.enter(state, "B", at: 0)
        feed.copy("A", "E", perSecond: 2_000, from: 0, to: 4)
        #expect(feed.model.rates.left(in: feed.model.snapshot) == nil, "below 1 % of the plan")
        feed.copy("A", "E", perSecond: 2_000, from: 4, to: 6)
        let run = try #require(feed.model.rates.left(in: feed.model.snapshot))
        #expect((3.5...4.5).contains(run.likely))
        feed.enter(state, "A", at: 6)
        #expect(feed.model.rates.left(in: feed.model.snapshot) == nil)
    }

    @Test func `A validation has its time left`() throws {
        var feed = Feed()
        feed.begin([("A", 1_000)])
        feed.progress("A", "E", 1_000, at: 1)
        feed.enter(.validating, "A", at: 2)
        for second in 1...5 {
            feed.tell(
                .validationProgressed(table: "A", compared: 100 * second, differences: 0),
                at: 2 + Double(second))
        }
        let left = try #require(timeLeft(feed, "A"))
        #expect((4.5...5.5).contains(left.likely))
    }

    @Test func `Sums of the first numbers follow every change`() {
        var sums = PrefixSums()
        var plain: [Int] = []
        var seed: UInt64 = 7
        func random(_ below: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % below
        }
        for _ in 0..<300 {
            if plain.isEmpty || random(3) == 0 {
                sums.append()
                plain.append(0)
            } else {
                let (at, change) = (random(plain.count), random(100) - 50)
                sums.add(change, at: at)
                plain[at] += change
            }
            let through = random(plain.count)
            #expect(sums.sum(through: through) == plain[...through].reduce(0, +))
            #expect(sums.total == plain.reduce(0, +))
        }
    }

    private func guess(_ feed: inout Feed, _ items: [(String, Int)]) {
        var report = PlanReport()
        report.tables = items.map { name, items in
            var table = PlanReport.Table(table: name, wireName: name, settings: "on demand")
            table.items = items
            return table
        }
        feed.tell(.planMade(report))
    }

    @Test func `Tables that wait uncounted are reckoned by the plan's guess`() throws {
        var feed = Feed()
        feed.plan("A", [("E", 10_000)])
        feed.plan("B", [("E", nil)])
        guess(&feed, [("A", 9_000), ("B", 30_000)])
        #expect(feed.model.snapshot.share == 0)
        feed.tell(.begun)
        feed.enter(.copying, "A", at: 0)
        feed.copy("A", "E", perSecond: 400, from: 0, to: 20)
        #expect(feed.model.snapshot.share == 0.2)
        let left = try #require(feed.model.rates.left(in: feed.model.snapshot))
        #expect((75...85).contains(left.likely))
        #expect(left.isEstimate)
        // More than was guessed: never whole before it is.
        feed.enter(.copying, "B", at: 20)
        feed.progress("A", "E", 2_000, at: 21)
        feed.progress("B", "E", 90_000, at: 21)
        #expect((feed.model.snapshot.share ?? 1) < 1)
    }

    @Test func `The run never ends before its last table`() throws {
        var feed = Feed()
        feed.begin([("A", 100_000), ("B", 20_000)])
        for second in 0..<20 {
            feed.copy("A", "E", perSecond: 4_000, from: Double(second), to: Double(second) + 1)
            feed.copy("B", "E", perSecond: 40, from: Double(second), to: Double(second) + 1)
        }
        let left = try #require(feed.model.rates.left(in: feed.model.snapshot))
        let last = try #require(timeLeft(feed, "B"))
        #expect(last.likely > 300)
        #expect(left.likely >= last.likely)
    }

    @Test(arguments: [TableState.paused, .queued])
    func `Time in which nothing ran is in no rate`(rest: TableState) throws {
        var feed = Feed()
        feed.begin([("A", 100_000)])
        feed.copy("A", "E", perSecond: 400, from: 0, to: 20)
        feed.enter(rest, "A", at: 20)
        feed.enter(.preparing, "A", at: 65)
        feed.enter(.copying, "A", at: 66)
        feed.copy("A", "E", perSecond: 400, from: 66, to: 72)
        let left = try #require(feed.model.rates.left(in: feed.model.snapshot))
        #expect((210...240).contains(left.likely))
        #expect(left.high < left.likely * 2)
    }
}
