package import DynamoItem
import JSONText

/// A table as the service describes it.
package struct TableDescription: Sendable, Equatable {
    package enum Status: Sendable, Equatable {
        case creating
        case updating
        case deleting
        case active
        /// Another of the service's words: `ARCHIVED`, `INACCESSIBLE_ENCRYPTION_CREDENTIALS`.
        case other(String)

        init(_ text: String) {
            self =
                switch text {
                case "CREATING": .creating
                case "UPDATING": .updating
                case "DELETING": .deleting
                case "ACTIVE": .active
                default: .other(text)
                }
        }
    }

    package struct Index: Sendable, Equatable {
        package var name: String
        package var isLocal: Bool
        /// nil where the key has more attributes than a partition and a sort key.
        package var key: KeySchema?
        package var projection: IndexDefinition.Projection
        /// Local indexes are always active.
        package var status: Status
        package var isBackfilling: Bool
    }

    package var name: String
    package var status: Status
    package var key: KeySchema
    package var indexes: [Index]
    /// As of the service's last count, six hours old at most; 0 for a new table.
    package var itemCount: Int
    package var sizeBytes: Int
    package var arn: String?
    /// The service's own id, to tell the table from a later one of its name.
    package var id: String?
    package var isOnDemand: Bool
    /// nil on demand.
    package var provisioned: Throughput?
    package var warmThroughput: Throughput?
    package var isDeletionProtected: Bool

    /// Active, with all its indexes.
    package var isReady: Bool { status == .active && indexes.allSatisfy { $0.status == .active } }
}

extension TableDescription {
    /// nil where what must be there is not.
    init?(_ node: JSONNode?) {
        guard let node, let name = node["TableName"]?.string,
            let status = node["TableStatus"]?.string
        else { return nil }
        var types: [String: KeyType] = [:]
        for definition in node["AttributeDefinitions"]?.array ?? [] {
            if let name = definition["AttributeName"]?.string {
                types[name] = definition["AttributeType"]?.string.flatMap { KeyType(rawValue: $0) }
            }
        }
        // A table that is being deleted may come without its key.
        let key = KeySchema(node["KeySchema"], types: types)
        guard
            let key = key
                ?? (status == "DELETING" ? KeySchema(partition: KeyAttribute("", .string)) : nil)
        else { return nil }
        self.name = name
        self.status = Status(status)
        self.key = key
        let global = (node["GlobalSecondaryIndexes"]?.array ?? []).compactMap {
            Index($0, isLocal: false, types: types)
        }
        let local = (node["LocalSecondaryIndexes"]?.array ?? []).compactMap {
            Index($0, isLocal: true, types: types)
        }
        indexes = global + local
        itemCount = node["ItemCount"]?.int ?? 0
        sizeBytes = node["TableSizeBytes"]?.int ?? 0
        arn = node["TableArn"]?.string
        id = node["TableId"]?.string
        isOnDemand = node["BillingModeSummary"]?["BillingMode"]?.string == "PAY_PER_REQUEST"
        provisioned =
            isOnDemand
            ? nil
            : Throughput(node["ProvisionedThroughput"], "ReadCapacityUnits", "WriteCapacityUnits")
        warmThroughput = Throughput(
            node["WarmThroughput"], "ReadUnitsPerSecond", "WriteUnitsPerSecond")
        isDeletionProtected = node["DeletionProtectionEnabled"]?.bool ?? false
    }
}

extension TableDescription.Index {
    fileprivate init?(_ node: JSONNode, isLocal: Bool, types: [String: KeyType]) {
        guard let name = node["IndexName"]?.string else { return nil }
        self.name = name
        self.isLocal = isLocal
        key = KeySchema(node["KeySchema"], types: types)
        let included = (node["Projection"]?["NonKeyAttributes"]?.array ?? []).compactMap(\.string)
        projection =
            switch node["Projection"]?["ProjectionType"]?.string {
            case "KEYS_ONLY": .keysOnly
            case "INCLUDE": .include(included)
            default: .all
            }
        status =
            isLocal ? .active : TableDescription.Status(node["IndexStatus"]?.string ?? "ACTIVE")
        isBackfilling = node["Backfilling"]?.bool ?? false
    }
}

extension KeySchema {
    fileprivate init?(_ node: JSONNode?, types: [String: KeyType]) {
        func attributes(_ role: String) -> [KeyAttribute]? {
            var found: [KeyAttribute] = []
            for element in node?.array ?? [] where element["KeyType"]?.string == role {
                guard let name = element["AttributeName"]?.string, let type = types[name] else {
                    return nil
                }
                found.append(KeyAttribute(name, type))
            }
            return found
        }
        guard let partitions = attributes("HASH"), let sorts = attributes("RANGE"),
            partitions.count == 1, sorts.count <= 1
        else { return nil }
        self.init(partition: partitions[0], sort: sorts.first)
    }
}

extension Throughput {
    fileprivate init?(_ node: JSONNode?, _ read: String, _ write: String) {
        guard let read = node?[read]?.int, let write = node?[write]?.int else { return nil }
        self.init(read: read, write: write)
    }
}
