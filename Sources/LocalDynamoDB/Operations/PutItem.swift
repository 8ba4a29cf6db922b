import DynamoItem
import JSONText

extension Session {
    static let returnValues = ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"]

    func putItem(_ request: Request, _ verdict: FaultVerdict) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        constraints.required(request.has("Item"), at: "item")
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
        guard let cursor = request.cursor("Item") else { throw ServiceError.serialization(nil) }
        let item = try scan(cursor, table?.shape ?? TableShape())
        try checkSize(item)
        let scope = try ExpressionScope(request, expressions: ["ConditionExpression"])
        let condition = try WriteCondition(request, scope, &constraints)
        try constraints.check()
        try scope.checkAllUsed()
        let open = try openTable(name)
        try KeyRules.check(item, open.shape)
        let needsOld = condition.condition != nil || returnValues == "ALL_OLD"
        let old = needsOld ? try store.get(open, item.primaryKey(open.shape)) : nil
        try condition.check(old)
        let units = writeUnits(open, item: item, oldSize: old?.size)
        try spend(units.total, name, request.operation, verdict)
        let oldSize = try service.catalog.update(name) { try put(item, into: &$0) }
        var writer = JSONWriter()
        writer.beginObject()
        if returnValues == "ALL_OLD", let old {
            writer.name("Attributes")
            writer.raw(old.item)
        }
        if detail != .none {
            writer.name("ConsumedCapacity")
            writeUnits(open, item: item, oldSize: oldSize).write(detail, to: &writer)
        }
        if wantsMetrics { writeCollectionMetrics(item, open, to: &writer) }
        writer.endObject()
        return writer.bytes
    }
}
