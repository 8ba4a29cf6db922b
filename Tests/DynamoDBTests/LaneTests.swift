import DynamoItem
import Glibc
import TestSupport
import Testing

@testable import DynamoDB

@Suite struct LaneTests {
    private static let written = RawServer.Reply.answer(
        status: "200 OK", body: #"{"UnprocessedItems":{}}"#)

    @Test func `Each lane has connections of its own`() async throws {
        let server = try RawServer([Self.written])
        let client = try TestClient.make(server.endpoint) { $0.lanes = 3 }
        for _ in 0..<5 {
            for lane in client.lanes {
                _ = try await lane.batchWriteItem(TestClient.body("{}"), digest: nil)
            }
        }
        #expect(client.lanes.count == 3)
        #expect(server.requests.count == 15)
        #expect(server.connections == 3)
    }

    @Test func `A task that prefers a lane sends and goes on on the lane's thread`() async throws {
        let server = try RawServer([Self.written])
        let client = try TestClient.make(server.endpoint) { $0.lanes = 2 }
        var threads: Set<pthread_t> = []
        for lane in client.lanes {
            let seen = try await withTaskExecutorPreference(lane.executor) {
                var seen: Set<pthread_t> = [pthread_self()]
                for _ in 0..<3 {
                    _ = try await lane.batchWriteItem(TestClient.body("{}"), digest: nil)
                    seen.insert(pthread_self())
                }
                return seen
            }
            #expect(seen.count == 1)
            threads.formUnion(seen)
        }
        #expect(threads.count == 2)
    }

    @Test func `A task on a lane goes on when the client was closed`() async throws {
        let server = try RawServer([Self.written])
        let client = try TestClient.make(server.endpoint)
        let lane = client.lanes[0]
        let code = await withTaskExecutorPreference(lane.executor) {
            client.close()
            for _ in 0..<10 { await Task.yield() }
            do throws(DynamoDBError) {
                _ = try await lane.batchWriteItem(TestClient.body("{}"), digest: nil)
                return nil as DynamoDBError?
            } catch {
                return error
            }
        }
        #expect(code != nil)
        #expect(server.requests.isEmpty)
    }
}
