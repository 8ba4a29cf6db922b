package import RunModel
import Synchronization

/// Credentials that are read from somewhere and end after a while.
///
/// 1. While what is held is good for another quarter of an hour, it is given without waiting.
/// 2. One reading runs at a time; whoever comes meanwhile gets the old ones while they last, else waits.
/// 3. A reading that fails counts only once the old ones have ended; it is tried again a minute later.
package final class RefreshingCredentials: CredentialsProvider {
    package typealias Load = @Sendable (Timestamp) async -> Result<Credentials, SluiceError>

    private struct State {
        var current: Credentials?
        var loading: Task<Result<Credentials, SluiceError>, Never>?
        var lastLoad: Timestamp?
    }

    private enum Step {
        case ready(Credentials)
        case wait(Task<Result<Credentials, SluiceError>, Never>)
    }

    package let source: String
    private let state = Mutex(State())
    private let load: Load

    /// Seconds before their end at which new ones are read (as AWS's own tools do).
    private static let margin: Int64 = 15 * 60
    /// Seconds between two readings while the old ones still hold.
    private static let pause: Int64 = 60

    package init(source: String, load: @escaping Load) {
        self.source = source
        self.load = load
    }

    package func credentials(now: Timestamp) async throws(SluiceError) -> Credentials {
        let step = state.withLock { state -> Step in
            let usable = state.current.flatMap { credentials in
                credentials.expiration.map { $0 > now } ?? true ? credentials : nil
            }
            if let usable {
                let isFresh = usable.expiration.map { $0 - now > Self.margin } ?? true
                let isRecent = state.lastLoad.map { now - $0 < Self.pause } ?? false
                if isFresh || isRecent || state.loading != nil { return .ready(usable) }
            }
            if let loading = state.loading { return .wait(loading) }
            state.lastLoad = now
            let task = Task { [load] in
                let result = await load(now)
                self.finish(result)
                return result
            }
            state.loading = task
            return usable.map { .ready($0) } ?? .wait(task)
        }
        switch step {
        case .ready(let credentials): return credentials
        case .wait(let task): return try await task.value.get()
        }
    }

    package func invalidate() async {
        state.withLock { state in
            state.current = nil
            state.lastLoad = nil
        }
    }

    private func finish(_ result: Result<Credentials, SluiceError>) {
        state.withLock { state in
            if case .success(let credentials) = result { state.current = credentials }
            state.loading = nil
        }
    }
}
