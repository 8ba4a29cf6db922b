import DynamoItem

/// A target table as it was read, before its keys and its entities have been brought together.
struct DraftTable {
    var name: String
    var place: ConfigPlace
    var partition: DraftKey?
    var sort: DraftKey?
    var indexes: [DraftIndex] = []
    var provisioned: Throughput?
    var warmThroughput: Throughput?
    var tags: [TableDefinition.Tag] = []
    var isDeletionProtected = false
    var recoveryDays: Int?
    var timeToLive: (name: String, place: ConfigPlace)?
    var entities: [DraftEntity] = []
    /// False where an entity could not be read: what it gives is not known.
    var isWhole = true

    /// The table's own key attributes.
    var keys: [DraftKey] { [partition, sort].compactMap(\.self) }
}

/// A key attribute as declared.
struct DraftKey {
    var name: String
    var type: KeyType
    /// False where the type is the default, S.
    var isTypeStated: Bool
    var place: ConfigPlace
}

struct DraftIndex {
    var name: String
    var place: ConfigPlace
    var isLocal: Bool
    var partition: DraftKey?
    var sort: DraftKey?
    var projection: IndexDefinition.Projection = .all
    var projectionPlace: ConfigPlace
    var provisioned: Throughput?
    var warmThroughput: Throughput?

    var keys: [DraftKey] { [partition, sort].compactMap(\.self) }
}
