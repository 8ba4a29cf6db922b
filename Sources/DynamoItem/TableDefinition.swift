/// The type of a key attribute.
package enum KeyType: String, Sendable, Hashable, CaseIterable {
    case string = "S"
    case number = "N"
    case binary = "B"
}

package struct KeyAttribute: Sendable, Hashable {
    package var name: String
    package var type: KeyType

    package init(_ name: String, _ type: KeyType) {
        self.name = name
        self.type = type
    }
}

/// A partition key and, where there is one, a sort key.
package struct KeySchema: Sendable, Hashable {
    package var partition: KeyAttribute
    package var sort: KeyAttribute?

    package init(partition: KeyAttribute, sort: KeyAttribute? = nil) {
        self.partition = partition
        self.sort = sort
    }

    package var attributes: [KeyAttribute] { sort.map { [partition, $0] } ?? [partition] }
}

package struct IndexDefinition: Sendable, Hashable {
    package enum Projection: Sendable, Hashable {
        case all
        case keysOnly
        case include([String])
    }

    package var name: String
    package var isLocal: Bool
    package var key: KeySchema
    package var projection: Projection
    package var provisioned: Throughput?
    package var warmThroughput: Throughput?

    package init(
        name: String, isLocal: Bool = false, key: KeySchema, projection: Projection = .all,
        provisioned: Throughput? = nil, warmThroughput: Throughput? = nil
    ) {
        self.name = name
        self.isLocal = isLocal
        self.key = key
        self.projection = projection
        self.provisioned = provisioned
        self.warmThroughput = warmThroughput
    }
}

/// Read and write units a second.
package struct Throughput: Sendable, Hashable {
    package var read: Int
    package var write: Int

    package init(read: Int, write: Int) {
        self.read = read
        self.write = write
    }
}

/// A table to be created, as the mapping describes it; `name` is the name on the wire.
package struct TableDefinition: Sendable, Hashable {
    package var name: String
    package var key: KeySchema
    package var indexes: [IndexDefinition]
    /// nil: on demand.
    package var provisioned: Throughput?
    package var warmThroughput: Throughput?
    package var tags: [Tag]
    package var isDeletionProtected: Bool
    /// Days of point-in-time recovery, 1…35; nil: off.
    package var recoveryDays: Int?
    /// The TTL attribute; nil: none.
    package var timeToLive: String?

    package struct Tag: Sendable, Hashable {
        package var key: String
        package var value: String

        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    package init(
        name: String, key: KeySchema, indexes: [IndexDefinition] = [],
        provisioned: Throughput? = nil,
        warmThroughput: Throughput? = nil, tags: [Tag] = [], isDeletionProtected: Bool = false,
        recoveryDays: Int? = nil, timeToLive: String? = nil
    ) {
        self.name = name
        self.key = key
        self.indexes = indexes
        self.provisioned = provisioned
        self.warmThroughput = warmThroughput
        self.tags = tags
        self.isDeletionProtected = isDeletionProtected
        self.recoveryDays = recoveryDays
        self.timeToLive = timeToLive
    }
}
