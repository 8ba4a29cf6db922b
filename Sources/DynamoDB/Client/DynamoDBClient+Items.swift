package import DynamoItem
import JSONText

/// Single items, and items by their keys.
extension DynamoDBClient {
    package func getItem(
        _ table: String, key: Item, isConsistent: Bool = true
    ) async throws(DynamoDBError) -> Item? {
        let answer = try await call(.getItem, .read) { writer in
            writer.field("TableName", table)
            writer.name("Key")
            key.write(to: &writer)
            if isConsistent { writer.field("ConsistentRead", true) }
        }
        guard let node = answer["Item"] else { return nil }
        return try item(node, .getItem)
    }

    /// Puts an item, whatever was there before.
    ///
    /// `ifAbsent`: a key attribute's name: then an item that exists is `conditionFailed`.
    package func putItem(
        _ table: String, _ item: Item, ifAbsent: String? = nil
    ) async throws(DynamoDBError) {
        _ = try await call(.putItem, .read) { writer in
            writer.field("TableName", table)
            writer.name("Item")
            item.write(to: &writer)
            if let ifAbsent {
                writer.field("ConditionExpression", "attribute_not_exists(#0)")
                Self.names([ifAbsent], &writer)
            }
        }
    }

    package func deleteItem(_ table: String, key: Item) async throws(DynamoDBError) {
        _ = try await call(.deleteItem, .read) { writer in
            writer.field("TableName", table)
            writer.name("Key")
            key.write(to: &writer)
        }
    }

    /// Deletes the items of keys, which need not exist: asks again for what the service hands back.
    ///
    /// `keys`: none twice.
    package func deleteItems(_ table: String, keys: [Item]) async throws(DynamoDBError) {
        var left = keys[...]
        var fruitless = 0
        while !left.isEmpty {
            let page = left.prefix(DynamoLimits.batchWriteItems)
            let writer = ByteWriter(capacity: page.count * 128)
            var body = BatchWriteBody(writer, table: table)
            for key in page { body.delete(key) }
            body.finish()
            let answer = try await retrying(.read, .batchWriteItem) {
                (_) async throws(DynamoDBError) in try await batchWriteItem(writer)
            }
            left = answer.unprocessed.map(\.item) + left.dropFirst(page.count)
            fruitless = answer.unprocessed.count < page.count ? 0 : fruitless + 1
            if fruitless > 0 {
                let wait = RetryPolicy.read.delay(
                    attempt: fruitless, for: .throttling, random: time.random)
                try await pause(wait ?? .seconds(20))
            }
        }
    }

    /// One BatchGetItem, with retry of the whole: the items that exist, and the keys to ask for again.
    ///
    /// `keys`: at most 100, none twice.
    package func batchGetItem(
        _ table: String, keys: [Item], isConsistent: Bool = true
    ) async throws(DynamoDBError) -> (items: [Item], unprocessedKeys: [Item]) {
        let answer = try await call(.batchGetItem, .read) { writer in
            writer.name("RequestItems")
            writer.beginObject()
            writer.name(table)
            writer.beginObject()
            writer.name("Keys")
            writer.beginArray()
            for key in keys { key.write(to: &writer) }
            writer.endArray()
            if isConsistent { writer.field("ConsistentRead", true) }
            writer.endObject()
            writer.endObject()
        }
        guard let responses = answer["Responses"] else {
            throw unexpected(.batchGetItem, "the answer has no Responses")
        }
        return (
            try items(responses[table], .batchGetItem),
            try items(answer["UnprocessedKeys"]?[table]?["Keys"], .batchGetItem)
        )
    }

    /// All items of the keys that exist, in no order: asks again for what the service left out.
    ///
    /// `keys`: none twice.
    package func items(
        _ table: String, keys: [Item], isConsistent: Bool = true
    ) async throws(DynamoDBError) -> [Item] {
        var found: [Item] = []
        found.reserveCapacity(keys.count)
        var left = keys[...]
        var fruitless = 0
        while !left.isEmpty {
            let page = Array(left.prefix(DynamoLimits.batchGetKeys))
            let answer = try await batchGetItem(table, keys: page, isConsistent: isConsistent)
            found += answer.items
            left = answer.unprocessedKeys + left.dropFirst(page.count)
            // 16 MB of large items also come in parts: that is no throttling.
            fruitless = answer.unprocessedKeys.count < page.count ? 0 : fruitless + 1
            if fruitless > 0 {
                let wait = RetryPolicy.read.delay(
                    attempt: fruitless, for: .throttling, random: time.random)
                try await pause(wait ?? .seconds(20))
            }
        }
        return found
    }

    func items(_ node: JSONNode?, _ operation: Operation) throws(DynamoDBError) -> [Item] {
        var items: [Item] = []
        for element in node?.array ?? [] { items.append(try item(element, operation)) }
        return items
    }

    func item(_ node: JSONNode, _ operation: Operation) throws(DynamoDBError) -> Item {
        do throws(AttributeJSONError) {
            return try Item(json: node)
        } catch {
            throw unexpected(operation, "an item cannot be read: \(error)")
        }
    }

    /// `#0`, `#1`, … for the names: any may be a reserved word.
    static func names(_ names: [String], _ writer: inout JSONWriter) {
        writer.name("ExpressionAttributeNames")
        writer.beginObject()
        for (at, name) in names.enumerated() { writer.field("#\(at)", name) }
        writer.endObject()
    }
}
