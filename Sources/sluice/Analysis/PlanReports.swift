import CheckpointStore
import DynamoItem
import Engine
import Mapping
import PlainText
import RunModel
import SQLiteSource

/// What is known of the items that a run will write: from the state file, from measuring, from trials.
struct PlanKnowledge: Sendable {
    /// An entity's items and their write units.
    struct Items: Sendable {
        var items: Int
        var writeUnits: Int
    }

    /// By the source table's name without cases.
    var rows: [String: Int] = [:]
    /// Rows of an entity's root as a run has counted them.
    var planned: [EntityID: Int] = [:]
    /// Rows that an earlier process of the run has done.
    var done: [EntityID: Int] = [:]
    /// Of rows that were converted for a trial.
    var trials: [EntityID: Items] = [:]

    init() {}

    init(_ analysis: SourceAnalysis) {
        for table in analysis.tables { rows[table.table.name.withoutCases] = table.measure.rows }
        for table in analysis.mapping.tables where table.refusal == nil {
            for entity in table.entities {
                trials[EntityID(table: table.name, entity: entity.name)] = Items(
                    items: entity.counts.acknowledged, writeUnits: entity.counts.writeUnits)
            }
        }
    }

    /// What the state file knows of a run.
    init(_ run: String, in store: CheckpointStore) throws(SluiceError) {
        for table in try store.tables(of: run) {
            for entity in table.entities {
                planned[EntityID(table: table.name, entity: entity.name)] = entity.planned
            }
        }
        for segment in try store.segments(of: run) {
            done[segment.id.entity, default: 0] += segment.counts.read
        }
    }

    /// Both together; what the state file knows of a run's progress does not change by an analysis.
    func with(_ other: PlanKnowledge) -> PlanKnowledge {
        var both = self
        both.rows.merge(other.rows) { $1 }
        both.planned.merge(other.planned) { $1 }
        both.done.merge(other.done) { $1 }
        both.trials.merge(other.trials) { $1 }
        return both
    }
}

/// Makes the report of what a run is about to do.
struct PlanReports: Sendable {
    let plan: RunPlan
    /// Tables that copy at once.
    let parallelTables: Int
    /// `--max-wcu`.
    let maxWriteUnits: Int?
    /// Of an endpoint on this machine no rate is known.
    let isLoopback: Bool
    /// `sluice retry`.
    var isRetry = false

    /// What a new on-demand table takes at once, in write units a second (DYNAMODB.md 1.4).
    static let newTableUnits = 4_000
    /// What making a table takes, at most, in seconds.
    private static let creationSeconds = 20.0

    func report(_ knowledge: PlanKnowledge) -> PlanReport {
        var report = PlanReport()
        report.isRetry = isRetry
        var loads: [Load] = []
        var isKnown = true
        for table in plan.tables {
            var told = PlanReport.Table(
                table: table.name, wireName: table.wireName,
                settings: table.definition.settingsText)
            let load = load(of: table, knowledge)
            told.items = load?.items
            told.isEstimate = load?.isEstimate ?? true
            report.tables.append(told)
            if let load { loads.append(load) } else { isKnown = false }
        }
        if isKnown, !isLoopback {
            report.seconds = seconds(of: loads)
            report.basis = basis
        }
        return report
    }

    private struct Load {
        var items = 0
        var writeUnits = 0
        var isEstimate = false
        /// Write units a second that the table takes.
        var rate: Int
    }

    /// Nil where of some entity nothing is known.
    private func load(of table: PlannedTable, _ knowledge: PlanKnowledge) -> Load? {
        var load = Load(rate: table.definition.writeRate)
        for entity in table.entities {
            let done = knowledge.done[entity.id] ?? 0
            if let trial = knowledge.trials[entity.id] {
                let left = max(0, trial.items - done)
                load.items += left
                // What is left is as dear as the whole, on average.
                load.writeUnits +=
                    trial.items == 0
                    ? 0
                    : Int(
                        (Double(trial.writeUnits) * Double(left) / Double(trial.items))
                            .rounded(.up))
            } else if let rows = knowledge.planned[entity.id] ?? rows(of: entity, knowledge) {
                let left = max(0, rows - done)
                load.items += left
                load.writeUnits += left
                load.isEstimate = true
            } else {
                return nil
            }
        }
        return load
    }

