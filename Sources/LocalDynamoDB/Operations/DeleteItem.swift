import DynamoItem
import JSONText

extension Session {
    func deleteItem(_ request: Request, _ verdict: FaultVerdict) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        constraints.required(request.has("Key"), at: "key")
        let returnValues = try request.string("ReturnValues")
        constraints.member(returnValues, at: "returnValues", of: Self.returnValues)
        let detail = try request.capacityDetail(&constraints)
        let wantsMetrics = try request.wantsCollectionMetrics(&constraints)
        try constraints.check()
        if let returnValues, returnValues != "NONE", returnValues != "ALL_OLD" {
            throw ServiceError.validation("ReturnValues can only be ALL_OLD or NONE")
        }
        try refuseLegacy(request, ["Expected", "ConditionalOperator"], ["ConditionExpression"])
        service.scratch.reset()
        let table = service.catalog[name]
        guard let cursor = request.cursor("Key") else { throw ServiceError.serialization(nil) }
        let key = try scan(cursor, table?.shape ?? TableShape())
        let scope = try ExpressionScope(request, expressions: ["ConditionExpression"])
        let condition = try WriteCondition(request, scope, &constraints)
        try constraints.check()
        try scope.checkAllUsed()
        let open = try openTable(name)
        try KeyRules.checkKey(key, open.shape)
        let old = try store.get(open, key.primaryKey(open.shape))
        try condition.check(old)
        let oldItem = try old.map { try rescan($0, open.shape) }
        let units = writeUnits(open, item: nil, oldSize: old?.size, old: oldItem)
        try spend(units.total, name, request.operation, verdict)
        _ = try service.catalog.update(name) {
            try store.delete(&$0, key.primaryKey(open.shape))
        }
        var writer = JSONWriter()
        writer.beginObject()
        if returnValues == "ALL_OLD", let old {
            writer.name("Attributes")
            writer.raw(old.item)
        }
        if detail != .none {
            writer.name("ConsumedCapacity")
            units.write(detail, to: &writer)
        }
        if wantsMetrics { writeCollectionMetrics(key, open, to: &writer) }
        writer.endObject()
        return writer.bytes
    }

    /// A stored item's keys and size, without touching the scratch.
    func rescan(_ stored: ItemStore.Stored, _ shape: TableShape) throws -> ScannedItem {
        try stored.item.withUnsafeBytes { bytes in
            guard let cursor = JSONCursor(bytes) else { throw ServiceError.internalError }
            var scanner = ItemScanner(cursor: cursor, out: ByteWriter(capacity: bytes.count + 16))
            return try scanner.item(shape)
        }
    }
}
