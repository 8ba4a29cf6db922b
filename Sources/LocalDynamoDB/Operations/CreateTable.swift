import DynamoItem
import Foundation
import JSONText

extension Session {
    func createTable(_ request: Request) throws -> [UInt8] {
        guard try request.string("TableName") != nil else {
            throw ServiceError.validation(
                "The parameter 'TableName' is required but was not present in the request")
        }
        var constraints = Constraints()
        let name = try request.tableName(&constraints, least: DynamoLimits.tableNameMin)
        let specification = try TableSpecification(request, &constraints)
        try constraints.check()
        try specification.check()
        if service.catalog[name] != nil {
            throw ServiceError.inUse("Table already exists: \(name)")
        }
        let active = now + Double(service.options.creatingMilliseconds) / 1_000
        let record = specification.record(
            id: service.catalog.takeID(), name: name, now: now, activeAt: active)
        try ItemStore.create(record, db)
        try service.catalog.save(record, db)
        return description(of: record.name, member: "TableDescription")
    }

    /// `{"Table": {…}}` and its like.
    func description(of name: String, member: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        if let table = service.catalog[name] {
            writer.name(member)
            TableDescription(table: table, now: now).write(to: &writer)
        }
        writer.endObject()
        return writer.bytes
    }
}

/// What CreateTable was told, read and checked before anything is made of it.
struct TableSpecification {
    var attributes: [TableRecord.Attribute] = []
    var key: [(name: String, type: String)] = []
    var indexes: [IndexSpecification] = []
    var billingMode = "PROVISIONED"
    var provisioned: TableRecord.Units?
    var warm: TableRecord.Units?
    var onDemand: TableRecord.Units?
    var tags: [TableRecord.Tag] = []
    var isDeletionProtected = false
    var streamView: String?
    var encryption: String?
    var tableClass: String?
    private var localCount: Int?
    private var globalCount: Int?

