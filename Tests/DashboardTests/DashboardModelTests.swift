import RunModel
import Testing

@testable import Dashboard

/// A model that is fed by the second.
struct Feed {
    private(set) var model = DashboardModel()
    private var number: UInt64 = 0
    /// 2025-11-22T12:00:00Z.
    static let start: Int64 = 1_763_812_800_000
    private var totals: [EntityID: EntityCounts] = [:]

    mutating func tell(_ event: RunEvent, at seconds: Double = 0) {
        number += 1
        let time = Self.start + Int64((seconds * 1_000).rounded())
        model.apply(NumberedEvent(number: number, time: time, event: event))
    }

    mutating func advance(to seconds: Double) {
        model.advance(to: Self.start + Int64((seconds * 1_000).rounded()))
    }

    mutating func plan(_ table: String, _ entities: [(String, Int?)], at seconds: Double = 0) {
        let plans = entities.map { EntityPlan(name: $0.0, root: $0.0, rows: $0.1, segments: 1) }
        tell(.tablePlanned(TablePlan(table: table, wireName: table, entities: plans)), at: seconds)
        for (entity, rows) in entities {
            var counts = EntityCounts()
            counts.planned = rows
            totals[EntityID(table: table, entity: entity)] = counts
        }
    }

    mutating func enter(_ state: TableState, _ table: String, at seconds: Double) {
        tell(.tableStateChanged(table: table, state: state, detail: nil), at: seconds)
    }

    /// The entity's counts change by so much.
    mutating func progress(
        _ table: String, _ entity: String, _ items: Int, quarantined: Int = 0, at seconds: Double
    ) {
        let id = EntityID(table: table, entity: entity)
        var counts = totals[id] ?? EntityCounts()
        counts.acknowledged += items
        counts.quarantined += quarantined
        counts.read += items + quarantined
        totals[id] = counts
        tell(.entityProgressed(id, counts), at: seconds)
    }

    /// So many items are written, of a write unit and 300 bytes each.
    mutating func write(_ table: String, _ entity: String, _ items: Int, at seconds: Double) {
        let id = EntityID(table: table, entity: entity)
        totals[id, default: EntityCounts()].writeUnits += items
        totals[id, default: EntityCounts()].bytes += 300 * items
        progress(table, entity, items, at: seconds)
    }

    /// So many items a second, told each quarter of a second.
    mutating func copy(
        _ table: String, _ entity: String, perSecond: Int, from start: Double, to end: Double
    ) {
        var at = start + 0.25
        while at <= end {
            progress(table, entity, perSecond / 4, at: at)
            at += 0.25
        }
    }

    mutating func begin(_ tables: [(String, Int)]) {
        for (table, rows) in tables { plan(table, [("E", rows)]) }
        tell(.begun)
        for (table, _) in tables { enter(.copying, table, at: 0) }
    }

    static func sample(_ items: Double, p50: Double? = 10, p99: Double? = 40) -> RunEvent {
        .flowMeasured(
            FlowSample(
                itemsPerSecond: items, bytesPerSecond: items * 300, writeUnitsPerSecond: items,
                batchesInFlight: 12, inFlightLimit: 32, latencyP50: p50, latencyP99: p99))
    }
}

@Suite struct DashboardModelTests {
    @Test func `The same events give the same model`() {
        func model() -> DashboardModel {
            var feed = Feed()
            feed.begin([("A", 1_000)])
            feed.copy("A", "E", perSecond: 100, from: 0, to: 4)
            feed.tell(Feed.sample(100), at: 4)
            feed.advance(to: 5)
            return feed.model
        }
        let (a, b) = (model(), model())
        #expect(a.snapshot == b.snapshot)
        #expect(a.rates.rate(of: "A") == b.rates.rate(of: "A"))
        #expect(
            a.flow.columns(.fiveMinutes, count: 150) == b.flow.columns(.fiveMinutes, count: 150))
        #expect(a.log.count == b.log.count)
    }

    @Test func `A model begins with what a snapshot knows`() {
        var feed = Feed()
        feed.plan("A", [("E", 1_000)])
        feed.tell(.begun)
        feed.enter(.copying, "A", at: 0)
        feed.progress("A", "E", 400, at: 1)
        feed.tell(
            .tableFailed(
                table: "A", RunFailure(code: .accessDenied, message: "no", hint: "ask for it")),
            at: 2)
        var late = DashboardModel(feed.model.snapshot)
        #expect(late.rates.rate(of: "A") == nil)
        #expect(late.errors.groups.map(\.id.cause) == ["no"])
        var counts = EntityCounts()
        counts.acknowledged = 500
        counts.planned = 1_000
        let time = Feed.start + 3_000
        late.apply(
            NumberedEvent(
                number: 99, time: time,
                event: .entityProgressed(EntityID(table: "A", entity: "E"), counts)))
        // The 400 that were there are no speed.
        #expect(late.rates.rate(of: "A") == 100)
    }

    @Test func `A resting run does not scroll its graphs`() {
        var feed = Feed()
        feed.begin([("A", 1_000)])
        feed.tell(Feed.sample(100), at: 1)
        feed.tell(Feed.sample(100), at: 2)
        feed.enter(.paused, "A", at: 4)
        let before = feed.model.flow.columns(.fiveMinutes, count: 150)
        feed.advance(to: 100)
        #expect(feed.model.flow.columns(.fiveMinutes, count: 150) == before)
        feed.enter(.copying, "A", at: 100)
        feed.tell(Feed.sample(100), at: 102)
        let after = feed.model.flow.columns(.fiveMinutes, count: 150)
        #expect(after.filter(\.isPaused).count >= 46)
    }

    @Test func `A day of events stays small`() {
        var feed = Feed()
        feed.begin([("A", 100_000_000)])
        for second in 1...5_000 {
            feed.progress("A", "E", 10, at: Double(second))
            feed.tell(Feed.sample(10), at: Double(second))
            feed.tell(
                .throttled(table: "A", cause: "cause \(second)", batches: 1), at: Double(second))
            feed.tell(.noticed(Notice(.warning, "warning \(second)")), at: Double(second))
        }
        #expect(feed.model.errors.groups.count == ErrorBook.groupLimit)
        #expect(feed.model.flow.columns(.hour, count: 4_000).count == 4_000)
    }
}
