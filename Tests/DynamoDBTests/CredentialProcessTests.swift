import RunModel
import Synchronization
import Testing

@testable import DynamoDB

@Suite struct CredentialProcessTests {
    private func run(
        _ command: String, timeout: Int = 20, now: Timestamp = .now
    ) async -> Result<Credentials, SluiceError> {
        await CredentialProcess(
            command: command, place: "profile p (/h/config:2)",
            environment: ["GIVEN": "hushhush", "PATH": "/usr/bin:/bin"], timeoutSeconds: timeout
        ).load(now)
    }

    @Test func `A command's keys are taken, with the environment it was given`() async throws {
        let json =
            #"{"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"'"$GIVEN"'","SessionToken":"t","#
            + #""Expiration":"2999-01-01T00:00:00Z"}"#
        let credentials = try await run("echo noise >&2; printf '%s' '\(json)'").get()
        #expect(credentials.accessKeyID == "AKID")
        #expect(credentials.secretAccessKey == "hushhush")
        #expect(credentials.sessionToken == "t")
        #expect(credentials.expiration == Timestamp(iso8601: "2999-01-01T00:00:00Z"))
        #expect(credentials.source == "credential_process of profile p (/h/config:2)")
    }

    @Test(arguments: [
        ("exit 3", "it exited with status 3"), ("kill -9 $$", "it was ended by signal 9"),
        ("echo hushhush", "the answer is not a JSON object"),
        (#"echo '{"Version":2}'"#, "\"Version\" is not 1"),
        (#"echo '{"Version":1,"AccessKeyId":"hushhush"}'"#, "\"SecretAccessKey\" is missing"),
        (
            #"echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"hushhush"}'"#,
            "\"Expiration\" is not an ISO 8601 time"
        ),
        (
            #"echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"hushhush","Expiration":"2001-01-01T00:00:00Z"}'"#,
            "it gave credentials that have expired already"
        ),
        ("definitely-not-a-command", "it exited with status 127"),
    ])
    func `A command that fails is named with its reason, its output kept secret`(
        _ command: String, _ reason: String
    ) async throws {
        guard case .failure(let error) = await run(command) else {
            Issue.record("it succeeded")
            return
        }
        #expect(error.message == "credential_process failed: \(reason)")
        #expect(error.place == "profile p (/h/config:2)")
        #expect(!error.description.contains("hushhush"))
    }

    @Test func `A command that never ends is ended, with its children`() async {
        guard case .failure(let error) = await run("sleep 600 & sleep 600", timeout: 1) else {
            Issue.record("it succeeded")
            return
        }
        #expect(error.message.contains("no end after 1 s"))
    }
}

@Suite struct RefreshingCredentialsTests {
    /// Gives one set after another, each good for an hour.
    private final class Source: Sendable {
        let loads = Mutex(0)
        let isFailing = Mutex(false)

        func load(_ now: Timestamp) -> Result<Credentials, SluiceError> {
            let number = loads.withLock { count in
                count += 1
                return count
            }
            if isFailing.withLock({ $0 }) { return .failure(SluiceError(.credentials, "no")) }
            return .success(
                Credentials(
                    accessKeyID: "A\(number)", secretAccessKey: "s", expiration: now + 3_600,
                    source: "test"))
        }
    }

    static let start = Timestamp(seconds: 1_000_000)

    @Test func `Credentials are read once while they are good`() async throws {
        let source = Source()
        let provider = RefreshingCredentials(source: "test") { source.load($0) }
        for offset in [0, 60, 2_000, 2_699] as [Int64] {
            #expect(try await provider.credentials(now: Self.start + offset).accessKeyID == "A1")
        }
        #expect(source.loads.withLock { $0 } == 1)
    }

    @Test func `Near their end new ones are read while the old ones serve`() async throws {
        let source = Source()
        let provider = RefreshingCredentials(source: "test") { source.load($0) }
        _ = try await provider.credentials(now: Self.start)
        // Served from the old ones; the reading goes on beside.
        #expect(try await provider.credentials(now: Self.start + 2_800).accessKeyID == "A1")
        // Past the old ones' end whoever asks gets, or waits for, the new.
        #expect(try await provider.credentials(now: Self.start + 3_700).accessKeyID == "A2")
    }

    @Test func `A failed reading counts only once the old ones have ended`() async throws {
        let source = Source()
        let provider = RefreshingCredentials(source: "test") { source.load($0) }
        _ = try await provider.credentials(now: Self.start)
        source.isFailing.withLock { $0 = true }
        #expect(try await provider.credentials(now: Self.start + 3_000).accessKeyID == "A1")
        await #expect(throws: SluiceError.self) {
            try await provider.credentials(now: Self.start + 3_601)
        }
    }

    @Test func `Refused credentials are read anew`() async throws {
        let source = Source()
        let provider = RefreshingCredentials(source: "test") { source.load($0) }
        _ = try await provider.credentials(now: Self.start)
        await provider.invalidate()
        #expect(try await provider.credentials(now: Self.start).accessKeyID == "A2")
    }
}
