import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct FlowHistoryTests {
    private func running() -> Feed {
        var feed = Feed()
        feed.begin([("A", 1_000_000)])
        return feed
    }

    @Test func `Columns are means over their time, the newest last`() throws {
        var feed = running()
        for second in 0..<10 {
            feed.tell(Feed.sample(second < 8 ? 100 : 300), at: Double(second))
        }
        feed.advance(to: 10)
        let columns = feed.model.flow.columns(.fiveMinutes, count: 150)
        #expect(columns.count == 150)
        let last = try #require(columns.last)
        #expect(last.itemsPerSecond == 300)
        #expect(last.bytesPerSecond == 90_000)
        #expect(last.latencyP50 == 10)
        #expect(columns[148].itemsPerSecond == 100)
        #expect(!columns[144].isMeasured)
    }

    @Test(arguments: FlowSpan.allCases, [1, 7, 40, 62, 149, 150])
    func `Any number of columns shares a span without losing a throttle`(
        _ span: FlowSpan, _ count: Int
    ) {
        var feed = running()
        for second in 0..<280 {
            feed.tell(Feed.sample(50), at: Double(second))
            feed.tell(.throttled(table: "A", cause: "hot", batches: 2), at: Double(second))
        }
        feed.advance(to: 280)
        let columns = feed.model.flow.columns(span, count: count)
        #expect(columns.count == count)
        #expect(columns.reduce(0) { $0 + $1.throttled } >= 2 * 280 - 2 * span.seconds / count)
        #expect(
            feed.model.flow.throttles(of: "A", span, count: count).reduce(0, +)
                == columns.reduce(0) { $0 + $1.throttled })
        #expect(columns.allSatisfy { !$0.isMeasured || $0.itemsPerSecond == 50 })
    }

    @Test func `A graph keeps its shape as it scrolls`() {
        var feed = running()
        for second in 0..<600 { feed.tell(Feed.sample(Double(second)), at: Double(second)) }
        let before = feed.model.flow.columns(.fiveMinutes, count: 61)
        for second in 600..<660 { feed.tell(Feed.sample(1), at: Double(second)) }
        let after = feed.model.flow.columns(.fiveMinutes, count: 61)
        // The newest column was not over; all the others stand further left, unchanged.
        let kept = Array(before[20..<60])
        let place = (0..<21).first { Array(after[$0..<$0 + 40]) == kept }
        #expect(place != nil)
    }

    @Test func `With more columns than a span has they reach further back`() {
        var feed = running()
        for second in 0..<500 { feed.tell(Feed.sample(5), at: Double(second)) }
        feed.advance(to: 500)
        let columns = feed.model.flow.columns(.fiveMinutes, count: 200)
        #expect(columns.filter(\.isMeasured).count == 200)
    }

    @Test func `An hour is kept and no more`() {
        var feed = running()
        for second in stride(from: 0.0, to: 3 * 3_600, by: 1) {
            feed.tell(Feed.sample(5), at: second)
        }
        let columns = feed.model.flow.columns(.hour, count: 1_800)
        #expect(columns.filter(\.isMeasured).count >= 1_799)
        feed.advance(to: 5 * 3_600)
        #expect(feed.model.flow.columns(.hour, count: 60).allSatisfy { !$0.isMeasured })
    }

    @Test func `The tables throttled most are kept, each with its cause`() {
        var feed = running()
        for table in 0..<40 {
            for _ in 0...table {
                feed.tell(
                    .throttled(table: "T\(table)", cause: "key range", batches: 1), at: 1)
            }
        }
        let heat = feed.model.flow.heat(.fiveMinutes)
        #expect(heat.first == FlowHistory.Heat(table: "T39", cause: "key range", total: 40))
        #expect(heat.count == 16)
        feed.advance(to: 4_000)
        #expect(feed.model.flow.heat(.hour).isEmpty)
    }

    @Test func `A target that is away marks the axis until something flows again`() {
        var feed = running()
        let reason = "CouldNotConnect: Failed to connect after 0 ms"
        for second in 0..<60 {
            let isAway = (10..<40).contains(second)
            feed.tell(Feed.sample(isAway ? 0 : 100), at: Double(second))
            guard [10, 11, 14, 22].contains(second) else { continue }
            let delay = second == 22 ? 60_000 : 1_000
            feed.tell(
                .batchRetried(table: "A", reason: reason, attempt: 2, delayMilliseconds: delay),
                at: Double(second))
        }
        feed.advance(to: 60)
        let columns = feed.model.flow.columns(.fiveMinutes, count: 150)
        let marks = FlowMarks.marks(columns)
        #expect(marks.count == 1)
        #expect(marks.first?.text.hasPrefix("!!!!!") == true)
        #expect(marks.first?.text.contains("trouble") == true)
        #expect(columns.suffix(9).allSatisfy { !$0.isTroubled })
    }

    @Test func `What is sent again after a throttle is marked as throttled alone`() {
        var feed = running()
        for second in 0..<10 {
            feed.tell(Feed.sample(100), at: Double(second))
            feed.tell(.throttled(table: "A", cause: "GSI1 keys", batches: 1), at: Double(second))
            feed.tell(
                .batchRetried(
                    table: "A", reason: "GSI1 keys", attempt: 2, delayMilliseconds: 5),
                at: Double(second))
        }
        feed.advance(to: 10)
        let marks = FlowMarks.marks(feed.model.flow.columns(.fiveMinutes, count: 150))
        #expect(marks.count == 1)
        #expect(marks.first?.text.hasPrefix("▲▲▲") == true)
    }

    @Test func `Counts of retries, unprocessed items and errors stand in their column`() throws {
        var feed = running()
        feed.tell(.batchRetried(table: "A", reason: "r", attempt: 1, delayMilliseconds: 5), at: 1)
        feed.tell(.itemsUnprocessed(table: "A", count: 7), at: 1)
        feed.tell(
            .tableFailed(
                table: "A", RunFailure(code: .tableFailed, message: "m", hint: nil)), at: 1)
        feed.advance(to: 2)
        let last = try #require(feed.model.flow.columns(.fiveMinutes, count: 10).last)
        #expect((last.retried, last.unprocessed, last.errors) == (1, 7, 1))
    }
}
