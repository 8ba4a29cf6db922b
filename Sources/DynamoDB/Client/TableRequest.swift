package import DynamoItem
import JSONText

/// The parts of CreateTable's and UpdateTable's requests.
enum TableRequest {
    static func create(_ table: TableDefinition, _ writer: inout JSONWriter) {
        writer.field("TableName", table.name)
        attributeDefinitions(
            table.key.attributes + table.indexes.flatMap(\.key.attributes), &writer)
        keySchema(table.key, &writer)
        for (name, isLocal) in [("GlobalSecondaryIndexes", false), ("LocalSecondaryIndexes", true)]
        {
            let indexes = table.indexes.filter { $0.isLocal == isLocal }
            guard !indexes.isEmpty else { continue }
            writer.name(name)
            writer.beginArray()
            for index in indexes { self.index(index, &writer) }
            writer.endArray()
        }
        billing(table.provisioned, &writer)
        if let warm = table.warmThroughput { warmThroughput(warm, &writer) }
        if !table.tags.isEmpty {
            writer.name("Tags")
            writer.beginArray()
            for tag in table.tags {
                writer.beginObject()
                writer.field("Key", tag.key)
                writer.field("Value", tag.value)
                writer.endObject()
            }
            writer.endArray()
        }
        if table.isDeletionProtected { writer.field("DeletionProtectionEnabled", true) }
    }

    /// Each name once: table and indexes may share key attributes.
    static func attributeDefinitions(_ attributes: [KeyAttribute], _ writer: inout JSONWriter) {
        var names: Set<String> = []
        writer.name("AttributeDefinitions")
        writer.beginArray()
        for attribute in attributes where names.insert(attribute.name).inserted {
            writer.beginObject()
            writer.field("AttributeName", attribute.name)
            writer.field("AttributeType", attribute.type.rawValue)
            writer.endObject()
        }
        writer.endArray()
    }

    static func keySchema(_ key: KeySchema, _ writer: inout JSONWriter) {
        writer.name("KeySchema")
        writer.beginArray()
        for (attribute, role) in zip(key.attributes, ["HASH", "RANGE"]) {
            writer.beginObject()
            writer.field("AttributeName", attribute.name)
            writer.field("KeyType", role)
            writer.endObject()
        }
        writer.endArray()
    }

    static func index(_ index: IndexDefinition, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("IndexName", index.name)
        keySchema(index.key, &writer)
        writer.name("Projection")
        writer.beginObject()
        switch index.projection {
        case .all: writer.field("ProjectionType", "ALL")
        case .keysOnly: writer.field("ProjectionType", "KEYS_ONLY")
        case .include(let names):
            writer.field("ProjectionType", "INCLUDE")
            writer.field("NonKeyAttributes", names)
        }
        writer.endObject()
        if let provisioned = index.provisioned { provisionedThroughput(provisioned, &writer) }
        if let warm = index.warmThroughput { warmThroughput(warm, &writer) }
        writer.endObject()
    }

    static func billing(_ provisioned: Throughput?, _ writer: inout JSONWriter) {
        writer.field("BillingMode", provisioned == nil ? "PAY_PER_REQUEST" : "PROVISIONED")
        if let provisioned { provisionedThroughput(provisioned, &writer) }
    }

    static func provisionedThroughput(_ throughput: Throughput, _ writer: inout JSONWriter) {
        writer.name("ProvisionedThroughput")
        writer.beginObject()
        writer.field("ReadCapacityUnits", throughput.read)
        writer.field("WriteCapacityUnits", throughput.write)
        writer.endObject()
    }

    static func warmThroughput(_ throughput: Throughput, _ writer: inout JSONWriter) {
        writer.name("WarmThroughput")
        writer.beginObject()
        writer.field("ReadUnitsPerSecond", throughput.read)
        writer.field("WriteUnitsPerSecond", throughput.write)
        writer.endObject()
    }
}

/// A change of a table; the service takes one index a request.
package enum TableChange: Sendable, Equatable {
    /// nil: on demand.
    case billing(provisioned: Throughput?)
    /// Never comes back down.
    case warmThroughput(Throughput)
    case deletionProtection(Bool)
    /// - `tableKey`: its attributes must be declared again.
    case createIndex(IndexDefinition, tableKey: KeySchema)
    case deleteIndex(String)

    func write(to writer: inout JSONWriter) {
        switch self {
        case .billing(let provisioned): TableRequest.billing(provisioned, &writer)
        case .warmThroughput(let throughput): TableRequest.warmThroughput(throughput, &writer)
        case .deletionProtection(let isOn): writer.field("DeletionProtectionEnabled", isOn)
        case .createIndex(let index, let tableKey):
            TableRequest.attributeDefinitions(
                tableKey.attributes + index.key.attributes, &writer)
            indexUpdates(&writer) { writer in
                writer.name("Create")
                TableRequest.index(index, &writer)
            }
        case .deleteIndex(let name):
            indexUpdates(&writer) { writer in
                writer.name("Delete")
                writer.beginObject()
                writer.field("IndexName", name)
                writer.endObject()
            }
        }
    }

    private func indexUpdates(_ writer: inout JSONWriter, _ body: (inout JSONWriter) -> Void) {
        writer.name("GlobalSecondaryIndexUpdates")
        writer.beginArray()
        writer.beginObject()
        body(&writer)
        writer.endObject()
        writer.endArray()
    }
}
