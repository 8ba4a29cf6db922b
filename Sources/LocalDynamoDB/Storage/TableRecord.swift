import DynamoItem

/// All that is known of one table, as it is kept in the catalog.
struct TableRecord: Codable, Sendable {
    struct Attribute: Codable, Sendable, Equatable {
        var name: String
        /// S, N or B.
        var type: String
    }

    struct Units: Codable, Sendable, Equatable {
        var read: Int
        var write: Int
    }

    struct Index: Codable, Sendable {
        /// Names the index's SQLite table; never used again for the table.
        var slot: Int
        var name: String
        var isLocal: Bool
        var partition: String
        var sort: String?
        /// ALL, KEYS_ONLY or INCLUDE.
        var projection: String
        var projected: [String] = []
        var provisioned: Units?
        var warm: Units?
        var onDemand: Units?
        var activeAt: Double
        var isBackfilled = false
    }

    /// Names the table's SQLite table.
    var id: Int64
    var name: String
    /// A UUID, as AWS gives one.
    var tableID: String
    var attributes: [Attribute]
    var partition: String
    var sort: String?
    var indexes: [Index]
    var nextSlot: Int
    var isOnDemand: Bool
    var provisioned: Units?
    var warm: Units?
    var onDemand: Units?
    var createdAt: Double
    var activeAt: Double
    /// UPDATING until then, after UpdateTable.
    var updatedAt: Double = 0
    /// Gone from then on; nil: not deleted.
    var goneAt: Double?
    var isDeletionProtected = false
    var tags: [Tag] = []
    var timeToLive: String?
    var recoveryDays: Int?
    /// When recovery began.
    var recoverySince: Double = 0
    /// StreamSpecification's view type, SSE's type and the table class, kept only to be told again.
    var streamView: String?
    var streamLabel: String?
    var encryption: String?
    var tableClass: String?

    struct Tag: Codable, Sendable, Equatable {
        var key: String
        var value: String
    }

    var arn: String { "arn:aws:dynamodb:\(Self.region):000000000000:table/\(name)" }
    func arn(index: String) -> String { "\(arn)/index/\(index)" }

    static let region = "local"

    func type(of attribute: String) -> KeyType {
        attributes.first { $0.name == attribute }.flatMap { KeyType(rawValue: $0.type) } ?? .string
    }

    func key(_ partition: String, _ sort: String?) -> KeySchema {
        KeySchema(
            partition: KeyAttribute(partition, type(of: partition)),
            sort: sort.map { KeyAttribute($0, type(of: $0)) })
    }

    var shape: TableShape {
        TableShape(
            key: key(partition, sort),
            indexes: indexes.map { index in
                IndexDefinition(
                    name: index.name, isLocal: index.isLocal, key: key(index.partition, index.sort),
                    projection: index.projection == "ALL"
                        ? .all
                        : index.projection == "INCLUDE" ? .include(index.projected) : .keysOnly)
            })
    }

    func status(now: Double) -> String {
        if goneAt != nil { return "DELETING" }
        if now < activeAt { return "CREATING" }
        if now < updatedAt || indexes.contains(where: { now < $0.activeAt }) { return "UPDATING" }
        return "ACTIVE"
    }

    /// Items can be read and written.
    func isOpen(now: Double) -> Bool { goneAt == nil && now >= activeAt }

    // SQLite names: from numbers alone, so that no name of a user's meets SQL.
    var sqlName: String { "t\(id)" }
    func sqlName(_ index: Index) -> String { "t\(id)i\(index.slot)" }
}

/// A table as the service works with it: its record, its shape and its running counts.
struct Table {
    var record: TableRecord
    var shape: TableShape
    let sql: Statements
    var items: Int
    var bytes: Int

    /// The statements of single items, written once: building them for each put would cost as much
    /// as finding them in the statement cache.
    struct Statements {
        let size: String
        let get: String
        let put: String
        let delete: String

        init(_ name: String) {
            let key = "WHERE h = ? AND pk = ? AND sk = ?"
            size = "SELECT size FROM \(name) \(key)"
            get = "SELECT size, item FROM \(name) \(key)"
            put = "INSERT OR REPLACE INTO \(name) VALUES (?, ?, ?, ?, ?)"
            delete = "DELETE FROM \(name) \(key)"
        }
    }

    init(_ record: TableRecord, items: Int = 0, bytes: Int = 0) {
        self.record = record
        sql = Statements(record.sqlName)
        shape = record.shape
        self.items = items
        self.bytes = bytes
    }

    var name: String { record.name }
}
