import CCurl

/// HTTP/1.1 over connections of libcurl's, on one thread of its own.
///
/// A request is posted to the thread's mailbox and its answer resumes the caller; no thread waits for a
/// server. Connections are kept and used again. The thread ends with the last reference, or at `close`.
final class HTTPTransport: Sendable {
    /// Values that are the same for every request of a transport.
    struct Settings: Sendable {
        var caBundle: String?
        var connectTimeoutMilliseconds: Int
        /// From the call to the whole answer.
        var requestTimeoutMilliseconds: Int
        /// Without a byte in either direction a request is given up sooner.
        var stallTimeoutMilliseconds: Int
        /// Connections at most; requests beyond them wait.
        var maxConnections: Int
    }

    private let mailbox: Mailbox
    /// Runs tasks on the transport's own thread.
    let executor: TransportExecutor

    init(_ settings: Settings) {
        _ = Self.libraryIsReady
        let mailbox = Mailbox()
        self.mailbox = mailbox
        let executor = TransportExecutor(mailbox)
        self.executor = executor
        let isStarted = DetachedThread.start {
            let loop = TransportLoop(mailbox: mailbox, settings: settings)
            loop?.run(jobs: executor)
            mailbox.close()
            var rest: [Mailbox.Command] = []
            mailbox.take(into: &rest)
            let failure =
                loop == nil
                ? TransportFailure(.other, "out of memory or file descriptors")
                : TransportFailure(.closed, "the client was closed")
            for command in rest {
                switch command {
                case .start(let exchange): exchange.answer(.failure(failure))
                case .run(let job): executor.run(job)
                case .cancel, .stop: break
                }
            }
        }
        if !isStarted { mailbox.close() }
    }

    deinit { close() }

    /// Ends the thread; what is under way fails as closed.
    ///
    /// May be called again.
    func close() { _ = mailbox.post(.stop) }

    /// Sends the request and waits for its answer.
    ///
    /// The request's body must not be touched until this returns; it returns, also where the task is
    /// cancelled, only after the transport has let go of it.
    func send(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportFailure> {
        let exchange = HTTPExchange(request)
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                exchange.wait(with: continuation)
                if !mailbox.post(.start(exchange)) {
                    exchange.answer(.failure(TransportFailure(.closed, "the client was closed")))
                }
            }
        } onCancel: {
            exchange.cancel()
            _ = mailbox.post(.cancel(exchange))
        }
    }

    /// libcurl's and OpenSSL's global state, made once and kept for the life of the process.
    private static let libraryIsReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
}
