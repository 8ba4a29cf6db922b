import DynamoItem
import JSONText

extension Session {
    /// One put or delete of the batch.
    private struct Write {
        var isPut: Bool
        var item: ScannedItem
        /// The request's own bytes, to hand back where it stays unprocessed.
        var start: Int
        var end: Int
    }

    private struct Group {
        var name: String
        var writes: [Write]
    }

    func batchWriteItem(_ request: Request, _ verdict: FaultVerdict) throws -> [UInt8] {
        var constraints = Constraints()
        let detail = try request.capacityDetail(&constraints)
        _ = try request.wantsCollectionMetrics(&constraints)
        try constraints.check()
        guard let cursor = request.cursor("RequestItems") else {
            constraints.required(false, at: "requestItems")
            try constraints.check()
            return []
        }
        service.scratch.reset()
        let groups = try read(cursor)
        try check(groups)
        return try apply(groups, request, cursor, detail, verdict)
    }

    private func read(_ from: JSONCursor) throws -> [Group] {
        try checkCounts(from)
        var cursor = from
        var groups: [Group] = []
        try cursor.expect(UInt8(ascii: "{"))
        repeat {
            let name = Request.tableName(fromARN: cursor.text(try cursor.string()))
            try cursor.expect(UInt8(ascii: ":"))
            try cursor.expect(UInt8(ascii: "["))
            let shape = service.catalog[name]?.shape ?? TableShape()
            var group = Group(name: name, writes: [])
            repeat {
                group.writes.append(try write(&cursor, shape))
            } while cursor.take(UInt8(ascii: ","))
            try cursor.expect(UInt8(ascii: "]"))
            groups.append(group)
        } while cursor.take(UInt8(ascii: ","))
        return groups
    }

    /// How many writes there are, before any of them is read.
    private func checkCounts(_ from: JSONCursor) throws {
        var cursor = from
        guard cursor.byte == UInt8(ascii: "{") else {
            throw ItemScanner(cursor: cursor, out: service.scratch).unexpected(of: "Map")
        }
        try cursor.expect(UInt8(ascii: "{"))
        guard !cursor.take(UInt8(ascii: "}")) else {
            throw ServiceError.validation(
                "The requestItems parameter is required for BatchWriteItem")
        }
        var total = 0
        repeat {
            let name = cursor.text(try cursor.string())
            try cursor.expect(UInt8(ascii: ":"))
            cursor.skipSpace()
            guard cursor.byte == UInt8(ascii: "[") else {
                throw ItemScanner(cursor: cursor, out: service.scratch).unexpected(of: "List")
            }
            try cursor.expect(UInt8(ascii: "["))
            var count = 0
            if !cursor.take(UInt8(ascii: "]")) {
                repeat {
                    try cursor.skipValue()
                    count += 1
                } while cursor.take(UInt8(ascii: ","))
                try cursor.expect(UInt8(ascii: "]"))
            }
            if count == 0 || count > DynamoLimits.batchWriteItems {
                // AWS prints each request's Java object here; only their number is worth keeping.
                let shown = Array(
                    repeating: "com.amazonaws.dynamodb.v20120810.WriteRequest", count: count)
                throw ServiceError.validation(
                    "1 validation error detected: Value '{\(name)=[\(shown.joined(separator: ", "))]}' at "
                        + "'requestItems' failed to satisfy constraint: Map value must satisfy "
                        + "constraint: [Member must have length less than or equal to 25, Member must "
                        + "have length greater than or equal to 1]")
            }
            total += count
        } while cursor.take(UInt8(ascii: ","))
        guard total <= DynamoLimits.batchWriteItems else {
            throw ServiceError.validation("Too many items requested for the BatchWriteItem call")
        }
    }

    private func write(_ cursor: inout JSONCursor, _ shape: TableShape) throws -> Write {
        cursor.skipSpace()
        let start = cursor.at
        try cursor.expect(UInt8(ascii: "{"))
        var write: Write?
        if !cursor.take(UInt8(ascii: "}")) {
            repeat {
                let kind = try cursor.string()
                try cursor.expect(UInt8(ascii: ":"))
                cursor.skipSpace()
                let isPut = cursor.equals(kind, Self.putRequest)
                guard isPut || cursor.equals(kind, Self.deleteRequest),
                    cursor.byte != UInt8(ascii: "n")
                else {
                    try cursor.skipValue()
                    continue
                }
                guard write == nil else {
                    throw ServiceError.validation(
                        "Supplied WriteRequest has more than one of PutRequest and DeleteRequest, must "
                            + "contain exactly one")
                }
                let item = try content(&cursor, isPut ? Self.itemMember : Self.keyMember, shape)
                write = Write(isPut: isPut, item: item, start: start, end: start)
            } while cursor.take(UInt8(ascii: ","))
            try cursor.expect(UInt8(ascii: "}"))
        }
        guard var write else {
            throw ServiceError.validation(
                "Supplied WriteRequest is empty, must contain exactly one of PutRequest and "
                    + "DeleteRequest")
        }
        write.end = cursor.at
        return write
    }