    init(_ request: Request, _ constraints: inout Constraints) throws {
        let definitions = try request.node("AttributeDefinitions")
        constraints.required(definitions != nil, at: "attributeDefinitions")
        for (at, node) in (definitions?.array ?? []).enumerated() {
            let type = try node.text("AttributeType")
            let path = "attributeDefinitions.\(at + 1).member"
            constraints.required(type != nil, at: "\(path).attributeType")
            constraints.member(type, at: "\(path).attributeType", of: ["B", "N", "S"])
            attributes.append(
                TableRecord.Attribute(name: try node.text("AttributeName") ?? "", type: type ?? "S")
            )
        }
        let schema = try request.node("KeySchema")
        constraints.required(schema != nil, at: "keySchema")
        if let schema { key = try Self.keySchema(schema, at: "keySchema", &constraints) }
        if let mode = try request.string("BillingMode") {
            constraints.member(mode, at: "billingMode", of: ["PROVISIONED", "PAY_PER_REQUEST"])
            billingMode = mode
        }
        provisioned = try Self.throughput(
            request.node("ProvisionedThroughput"), at: "provisionedThroughput", &constraints)
        warm = try Self.warmThroughput(request.node("WarmThroughput"))
        onDemand = try Self.onDemandThroughput(request.node("OnDemandThroughput"))
        for isLocal in [true, false] {
            let member = isLocal ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes"
            guard let list = try request.node(member) else { continue }
            guard let nodes = list.array else { throw Request.mismatch(list, "List") }
            if isLocal { localCount = nodes.count } else { globalCount = nodes.count }
            for (at, node) in nodes.enumerated() {
                let path = (isLocal ? "local" : "global") + "SecondaryIndexes.\(at + 1).member"
                indexes.append(try IndexSpecification(node, isLocal: isLocal, path, &constraints))
            }
        }
        tags = try Self.tags(request.node("Tags"))
        isDeletionProtected = try request.bool("DeletionProtectionEnabled") ?? false
        if let stream = try request.node("StreamSpecification"),
            try stream.flag("StreamEnabled") == true
        {
            streamView = try stream.text("StreamViewType") ?? "NEW_AND_OLD_IMAGES"
        }
        if let encryption = try request.node("SSESpecification"),
            try encryption.flag("Enabled") == true
        {
            self.encryption = try encryption.text("SSEType") ?? "KMS"
        }
        tableClass = try request.string("TableClass")
        constraints.member(
            tableClass, at: "tableClass", of: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"])
    }

    static func keySchema(
        _ node: JSONNode, at path: String, _ constraints: inout Constraints
    ) throws -> [(name: String, type: String)] {
        guard let nodes = node.array else { throw Request.mismatch(node, "List") }
        var key: [(name: String, type: String)] = []
        for (at, node) in nodes.enumerated() {
            let type = try node.text("KeyType") ?? ""
            constraints.member(type, at: "\(path).\(at + 1).member.keyType", of: ["HASH", "RANGE"])
            key.append((try node.text("AttributeName") ?? "", type))
        }
        let shown = key.map { "KeySchemaElement(attributeName=\($0.name), keyType=\($0.type))" }
        let list = "[\(shown.joined(separator: ", "))]"
        if key.isEmpty {
            constraints.add(
                list, at: path, "Member must have length greater than or equal to 1")
        }
        if key.count > 2 {
            constraints.add(list, at: path, "Member must have length less than or equal to 2")
        }
        return key
    }

    static func throughput(
        _ node: JSONNode?, at path: String, _ constraints: inout Constraints
    ) throws -> TableRecord.Units? {
        guard let node else { return nil }
        let read = try node.integer("ReadCapacityUnits")
        let write = try node.integer("WriteCapacityUnits")
        constraints.required(read != nil, at: "\(path).readCapacityUnits")
        constraints.required(write != nil, at: "\(path).writeCapacityUnits")
        constraints.least(read, at: "\(path).readCapacityUnits", 1)
        constraints.least(write, at: "\(path).writeCapacityUnits", 1)
        return TableRecord.Units(read: read ?? 1, write: write ?? 1)
    }

    static func warmThroughput(_ node: JSONNode?) throws -> TableRecord.Units? {
        guard let node else { return nil }
        return TableRecord.Units(
            read: try node.integer("ReadUnitsPerSecond") ?? 12_000,
            write: try node.integer("WriteUnitsPerSecond") ?? 4_000)
    }

    static func onDemandThroughput(_ node: JSONNode?) throws -> TableRecord.Units? {
        guard let node else { return nil }
        return TableRecord.Units(
            read: try node.integer("MaxReadRequestUnits") ?? -1,
            write: try node.integer("MaxWriteRequestUnits") ?? -1)
    }

    static func tags(_ node: JSONNode?) throws -> [TableRecord.Tag] {
        try (node?.array ?? []).map {
            TableRecord.Tag(key: try $0.text("Key") ?? "", value: try $0.text("Value") ?? "")
        }
    }

    func record(id: Int64, name: String, now: Double, activeAt: Double) -> TableRecord {
        var record = TableRecord(
            id: id, name: name, tableID: UUID().uuidString.lowercased(), attributes: attributes,
            partition: key.first?.name ?? "", sort: key.count > 1 ? key[1].name : nil, indexes: [],
            nextSlot: indexes.count, isOnDemand: billingMode == "PAY_PER_REQUEST",
            provisioned: provisioned, warm: warm, onDemand: onDemand, createdAt: now,
            activeAt: activeAt)
        record.indexes = indexes.enumerated().map { $1.record(slot: $0, activeAt: activeAt) }
        record.isDeletionProtected = isDeletionProtected
        record.tags = tags
        record.streamView = streamView
        if streamView != nil { record.streamLabel = UUID().uuidString }
        record.encryption = encryption
        record.tableClass = tableClass
        return record
    }

    var hasEmptyLocalList: Bool { localCount == 0 }
    var hasEmptyGlobalList: Bool { globalCount == 0 }
}
