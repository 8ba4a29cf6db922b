import RunModel

/// One table's counts and how fast they grow; its sums are kept, not added up.
struct TableRate: Sendable {
    let name: String
    private(set) var state: TableState
    private(set) var entities: [EntityRate]
    private(set) var meter = RateMeter()
    /// Of items compared.
    private(set) var validation = RateMeter()
    private(set) var compared = 0
    private(set) var acknowledged = 0
    private(set) var rows = 0
    /// What the plan guesses of its rows.
    private(set) var estimate: Int?
    private var counted = 0
    private var missing = 0

    init(name: String, state: TableState, entities: [EntityRate], estimate: Int? = nil) {
        self.estimate = estimate
        self.name = name
        self.state = state
        self.entities = entities
        for entity in entities { count(entity, 1) }
    }

    init(_ table: RunSnapshot.TableSnapshot) {
        self.init(
            name: table.name, state: table.state,
            entities: table.entities.map { EntityRate($0.name, $0.counts) },
            estimate: table.estimate)
    }

    /// True where it has the snapshot's entities.
    func isSame(as table: RunSnapshot.TableSnapshot) -> Bool {
        entities.map(\.name) == table.entities.map(\.name)
    }

    /// Its rows, by the plan's guess where they are not counted.
    var planned: Int { isEstimate ? max(estimate ?? 0, counted, rows) : counted }

    /// True where its rows are only guessed.
    var isEstimate: Bool { missing > 0 && estimate != nil }

    /// Entities of whose rows nothing is known.
    var uncounted: Int { isEstimate ? 0 : missing }

    mutating func guess(_ rows: Int?) { estimate = rows }

    var left: Int { max(0, planned - rows) }

    /// True from 1 % on, all rows counted.
    var isKnown: Bool { uncounted == 0 && planned > 0 && rows * 100 >= planned }

    func entity(_ name: String) -> EntityRate? { entities.first { $0.name == name } }

    mutating func enter(_ state: TableState, at time: Int64) {
        guard state != self.state else { return }
        self.state = state
        switch state {
        case .copying: meter.start(at: time)
        case .validating:
            compared = 0
            validation.start(at: time)
            stop()
        case .pausing, .verifying: break
        case .queued, .preparing, .paused, .done, .differs, .failed: stop()
        }
    }

    /// Another limit holds from here on.
    mutating func turn(at time: Int64) {
        meter.turn(at: time)
        for at in entities.indices { entities[at].meter.turn(at: time) }
    }

    /// The target answers again: the time in which it did not is in no rate.
    mutating func resume(at time: Int64) {
        guard meter.lastTime != nil else { return }
        meter.resume(at: time)
        for at in entities.indices where entities[at].meter.lastTime != nil {
            entities[at].meter.resume(at: time)
        }
    }

    private mutating func stop() {
        meter.stop()
        if state != .validating { validation.stop() }
        for at in entities.indices { entities[at].meter.stop() }
    }

    /// Takes in the counts of an entity and gives what was gained while it copied.
    mutating func take(
        _ counts: EntityCounts, of entity: String, at time: Int64
    ) -> GainedCounts {
        guard let at = entities.firstIndex(where: { $0.name == entity }) else { return .init() }
        count(entities[at], -1)
        let gained = entities[at].take(counts)
        count(entities[at], 1)
        switch state {
        case .copying, .pausing, .verifying: break
        case .queued, .preparing, .paused, .validating, .done, .differs, .failed: return .init()
        }
        guard gained.items >= 0, gained.rows >= 0 else {
            // Taken back: a new beginning.
            entities[at].meter.stop()
            meter.start(at: time)
            return .init()
        }
        if entities[at].meter.lastTime == nil, let last = meter.lastTime {
            // Since the table last moved: its only moving entity is as fast as the table.
            entities[at].meter.start(at: max(time - 10_000, min(time - 1_000, last)))
        }
        entities[at].meter.add(items: gained.items, rows: gained.rows, at: time)
        meter.add(items: gained.items, rows: gained.rows, at: time)
        return gained
    }

    mutating func take(compared: Int, at time: Int64) {
        if compared < self.compared { validation.start(at: time) }
        let gained = max(0, compared - self.compared)
        self.compared = compared
        validation.add(items: gained, rows: gained, at: time)
    }

    private mutating func count(_ entity: EntityRate, _ sign: Int) {
        acknowledged += sign * entity.acknowledged
        rows += sign * entity.rows
        counted += sign * (entity.planned ?? 0)
        if entity.planned == nil { missing += sign }
    }
}

/// One entity's counts and how fast they grow.
struct EntityRate: Sendable {
    let name: String
    private(set) var acknowledged: Int
    /// Acknowledged, in quarantine, or left out.
    private(set) var rows: Int
    private(set) var planned: Int?
    private var bytes: Int
    private var writeUnits: Int
    var meter = RateMeter()

    init(_ name: String, _ counts: EntityCounts) {
        self.name = name
        acknowledged = counts.acknowledged
        rows = counts.acknowledged + counts.quarantined + counts.excluded
        planned = counts.planned
        bytes = counts.bytes
        writeUnits = counts.writeUnits
    }

    var left: Int { max(0, (planned ?? 0) - rows) }

    var isKnown: Bool { planned.map { $0 > 0 && rows * 100 >= $0 } ?? false }

    fileprivate mutating func take(_ counts: EntityCounts) -> GainedCounts {
        let sum = counts.acknowledged + counts.quarantined + counts.excluded
        defer {
            acknowledged = counts.acknowledged
            rows = sum
            planned = counts.planned
            bytes = counts.bytes
            writeUnits = counts.writeUnits
        }
        return GainedCounts(
            items: counts.acknowledged - acknowledged, rows: sum - rows,
            bytes: counts.bytes - bytes, writeUnits: counts.writeUnits - writeUnits)
    }
}

/// What came to an entity's counts with one event.
struct GainedCounts {
    var items = 0
    var rows = 0
    var bytes = 0
    var writeUnits = 0
}

/// Numbers in a row, any of which changes, and the sum of the first of them: both in logarithmic time
/// (a Fenwick tree).
struct PrefixSums: Sendable {
    private var nodes: [Int] = []
    private(set) var total = 0

    mutating func append() {
        let number = nodes.count + 1
        var sum = 0
        var below = 1
        while below < number & -number {
            sum += nodes[number - below - 1]
            below *= 2
        }
        nodes.append(sum)
    }

    mutating func add(_ change: Int, at place: Int) {
        total += change
        var number = place + 1
        while number <= nodes.count {
            nodes[number - 1] += change
            number += number & -number
        }
    }

    func sum(through place: Int) -> Int {
        var sum = 0
        var number = min(place + 1, nodes.count)
        while number > 0 {
            sum += nodes[number - 1]
            number -= number & -number
        }
        return sum
    }
}
