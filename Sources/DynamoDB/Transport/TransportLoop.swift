import CCurl
import Glibc

/// The transport's thread: libcurl's multi interface driven by epoll.
///
/// The socket interface (`curl_multi_socket_action`) and not `curl_multi_perform`, because the latter
/// polls every running transfer at every turn: with 100 in flight that costs more than the transfer.
///
/// What always holds:
/// 1. Everything here is touched by the thread in `run` alone; only the mailbox is shared.
/// 2. An exchange taken from the mailbox is answered exactly once.
/// 3. A handle is in `idle`, or in `running` and in the multi handle; never both.
final class TransportLoop {
    private let mailbox: Mailbox
    private let settings: EasyHandle.Settings
    private let maxConnections: Int
    private let pool = BufferPool()
    private let multi: UnsafeMutableRawPointer
    private let epoll: Int32
    private var idle: [EasyHandle] = []
    private var running: [UnsafeMutableRawPointer: EasyHandle] = [:]
    /// When libcurl wants to be called without an event, in monotonic nanoseconds; nil: not at all.
    private var deadline: UInt64?
    private var isStopping = false
    /// Sockets that libcurl waits for no more; nearly always it does again before the next wait, with the next
    /// request on the same connection.
    private var unwatched: Set<Int32> = []

    /// nil where the system has no descriptors or memory left.
    init?(mailbox: Mailbox, settings: EasyHandle.Settings, maxConnections: Int) {
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard mailbox.wakeDescriptor >= 0, epoll >= 0, let multi = curl_multi_init() else {
            if epoll >= 0 { close(epoll) }
            return nil
        }
        self.mailbox = mailbox
        self.settings = settings
        self.maxConnections = maxConnections
        self.epoll = epoll
        self.multi = multi
        watch(mailbox.wakeDescriptor, for: EPOLLIN.rawValue, operation: EPOLL_CTL_ADD)
        sluice_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, maxConnections)
        sluice_curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, maxConnections)
        sluice_curl_multi_set_callbacks(
            multi, socketChanged, timerChanged, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        for handle in running.values { curl_multi_remove_handle(multi, handle.raw) }
        idle.removeAll()
        running.removeAll()
        // Closing its connections, libcurl would call back into an object that is going away.
        sluice_curl_multi_set_callbacks(multi, nil, nil, nil)
        curl_multi_cleanup(multi)
        close(epoll)
    }

    /// Runs until a stop is taken from the mailbox; then everything unanswered fails as closed.
    /// - `jobs`: what runs the tasks that were posted.
    func run(jobs: TransportExecutor) {
        var commands: [Mailbox.Command] = []
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 256) { events in
            while !isStopping {
                // Twice: a task that goes on most often posts its next request.
                for _ in 0..<2 {
                    mailbox.take(into: &commands)
                    for command in commands { carryOut(command, jobs) }
                    commands.removeAll(keepingCapacity: true)
                }
                fireTimer()
                // Before every wait: a transfer may have ended in any of the calls above, and no event
                // will tell of it again.
                collectFinished()
                leaveUnwatched()
                let count = epoll_wait(
                    epoll, events.baseAddress, Int32(events.count),
                    mailbox.mayWait() ? waitMilliseconds : 0)
                for event in events.prefix(max(0, Int(count))) { handle(event) }
                // Whoever waited for these goes on before the next wait.
                collectFinished()
            }
        }
        for handle in Array(running.values) {
            end(handle, .failure(TransportFailure(.closed, "the client was closed")))
        }
    }

    private func carryOut(_ command: Mailbox.Command, _ jobs: TransportExecutor) {
        switch command {
        case .start(let exchange): start(exchange)
        case .run(let job): jobs.run(job)
        case .cancel(let exchange):
            guard let handle = running.values.first(where: { $0.exchange === exchange }) else {
                return
            }
            end(handle, .failure(TransportFailure(.cancelled, "cancelled")))
        case .stop: isStopping = true
        }
    }

    private func start(_ exchange: HTTPExchange) {
        guard !isStopping else {
            return exchange.answer(.failure(TransportFailure(.closed, "the client was closed")))
        }
        guard !exchange.isCancelled else {
            return exchange.answer(.failure(TransportFailure(.cancelled, "cancelled")))
        }
        guard let handle = idle.popLast() ?? EasyHandle(settings, pool: pool) else {
            return exchange.answer(.failure(TransportFailure(.other, "out of memory")))
        }
        guard handle.begin(exchange), curl_multi_add_handle(multi, handle.raw) == CURLM_OK else {
            handle.release()
            return exchange.answer(.failure(TransportFailure(.other, "the request cannot be sent")))
        }
        running[handle.raw] = handle
    }

    private func end(_ handle: EasyHandle, _ result: Result<HTTPResponse, TransportFailure>) {
        curl_multi_remove_handle(multi, handle.raw)
        running[handle.raw] = nil
        let exchange = handle.exchange
        handle.release()
        idle.append(handle)
        exchange?.answer(result)
    }

    private func collectFinished() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let raw = message.pointee.easy_handle,
                let handle = running[raw]
            else { continue }
            let code = sluice_curl_message_result(message)
            let exchange = handle.exchange
            let result = handle.finish(code)
            curl_multi_remove_handle(multi, raw)
            running[raw] = nil
            idle.append(handle)
            exchange?.answer(result)
        }
    }

    private func handle(_ event: epoll_event) {
        guard event.data.fd != mailbox.wakeDescriptor else { return mailbox.acknowledgeWake() }
        var bits: Int32 = 0
        if event.events & EPOLLIN.rawValue != 0 { bits |= CURL_CSELECT_IN }
        if event.events & EPOLLOUT.rawValue != 0 { bits |= CURL_CSELECT_OUT }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { bits |= CURL_CSELECT_ERR }
        var left: Int32 = 0
        curl_multi_socket_action(multi, event.data.fd, bits, &left)
    }
}

