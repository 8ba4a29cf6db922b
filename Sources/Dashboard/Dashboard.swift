package import EventBus
import Foundation
import Glibc
import RunModel
import Synchronization
package import Terminal

/// The full-screen front end of a run.
///
/// What always holds:
/// 1. The run never waits for it: events are taken as they come, and drawing is done elsewhere.
/// 2. One thread, its own, opens, uses and closes the screen.
/// 3. When the terminal is gone it ends within a second and writes nothing more; the run goes on.
package final class Dashboard: Sendable {
    private let feed: ModelFeed
    private let outcome = Outcome()

    private init(_ feed: ModelFeed) { self.feed = feed }

    /// Opens the screen and starts showing the run.
    ///
    /// - `openScreen`: called once, on the screen's own thread.
    /// - Returns: once the first frame is drawn.
    package static func start(
        session: Session, options: DashboardOptions,
        openScreen: @escaping @Sendable () throws(TerminalFailure) -> some LiveScreen
    ) async throws(TerminalFailure) -> Dashboard {
        let subscription = await session.events(capacity: 4_096)
        let feed = ModelFeed(DashboardModel(subscription.snapshot))
        let dashboard = Dashboard(feed)
        let listening = Task {
            for await delivery in subscription where feed.take(delivery) {
                feed.catchUp(await session.snapshot())
            }
        }
        let outcome = dashboard.outcome
        let thread = Thread {
            // What top and the bench know it by.
            Self.nameThread("dashboard")
            do throws(TerminalFailure) {
                let screen = try openScreen()
                let loop = DashboardLoop(screen: screen, feed: feed, options: options) {
                    session.send($0, by: options.who)
                }
                loop.begin()
                outcome.opened(nil)
                let end = loop.run()
                feed.wakes(nil)
                screen.close()
                listening.cancel()
                outcome.ended(end)
            } catch {
                listening.cancel()
                outcome.opened(error)
            }
        }
        // Drawing nests, and a debug build takes much room for it.
        thread.stackSize = 4 << 20
        thread.start()
        if let failure = await outcome.opening() { throw failure }
        return dashboard
    }

    /// Names the calling thread for the system.
    private static func nameThread(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = name.withCString { write(file, $0, strlen($0)) }
        Glibc.close(file)
    }

    /// Waits until the screen is closed; the terminal is as it was before, or gone.
    package func wait() async -> DashboardEnd { await outcome.end() }

    /// Closes the screen from outside, as for a signal: it ends as `left(.close)`.
    package func close() { feed.close() }
}

/// What became of the screen, for those who wait for it.
private final class Outcome: Sendable {
    private struct State {
        var opening: TerminalFailure??
        var end: DashboardEnd?
        var opener: CheckedContinuation<TerminalFailure?, Never>?
        var waiters: [CheckedContinuation<DashboardEnd, Never>] = []
    }

    private let state = Mutex(State())

    func opened(_ failure: TerminalFailure?) {
        state.withLock { state in
            state.opening = .some(failure)
            return state.opener.take()
        }?.resume(returning: failure)
    }

    func opening() async -> TerminalFailure? {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> TerminalFailure?? in
                if state.opening == nil { state.opener = continuation }
                return state.opening
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    func ended(_ end: DashboardEnd) {
        let waiters = state.withLock { state in
            state.end = end
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: end) }
    }

    func end() async -> DashboardEnd {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> DashboardEnd? in
                if state.end == nil { state.waiters.append(continuation) }
                return state.end
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
