import JSONText
import Testing

@testable import LocalDynamoDB

/// Query and Scan: order, pages, segments, indexes.
@Suite struct ReadingTests {
    /// 60 items in 6 partitions; every third is in the index.
    private func fill(_ client: TinyClient) throws {
        try client.json("CreateTable", Sample.table())
        let items = (0..<60).map { number in
            let sort = number / 6 < 10 ? "S#0\(number / 6)" : "S#\(number / 6)"
            let index =
                number % 3 == 0 ? #""GSI1PK": {"S": "G"}, "GSI1SK": {"S": "\#(99 - number)"}"# : ""
            return Sample.item("P#\(number % 6)", sort, index)
        }
        for start in stride(from: 0, to: 60, by: 20) {
            try client.json(
                "BatchWriteItem", Sample.batch("Music", Array(items[start..<start + 20])))
        }
    }

    /// All pages of a read, each item by its keys.
    private func all(
        _ client: TinyClient, _ operation: String, _ body: String
    ) throws -> (keys: [String], pages: Int) {
        var keys: [String] = []
        var pages = 0
        var start = ""
        repeat {
            let answer = try client.json(operation, #"{"TableName": "Music", \#(body)\#(start)}"#)
            pages += 1
            for item in answer["Items"]?.array ?? [] {
                keys.append(
                    (item["PK"]?["S"]?.string ?? "") + "|" + (item["SK"]?["S"]?.string ?? ""))
            }
            start = ""
            if let last = answer["LastEvaluatedKey"] {
                var writer = JSONWriter()
                writer.node(last)
                start = #", "ExclusiveStartKey": \#(writer.text)"#
            }
        } while !start.isEmpty && pages < 100
        return (keys, pages)
    }

    private static let query =
        #""KeyConditionExpression": "PK = :p", "ExpressionAttributeValues": {":p": {"S": "P#2"}}"#

    @Test(arguments: [1, 3, 10, 1_000])
    func `A query gives a partition in order, whatever the page`(_ limit: Int) async throws {
        try await withServer { _, client in
            try fill(client)
            let forward = try all(client, "Query", Self.query + #", "Limit": \#(limit)"#)
            #expect(forward.keys == (0..<10).map { "P#2|S#0\($0)" })
            let back = try all(
                client, "Query", Self.query + #", "ScanIndexForward": false, "Limit": \#(limit)"#)
            #expect(back.keys == forward.keys.reversed())
        }
    }

    @Test(arguments: [
        ("SK = :a", ["S#03"]), ("SK < :a", ["S#00", "S#01", "S#02"]),
        ("SK <= :a", ["S#00", "S#01", "S#02", "S#03"]),
        ("SK > :b", ["S#08", "S#09"]), ("SK >= :b", ["S#07", "S#08", "S#09"]),
        ("SK BETWEEN :a AND :b", ["S#03", "S#04", "S#05", "S#06", "S#07"]),
        ("begins_with(SK, :b)", ["S#07"]),
    ])
    func `A sort key's condition cuts the range`(_ condition: String, _ sorts: [String])
        async throws
    {
        try await withServer { _, client in
            try fill(client)
            let values = [(":a", "S#03"), (":b", "S#07")].filter { condition.contains($0.0) }
                .map { #", "\#($0.0)": {"S": "\#($0.1)"}"# }.joined()
            let found = try all(
                client, "Query",
                #""KeyConditionExpression": "PK = :p AND \#(condition)", "ExpressionAttributeValues": {":p": {"S": "P#1"}\#(values)}"#
            )
            #expect(found.keys == sorts.map { "P#1|\($0)" })
        }
    }

    @Test(arguments: [1, 4, 1_000])
    func `An index is read in its own order, sparse`(_ limit: Int) async throws {
        try await withServer { _, client in
            try fill(client)
            let body =
                #""IndexName": "GSI1", "KeyConditionExpression": "GSI1PK = :g", "ExpressionAttributeValues": {":g": {"S": "G"}}, "Limit": \#(limit)"#
            let found = try all(client, "Query", body)
            #expect(found.keys.count == 20)
            #expect(found.keys.first == "P#3|S#09")
            #expect(found.keys.last == "P#0|S#00")
            let scanned = try all(client, "Scan", #""IndexName": "GSI1", "Limit": \#(limit)"#)
            #expect(Set(scanned.keys) == Set(found.keys))
            #expect(scanned.keys.count == 20)
        }
    }

    @Test(arguments: [1, 2, 3, 16], [7, 1_000])
    func `Segments together give each item once`(_ total: Int, _ limit: Int) async throws {
        try await withServer { _, client in
            try fill(client)
            var keys: [String] = []
            for segment in 0..<total {
                keys += try all(
                    client, "Scan",
                    #""Segment": \#(segment), "TotalSegments": \#(total), "Limit": \#(limit)"#
                ).keys
            }
            #expect(keys.count == 60)
            #expect(Set(keys).count == 60)
        }
    }

    @Test func `A page ends at a megabyte`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.table())
            let text = String(repeating: "x", count: 300_000)
            for number in 0..<7 {
                let item = Sample.item("A", "\(number)", #""v": {"S": "\#(text)"}"#)
                try client.json("PutItem", #"{"TableName": "Music", "Item": \#(item)}"#)
            }
            let found = try all(client, "Scan", #""ProjectionExpression": "PK, SK""#)
            #expect(found.keys.count == 7)
            #expect(found.pages == 3)
        }
    }

    @Test func `Filter, projection and count`() async throws {
        try await withServer { _, client in
            try fill(client)
            let counted = try client.json(
                "Scan",
                #"{"TableName": "Music", "Select": "COUNT", "FilterExpression": "attribute_exists(GSI1PK) AND NOT PK IN (:a, :b)", "ExpressionAttributeValues": {":a": {"S": "P#0"}, ":b": {"S": "none"}}}"#
            )
            #expect(counted["Count"]?.int == 10)
            #expect(counted["ScannedCount"]?.int == 60)
            #expect(counted["Items"] == nil)
            let projected = try client.json(
                "Scan", #"{"TableName": "Music", "Limit": 1, "ProjectionExpression": "SK"}"#)
            #expect(projected["Items"]?[0]?.object?.map(\.name) == ["SK"])
        }
    }

    @Test func `Keys past the response's size come back unprocessed`() async throws {
        try await withServer(LocalDynamoDBOptions(maxBatchResponseBytes: 1_000)) { _, client in
            try client.json("CreateTable", Sample.table())
            let text = String(repeating: "x", count: 300)
            try client.json(
                "BatchWriteItem",
                Sample.batch(
                    "Music", (0..<10).map { Sample.item("A", "\($0)", #""v": {"S": "\#(text)"}"#) })
            )
            let keys = (0..<10).map { Sample.item("A", "\($0)") }.joined(separator: ",")
            let answer = try client.json(
                "BatchGetItem",
                #"{"RequestItems": {"Music": {"ConsistentRead": true, "Keys": [\#(keys)]}}}"#)
            #expect(answer["Responses"]?["Music"]?.array?.count == 3)
            let left = answer["UnprocessedKeys"]?["Music"]
            #expect(left?["Keys"]?.array?.count == 7)
            #expect(left?["ConsistentRead"]?.bool == true)
        }
    }
}
