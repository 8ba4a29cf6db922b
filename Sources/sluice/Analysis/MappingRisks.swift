import DynamoItem
import Headless
import Mapping
import PlainText
import RunModel
import SQLiteSource

/// Risks of what the mapping makes of the source.
struct MappingRisks {
    private let analysis: SourceAnalysis
    private let mapping: Mapping?
    private let uses: SourceUses?
    private let schema: SourceSchema

    /// An item this near to the limit will not bear much growth: four fifths of it.
    private static let nearLimit = DynamoLimits.itemBytes / 5 * 4
    /// Fewer items than this are no load.
    private static let loadItems = 1_000
    /// A key that takes more of the writes than this is a partition of its own.
    private static let hotShare = 0.1
    /// Below this a temporary index takes a second or two and some tens of megabytes.
    private static let indexedRows = 1_000_000
    /// The same for a source that is written to: the index may be made for each page.
    private static let indexedRowsLive = 10_000

    init(
        _ analysis: SourceAnalysis, mapping: Mapping?, uses: SourceUses?, schema: SourceSchema
    ) {
        self.analysis = analysis
        self.mapping = mapping
        self.uses = uses
        self.schema = schema
    }

    var all: [Risk] {
        analysis.mapping.tables.flatMap { trial in
            refusalRisks(trial) + trial.entities.flatMap { entityRisks($0, of: trial) }
                + sparseRisks(trial)
                + hotRisks(trial)
        } + accessRisks + unmappedRisks + nameRisks
    }

    private func refusalRisks(_ trial: TableTrial) -> [Risk] {
        if let refusal = trial.refusal {
            let isCollision = !trial.isKeyProven && refusal.code == .tableRefused
            return [
                Risk(
                    .error, isCollision ? .keyCollision : .tableRefused, trial.name,
                    "the table would be refused: \(refusal.message)",
                    advice: refusal.hint ?? "correct the table's mapping")
            ]
        }
        guard !trial.isKeyProven else { return [] }
        return [
            Risk(
                .note, .keysUnproven, trial.name,
                "the schema does not prove that no two rows have one key; in the data there are none now",
                advice: "nothing to do: it is checked again before the first write")
        ]
    }

    private func entityRisks(_ entity: TableTrial.Entity, of trial: TableTrial) -> [Risk] {
        let place = SourceAnalysis.place(of: entity.name, in: trial.name)
        var risks = entity.causes.map { cause in
            let story = cause.message == cause.cause ? "" : ": \(cause.message)"
            return Risk(
                .error, .rowsQuarantined, place,
                "\(HumanFormat.plural(cause.count, "row")) would be quarantined: \(cause.cause) "
                    + "(first: row \(cause.row)\(story))",
                advice:
                    "mend the rows, or say in the mapping what to do with such values (docs/mapping.md)"
            )
        }
        if entity.largestItem > Self.nearLimit {
            let row = entity.largestRow.map { " (row \($0))" } ?? ""
            risks.append(
                Risk(
                    .warning, .itemNearLimit, place,
                    "its largest item\(row) has \(HumanFormat.count(entity.largestItem)) of the 409,600 bytes an item may have",
                    advice:
                        "leave out large columns, give the embedded list a \"limit\", or make its rows items of their own"
                ))
        }
        return risks
    }

    private func sparseRisks(_ trial: TableTrial) -> [Risk] {
        trial.definition.indexes.enumerated().flatMap { at, index in
            trial.entities.compactMap { entity -> Risk? in
                let items = entity.counts.acknowledged
                let missing = items - entity.indexed[at]
                guard missing > 0, fills(index, entity.name, of: trial.name) else { return nil }
                let keys = index.key.attributes.map(\.name).joined(separator: ", ")
                return Risk(
                    missing == items ? .warning : .note, .sparseIndex,
                    SourceAnalysis.place(of: entity.name, in: trial.name),
                    missing == items
                        ? "none of its \(HumanFormat.plural(items, "item")) is in \(index.name): no item has \(keys)"
                        : "\(HumanFormat.count(missing)) of \(HumanFormat.plural(items, "item")) \(missing == 1 ? "is" : "are") not in \(index.name), for want of \(keys)",
                    advice:
                        "nothing where that is meant; else give a default in the template: {column|none}"
                )
            }
        }
    }

