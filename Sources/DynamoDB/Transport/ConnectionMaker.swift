import CCurl

/// Makes connections, with libcurl's multi interface: names, addresses, proxies and TLS, none of it blocking.
///
/// The socket interface (`curl_multi_socket_action`): libcurl says which sockets it waits for and when it wants to be
/// called. Once a connection is made libcurl waits for nothing of it, and only keeps it until it is closed.
/// For the transport's thread.
final class ConnectionMaker {
    /// Those being made, by libcurl's handle.
    private(set) var connecting: [UnsafeMutableRawPointer: HTTPConnection] = [:]
    /// When libcurl wants to be called without an event, in monotonic nanoseconds.
    private(set) var deadline = UInt64.max
    /// Sessions of TLS, so that a server which was met before is greeted in one round trip less.
    let share: UnsafeMutableRawPointer?
    private let multi: UnsafeMutableRawPointer
    private let watch: SocketWatch

    /// nil where there is no memory left.
    init?(_ watch: SocketWatch) {
        guard let multi = curl_multi_init() else { return nil }
        self.multi = multi
        self.watch = watch
        share = sluice_curl_share_sessions()
        sluice_curl_multi_set_callbacks(
            multi, socketChanged, timerChanged, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Every connection must be closed and gone before.
    deinit {
        // Cleaning up, libcurl would call back into an object that is going away.
        sluice_curl_multi_set_callbacks(multi, nil, nil, nil)
        curl_multi_cleanup(multi)
        sluice_curl_share_free(share)
    }

    /// Begins to connect; false where libcurl has no memory left.
    func make(_ connection: HTTPConnection) -> Bool {
        guard curl_multi_add_handle(multi, connection.raw) == CURLM_OK else { return false }
        connecting[connection.raw] = connection
        return true
    }

    /// Connections that are made, or not: each is handed out once, with libcurl's code.
    func collect() -> [(connection: HTTPConnection, code: CURLcode)] {
        guard !connecting.isEmpty else { return [] }
        var done: [(HTTPConnection, CURLcode)] = []
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let raw = message.pointee.easy_handle,
                let connection = connecting.removeValue(forKey: raw)
            else { continue }
            done.append((connection, sluice_curl_message_result(message)))
        }
        return done
    }

    /// Closes a connection, whether it is made or being made.
    func close(_ connection: HTTPConnection) {
        connecting[connection.raw] = nil
        curl_multi_remove_handle(multi, connection.raw)
    }

    /// Something has happened to a socket that libcurl waits for.
    func handle(_ event: epoll_event) {
        var bits: Int32 = 0
        if event.events & SocketWatch.readable != 0 { bits |= CURL_CSELECT_IN }
        if event.events & SocketWatch.writable != 0 { bits |= CURL_CSELECT_OUT }
        if event.events & SocketWatch.broken != 0 { bits |= CURL_CSELECT_ERR }
        var left: Int32 = 0
        curl_multi_socket_action(multi, event.data.fd, bits, &left)
    }

    /// Calls libcurl where its time has come.
    func fireTimer(now: UInt64) {
        guard deadline <= now else { return }
        // A timeout action may set the next deadline, so the old one goes first.
        deadline = .max
        var left: Int32 = 0
        curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &left)
    }

    fileprivate func follow(_ socket: Int32, what: Int32) {
        switch what {
        case CURL_POLL_IN: watch.set(socket, SocketWatch.readable)
        case CURL_POLL_OUT: watch.set(socket, SocketWatch.writable)
        case CURL_POLL_INOUT: watch.set(socket, SocketWatch.readable | SocketWatch.writable)
        default: watch.remove(socket)
        }
    }

    fileprivate func setTimer(milliseconds: Int) {
        deadline =
            switch milliseconds {
            case ..<0: .max
            case 0: 0
            default: TransportLoop.monotonic + UInt64(milliseconds) * 1_000_000
            }
    }
}

private func maker(_ context: UnsafeMutableRawPointer?) -> ConnectionMaker? {
    context.map { Unmanaged<ConnectionMaker>.fromOpaque($0).takeUnretainedValue() }
}

private func socketChanged(
    easy: UnsafeMutableRawPointer?, socket: curl_socket_t, what: Int32,
    context: UnsafeMutableRawPointer?, socketContext: UnsafeMutableRawPointer?
) -> Int32 {
    maker(context)?.follow(socket, what: what)
    return 0
}

private func timerChanged(
    multi: UnsafeMutableRawPointer?, milliseconds: Int, context: UnsafeMutableRawPointer?
) -> Int32 {
    maker(context)?.setTimer(milliseconds: milliseconds)
    return 0
}
