import DynamoItem
import JSONText

extension Session {
    func updateItem(_ request: Request, _ verdict: FaultVerdict) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        constraints.required(request.has("Key"), at: "key")
        let returnValues = try request.string("ReturnValues") ?? "NONE"
        constraints.member(returnValues, at: "returnValues", of: Self.returnValues)
        let detail = try request.capacityDetail(&constraints)
        let wantsMetrics = try request.wantsCollectionMetrics(&constraints)
        try constraints.check()
        try refuseLegacy(
            request, ["AttributeUpdates", "Expected", "ConditionalOperator"],
            ["UpdateExpression", "ConditionExpression"])
        service.scratch.reset()
        let table = service.catalog[name]
        guard let cursor = request.cursor("Key") else { throw ServiceError.serialization(nil) }
        let key = try scan(cursor, table?.shape ?? TableShape())
        let keyJSON = [UInt8](slice(key.json))
        let scope = try ExpressionScope(
            request, expressions: ["UpdateExpression", "ConditionExpression"])
        let update = try request.string("UpdateExpression").map {
            try UpdateExpression.parse($0, scope)
        }
        let condition = try WriteCondition(request, scope, &constraints)
        try constraints.check()
        try scope.checkAllUsed()
        let open = try openTable(name)
        try KeyRules.checkKey(key, open.shape)
        for path in update?.paths ?? [] {
            for position in open.shape.keyColumns
            where open.shape.columns[position].name == path.root {
                throw ServiceError.invalid(
                    "Cannot update attribute \(path.root). This attribute is part of the key")
            }
        }
        let old = try store.get(open, key.primaryKey(open.shape))
        try condition.check(old)
        let before = try old.map { try StoredItem.item($0.item) }
        let base = try before ?? StoredItem.item(keyJSON)
        let after = try update?.apply(to: base) ?? base
        let item = try scan(after, open.shape)
        try checkSize(item, isUpdate: true)
        try KeyRules.check(item, open.shape)
        let units = writeUnits(
            open, item: item, oldSize: old?.size, old: try old.map { try rescan($0, open.shape) })
        try spend(units.total, name, request.operation, verdict)
        _ = try service.catalog.update(name) { try store.put(&$0, item, service.scratch) }
        var writer = JSONWriter()
        writer.beginObject()
        try writeAttributes(
            returnValues, before: before, after: StoredItem.item(slice(item.json)), update,
            to: &writer)
        if detail != .none {
            writer.name("ConsumedCapacity")
            units.write(detail, to: &writer)
        }
        if wantsMetrics { writeCollectionMetrics(item, open, to: &writer) }
        writer.endObject()
        return writer.bytes
    }

    private func writeAttributes(
        _ wanted: String, before: Item?, after: Item, _ update: UpdateExpression?,
        to writer: inout JSONWriter
    ) throws {
        var shown: Item?
        switch wanted {
        case "ALL_OLD": shown = before
        case "ALL_NEW": shown = after
        case "UPDATED_OLD", "UPDATED_NEW":
            let paths = update?.paths ?? []
            guard !paths.isEmpty else { return }
            let source = wanted == "UPDATED_OLD" ? before ?? Item() : after
            let picked = Projection(paths: paths).apply(to: source)
            shown = picked.attributes.isEmpty ? nil : picked
        default: return
        }
        guard let shown else { return }
        writer.name("Attributes")
        shown.write(to: &writer)
    }
}
