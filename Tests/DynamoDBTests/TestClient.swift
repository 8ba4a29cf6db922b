import DynamoItem
import Logging
import RunModel
import Synchronization

@testable import DynamoDB

/// Clients and values that several tests need.
enum TestClient {
    /// A client of a local endpoint with made-up keys.
    static func make(
        _ endpoint: String, credentials: any CredentialsProvider = credentials,
        time: ClientTime = .system,
        _ change: (inout DynamoDBConfiguration) -> Void = { _ in }
    ) throws -> DynamoDBClient {
        var configuration = DynamoDBConfiguration(
            region: "us-east-1", endpoint: try Endpoint(Resolved(endpoint, origin: "test")),
            isCustomEndpoint: true, credentials: credentials)
        change(&configuration)
        return try DynamoDBClient(configuration, logger: silent, time: time)
    }

    static let credentials = StaticCredentials(
        Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "hushhush", source: "test"))

    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func body(_ json: String) -> ByteWriter {
        let writer = ByteWriter(capacity: 64)
        writer.append(json)
        return writer
    }
}

/// A clock that stands still but for the sleeps asked of it, and gives the highest of chances.
final class FakeTime: Sendable {
    private let state = Mutex((elapsed: Duration.zero, sleeps: [Duration]()))
    let start: Timestamp

    init(start: Timestamp = Timestamp(seconds: 1_440_938_160)) { self.start = start }

    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    var value: ClientTime {
        ClientTime(
            now: { self.start }, elapsed: { self.state.withLock { $0.elapsed } },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.elapsed += duration
                    state.sleeps.append(duration)
                }
            }, random: { 1 })
    }
}

/// The error an operation ends with; nil where it succeeds.
func failure<Value>(
    _ body: () async throws(DynamoDBError) -> Value
) async -> DynamoDBError? {
    do throws(DynamoDBError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

/// The error a check ends with; nil where it succeeds.
func refusal<Value>(_ body: () throws(SluiceError) -> Value) -> SluiceError? {
    do throws(SluiceError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
