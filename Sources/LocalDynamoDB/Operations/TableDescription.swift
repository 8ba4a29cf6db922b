import JSONText

/// A table as DescribeTable tells it.
struct TableDescription {
    var table: Table
    var now: Double

    private var record: TableRecord { table.record }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("AttributeDefinitions")
        writer.beginArray()
        for attribute in record.attributes {
            writer.beginObject()
            writer.field("AttributeName", attribute.name)
            writer.field("AttributeType", attribute.type)
            writer.endObject()
        }
        writer.endArray()
        writer.field("TableName", record.name)
        key(record.partition, record.sort, &writer)
        writer.field("TableStatus", record.status(now: now))
        writer.name("CreationDateTime")
        writer.double((record.createdAt * 1_000).rounded() / 1_000)
        throughput(record.provisioned, record.isOnDemand, &writer)
        writer.field("TableSizeBytes", table.bytes)
        writer.field("ItemCount", table.items)
        writer.field("TableArn", record.arn)
        writer.field("TableId", record.tableID)
        if record.isOnDemand {
            writer.name("BillingModeSummary")
            writer.beginObject()
            writer.field("BillingMode", "PAY_PER_REQUEST")
            writer.name("LastUpdateToPayPerRequestDateTime")
            writer.double((record.createdAt * 1_000).rounded() / 1_000)
            writer.endObject()
        }
        warm(record.warm, &writer)
        onDemand(record.onDemand, &writer)
        indexes(record.indexes.filter(\.isLocal), "LocalSecondaryIndexes", &writer)
        indexes(record.indexes.filter { !$0.isLocal }, "GlobalSecondaryIndexes", &writer)
        writer.field("DeletionProtectionEnabled", record.isDeletionProtected)
        settings(&writer)
        writer.endObject()
    }

    private func settings(_ writer: inout JSONWriter) {
        if let view = record.streamView, let label = record.streamLabel {
            writer.name("StreamSpecification")
            writer.beginObject()
            writer.field("StreamEnabled", true)
            writer.field("StreamViewType", view)
            writer.endObject()
            writer.field("LatestStreamLabel", label)
            writer.field("LatestStreamArn", "\(record.arn)/stream/\(label)")
        }
        if let type = record.encryption {
            writer.name("SSEDescription")
            writer.beginObject()
            writer.field("Status", "ENABLED")
            writer.field("SSEType", type)
            writer.endObject()
        }
        if let tableClass = record.tableClass {
            writer.name("TableClassSummary")
            writer.beginObject()
            writer.field("TableClass", tableClass)
            writer.endObject()
        }
    }

    private func key(_ partition: String, _ sort: String?, _ writer: inout JSONWriter) {
        writer.name("KeySchema")
        writer.beginArray()
        for (name, type) in [(partition, "HASH")] + (sort.map { [($0, "RANGE")] } ?? []) {
            writer.beginObject()
            writer.field("AttributeName", name)
            writer.field("KeyType", type)
            writer.endObject()
        }
        writer.endArray()
    }

    private func throughput(
        _ units: TableRecord.Units?, _ isOnDemand: Bool, _ writer: inout JSONWriter
    ) {
        writer.name("ProvisionedThroughput")
        writer.beginObject()
        writer.field("NumberOfDecreasesToday", 0)
        writer.field("ReadCapacityUnits", isOnDemand ? 0 : units?.read ?? 0)
        writer.field("WriteCapacityUnits", isOnDemand ? 0 : units?.write ?? 0)
        writer.endObject()
    }

    /// A table that was told nothing has what AWS gives a new one on demand.
    private func warm(_ units: TableRecord.Units?, _ writer: inout JSONWriter) {
        guard let units = units ?? (record.isOnDemand ? .init(read: 12_000, write: 4_000) : nil)
        else { return }
        writer.name("WarmThroughput")
        writer.beginObject()
        writer.field("ReadUnitsPerSecond", units.read)
        writer.field("WriteUnitsPerSecond", units.write)
        writer.field("Status", record.status(now: now) == "ACTIVE" ? "ACTIVE" : "UPDATING")
        writer.endObject()
    }

    private func onDemand(_ units: TableRecord.Units?, _ writer: inout JSONWriter) {
        guard let units else { return }
        writer.name("OnDemandThroughput")
        writer.beginObject()
        writer.field("MaxReadRequestUnits", units.read)
        writer.field("MaxWriteRequestUnits", units.write)
        writer.endObject()
    }

    private func indexes(
        _ indexes: [TableRecord.Index], _ member: String, _ writer: inout JSONWriter
    ) {
        guard !indexes.isEmpty else { return }
        writer.name(member)
        writer.beginArray()
        for index in indexes {
            writer.beginObject()
            writer.field("IndexName", index.name)
            key(index.partition, index.sort, &writer)
            writer.name("Projection")
            writer.beginObject()
            writer.field("ProjectionType", index.projection)
            if index.projection == "INCLUDE" { writer.field("NonKeyAttributes", index.projected) }
            writer.endObject()
            if !index.isLocal {
                let isActive = now >= index.activeAt
                writer.field("IndexStatus", isActive ? "ACTIVE" : "CREATING")
                if !isActive, index.isBackfilled { writer.field("Backfilling", true) }
                throughput(index.provisioned, record.isOnDemand, &writer)
                warm(index.warm, &writer)
                onDemand(index.onDemand, &writer)
            }
            writer.field("IndexSizeBytes", 0)
            writer.field("ItemCount", 0)
            writer.field("IndexArn", record.arn(index: index.name))
            writer.endObject()
        }
        writer.endArray()
    }
}
