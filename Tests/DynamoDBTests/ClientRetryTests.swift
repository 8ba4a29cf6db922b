import DynamoItem
import RunModel
import Testing

@testable import DynamoDB

/// Retry of whole operations, with a clock that is passed in.
@Suite(.timeLimit(.minutes(1))) struct ClientRetryTests {
    static let description =
        #"{"Table":{"TableName":"T","TableStatus":"ACTIVE","AttributeDefinitions":[{"AttributeName":"PK","#
        + #""AttributeType":"S"}],"KeySchema":[{"AttributeName":"PK","KeyType":"HASH"}]}}"#

    @Test func `A service's fault is tried again, four times at most for a table`() async throws {
        let server = try RawServer([.answer(status: "500 X", body: "<html>Oops</html>")])
        let time = FakeTime()
        let client = try TestClient.make(server.endpoint, time: time.value)
        let error = await failure { () throws(DynamoDBError) in try await client.describeTable("T")
        }
        #expect(error?.kind == .serverFault)
        #expect(server.requests.count == 4)
        #expect(time.sleeps == [.milliseconds(25), .milliseconds(50), .milliseconds(100)])
    }

    @Test func `Throttling waits as long as the service asks`() async throws {
        let server = try RawServer([
            ClientAttemptTests.refused("ThrottlingException", headers: ["x-amz-retry-after: 3000"]),
            .answer(status: "200 OK", body: Self.description),
        ])
        let time = FakeTime()
        let client = try TestClient.make(server.endpoint, time: time.value)
        #expect(try await client.describeTable("T").isReady)
        #expect(time.sleeps == [.seconds(3)])
    }

    @Test func `A table that a lost attempt made is not taken for someone else's`() async throws {
        let server = try RawServer([
            .drop, ClientAttemptTests.refused("ResourceInUseException"),
            .answer(status: "200 OK", body: Self.description),
        ])
        let client = try TestClient.make(server.endpoint, time: FakeTime().value)
        let definition = TableDefinition(
            name: "T", key: KeySchema(partition: KeyAttribute("PK", .string)))
        #expect(try await client.createTable(definition).name == "T")
    }

    @Test func `A table that was there before is in use`() async throws {
        let server = try RawServer([ClientAttemptTests.refused("ResourceInUseException")])
        let client = try TestClient.make(server.endpoint, time: FakeTime().value)
        let definition = TableDefinition(
            name: "T", key: KeySchema(partition: KeyAttribute("PK", .string)))
        let error = await failure { () throws(DynamoDBError) in
            try await client.createTable(definition)
        }
        #expect(error?.kind == .resourceInUse)
        #expect(server.requests.count == 1)
    }

    @Test func `Waiting polls until table and indexes are active`() async throws {
        let creating = Self.description.replacing("ACTIVE", with: "CREATING")
        let index =
            #","GlobalSecondaryIndexes":[{"IndexName":"G","IndexStatus":"CREATING","Backfilling":true,"#
            + #""KeySchema":[{"AttributeName":"PK","KeyType":"HASH"}],"#
            + #""Projection":{"ProjectionType":"ALL"}}]}}"#
        let backfilling = String(Self.description.dropLast(2)) + index
        let server = try RawServer([
            ClientAttemptTests.refused("ResourceNotFoundException"),
            .answer(status: "200 OK", body: creating), .answer(status: "200 OK", body: backfilling),
            .answer(status: "200 OK", body: Self.description),
        ])
        let time = FakeTime()
        let client = try TestClient.make(server.endpoint, time: time.value)
        var seen: [TableDescription.Status] = []
        let ready = try await client.waitUntilActive("T") { seen.append($0.status) }
        #expect(ready.isReady)
        #expect(seen == [.creating, .active, .active])
        #expect(time.sleeps == [.milliseconds(50), .milliseconds(100), .milliseconds(200)])
    }

    @Test func `Waiting ends at its timeout`() async throws {
        let server = try RawServer([
            .answer(status: "200 OK", body: Self.description.replacing("ACTIVE", with: "CREATING"))
        ])
        let client = try TestClient.make(server.endpoint, time: FakeTime().value)
        let error = await failure { () throws(DynamoDBError) in
            try await client.waitUntilActive("T", timeout: .seconds(10))
        }
        #expect(error?.code == "TableNotReady")
    }

    @Test func `A read asks again for the keys that were left out`() async throws {
        func answer(_ ids: [String], left: [String]) -> RawServer.Reply {
            let keys = left.map { #"{"PK":{"S":"\#($0)"}}"# }.joined(separator: ",")
            let items = ids.map { #"{"PK":{"S":"\#($0)"},"v":{"N":"1"}}"# }.joined(separator: ",")
            let unprocessed = left.isEmpty ? "{}" : #"{"T":{"Keys":[\#(keys)]}}"#
            return .answer(
                status: "200 OK",
                body: #"{"Responses":{"T":[\#(items)]},"UnprocessedKeys":\#(unprocessed)}"#)
        }
        let server = try RawServer([
            answer([], left: ["a", "b"]), answer(["a"], left: ["b"]), answer(["b"], left: []),
        ])
        let time = FakeTime()
        let client = try TestClient.make(server.endpoint, time: time.value)
        let keys = ["a", "b"].map { Item([.init("PK", .string($0))]) }
        let items = try await client.items("T", keys: keys)
        #expect(items.compactMap { $0["PK"] } == [.string("a"), .string("b")])
        // Only the answer that brought nothing is waited for.
        #expect(time.sleeps == [.seconds(1)])
    }
}
