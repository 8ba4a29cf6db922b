import DynamoItem
import JSONText

/// What PutItem, UpdateItem, DeleteItem and BatchWriteItem share.
extension Session {
    /// Scans an item into the service's scratch and checks it against a table.
    func scan(_ cursor: JSONCursor, _ shape: TableShape) throws -> ScannedItem {
        var scanner = ItemScanner(cursor: cursor, out: service.scratch)
        return try scanner.item(shape)
    }

    /// Scans an item that is a tree: what an update made.
    func scan(_ item: Item, _ shape: TableShape) throws -> ScannedItem {
        let json = ByteWriter(capacity: 1_024)
        item.write(to: json)
        guard let cursor = JSONCursor(json.bytes) else { throw ServiceError.internalError }
        return try scan(cursor, shape)
    }

    func checkSize(_ item: ScannedItem, isUpdate: Bool = false) throws {
        guard item.size > DynamoLimits.itemBytes else { return }
        throw ServiceError.validation(
            isUpdate
                ? "Item size to update has exceeded the maximum allowed size"
                : "Item size has exceeded the maximum allowed size")
    }

    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: service.scratch.bytes[range])
    }

    /// The key's JSON, from an item in the scratch.
    func keyJSON(_ item: ScannedItem, _ shape: TableShape) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for position in shape.keyColumns {
            writer.name(shape.columns[position].name)
            writer.raw(slice(item.keys[position].json))
        }
        writer.endObject()
        return writer.bytes
    }

    /// Puts a checked item and keeps the books; returns the size of what was there.
    func put(_ item: ScannedItem, into table: inout Table) throws -> Int? {
        let old = try store.put(&table, item, service.scratch)
        service.notePut(
            table.name, replaced: old != nil, key: keyJSON(item, table.shape))
        return old
    }

    /// The write units of a put or a delete, the larger image counted, in the table and its indexes.
    func writeUnits(
        _ table: Table, item: ScannedItem?, oldSize: Int?, old: ScannedItem? = nil
    ) -> Consumed {
        var consumed = Consumed(table.name)
        let size = max(item?.size ?? 0, oldSize ?? 0)
        let units = Double(ItemSize.writeUnits(bytes: size))
        consumed.units = units
        for index in table.shape.indexes
        where item?.indexKey(index) != nil || old?.indexKey(index) != nil {
            consumed.add(index: index, units)
        }
        return consumed
    }

    /// Takes the write from the fault plan's budget.
    func spend(_ units: Double, _ table: String, _ operation: String, _ verdict: FaultVerdict)
        throws
    {
        guard service.faults.spend(Int(units), table: table, verdict: verdict, now: now) else {
            service.statistics.faults += 1
            throw throttled(operation, table)
        }
    }

    /// ItemCollectionMetrics of a table with local indexes.
    func writeCollectionMetrics(
        _ item: ScannedItem, _ table: Table, to writer: inout JSONWriter
    ) {
        guard table.shape.indexes.contains(where: \.isLocal) else { return }
        writer.name("ItemCollectionMetrics")
        writer.beginObject()
        writer.name("ItemCollectionKey")
        writer.beginObject()
        writer.name(table.shape.columns[table.shape.partition].name)
        writer.raw(slice(item.keys[table.shape.partition].json))
        writer.endObject()
        writer.name("SizeEstimateRangeGB")
        writer.beginArray()
        writer.double(0)
        writer.double(1)
        writer.endArray()
        writer.endObject()
    }

    /// Legacy parameters are refused in words: silence would write what was to be held back.
    func refuseLegacy(_ request: Request, _ legacy: [String], _ expressions: [String]) throws {
        let found = legacy.filter(request.has)
        guard !found.isEmpty else { return }
        let used = expressions.filter(request.has)
        guard used.isEmpty else {
            throw ServiceError.validation(
                "Can not use both expression and non-expression parameters in the same request: "
                    + "Non-expression parameters: {\(found.joined(separator: ", "))} "
                    + "Expression parameters: {\(used.joined(separator: ", "))}")
        }
        throw ServiceError.validation(
            "This endpoint does not take the legacy parameters {\(found.joined(separator: ", "))}; "
                + "use expressions")
    }
}

/// The condition of a single write.
struct WriteCondition {
    var condition: Condition?
    var returnsOldOnFailure: Bool

    init(_ request: Request, _ scope: ExpressionScope, _ constraints: inout Constraints) throws {
        let wanted = try request.string("ReturnValuesOnConditionCheckFailure")
        constraints.member(
            wanted, at: "returnValuesOnConditionCheckFailure", of: ["ALL_OLD", "NONE"])
        returnsOldOnFailure = wanted == "ALL_OLD"
        condition = try request.string("ConditionExpression").map {
            try ExpressionParser.condition("ConditionExpression", $0, scope)
        }
    }

    func check(_ old: ItemStore.Stored?) throws {
        guard let condition else { return }
        let item = try old.map { try StoredItem.item($0.item) } ?? Item()
        guard condition.holds(for: item) else {
            throw ServiceError.conditionFailed(item: returnsOldOnFailure ? old?.item : nil)
        }
    }
}
