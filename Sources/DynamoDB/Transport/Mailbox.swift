import CCurl
import Glibc
import Synchronization

/// Requests and jobs on their way to a transport's thread.
///
/// 1. What was posted is taken in the order of posting.
/// 2. After `close` nothing is accepted; what was accepted is answered.
/// 3. The thread is woken only where it waits: while it is busy, posting costs a lock.
final class Mailbox: Sendable {
    enum Command: Sendable {
        case start(HTTPExchange)
        case cancel(HTTPExchange)
        case run(UnownedJob)
        case stop
    }

    private struct State {
        var commands: [Command] = []
        var isClosed = false
        /// The thread has found nothing to take and waits, or is about to.
        var isWaiting = false
    }

    private let state = Mutex(State())
    /// An eventfd, readable after the thread that waits was woken; -1 where the system refused one.
    let wakeDescriptor: Int32

    init() {
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit { if wakeDescriptor >= 0 { Glibc.close(wakeDescriptor) } }

    /// False where the box is closed: the caller then answers for itself.
    func post(_ command: Command) -> Bool {
        let (isAccepted, mustWake) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            if case .stop = command { state.isClosed = true }
            state.commands.append(command)
            defer { state.isWaiting = false }
            return (true, state.isWaiting)
        }
        if mustWake {
            var one: UInt64 = 1
            _ = write(wakeDescriptor, &one, 8)
        }
        return isAccepted
    }

    /// Takes all into `commands`, whose memory goes back to the box.
    func take(into commands: inout [Command]) {
        commands.removeAll(keepingCapacity: true)
        state.withLock { swap(&$0.commands, &commands) }
    }

    /// True where there is nothing to take: the thread may wait, and the next post wakes it.
    func mayWait() -> Bool {
        state.withLock { state in
            state.isWaiting = state.commands.isEmpty
            return state.isWaiting
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
    }

    /// Makes `wakeDescriptor` unreadable until the next wake.
    func acknowledgeWake() {
        var count: UInt64 = 0
        _ = read(wakeDescriptor, &count, 8)
    }
}
