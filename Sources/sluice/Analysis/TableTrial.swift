import DynamoItem
import Mapping
import RunModel
import SQLiteSource

/// What a target table would hold: its rows converted as a migration would convert them, and thrown away.
struct TableTrial: Sendable {
    struct Entity: Sendable {
        var name: String
        var root: String
        /// `items` are `acknowledged` here: those a migration would write.
        var counts = EntityCounts()
        /// Write units without those of indexes: what the items take of their partitions.
        var partitionUnits = 0
        /// As DynamoDB counts it.
        var largestItem = 0
        var largestRow: RowKey?
        var causes: [Cause] = []
        /// For each of the table's indexes, how many items are in it.
        var indexed: [Int]
    }

    /// Rows that would be quarantined for one reason.
    struct Cause: Sendable {
        var cause: String
        var count = 0
        var row: RowKey
        var message: String
    }

    var name: String
    var definition: TableDefinition
    var entities: [Entity] = []
    /// Partition keys of the table where it has a sort key, then of each index; nil where it has none, for
    /// then each item has its own.
    var spread: KeySpread?
    var indexSpreads: [KeySpread]
    /// What would refuse the table.
    var refusal: SluiceError?
    /// False where the schema alone does not prove that no two rows have one key.
    var isKeyProven = true

    init(_ table: TableMapping) {
        name = table.name
        definition = table.definition
        spread = table.definition.key.sort == nil ? nil : KeySpread()
        indexSpreads = table.definition.indexes.map { _ in KeySpread() }
    }

    var items: Int { entities.reduce(0) { $0 + $1.counts.acknowledged } }
    var bytes: Int { entities.reduce(0) { $0 + $1.counts.bytes } }
    var partitionUnits: Int { entities.reduce(0) { $0 + $1.partitionUnits } }
    var writeUnits: Int { entities.reduce(0) { $0 + $1.counts.writeUnits } }
}

extension TableTrial.Entity {
    mutating func quarantine(_ cause: String, _ message: String, _ row: RowKey) {
        counts.quarantined += 1
        if let at = causes.firstIndex(where: { $0.cause == cause }) {
            causes[at].count += 1
        } else {
            causes.append(.init(cause: cause, count: 1, row: row, message: message))
        }
    }

    mutating func add(bytes: Int, writeUnits: Int, row: @autoclosure () -> RowKey) {
        counts.acknowledged += 1
        counts.bytes += bytes
        counts.writeUnits += writeUnits
        partitionUnits += ItemSize.writeUnits(bytes: bytes)
        if bytes > largestItem {
            largestItem = bytes
            largestRow = row()
        }
    }
}