    private func rows(of entity: PlannedEntity, _ knowledge: PlanKnowledge) -> Int? {
        guard case .table(let name) = entity.mapping.root.kind else { return nil }
        return knowledge.rows[name.withoutCases]
    }

    /// Tables one after the other on as many lanes as copy at once, and all of them under the common limit.
    private func seconds(of loads: [Load]) -> ClosedRange<Int> {
        var lanes = [Double](repeating: 0, count: max(1, parallelTables))
        for load in loads {
            let seconds = Double(load.writeUnits) / Double(max(1, load.rate))
            let lane = lanes.indices.min { lanes[$0] < lanes[$1] } ?? 0
            lanes[lane] += seconds
        }
        var least = lanes.max() ?? 0
        if let maxWriteUnits {
            let units = loads.reduce(0) { $0 + $1.writeUnits }
            least = max(least, Double(units) / Double(max(1, maxWriteUnits)))
        }
        // Units that were guessed are one an item: larger items take more.
        let factor = loads.contains { $0.isEstimate } ? 2.0 : 1.25
        let rounds = (Double(loads.count) / Double(lanes.count)).rounded(.up)
        let low = Self.whole(least)
        return low...max(low, Self.whole(least * factor + Self.creationSeconds * rounds))
    }

    private static func whole(_ seconds: Double) -> Int {
        Int(min(seconds.rounded(.up), 1e9))
    }

    private var basis: String {
        let rates = Set(plan.tables.map(\.definition.writeRate))
        let table =
            rates == [Self.newTableUnits]
            ? "\(HumanFormat.count(Self.newTableUnits)) write units a second and table, "
                + "what a new on-demand table takes"
            : "the write units a second that each table takes"
        return maxWriteUnits.map {
            "at most \(HumanFormat.count($0)) write units a second, the limit set; "
                + "at \(table)"
        } ?? "at \(table)"
    }
}

extension PlanReport {
    /// The report with what an earlier one knew of the target: what will be done with each table, and why.
    func keepingActions(of earlier: PlanReport?) -> PlanReport {
        var report = self
        guard let earlier else { return report }
        let known = Dictionary(
            earlier.tables.map { ($0.table, $0) }, uniquingKeysWith: { first, _ in first })
        for at in report.tables.indices {
            guard let table = known[report.tables[at].table], report.tables[at].action == .unknown
            else { continue }
            report.tables[at].action = table.action
            report.tables[at].note = table.note
        }
        return report
    }
}

extension TableDefinition {
    /// Write units a second that it takes: as provisioned, as warmed, or what a new table takes.
    fileprivate var writeRate: Int {
        provisioned?.write ?? max(PlanReports.newTableUnits, warmThroughput?.write ?? 0)
    }

    /// `on demand, index GSI1, TTL ExpiresAt`.
    fileprivate var settingsText: String {
        var parts: [String] = []
        if let provisioned {
            parts.append(
                "\(HumanFormat.count(provisioned.read)) read and "
                    + "\(HumanFormat.count(provisioned.write)) write units")
        } else {
            parts.append("on demand")
        }
        if let warmThroughput {
            parts.append(
                "warm for \(HumanFormat.count(warmThroughput.read)) reads and "
                    + "\(HumanFormat.count(warmThroughput.write)) writes")
        }
        if !indexes.isEmpty {
            let names = indexes.map { $0.isLocal ? "\($0.name) (local)" : $0.name }
            parts.append((names.count == 1 ? "index " : "indexes ") + names.joined(separator: ", "))
        }
        if let timeToLive { parts.append("TTL \(timeToLive)") }
        if let recoveryDays { parts.append("PITR \(HumanFormat.plural(recoveryDays, "day"))") }
        if isDeletionProtected { parts.append("protected from deletion") }
        if !tags.isEmpty { parts.append(HumanFormat.plural(tags.count, "tag")) }
        return parts.joined(separator: ", ").sanitised(limit: 300)
    }
}
