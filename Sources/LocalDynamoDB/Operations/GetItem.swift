import DynamoItem
import JSONText

extension Session {
    func getItem(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        constraints.required(request.has("Key"), at: "key")
        let detail = try request.capacityDetail(&constraints)
        try constraints.check()
        let projection = try projection(request, ["ProjectionExpression"])
        service.scratch.reset()
        guard let cursor = request.cursor("Key") else { throw ServiceError.serialization(nil) }
        let key = try scan(cursor, service.catalog[name]?.shape ?? TableShape())
        let table = try openTable(name)
        try KeyRules.checkKey(key, table.shape)
        let isConsistent = try request.bool("ConsistentRead") ?? false
        let stored = try store.get(table, key.primaryKey(table.shape))
        var writer = JSONWriter()
        writer.beginObject()
        if let stored {
            writer.name("Item")
            try write(stored, projection, to: &writer)
        }
        if detail != .none {
            var consumed = Consumed(name)
            consumed.units = Consumed.readUnits(
                bytes: stored?.size ?? 0, isConsistent: isConsistent)
            writer.name("ConsumedCapacity")
            consumed.write(detail, to: &writer)
        }
        writer.endObject()
        return writer.bytes
    }

    /// ProjectionExpression (or AttributesToGet, which needs no expression), parsed; nil: everything.
    func projection(_ request: Request, _ expressions: [String]) throws -> Projection? {
        if let node = try request.node("AttributesToGet") {
            let used = expressions.filter(request.has)
            guard used.isEmpty else {
                throw ServiceError.validation(
                    "Can not use both expression and non-expression parameters in the same request: "
                        + "Non-expression parameters: {AttributesToGet} Expression parameters: "
                        + "{\(used.joined(separator: ", "))}")
            }
            let names = (node.array ?? []).compactMap(\.string)
            if Set(names).count < names.count {
                let twice = names.first { name in names.filter { $0 == name }.count > 1 } ?? ""
                throw ServiceError.invalid("Duplicate value in attribute name: \(twice)")
            }
            return Projection(names: names)
        }
        let scope = try ExpressionScope(request, expressions: expressions)
        let projection = try request.string("ProjectionExpression").map {
            try Projection.parse($0, scope)
        }
        try scope.checkAllUsed()
        return projection
    }

    func write(
        _ stored: ItemStore.Stored, _ projection: Projection?, to writer: inout JSONWriter
    ) throws {
        if let projection {
            projection.apply(to: try StoredItem.item(stored.item)).write(to: &writer)
        } else {
            writer.raw(stored.item)
        }
    }
}
