import EventBus
import Headless
import RunModel
import Synchronization

/// Keeps what is written, and fails after so many writes.
final class RecordingOutput: LineOutput {
    private let state = Mutex<(written: [String], isOpen: Bool)>(([], true))
    private let limit: Int

    init(failingAfter limit: Int = .max) { self.limit = limit }

    var writes: [String] { state.withLock { $0.written } }
    var text: String { writes.joined() }

    func write(_ text: String) async -> Bool {
        state.withLock { state in
            guard state.written.count < limit else { return false }
            state.written.append(text)
            return true
        }
    }
}

/// What a screen shows of a text with carriage returns: the lines as they stand at its end.
func screen(_ text: String) -> [String] {
    var lines: [[Character]] = [[]]
    var column = 0
    for character in text {
        switch character {
        case "\r": column = 0
        case "\n":
            lines.append([])
            column = 0
        default:
            while lines[lines.count - 1].count <= column { lines[lines.count - 1].append(" ") }
            lines[lines.count - 1][column] = character
            column += 1
        }
    }
    return lines.map { line in
        var text = String(line)
        while text.last == " " { text.removeLast() }
        return text
    }
}

/// The events of a small run.
enum Run {
    static let description = RunDescription(
        runID: "r1", isContinued: false, configPath: "/a/config.json", sourcePath: "/a/shop.db",
        sourceBytes: 1_200_000, target: "us-east-1", label: nil, isProduction: true)

    static func plan(_ table: String, entity: String, rows: Int?) -> RunEvent {
        .tablePlanned(
            TablePlan(
                table: table, wireName: table,
                entities: [EntityPlan(name: entity, root: entity, rows: rows, segments: 2)]))
    }

    static func state(_ table: String, _ state: TableState, _ detail: String? = nil) -> RunEvent {
        .tableStateChanged(table: table, state: state, detail: detail)
    }

    static func progress(
        _ table: String, _ entity: String, acknowledged: Int, quarantined: Int = 0,
        excluded: Int = 0,
        planned: Int? = nil
    ) -> RunEvent {
        var counts = EntityCounts()
        counts.read = acknowledged + quarantined + excluded
        counts.acknowledged = acknowledged
        counts.quarantined = quarantined
        counts.excluded = excluded
        counts.bytes = acknowledged * 100
        counts.planned = planned
        return .entityProgressed(EntityID(table: table, entity: entity), counts)
    }

    static func flow(_ itemsPerSecond: Double, inFlight: Int = 4) -> RunEvent {
        .flowMeasured(
            FlowSample(
                itemsPerSecond: itemsPerSecond, bytesPerSecond: itemsPerSecond * 100,
                writeUnitsPerSecond: itemsPerSecond, batchesInFlight: inFlight, inFlightLimit: 32,
                latencyP50: 11, latencyP99: 48))
    }

    static func quarantined(_ key: Int64, _ cause: String, _ message: String) -> RunEvent {
        .rowQuarantined(
            QuarantinedRow(
                entity: EntityID(table: "CustomerData", entity: "Invoice"), key: RowKey(rowid: key),
                cause: cause, message: message))
    }

    static let whole: [RunEvent] = [
        .runStarted(description), plan("MusicCatalog", entity: "Album", rows: 4_125),
        plan("CustomerData", entity: "Invoice", rows: 471), state("MusicCatalog", .preparing),
        state("CustomerData", .preparing), state("MusicCatalog", .copying),
        state("CustomerData", .copying), flow(1_000),
        progress("MusicCatalog", "Album", acknowledged: 4_125, planned: 4_125),
        quarantined(12, "item over 409,600 bytes", "the item has 512,000 bytes"),
        quarantined(13, "item over 409,600 bytes", "the item has 612,000 bytes"),
        progress(
            "CustomerData", "Invoice", acknowledged: 459, quarantined: 2, excluded: 10, planned: 471
        ),
        state("MusicCatalog", .done), state("CustomerData", .done, "2 in quarantine"),
        .runEnded(.incomplete),
    ]

    static func snapshot(_ events: [RunEvent]) -> RunSnapshot {
        var snapshot = RunSnapshot()
        for (at, event) in events.enumerated() {
            snapshot.apply(
                NumberedEvent(number: UInt64(at + 1), time: Int64(at) * 1_000, event: event))
        }
        return snapshot
    }
}