    private static let putRequest = Array("PutRequest".utf8)
    private static let deleteRequest = Array("DeleteRequest".utf8)
    private static let itemMember = Array("Item".utf8)
    private static let keyMember = Array("Key".utf8)

    private func content(
        _ cursor: inout JSONCursor, _ member: [UInt8], _ shape: TableShape
    ) throws -> ScannedItem {
        try cursor.expect(UInt8(ascii: "{"))
        var item: ScannedItem?
        if !cursor.take(UInt8(ascii: "}")) {
            repeat {
                let name = try cursor.string()
                try cursor.expect(UInt8(ascii: ":"))
                if cursor.equals(name, member) {
                    var scanner = ItemScanner(cursor: cursor, out: service.scratch)
                    item = try scanner.item(shape)
                    cursor = scanner.cursor
                } else {
                    try cursor.skipValue()
                }
            } while cursor.take(UInt8(ascii: ","))
            try cursor.expect(UInt8(ascii: "}"))
        }
        guard let item else {
            let text = String(decoding: member, as: UTF8.self)
            throw ServiceError.validation(
                "1 validation error detected: Value null at 'requestItems.member.\(text.lowercased())' "
                    + "failed to satisfy constraint: Member must not be null")
        }
        return item
    }

    private func check(_ groups: [Group]) throws {
        for group in groups {
            var constraints = Constraints()
            constraints.name(group.name, at: "requestItems.key", least: 1)
            try constraints.check()
        }
        for group in groups {
            let table = try openTable(group.name)
            var keys = Set<PrimaryKey>(minimumCapacity: group.writes.count)
            var hasDuplicates = false
            for write in group.writes {
                if write.isPut {
                    try KeyRules.check(write.item, table.shape)
                    try checkSize(write.item)
                } else {
                    try KeyRules.checkKey(write.item, table.shape)
                }
                if !keys.insert(write.item.primaryKey(table.shape)).inserted {
                    hasDuplicates = true
                }
            }
            if hasDuplicates {
                throw ServiceError.validation("Provided list of item keys contains duplicates")
            }
        }
    }

    private func apply(
        _ groups: [Group], _ request: Request, _ cursor: JSONCursor, _ detail: Consumed.Detail,
        _ verdict: FaultVerdict
    ) throws -> [UInt8] {
        var unprocessed: [(name: String, writes: [Write])] = []
        var consumed: [Consumed] = []
        var applied = 0
        for group in groups {
            var left: [Write] = []
            var used = Consumed(group.name)
            try service.catalog.update(group.name) { table in
                for write in group.writes {
                    let units = ItemSize.writeUnits(bytes: write.item.size)
                    if service.faults.handsBack(verdict)
                        || !service.faults.spend(
                            units, table: group.name, verdict: verdict, now: now)
                    {
                        left.append(write)
                        continue
                    }
                    applied += 1
                    if write.isPut {
                        let old = try put(write.item, into: &table)
                        if detail != .none {
                            used.add(writeUnits(table, item: write.item, oldSize: old))
                        }
                    } else {
                        let old = try store.delete(&table, write.item.primaryKey(table.shape))
                        if detail != .none {
                            let keys = try old.map { try rescan($0, table.shape) }
                            used.add(writeUnits(table, item: nil, oldSize: old?.size, old: keys))
                        }
                    }
                }
            }
            if !left.isEmpty { unprocessed.append((group.name, left)) }
            consumed.append(used)
        }
        if !unprocessed.isEmpty {
            service.faults.noteSpoiled()
            service.statistics.faults += 1
            service.statistics.itemsUnprocessed += unprocessed.reduce(0) { $0 + $1.writes.count }
            if applied == 0 { throw throttled(request.operation, unprocessed[0].name) }
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("UnprocessedItems")
        writer.beginObject()
        for (name, writes) in unprocessed {
            writer.name(name)
            writer.beginArray()
            for write in writes { writer.raw(cursor.bytes(from: write.start, to: write.end)) }
            writer.endArray()
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

extension Consumed {
    /// Adds another's units to these.
    mutating func add(_ other: Consumed) {
        units += other.units
        for index in other.indexUnits {
            if let at = indexUnits.firstIndex(where: { $0.name == index.name }) {
                indexUnits[at].units += index.units
            } else {
                indexUnits.append(index)
            }
        }
    }
}