    /// True where the mapping gives the entity all key attributes of the index.
    private func fills(_ index: IndexDefinition, _ entity: String, of table: String) -> Bool {
        guard let entity = mapping?.table(table)?.entities.first(where: { $0.name == entity })
        else {
            return false
        }
        return index.key.attributes.allSatisfy { key in
            entity.attributes.contains { $0.name == key.name }
        }
    }

    private func hotRisks(_ trial: TableTrial) -> [Risk] {
        var spreads: [(place: String, key: KeyAttribute, spread: KeySpread)] = []
        if let spread = trial.spread {
            spreads.append((trial.name, trial.definition.key.partition, spread))
        }
        for (index, spread) in zip(trial.definition.indexes, trial.indexSpreads) {
            spreads.append(("\(trial.name) \(index.name)", index.key.partition, spread))
        }
        let unitsPerItem = trial.items == 0 ? 1 : Double(trial.partitionUnits) / Double(trial.items)
        return spreads.compactMap { place, key, spread in
            guard let top = spread.top, spread.total >= Self.loadItems else { return nil }
            let share = Double(top.items) / Double(spread.total)
            guard share >= Self.hotShare else { return nil }
            let seconds =
                Double(top.items) * unitsPerItem / Double(DynamoLimits.partitionWriteUnits)
            let values = spread.values.map { HumanFormat.plural($0, "value") } ?? "many values"
            return Risk(
                seconds >= 60 ? .warning : .note, .hotPartition, place,
                "\(key.name) has \(values) for \(HumanFormat.plural(spread.total, "item")), and \(KeySpread.text(of: top.key)) takes "
                    + "\(HumanFormat.percent(share)): at the 1,000 writes a second of one key that is "
                    + "\(HumanFormat.duration(milliseconds: Int64(seconds * 1_000))) at least",
                advice: seconds >= 60
                    ? "put a column of more values into the partition key, or a shard number before it"
                    : "nothing for this load; think of it where the table will grow")
        }
    }

    private var accessRisks: [Risk] {
        guard let mapping else { return [] }
        return analysis.mapping.tables.flatMap { trial in
            (mapping.table(trial.name)?.entities ?? [])
                .filter { entity in trial.entities.contains { $0.name == entity.name } }
                .flatMap { entity in
                    UnindexedSearch.all(in: entity, schema: schema)
                        .map {
                            risk(
                                of: $0, place: SourceAnalysis.place(of: entity.name, in: trial.name)
                            )
                        }
                }
        }
    }

    private func risk(of search: UnindexedSearch, place: String) -> Risk {
        let rows =
            analysis.tables.first { $0.table.name.isSameIdentifier(as: search.table) }?.measure.rows
        let isLive = analysis.facts.walBytes > 0
        let isDear = (rows ?? 0) >= (isLive ? Self.indexedRowsLive : Self.indexedRows)
        let size = rows.map { " of \(HumanFormat.plural($0, "row"))" } ?? ""
        return Risk(
            isDear ? .warning : .note, search.isChild ? .childWithoutIndex : .lookupWithoutIndex,
            place,
            "\(search.table) has no index on \(search.columns.joined(separator: ", ")): each reader first "
                + "makes a temporary one\(size), and again whenever the source has changed",
            advice: isDear
                ? "CREATE INDEX in the source or in a copy of it; Sluice does not write to it"
                : "nothing for this size; an index in the source spares it")
    }

    /// Tables whose rows the mapping does not touch: left behind, and not in silence.
    private var unmappedRisks: [Risk] {
        guard let uses else { return [] }
        return analysis.tables.filter { $0.uses.isEmpty && $0.measure.rows > 0 }.map { table in
            Risk(
                .warning, .notMapped, table.table.name,
                "the mapping does not name it: its \(HumanFormat.plural(table.measure.rows, "row")) stay behind"
                    + (uses.mayReadMore
                        ? ", unless a view, a query or an SQL expression reads them" : ""),
                advice: "nothing where that is meant; else add an entity")
        }
    }

    private var nameRisks: [Risk] {
        guard mapping?.isDefault == true else { return [] }
        return analysis.mapping.tables.compactMap { trial in
            guard let root = trial.entities.first?.root, root != trial.name else { return nil }
            return Risk(
                .note, .renamedTable, root,
                "becomes the table \(trial.name): DynamoDB's names have 3 to 255 of a-z A-Z 0-9 . _ -",
                advice: "name it otherwise in a configuration: `sluice init` writes one")
        }
    }
}
