import JSONText
import Testing

@testable import LocalDynamoDB

/// Faults as a client meets them.
@Suite struct FaultTests {
    private func options(_ faults: String) throws -> LocalDynamoDBOptions {
        LocalDynamoDBOptions(faults: try FaultPlan(parsing: faults))
    }

    private let batch = Sample.batch("Plain", (0..<25).map { #"{"PK": {"S": "\#($0)"}}"# })

    @Test func `A throttled request names its reason and applies nothing`() async throws {
        let options = try options("throttle=1:TableWriteKeyRangeThroughputExceeded")
        try await withServer(options) { server, client in
            try client.json("CreateTable", Sample.simpleTable())
            let response = try client.call("BatchWriteItem", batch)
            #expect(response.status == 400)
            #expect(try response.errorName == "ProvisionedThroughputExceededException")
            let reason = try response.json["ThrottlingReasons"]?[0]
            #expect(reason?["reason"]?.string == "TableWriteKeyRangeThroughputExceeded")
            #expect(reason?["resource"]?.string?.hasSuffix(":table/Plain") == true)
            #expect(await server.statistics.itemsPut == 0)
        }
    }

    @Test func `A throttled index is named, and tables that are not to be throttled are not`()
        async throws
    {
        let plan = "throttle=1:IndexWriteKeyRangeThroughputExceeded,throttled=Rich"
        try await withServer(try options(plan)) { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            try client.json(
                "CreateTable",
                #"{"TableName": "Rich", "BillingMode": "PAY_PER_REQUEST", "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}, {"AttributeName": "G", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}], "GlobalSecondaryIndexes": [{"IndexName": "GSI1", "KeySchema": [{"AttributeName": "G", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}]}"#
            )
            #expect(try client.call("BatchWriteItem", batch).status == 200)
            let response = try client.call(
                "BatchWriteItem", Sample.batch("Rich", [#"{"PK": {"S": "1"}}"#]))
            let reason = try response.json["ThrottlingReasons"]?[0]
            #expect(reason?["reason"]?.string == "IndexWriteKeyRangeThroughputExceeded")
            #expect(reason?["resource"]?.string?.hasSuffix(":table/Rich/index/GSI1") == true)
        }
    }

    @Test func `Unprocessed items are those that were not put, as they were sent`() async throws {
        try await withServer(try options("unprocessed=0.4,seed=3")) { server, client in
            try client.json("CreateTable", Sample.simpleTable())
            let answer = try client.json("BatchWriteItem", batch)
            let left = try #require(answer["UnprocessedItems"]?["Plain"]?.array)
            #expect((1..<25).contains(left.count))
            let handedBack = left.compactMap { $0["PutRequest"]?["Item"]?["PK"]?["S"]?.string }
            server.faults = FaultPlan()
            let there = try client.json("Scan", #"{"TableName": "Plain"}"#)["Items"]?.array ?? []
            let put = there.compactMap { $0["PK"]?["S"]?.string }
            #expect(Set(put).isDisjoint(with: handedBack))
            #expect(put.count + handedBack.count == 25)
            #expect(await server.statistics.itemsUnprocessed == left.count)
        }
    }

    @Test func `A batch of which nothing was taken is an exception`() async throws {
        try await withServer(try options("unprocessed=1")) { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            let response = try client.call("BatchWriteItem", batch)
            #expect(try response.errorName == "ProvisionedThroughputExceededException")
        }
    }

    @Test func `A write budget hands back what is past it`() async throws {
        var options = try options("wcu=10")
        options.now = { 1_000 }
        try await withServer(options) { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            let answer = try client.json("BatchWriteItem", batch)
            #expect(answer["UnprocessedItems"]?["Plain"]?.array?.count == 15)
            let second = try client.call("BatchWriteItem", batch)
            #expect(try second.errorName == "ProvisionedThroughputExceededException")
        }
    }

    @Test(arguments: [
        ("error500=1", 500, "InternalServerError"),
        ("error503=1", 503, "ServiceUnavailableException"),
        ("expired=1", 400, "ExpiredTokenException"),
    ])
    func `A refused request is answered as the service would`(
        _ faults: String, _ status: Int, _ name: String
    ) async throws {
        try await withServer(try options(faults)) { server, client in
            try client.json("CreateTable", Sample.simpleTable())
            let response = try client.call("BatchWriteItem", batch)
            #expect(response.status == status)
            #expect(try response.errorName == name)
            #expect(await server.statistics.itemsPut == 0)
        }
    }

    @Test(arguments: [("drop=1", 0), ("drop=1:before", 0), ("drop=1:after", 25)])
    func `A dropped connection has applied what it says`(
        _ faults: String, _ applied: Int
    ) async throws {
        try await withServer(try options(faults)) { server, client in
            try client.json("CreateTable", Sample.simpleTable())
            #expect(throws: TinyClient.Closed.self) { try client.call("BatchWriteItem", batch) }
            #expect(await server.statistics.itemsPut == applied)
        }
    }

    @Test func `A bad CRC comes with a good body`() async throws {
        try await withServer(try options("badcrc=1")) { server, client in
            try client.json("CreateTable", Sample.simpleTable())
            let response = try client.call("BatchWriteItem", batch)
            #expect(response.status == 200)
            #expect(response.headers["x-amz-crc32"] != String(CRC32.of(response.body)))
            #expect(await server.statistics.itemsPut == 25)
        }
    }

    @Test func `A new plan is in force for the next request`() async throws {
        try await withServer(try options("error500=1")) { server, client in
            try client.json("CreateTable", Sample.simpleTable())
            #expect(try client.call("BatchWriteItem", batch).status == 500)
            server.faults = FaultPlan()
            #expect(try client.call("BatchWriteItem", batch).status == 200)
        }
    }

    @Test func `A delayed answer comes after its time`() async throws {
        try await withServer(try options("delay=30ms")) { _, client in
            try client.json("CreateTable", Sample.simpleTable())
            let clock = ContinuousClock()
            let taken = try clock.measure { _ = try client.call("BatchWriteItem", batch) }
            #expect(taken >= .milliseconds(30))
        }
    }

    @Test(arguments: [
        ("skew=20m", "Signature expired: "), ("skew=-20m", "Signature not yet current: "),
    ])
    func `A clock that is wrong refuses what is signed by a right one, and tells its time`(
        _ faults: String, _ message: String
    ) async throws {
        var options = try options(faults)
        // 2026-01-01T00:00:00Z, the date that the client's requests bear.
        options.now = { 1_767_225_600 }
        try await withServer(options) { server, client in
            let response = try client.call("ListTables", "{}")
            #expect(try response.errorName == "InvalidSignatureException")
            #expect(try response.message?.hasPrefix(message) == true)
            let told =
                faults == "skew=20m"
                ? "Thu, 01 Jan 2026 00:20:00 GMT" : "Wed, 31 Dec 2025 23:40:00 GMT"
            #expect(response.headers["date"] == told)
            server.faults = FaultPlan()
            #expect(try client.call("ListTables", "{}").status == 200)
        }
    }
}
