package import RunModel

/// How fast each table and entity is now, and how long it will take.
///
/// What always holds:
/// 1. Only what is counted while a table copies makes a rate: not what an earlier process did, not what a
///    reset takes back.
/// 2. An event costs the same whatever the number of tables (but for a logarithm).
package struct RateBook: Sendable {
    private var now: Int64 = 0
    private var places: [String: Int] = [:]
    private var tables: [TableRate] = []
    private var run = RateMeter()
    /// Its bytes in the place of items, its write units in the place of rows.
    private var volume = RateMeter()
    private var pulse = RunPulse()
    /// Rows left of the tables that wait, in the order of the plan.
    private var queue = PrefixSums()
    private var totals = Totals()

    private struct Totals: Sendable {
        var rows = 0
        var planned = 0
        /// Rows left of the tables that are at work.
        var moving = 0
        /// Entities whose rows are not counted, of tables that are at work or wait.
        var uncounted = 0
        /// Tables whose rows are guessed, at work or waiting.
        var guessed = 0
        var active = 0
        /// Tables that are written.
        var writing = 0
        var paused = 0
    }

    package init() {}

    init(_ snapshot: RunSnapshot) {
        now = snapshot.time
        for table in snapshot.tables { place(TableRate(table)) }
    }

    /// Goes on from a newer snapshot, as if what led to it had been told at its time.
    mutating func catchUp(_ snapshot: RunSnapshot) {
        func tell(_ event: RunEvent) {
            apply(
                NumberedEvent(number: snapshot.number, time: snapshot.time, event: event),
                before: snapshot)
        }
        for table in snapshot.tables {
            guard let known = self[table.name], known.isSame(as: table) else {
                place(TableRate(table))
                continue
            }
            change(table.name) { $0.guess(table.estimate) }
            tell(.tableStateChanged(table: table.name, state: table.state, detail: nil))
            for entity in table.entities {
                tell(
                    .entityProgressed(
                        EntityID(table: table.name, entity: entity.name), entity.counts))
            }
            guard table.state == .validating else { continue }
            tell(
                .validationProgressed(
                    table: table.name, compared: table.compared, differences: table.differing))
        }
    }

    /// Items a second over the last seconds; nil where nothing moved, or now moves any more.
    package func rate(of table: String) -> Double? {
        isStalled ? nil : self[table]?.meter.rate(at: now)
    }

    package func rate(of entity: EntityID) -> Double? {
        isStalled ? nil : self[entity.table]?.entity(entity.entity)?.meter.rate(at: now)
    }

    /// Items a second of the whole run.
    package var rate: Double? { isStalled ? nil : run.rate(at: now) }

    /// How fast the run is, by the counts that its tables' rates are made of; nothing while it stands.
    package var speed: RunSpeed {
        guard totals.writing > 0, !isStalled else { return RunSpeed() }
        let (bytes, units) = volume.rates(at: now)
        return RunSpeed(items: run.rates(at: now).items, bytes: bytes, writeUnits: units)
    }

    /// True where tables are written and yet nothing comes, for longer than it usually takes.
    private var isStalled: Bool { totals.writing > 0 && pulse.isStalled(at: now) }

    /// True where every table that could move stands still on command.
    package var isPaused: Bool { totals.paused > 0 && totals.active == 0 }

    /// True where no table is at work: nothing on the screen changes by itself.
    package var isIdle: Bool { totals.active == 0 && run.rate(at: now) == nil }

    /// Seconds to the end, nil where nothing is known (below 1 %, paused, not counted).
    package func left(of table: String, in snapshot: RunSnapshot) -> TimeLeft? {
        guard let place = places[table] else { return nil }
        let table = tables[place]
        switch table.state {
        case .copying, .verifying:
            guard table.isKnown, !isStalled,
                var left = TimeLeft(rows: table.left, at: table.meter.spread(at: now))
            else { return nil }
            if isHeld(snapshot), let whole = whole(snapshot), whole.likely < left.likely {
                left = whole
            }
            if table.isEstimate { left.isEstimate = true }
            return left
        case .validating:
            let total = table.acknowledged
            guard table.compared > 0, table.compared * 100 >= total else { return nil }
            return TimeLeft(
                rows: max(0, total - table.compared), at: table.validation.spread(at: now))
        case .queued:
            guard isEndKnown(snapshot), table.uncounted == 0, !isStalled else { return nil }
            // Its turn comes after what is at work and what waits before it.
            let rows = totals.moving + queue.sum(through: place)
            var left = TimeLeft(rows: rows, at: run.spread(at: now))
            left?.isEstimate = true
            return left
        case .preparing, .pausing, .paused, .done, .differs, .failed: return nil
        }
    }

    package func left(of entity: EntityID, in snapshot: RunSnapshot) -> TimeLeft? {
        guard let table = self[entity.table], table.state == .copying,
            let rate = table.entity(entity.entity), rate.isKnown, !isStalled,
            let left = TimeLeft(rows: rate.left, at: rate.meter.spread(at: now))
        else { return nil }
        // No part takes longer than the whole.
        guard let whole = self.left(of: entity.table, in: snapshot) else { return left }
        return whole.likely < left.likely ? whole : left
    }

    /// True where the write limit holds everything back: what one table leaves of it the others take.
    private func isHeld(_ snapshot: RunSnapshot) -> Bool {
        guard let limit = snapshot.limits?.writeUnits, let units = volume.spread(at: now)
        else { return false }
        return units.likely >= 0.8 * Double(limit)
    }

    /// To the end of everything at the speed of the run.
    private func whole(_ snapshot: RunSnapshot) -> TimeLeft? {
        guard isEndKnown(snapshot), !isStalled else { return nil }
        return TimeLeft(rows: totals.moving + queue.total, at: run.spread(at: now))
    }

    /// Seconds to the end of all that is at work or waits; what is paused or failed takes another command.
    ///
    /// Never sooner than the last of the tables at work, but where all share the write limit.
    package func left(in snapshot: RunSnapshot) -> TimeLeft? {
        guard var left = whole(snapshot) else { return nil }
        left.isEstimate = totals.guessed > 0
        let isHeld = isHeld(snapshot)
        for at in tables.indices {
            switch tables[at].state {
            case .copying, .verifying: if isHeld { continue }
            case .validating: break
            default: continue
            }
            guard let last = self.left(of: tables[at].name, in: snapshot) else { continue }
            // What it takes now the others may leave to it later: the earliest end stays.
            left.likely = max(left.likely, last.likely)
            left.high = max(left.high, last.high)
        }
        return left
    }

    private func isEndKnown(_ snapshot: RunSnapshot) -> Bool {
        snapshot.phase == .running && totals.active > 0 && totals.uncounted == 0
            && totals.planned > 0 && totals.rows * 100 >= totals.planned
    }

    mutating func apply(_ event: NumberedEvent, before snapshot: RunSnapshot) {
        now = max(now, event.time)
        switch event.event {
        case .tablePlanned(let plan):
            let state = self[plan.table]?.state ?? .queued
            place(
                TableRate(
                    name: plan.table, state: state,
                    entities: plan.entities.map { entity in
                        var counts = EntityCounts()
                        counts.planned = entity.rows
                        return EntityRate(entity.name, counts)
                    }, estimate: snapshot.estimate(of: plan.table)))
        case .planMade(let report):
            for table in report.tables { change(table.table) { $0.guess(table.items) } }
        case .tableStateChanged(let table, let state, _):
            let isStill = totals.writing == 0
            change(table) { $0.enter(state, at: event.time) }
            if isStill, totals.writing > 0 {
                run.resume(at: event.time)
                volume.resume(at: event.time)
                pulse = RunPulse(from: event.time)
            }
        case .entityProgressed(let id, let counts):
            if pulse.isInterrupted(at: event.time) { resume(at: event.time - 1_500) }
            var gained = GainedCounts()
            change(id.table) { gained = $0.take(counts, of: id.entity, at: event.time) }
            guard gained.rows != 0 || gained.items != 0 else { break }
            pulse.beat(at: event.time)
            run.add(items: gained.items, rows: gained.rows, at: event.time)
            volume.add(items: gained.bytes, rows: gained.writeUnits, at: event.time)
        case .limitsChanged(let limits):
            guard let before = snapshot.limits, before.writeUnits != limits.writeUnits else {
                break
            }
            run.turn(at: event.time)
            volume.turn(at: event.time)
            pulse = RunPulse(from: event.time)
            for at in tables.indices { tables[at].turn(at: event.time) }
        case .validationProgressed(let table, let compared, _):
            change(table) { $0.take(compared: compared, at: event.time) }
        default: break
        }
    }

    /// The target answers again after an outage.
    private mutating func resume(at time: Int64) {
        run.resume(at: time)
        volume.resume(at: time)
        pulse = RunPulse(from: time)
        for at in tables.indices { tables[at].resume(at: time) }
    }

    mutating func advance(to now: Int64) { self.now = max(self.now, now) }

    private subscript(table: String) -> TableRate? { places[table].map { tables[$0] } }

    private mutating func place(_ table: TableRate) {
        if places[table.name] == nil {
            places[table.name] = tables.count
            tables.append(TableRate(name: table.name, state: .done, entities: []))
            queue.append()
        }
        change(table.name) { $0 = table }
    }

    private mutating func change(_ table: String, _ body: (inout TableRate) -> Void) {
        guard let place = places[table] else { return }
        count(tables[place], at: place, -1)
        body(&tables[place])
        count(tables[place], at: place, 1)
    }

    private mutating func count(_ table: TableRate, at place: Int, _ sign: Int) {
        totals.rows += sign * table.rows
        totals.planned += sign * table.planned
        switch table.state {
        case .copying, .pausing, .verifying: totals.writing += sign
        default: break
        }
        switch table.state {
        case .preparing, .copying, .pausing, .verifying, .validating:
            totals.active += sign
            totals.uncounted += sign * table.uncounted
            totals.guessed += sign * (table.isEstimate ? 1 : 0)
            if table.state != .pausing { totals.moving += sign * table.left }
        case .queued:
            totals.uncounted += sign * table.uncounted
            totals.guessed += sign * (table.isEstimate ? 1 : 0)
            queue.add(sign * table.left, at: place)
        case .paused: totals.paused += sign
        case .done, .differs, .failed: break
        }
    }
}
