import CCurl
import Glibc
import Synchronization

/// Requests on their way to the transport's thread.
///
/// 1. What was posted is taken in the order of posting.
/// 2. After `close` nothing is accepted; what was accepted is answered.
/// 3. The thread is woken only where the box was empty: while it is busy, posting costs a lock.
final class Mailbox: Sendable {
    enum Command: Sendable {
        case start(HTTPExchange)
        case cancel(HTTPExchange)
        case stop
    }

    private struct State {
        var commands: [Command] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    /// An eventfd, readable while there is something to take; -1 where the system refused one.
    let wakeDescriptor: Int32

    init() {
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit { if wakeDescriptor >= 0 { Glibc.close(wakeDescriptor) } }

    /// False where the box is closed: the caller then answers for itself.
    func post(_ command: Command) -> Bool {
        let (isAccepted, wasEmpty) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            let wasEmpty = state.commands.isEmpty
            if case .stop = command { state.isClosed = true }
            state.commands.append(command)
            return (true, wasEmpty)
        }
        if wasEmpty {
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

    func close() {
        state.withLock { $0.isClosed = true }
    }

    /// Makes `wakeDescriptor` unreadable until the next post.
    func acknowledgeWake() {
        var count: UInt64 = 0
        _ = read(wakeDescriptor, &count, 8)
    }
}
