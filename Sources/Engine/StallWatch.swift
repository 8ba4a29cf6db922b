import Synchronization

/// Notices when nothing of a table moves any more, and when it moves again: told once each, however many
/// batches wait.
package final class StallWatch: Sendable {
    private struct State {
        /// When the first attempt failed after which none has succeeded.
        var since: Duration?
        var isTold = false
    }

    /// Shorter standstills are a throttle's daily bread.
    package static let patience = Duration.seconds(5)

    private let state = Mutex(State())

    package init() {}

    /// An attempt failed; true where that is to be told now.
    package func failed(at now: Duration) -> Bool {
        state.withLock { state in
            let since = state.since ?? now
            state.since = since
            guard !state.isTold, now - since >= Self.patience else { return false }
            state.isTold = true
            return true
        }
    }

    /// Something was taken; true where a standstill that was told has ended.
    package func moved() -> Bool {
        state.withLock { state in
            defer { state = State() }
            return state.isTold
        }
    }
}
