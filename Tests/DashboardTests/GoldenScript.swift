import Dashboard
import RunModel

/// Writes down what a run tells, at times of its own: the same events in each test.
struct GoldenScript {
    /// 2026-03-14 12:03:11 UTC: what the clock shows at the end of each scene.
    static let now: Int64 = 1_773_489_791_000

    private(set) var model = DashboardModel()
    private(set) var time: Int64
    private var number: UInt64 = 0
    private var tables: [String: [String: EntityCounts]] = [:]

    /// - `seconds`: how long before `now` it begins.
    init(before seconds: Int64) { time = Self.now - seconds * 1_000 }

    mutating func tell(_ event: RunEvent) {
        number += 1
        model.apply(NumberedEvent(number: number, time: time, event: event))
    }

    mutating func pass(milliseconds: Int64) {
        time += milliseconds
        model.advance(to: time)
    }

    mutating func start(
        source: String = "/srv/data/shop.db", target: String = "us-east-1", label: String? = nil,
        isProduction: Bool = true
    ) {
        tell(
            .runStarted(
                RunDescription(
                    runID: "7f3a", isContinued: false, configPath: "/srv/data/config.json",
                    sourcePath: source, sourceBytes: 1_215_000_000, target: target, label: label,
                    isProduction: isProduction)))
        tell(.limitsChanged(RunLimits(writeUnits: nil, inFlight: 32)))
    }

    /// A table and the rows of its entities.
    mutating func plan(_ table: String, _ entities: [(name: String, rows: Int, segments: Int)]) {
        tell(
            .tablePlanned(
                TablePlan(
                    table: table, wireName: table,
                    entities: entities.map {
                        EntityPlan(
                            name: $0.name, root: $0.name, rows: $0.rows, segments: $0.segments)
                    })))
        for entity in entities {
            var counts = EntityCounts()
            counts.planned = entity.rows
            counts.segments = entity.segments
            tables[table, default: [:]][entity.name] = counts
        }
    }

    mutating func state(_ table: String, _ state: TableState, _ detail: String? = nil) {
        tell(.tableStateChanged(table: table, state: state, detail: detail))
    }

    /// So many rows of an entity are answered for from now on.
    mutating func progress(_ table: String, _ entity: String, _ acknowledged: Int) {
        guard var counts = tables[table]?[entity] else { return }
        let planned = counts.planned ?? acknowledged
        counts.acknowledged = min(acknowledged, planned - counts.quarantined)
        counts.read = counts.acknowledged + counts.quarantined
        counts.bytes = counts.acknowledged * 302
        counts.writeUnits = counts.acknowledged
        counts.segmentsDone =
            counts.read >= planned
            ? counts.segments : counts.segments * counts.read / max(1, planned)
        tables[table]?[entity] = counts
        tell(.entityProgressed(EntityID(table: table, entity: entity), counts))
    }

    /// How many rows of an entity are answered for.
    func acknowledged(_ table: String, _ entity: String) -> Int {
        tables[table]?[entity]?.acknowledged ?? 0
    }

    mutating func finish(_ table: String) {
        for (entity, counts) in (tables[table] ?? [:]).sorted(by: { $0.key < $1.key }) {
            progress(table, entity, counts.planned ?? 0)
        }
        state(table, .verifying)
        state(table, .done)
    }

    mutating func quarantine(
        _ table: String, _ entity: String, _ key: Int64, cause: String, message: String,
        hint: String? = nil
    ) {
        tables[table]?[entity]?.quarantined += 1
        tell(
            .rowQuarantined(
                QuarantinedRow(
                    entity: EntityID(table: table, entity: entity), key: RowKey(rowid: key),
                    cause: cause, message: message, hint: hint)))
        progress(table, entity, acknowledged(table, entity))
    }

    /// The rows in quarantine were written after all.
    mutating func release(_ table: String, _ entity: String) {
        let kept = tables[table]?[entity]?.quarantined ?? 0
        tables[table]?[entity]?.quarantined = 0
        progress(table, entity, acknowledged(table, entity) + kept)
    }

    /// So many items a second flowed, up to now.
    mutating func flow(_ items: Double, inFlight: Int = 24) {
        tell(
            .flowMeasured(
                FlowSample(
                    itemsPerSecond: items, bytesPerSecond: items * 302, writeUnitsPerSecond: items,
                    batchesInFlight: inFlight, inFlightLimit: 32,
                    latencyP50: items > 0 ? 11 : nil, latencyP99: items > 0 ? 48 : nil)))
    }

    mutating func note(_ level: Notice.Level, _ text: String, _ table: String? = nil) {
        tell(.noticed(Notice(level, text, table: table)))
    }
}
