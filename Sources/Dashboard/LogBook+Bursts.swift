import PlainText
import RunModel

/// What comes many times a second, gathered into a line a second for each table and cause.
struct LogBursts: Sendable {
    private struct Key: Hashable, Sendable {
        enum Kind: Sendable {
            case throttled
            case retried
            case unprocessed
            case missed
        }

        var kind: Kind
        var table: String?
        var cause: String
    }

    private var counts: [Key: Int] = [:]
    private var since: Int64 = 0

    private static let interval: Int64 = 1_000
    private static let limit = 200

    /// True where the event is one of these and was counted.
    mutating func take(_ event: NumberedEvent) -> Bool {
        let key: Key
        var count = 1
        switch event.event {
        case .throttled(let table, let cause, let batches):
            key = Key(kind: .throttled, table: table, cause: cause)
            count = batches
        case .batchRetried(let table, let reason, _, _):
            key = Key(kind: .retried, table: table, cause: ErrorGroup.cause(of: reason))
        case .itemsUnprocessed(let table, let items):
            key = Key(kind: .unprocessed, table: table, cause: "")
            count = items
        default: return false
        }
        add(count, key, at: event.time)
        return true
    }

    /// So many events were lost.
    mutating func missed(_ count: Int, at time: Int64) {
        add(count, Key(kind: .missed, table: nil, cause: ""), at: time)
    }

    private mutating func add(_ count: Int, _ key: Key, at time: Int64) {
        if counts.isEmpty { since = time }
        counts[key, default: 0] += count
    }

    /// The lines whose second is over.
    mutating func due(at time: Int64) -> [LogEntry] {
        guard !counts.isEmpty, time >= since + Self.interval || counts.count >= Self.limit else {
            return []
        }
        defer { counts = [:] }
        return counts.map { key, count in Self.entry(key, count) }
            .sorted { ($0.table ?? "", $0.text) < ($1.table ?? "", $1.text) }
    }

    private static func entry(_ key: Key, _ count: Int) -> LogEntry {
        let times = count > 1 ? " ×\(HumanFormat.count(count))" : ""
        switch key.kind {
        case .throttled:
            return LogEntry(.warning, "throttled\(times): \(key.cause)", table: key.table)
        case .retried:
            return LogEntry(.warning, "batch sent again\(times): \(key.cause)", table: key.table)
        case .unprocessed:
            return LogEntry(
                .warning, "\(HumanFormat.plural(count, "item")) unprocessed, sent again",
                table: key.table)
        case .missed:
            return LogEntry(
                .warning,
                "the screen was slow: \(HumanFormat.plural(count, "event")) not told here")
        }
    }
}
