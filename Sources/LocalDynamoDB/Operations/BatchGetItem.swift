import DynamoItem
import JSONText

extension Session {
    /// What is asked of one table.
    private struct Group {
        var name: String
        var keys: [(key: ScannedItem, json: [UInt8])]
        var projection: Projection?
        var isConsistent: Bool
        /// The members besides Keys, to hand back with unprocessed ones.
        var others: [JSONMember]
    }

    func batchGetItem(_ request: Request, _ verdict: FaultVerdict) throws -> [UInt8] {
        var constraints = Constraints()
        let detail = try request.capacityDetail(&constraints)
        try constraints.check()
        guard var cursor = request.cursor("RequestItems") else {
            constraints.required(false, at: "requestItems")
            try constraints.check()
            return []
        }
        service.scratch.reset()
        try cursor.expect(UInt8(ascii: "{"))
        guard !cursor.take(UInt8(ascii: "}")) else {
            throw ServiceError.validation("The requestItems parameter is required for BatchGetItem")
        }
        var groups: [Group] = []
        var total = 0
        repeat {
            let name = Request.tableName(fromARN: cursor.text(try cursor.string()))
            try cursor.expect(UInt8(ascii: ":"))
            cursor.skipSpace()
            let start = cursor.at
            try cursor.skipValue()
            let part = try Request(
                operation: request.operation, cursor.bytes(from: start, to: cursor.at))
            groups.append(try group(name, part, total: &total))
        } while cursor.take(UInt8(ascii: ","))
        for group in groups {
            let table = try openTable(group.name)
            var seen: Set<PrimaryKey> = []
            for (key, _) in group.keys {
                try KeyRules.checkKey(key, table.shape)
                guard seen.insert(key.primaryKey(table.shape)).inserted else {
                    throw ServiceError.validation("Provided list of item keys contains duplicates")
                }
            }
        }
        return try read(groups, request, detail, verdict)
    }

    private func group(_ name: String, _ part: Request, total: inout Int) throws -> Group {
        guard var keys = part.cursor("Keys") else {
            var constraints = Constraints()
            constraints.required(false, at: "requestItems.\(name).member.keys")
            try constraints.check()
            throw ServiceError.serialization(nil)
        }
        let shape = service.catalog[name]?.shape ?? TableShape()
        var list: [(key: ScannedItem, json: [UInt8])] = []
        try keys.expect(UInt8(ascii: "["))
        if !keys.take(UInt8(ascii: "]")) {
            repeat {
                var scanner = ItemScanner(cursor: keys, out: service.scratch)
                let key = try scanner.item(shape)
                keys = scanner.cursor
                list.append((key, [UInt8](slice(key.json))))
            } while keys.take(UInt8(ascii: ","))
        }
        total += list.count
        let constraint = "Member must have length"
        if list.isEmpty {
            throw ServiceError.validation(
                "1 validation error detected: Value '[]' at 'requestItems.\(name).member.keys' failed "
                    + "to satisfy constraint: \(constraint) greater than or equal to 1")
        }
        if list.count > DynamoLimits.batchGetKeys {
            throw ServiceError.validation(
                "1 validation error detected: Value at 'RequestItems.\(name).member.Keys' failed to "
                    + "satisfy constraint: \(constraint) less than or equal to 100")
        }
        if total > DynamoLimits.batchGetKeys {
            throw ServiceError.validation("Too many items requested for the BatchGetItem call")
        }
        var others: [JSONMember] = []
        for field in part.fields where field.name != "Keys" {
            if let node = try part.node(field.name) {
                others.append(JSONMember(name: field.name, node: node))
            }
        }
        return Group(
            name: name, keys: list, projection: try projection(part, ["ProjectionExpression"]),
            isConsistent: try part.bool("ConsistentRead") ?? false, others: others)
    }

    private func read(
        _ groups: [Group], _ request: Request, _ detail: Consumed.Detail, _ verdict: FaultVerdict
    ) throws -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("Responses")
        writer.beginObject()
        var bytes = 0
        var consumed: [Consumed] = []
        var unprocessed: [(group: Group, keys: [[UInt8]])] = []
        var processed = 0
        for group in groups {
            let table = try openTable(group.name)
            var left: [[UInt8]] = []
            var used = Consumed(group.name)
            writer.name(group.name)
            writer.beginArray()
            for (key, json) in group.keys {
                if bytes > service.options.maxBatchResponseBytes
                    || service.faults.handsBack(verdict)
                {
                    left.append(json)
                    continue
                }
                let stored = try store.get(table, key.primaryKey(table.shape))
                used.units += Consumed.readUnits(
                    bytes: stored?.size ?? 0, isConsistent: group.isConsistent)
                if let stored, bytes + stored.size > service.options.maxBatchResponseBytes {
                    // From here on every key is left: the client asks again for all of them.
                    bytes = service.options.maxBatchResponseBytes + 1
                    left.append(json)
                    continue
                }
                processed += 1
                guard let stored else { continue }
                bytes += stored.size
                try write(stored, group.projection, to: &writer)
            }
            writer.endArray()
            if !left.isEmpty { unprocessed.append((group, left)) }
            consumed.append(used)
        }
        writer.endObject()
        if processed == 0, let first = unprocessed.first, verdict.unprocessed > 0 {
            throw throttled(request.operation, first.group.name)
        }
        writer.name("UnprocessedKeys")
        writer.beginObject()
        for (group, keys) in unprocessed {
            writer.name(group.name)
            writer.beginObject()
            for member in group.others { writer.field(member.name, member.node) }
            writer.name("Keys")
            writer.beginArray()
            for key in keys { writer.raw(key) }
            writer.endArray()
            writer.endObject()
        }
        writer.endObject()
        if detail != .none {
            writer.name("ConsumedCapacity")
            writer.beginArray()
            for used in consumed { used.write(detail, to: &writer) }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }
}
