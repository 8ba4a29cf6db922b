import DynamoItem
import JSONText

/// DescribeTable, DeleteTable, ListTables.
extension Session {
    /// A table that control operations can see; a deleted one is seen until it is gone.
    func table(_ name: String) throws -> Table {
        guard let table = service.catalog[name] else {
            throw ServiceError.notFound("Requested resource not found: Table: \(name) not found")
        }
        return table
    }

    func describeTable(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        try constraints.check()
        _ = try table(name)
        return description(of: name, member: "Table")
    }

    func deleteTable(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        try constraints.check()
        var record = try table(name).record
        guard !record.isDeletionProtected else {
            throw ServiceError.validation(
                "Resource cannot be deleted as it is currently protected against deletion. "
                    + "Disable deletion protection first.")
        }
        switch record.status(now: now) {
        case "CREATING":
            throw ServiceError.inUse(
                "Attempt to change a resource which is still in use: Table is being created: \(name)"
            )
        case "DELETING":
            throw ServiceError.inUse(
                "Attempt to change a resource which is still in use: Table is being deleted: \(name)"
            )
        case "UPDATING":
            throw ServiceError.inUse(
                "Attempt to change a resource which is still in use: Table is being updated: \(name)"
            )
        default: break
        }
        record.goneAt = now + Double(service.options.creatingMilliseconds) / 1_000
        try service.catalog.save(record, db)
        let answer = description(of: name, member: "TableDescription")
        try service.catalog.reap(now: now, db)
        return answer
    }

    func listTables(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        let limit = try request.integer("Limit")
        constraints.least(limit, at: "limit", 1)
        constraints.most(limit, at: "limit", 100)
        let start = try request.string("ExclusiveStartTableName")
        if let start { constraints.name(start, at: "exclusiveStartTableName", least: 3) }
        try constraints.check()
        var names = service.catalog.names
        if let start {
            names.removeAll { !start.utf8.lexicographicallyPrecedes($0.utf8) }
        }
        let page = Array(names.prefix(limit ?? 100))
        var writer = JSONWriter()
        writer.beginObject()
        writer.field("TableNames", page)
        if page.count < names.count, let last = page.last {
            writer.field("LastEvaluatedTableName", last)
        }
        writer.endObject()
        return writer.bytes
    }

    func describeLimits() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.field("AccountMaxReadCapacityUnits", 80_000)
        writer.field("AccountMaxWriteCapacityUnits", 80_000)
        writer.field("TableMaxReadCapacityUnits", 40_000)
        writer.field("TableMaxWriteCapacityUnits", 40_000)
        writer.endObject()
        return writer.bytes
    }

    func describeEndpoints() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("Endpoints")
        writer.beginArray()
        writer.beginObject()
        writer.field("Address", "dynamodb.\(TableRecord.region).amazonaws.com")
        writer.field("CachePeriodInMinutes", 1_440)
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
