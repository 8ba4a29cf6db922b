import JSONText
import Synchronization
import Testing

@testable import LocalDynamoDB

/// Tables from CREATING to gone.
@Suite struct TableLifecycleTests {
    /// A clock that the test turns.
    private final class Hands: Sendable {
        private let seconds = Mutex(1_000.0)
        var now: Double { seconds.withLock { $0 } }
        func turn(_ by: Double) { seconds.withLock { $0 += by } }
    }

    private func options(_ hands: Hands) -> LocalDynamoDBOptions {
        LocalDynamoDBOptions(creatingMilliseconds: 5_000, now: { hands.now })
    }

    private func status(_ client: TinyClient) throws -> String? {
        try client.json("DescribeTable", #"{"TableName": "Music"}"#)["Table"]?["TableStatus"]?
            .string
    }

    @Test func `A table is CREATING for a while and takes no items`() async throws {
        let hands = Hands()
        try await withServer(options(hands)) { _, client in
            try client.json("CreateTable", Sample.table())
            #expect(try status(client) == "CREATING")
            let early = try client.call("BatchWriteItem", Sample.batch("Music", [Sample.item("A")]))
            #expect(try early.errorName == "ResourceNotFoundException")
            let deleted = try client.call("DeleteTable", #"{"TableName": "Music"}"#)
            #expect(try deleted.errorName == "ResourceInUseException")
            hands.turn(5)
            #expect(try status(client) == "ACTIVE")
            try client.json("BatchWriteItem", Sample.batch("Music", [Sample.item("A")]))
        }
    }

    @Test func `A deleted table is DELETING, then gone, and its name is free`() async throws {
        let hands = Hands()
        try await withServer(options(hands)) { _, client in
            try client.json("CreateTable", Sample.table())
            hands.turn(5)
            try client.json("DeleteTable", #"{"TableName": "Music"}"#)
            #expect(try status(client) == "DELETING")
            hands.turn(5)
            let gone = try client.call("DescribeTable", #"{"TableName": "Music"}"#)
            #expect(try gone.errorName == "ResourceNotFoundException")
            #expect(try gone.message == "Requested resource not found: Table: Music not found")
            try client.json("CreateTable", Sample.table())
        }
    }

    @Test func `A table that is there is not created again`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.table())
            let again = try client.call("CreateTable", Sample.table())
            #expect(try again.errorName == "ResourceInUseException")
            #expect(try again.message == "Table already exists: Music")
        }
    }

    @Test func `A new index is backfilled from the items that fit`() async throws {
        let hands = Hands()
        try await withServer(options(hands)) { _, client in
            try client.json("CreateTable", Sample.simpleTable("Music"))
            hands.turn(5)
            for (key, genre) in [
                ("a", #"{"S": "Rock"}"#), ("b", #"{"S": "Rock"}"#), ("c", #"{"N": "1"}"#),
            ] {
                try client.json(
                    "PutItem",
                    #"{"TableName": "Music", "Item": {"PK": {"S": "\#(key)"}, "genre": \#(genre)}}"#
                )
            }
            try client.json(
                "UpdateTable",
                #"""
                {"TableName": "Music", "AttributeDefinitions": [{"AttributeName": "genre", "AttributeType": "S"}],
                 "GlobalSecondaryIndexUpdates": [{"Create": {"IndexName": "byGenre",
                   "KeySchema": [{"AttributeName": "genre", "KeyType": "HASH"}], "Projection": {"ProjectionType": "KEYS_ONLY"}}}]}
                """#)
            let building = try client.json("DescribeTable", #"{"TableName": "Music"}"#)["Table"]
            #expect(building?["TableStatus"]?.string == "UPDATING")
            #expect(building?["GlobalSecondaryIndexes"]?[0]?["Backfilling"]?.bool == true)
            hands.turn(5)
            let found = try client.json(
                "Query",
                #"{"TableName": "Music", "IndexName": "byGenre", "KeyConditionExpression": "genre = :g", "ExpressionAttributeValues": {":g": {"S": "Rock"}}}"#
            )
            #expect(found["Count"]?.int == 2)
            // The index now holds the table to its key's type.
            let refused = try client.call(
                "PutItem",
                #"{"TableName": "Music", "Item": {"PK": {"S": "d"}, "genre": {"N": "1"}}}"#)
            #expect(try refused.errorName == "ValidationException")
        }
    }

    @Test func `A protected table is not deleted`() async throws {
        try await withServer { _, client in
            try client.json("CreateTable", Sample.table())
            try client.json(
                "UpdateTable", #"{"TableName": "Music", "DeletionProtectionEnabled": true}"#)
            let refused = try client.call("DeleteTable", #"{"TableName": "Music"}"#)
            #expect(try refused.message?.contains("protected against deletion") == true)
            try client.json(
                "UpdateTable", #"{"TableName": "Music", "DeletionProtectionEnabled": false}"#)
            try client.json("DeleteTable", #"{"TableName": "Music"}"#)
        }
    }

    @Test func `Names are listed in order and in pages`() async throws {
        try await withServer { _, client in
            for name in ["ccc", "aaa", "bbb", "Zzz"] {
                try client.json("CreateTable", Sample.simpleTable(name))
            }
            let first = try client.json("ListTables", #"{"Limit": 3}"#)
            #expect(first["TableNames"]?.array?.compactMap(\.string) == ["Zzz", "aaa", "bbb"])
            #expect(first["LastEvaluatedTableName"]?.string == "bbb")
            let rest = try client.json("ListTables", #"{"ExclusiveStartTableName": "bbb"}"#)
            #expect(rest["TableNames"]?.array?.compactMap(\.string) == ["ccc"])
            #expect(rest["LastEvaluatedTableName"] == nil)
        }
    }

    @Test func `Time to live, recovery, warm throughput and tags are told again`() async throws {
        try await withServer { _, client in
            let table =
                Sample.simpleTable().dropLast()
                + #", "Tags": [{"Key": "a", "Value": "1"}], "WarmThroughput": {"ReadUnitsPerSecond": 13000, "WriteUnitsPerSecond": 5000}}"#
            try client.json("CreateTable", String(table))
            let name = #"{"TableName": "Plain""#
            try client.json(
                "UpdateTimeToLive",
                name + #", "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "ttl"}}"#)
            let ttl = try client.json("DescribeTimeToLive", name + "}")["TimeToLiveDescription"]
            #expect(ttl?["TimeToLiveStatus"]?.string == "ENABLED")
            #expect(ttl?["AttributeName"]?.string == "ttl")
            try client.json(
                "UpdateContinuousBackups",
                name
                    + #", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 7}}"#
            )
            let backups = try client.json("DescribeContinuousBackups", name + "}")
            let recovery = backups["ContinuousBackupsDescription"]?[
                "PointInTimeRecoveryDescription"]
            #expect(recovery?["RecoveryPeriodInDays"]?.int == 7)
            let described = try client.json("DescribeTable", name + "}")["Table"]
            #expect(described?["WarmThroughput"]?["WriteUnitsPerSecond"]?.int == 5_000)
            let arn = try #require(described?["TableArn"]?.string)
            let tags = try client.json("ListTagsOfResource", #"{"ResourceArn": "\#(arn)"}"#)["Tags"]
            #expect(tags?[0]?["Value"]?.string == "1")
        }
    }
}
