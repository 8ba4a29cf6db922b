package import DynamoItem
import JSONText

/// A page of a Scan or Query.
package struct ItemPage: Sendable {
    package var items: [Item]
    /// Items that matched; the same as `items.count` unless only counted.
    package var count: Int
    /// Where the next page starts; nil: this was the last.
    package var lastKey: Item?
}

/// Which items a Query reads.
package struct ItemQuery: Sendable {
    package var table: String
    /// nil: the table itself.
    package var index: String?
    package var partition: Item.Attribute
    /// The sort key's name and what it begins with.
    package var sortPrefix: Item.Attribute?
    package var isForward = true

    package init(
        table: String, index: String? = nil, partition: Item.Attribute,
        sortPrefix: Item.Attribute? = nil, isForward: Bool = true
    ) {
        self.table = table
        self.index = index
        self.partition = partition
        self.sortPrefix = sortPrefix
        self.isForward = isForward
    }
}

/// Reading many items.
extension DynamoDBClient {
    /// A page of a table, or of one of its segments.
    ///
    /// - `segment`: 0…(totalSegments−1).
    /// - `startAfter`: the page before's `lastKey`.
    /// - `attributes`: read these only; nil: all.
    /// - `countOnly`: no items, their count.
    package func scan(
        _ table: String, segment: Int = 0, totalSegments: Int = 1, startAfter: Item? = nil,
        limit: Int? = nil, attributes: [String]? = nil, isConsistent: Bool = true,
        countOnly: Bool = false
    ) async throws(DynamoDBError) -> ItemPage {
        let answer = try await call(.scan, .read) { writer in
            writer.field("TableName", table)
            if totalSegments > 1 {
                writer.field("Segment", segment)
                writer.field("TotalSegments", totalSegments)
            }
            Self.page(&writer, startAfter: startAfter, limit: limit, isConsistent: isConsistent)
            if countOnly {
                writer.field("Select", "COUNT")
            } else if let attributes {
                let list = attributes.indices.map { "#\($0)" }.joined(separator: ",")
                writer.field("ProjectionExpression", list)
                Self.names(attributes, &writer)
            }
        }
        return try page(answer, .scan)
    }

    /// A page of a partition, in the order of the sort key.
    package func query(
        _ query: ItemQuery, startAfter: Item? = nil, limit: Int? = nil, isConsistent: Bool = false
    ) async throws(DynamoDBError) -> ItemPage {
        let answer = try await call(.query, .read) { writer in
            writer.field("TableName", query.table)
            if let index = query.index { writer.field("IndexName", index) }
            var condition = "#0 = :0"
            var keys = [query.partition]
            if let prefix = query.sortPrefix {
                condition += " AND begins_with(#1, :1)"
                keys.append(prefix)
            }
            writer.field("KeyConditionExpression", condition)
            Self.names(keys.map(\.name), &writer)
            writer.name("ExpressionAttributeValues")
            writer.beginObject()
            for (at, key) in keys.enumerated() {
                writer.name(":\(at)")
                key.value.write(to: &writer)
            }
            writer.endObject()
            if !query.isForward { writer.field("ScanIndexForward", false) }
            Self.page(&writer, startAfter: startAfter, limit: limit, isConsistent: isConsistent)
        }
        return try page(answer, .query)
    }

    private static func page(
        _ writer: inout JSONWriter, startAfter: Item?, limit: Int?, isConsistent: Bool
    ) {
        if let startAfter {
            writer.name("ExclusiveStartKey")
            startAfter.write(to: &writer)
        }
        if let limit { writer.field("Limit", limit) }
        if isConsistent { writer.field("ConsistentRead", true) }
    }

    private func page(_ answer: JSONNode, _ operation: Operation) throws(DynamoDBError) -> ItemPage
    {
        guard let count = answer["Count"]?.int else {
            throw unexpected(operation, "the answer has no Count")
        }
        var lastKey: Item?
        if let node = answer["LastEvaluatedKey"] { lastKey = try item(node, operation) }
        return ItemPage(
            items: try items(answer["Items"], operation), count: count, lastKey: lastKey)
    }
}