// MARK: - What libcurl wants to be told
extension TransportLoop {
    /// Follows what libcurl waits for on a socket.
    fileprivate func watch(_ socket: Int32, what: Int32) {
        let events: UInt32 =
            switch what {
            case CURL_POLL_IN: EPOLLIN.rawValue
            case CURL_POLL_OUT: EPOLLOUT.rawValue
            case CURL_POLL_INOUT: EPOLLIN.rawValue | EPOLLOUT.rawValue
            default: 0
            }
        if events == 0 {
            unwatched.insert(socket)
            return
        }
        unwatched.remove(socket)
        if !watch(socket, for: events, operation: EPOLL_CTL_MOD) {
            watch(socket, for: events, operation: EPOLL_CTL_ADD)
        }
    }

    private func leaveUnwatched() {
        guard !unwatched.isEmpty else { return }
        for socket in unwatched {
            // A closed descriptor has left the set by itself; the error says no more than that.
            epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
        }
        unwatched.removeAll(keepingCapacity: true)
    }

    @discardableResult
    fileprivate func watch(_ socket: Int32, for events: UInt32, operation: Int32) -> Bool {
        var event = epoll_event()
        event.events = events
        event.data.fd = socket
        return epoll_ctl(epoll, operation, socket, &event) == 0
    }

    fileprivate func setTimer(milliseconds: Int) {
        deadline = milliseconds < 0 ? nil : Self.now + UInt64(milliseconds) * 1_000_000
    }

    private func fireTimer() {
        // A timeout action may set the next deadline, so the old one goes first.
        guard let due = deadline, due <= Self.now else { return }
        deadline = nil
        var left: Int32 = 0
        curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &left)
    }

    /// Rounded up, so that a timer is due when it is fired.
    private var waitMilliseconds: Int32 {
        guard let deadline else { return -1 }
        let now = Self.now
        return deadline <= now ? 0 : Int32(clamping: (deadline - now + 999_999) / 1_000_000)
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

private func loop(_ context: UnsafeMutableRawPointer?) -> TransportLoop? {
    context.map { Unmanaged<TransportLoop>.fromOpaque($0).takeUnretainedValue() }
}

private func socketChanged(
    easy: UnsafeMutableRawPointer?, socket: curl_socket_t, what: Int32,
    context: UnsafeMutableRawPointer?, socketContext: UnsafeMutableRawPointer?
) -> Int32 {
    loop(context)?.watch(socket, what: what)
    return 0
}

private func timerChanged(
    multi: UnsafeMutableRawPointer?, milliseconds: Int, context: UnsafeMutableRawPointer?
) -> Int32 {
    loop(context)?.setTimer(milliseconds: milliseconds)
    return 0
}
