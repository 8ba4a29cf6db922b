import JSONText
import Testing

@testable import LocalDynamoDB

@Suite struct ItemOperationTests {
    @Test func `An item that was put is read back as it was`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.table())
            let item = Sample.item(
                "é\\u00e9\\n", "B",
                #"""
                "n": {"N": "1.50"}, "b": {"B": "AAEC"}, "t": {"BOOL": false}, "z": {"NULL": true},
                "l": {"L": [{"S": ""}, {"L": []}]}, "m": {"M": {"x": {"SS": ["a", "b"]}}}
                """#)
            try client.json("PutItem", #"{"TableName": "Music", "Item": \#(item)}"#)
            let read = try client.json(
                "GetItem",
                #"{"TableName": "Music", "Key": {"PK": {"S": "éé\n"}, "SK": {"S": "B"}}}"#)
            #expect(read["Item"]?["PK"]?["S"]?.string == "éé\n")
            #expect(read["Item"]?["n"]?["N"]?.string == "1.5")
            #expect(read["Item"]?["b"]?["B"]?.string == "AAEC")
            #expect(read["Item"]?["t"]?["BOOL"]?.bool == false)
            #expect(read["Item"]?["m"]?["M"]?["x"]?["SS"]?.array?.count == 2)
            #expect(read["Item"]?["l"]?["L"]?[1]?["L"]?.array?.isEmpty == true)
        }
    }

    @Test func `A batch puts and deletes, and says nothing is left`() async throws {
        try await withServer { server, client in
            try client.json("CreateTable", Sample.table())
            try client.json(
                "BatchWriteItem", Sample.batch("Music", (1...25).map { Sample.item("A#\($0)") }))
            let answer = try client.json(
                "BatchWriteItem",
                #"""
                {"RequestItems": {"Music": [{"DeleteRequest": {"Key": \#(Sample.item("A#1"))}},
                 {"PutRequest": {"Item": \#(Sample.item("A#2"))}}]}}
                """#)
            #expect(answer["UnprocessedItems"]?.object?.isEmpty == true)
            let table = try client.json("DescribeTable", #"{"TableName": "Music"}"#)
            #expect(table["Table"]?["ItemCount"]?.int == 24)
            let statistics = await server.statistics
            #expect(statistics.itemsPut == 26)
            #expect(statistics.itemsReplaced == 1)
        }
    }

    @Test func `Replacing an item moves its index entry`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.table())
            func put(_ more: String) throws {
                try client.json(
                    "PutItem", #"{"TableName": "Music", "Item": \#(Sample.item("A", "B", more))}"#)
            }
            func count(_ genre: String) throws -> Int? {
                try client.json(
                    "Query",
                    #"""
                    {"TableName": "Music", "IndexName": "GSI1", "KeyConditionExpression": "GSI1PK = :g",
                     "ExpressionAttributeValues": {":g": {"S": "\#(genre)"}}}
                    """#)["Count"]?.int
            }
            try put(#""GSI1PK": {"S": "Rock"}, "GSI1SK": {"S": "1"}"#)
            #expect(try count("Rock") == 1)
            try put(#""GSI1PK": {"S": "Jazz"}, "GSI1SK": {"S": "1"}"#)
            #expect(try count("Rock") == 0)
            #expect(try count("Jazz") == 1)
            // Half an index key: the item is not in the index.
            try put(#""GSI1PK": {"S": "Jazz"}"#)
            #expect(try count("Jazz") == 0)
        }
    }

    @Test func `PutItem keeps its condition and gives the old item`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            let put = #"{"TableName": "Plain", "Item": {"PK": {"S": "a"}, "v": {"N": "1"}}"#
            try client.json("PutItem", put + "}")
            let refused = try client.call(
                "PutItem",
                put
                    + #", "ConditionExpression": "attribute_not_exists(PK)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}"#
            )
            #expect(try refused.errorName == "ConditionalCheckFailedException")
            #expect(try refused.json["Item"]?["v"]?["N"]?.string == "1")
            let old = try client.json("PutItem", put + #", "ReturnValues": "ALL_OLD"}"#)
            #expect(old["Attributes"]?["v"]?["N"]?.string == "1")
        }
    }

    @Test func `UpdateItem sets, adds, removes and deletes`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            try client.json(
                "PutItem",
                #"{"TableName": "Plain", "Item": {"PK": {"S": "a"}, "n": {"N": "1.1"}, "l": {"L": [{"S": "x"}, {"S": "y"}]}, "s": {"SS": ["a", "b"]}, "gone": {"S": ""}}}"#
            )
            let answer = try client.json(
                "UpdateItem",
                #"""
                {"TableName": "Plain", "Key": {"PK": {"S": "a"}}, "ReturnValues": "ALL_NEW",
                 "UpdateExpression": "SET #t = if_not_exists(#t, :one), l[0] = :x ADD n :big REMOVE gone DELETE s :sb",
                 "ExpressionAttributeNames": {"#t": "total"},
                 "ExpressionAttributeValues": {":one": {"N": "1"}, ":x": {"S": "z"},
                   ":big": {"N": "9007199254740993"}, ":sb": {"SS": ["b"]}}}
                """#)["Attributes"]
            #expect(answer?["total"]?["N"]?.string == "1")
            #expect(answer?["l"]?["L"]?[0]?["S"]?.string == "z")
            #expect(answer?["n"]?["N"]?.string == "9007199254740994.1")
            #expect(answer?["s"]?["SS"]?.array?.compactMap(\.string) == ["a"])
            #expect(answer?["gone"] == nil)
        }
    }
}
