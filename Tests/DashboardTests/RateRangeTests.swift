import RunModel
import Terminal
import Testing

@testable import Dashboard

/// What the range of the end is worth, over a run that goes steadily, breaks off, and is held back.
@Suite struct RateRangeTests {
    /// A run of three tables that share a speed, told as an engine tells it.
    private struct Script {
        var feed = Feed()
        var second = 0.0
        var rate: Double
        var left: [String: Int]
        private var owed: [String: Double] = [:]

        init(rate: Double, tables: [(String, Int)], limit: Int? = nil) {
            self.rate = rate
            left = Dictionary(uniqueKeysWithValues: tables)
            if limit != nil {
                feed.tell(.limitsChanged(RunLimits(writeUnits: limit, inFlight: 32)))
            }
            feed.begin(tables)
        }

        /// Each quarter of a second, in batches of 25 that come as they come.
        mutating func run(_ seconds: Double, _ look: (Script) throws -> Void = { _ in }) throws {
            let end = second + seconds
            while second < end {
                second += 0.25
                let names = left.filter { $0.value > 0 }.keys.sorted()
                for name in names {
                    owed[name, default: 0] += rate / 4 / Double(names.count)
                    let batches = Int(owed[name, default: 0] / 25)
                    let items = min(batches * 25, left[name, default: 0])
                    guard items > 0 else { continue }
                    owed[name, default: 0] -= Double(batches * 25)
                    left[name, default: 0] -= items
                    feed.write(name, "E", items, at: second)
                }
                feed.advance(to: second)
                try look(self)
            }
        }

        mutating func stand(_ seconds: Double, _ look: (Script) throws -> Void = { _ in }) throws {
            let end = second + seconds
            while second < end {
                second += 0.25
                feed.advance(to: second)
                try look(self)
            }
        }

        mutating func limit(_ units: Int) {
            feed.tell(.limitsChanged(RunLimits(writeUnits: units, inFlight: 32)), at: second)
            rate = Double(units)
        }

        var whole: TimeLeft? { feed.model.rates.left(in: feed.model.snapshot) }
        var rows: [TimeLeft] {
            left.keys.compactMap { feed.model.rates.left(of: $0, in: feed.model.snapshot) }
        }
        var truth: Double { Double(left.values.reduce(0, +)) / rate }
    }

    private static let tables = [("A", 30_000), ("B", 20_000), ("C", 10_000)]

    /// What always holds, whatever happened.
    private func expectUsable(_ script: Script) throws {
        guard let whole = script.whole else { return }
        #expect(whole.low <= whole.likely && whole.likely <= whole.high)
        for row in script.rows {
            #expect(
                row.likely <= whole.likely * 1.001, "a row ends after the run at \(script.second)")
        }
    }

    @Test func `A steady run is known the better the longer it lasts, and never to the second`()
        throws
    {
        var script = Script(rate: 300, tables: Self.tables, limit: 300)
        var margins: [Double] = []
        try script.run(120) { script in
            try expectUsable(script)
            guard let whole = script.whole, script.second >= 8 else { return }
            #expect(whole.low...whole.high ~= script.truth, "at \(script.second)")
            #expect(whole.margin >= whole.likely / 20)
            if !whole.isUnsure, whole.likely > 0 { margins.append(whole.margin / whole.likely) }
        }
        let (first, last) = (try #require(margins.first), try #require(margins.last))
        #expect(first > 0.15, "after few seconds nobody is sure")
        #expect(last < 0.12)
    }

    @Test func `An outage of half a minute does not make the range useless`() throws {
        var script = Script(rate: 300, tables: Self.tables, limit: 300)
        try script.run(60, expectUsable)
        try script.stand(30) { script in
            try expectUsable(script)
            if script.second >= 64 {
                #expect(script.whole == nil)
                #expect(script.rows.isEmpty)
            }
        }
        try script.run(3, expectUsable)
        try script.run(40) { script in
            try expectUsable(script)
            let whole = try #require(script.whole)
            #expect(!whole.isUnsure, "at \(script.second): \(whole)")
            #expect(whole.margin < whole.likely / 2)
            #expect(
                (0.7...1.4).contains(whole.likely / script.truth), "at \(script.second): \(whole)")
        }
    }

    @Test func `A limit that is cut is followed at once`() throws {
        var script = Script(rate: 300, tables: Self.tables, limit: 300)
        try script.run(60, expectUsable)
        script.limit(50)
        try script.run(10, expectUsable)
        try script.run(60) { script in
            try expectUsable(script)
            let whole = try #require(script.whole)
            #expect(
                (0.7...1.4).contains(whole.likely / script.truth), "at \(script.second): \(whole)")
            #expect(whole.margin <= whole.likely)
        }
        let whole = try #require(script.whole)
        #expect(whole.margin < whole.likely / 2)
    }

    @Test func `Tables that share a write limit do not take longer than all of them`() throws {
        var script = Script(
            rate: 90, tables: [("A", 20_000), ("B", 2_000), ("C", 2_000)], limit: 90)
        try script.run(30)
        let whole = try #require(script.whole)
        // A alone at its third of the limit would take ten minutes.
        #expect((0.8...1.2).contains(whole.likely / script.truth))
        try expectUsable(script)
    }

    @Test func `In an outage the rows come to rest with the header`() throws {
        var script = Script(rate: 300, tables: Self.tables)
        try script.run(30)
        let model = script.feed.model
        let rows = Self.tables.compactMap { model.rates.rate(of: $0.0) }.reduce(0, +)
        #expect((0.9...1.1).contains(rows / model.speed.items))
        try script.stand(4)
        let stalled = script.feed.model
        #expect(stalled.speed == RunSpeed())
        for (table, _) in Self.tables { #expect(stalled.rates.rate(of: table) == nil) }
    }

    @Test func `Few large batches are no outage`() {
        var feed = Feed()
        feed.begin([("A", 100_000)])
        for second in stride(from: 2.5, through: 50, by: 2.5) {
            feed.progress("A", "E", 25, at: second)
        }
        feed.advance(to: 53.5)
        #expect(feed.model.rates.rate(of: "A") != nil)
    }

    @Test func `A table's only moving part is as fast as the table after a pause`() throws {
        var feed = Feed()
        feed.plan("A", [("D", 100), ("E", 10_000)])
        feed.tell(.begun)
        feed.enter(.copying, "A", at: 0)
        feed.copy("A", "E", perSecond: 100, from: 0, to: 20)
        feed.enter(.paused, "A", at: 20)
        feed.enter(.copying, "A", at: 30)
        for second in [33.0, 35, 36] {
            feed.progress("A", "E", 45, at: second)
            feed.advance(to: second)
            let entity = EntityID(table: "A", entity: "E")
            let part = try #require(feed.model.rates.rate(of: entity))
            let table = try #require(feed.model.rates.rate(of: "A"))
            #expect(abs(part - table) < 1)
        }
    }

    @Test func `What is written is not shown above its limit by a batch`() throws {
        var script = Script(rate: 90, tables: Self.tables, limit: 90)
        try script.run(40) { script in
            #expect(script.feed.model.speed.writeUnits <= 90)
        }
        #expect(script.feed.model.speed.writeUnits > 80)
    }

    @Test func `A limit that is not kept is shown`() throws {
        var script = Script(rate: 200, tables: Self.tables, limit: 90)
        try script.run(40)
        #expect(script.feed.model.speed.writeUnits > 150)
    }
}
