import Synchronization

/// A request on its way: who waits for its answer, and whether they still do.
///
/// It is answered exactly once, by the transport's thread. Cancelling only asks that thread to give the
/// transfer up; the waiting caller goes on when that has let go of the body. That `answer` takes the waiter out
/// is what makes it once; a checked continuation would allocate for each request to find the same.
final class HTTPExchange: Sendable {
    let request: HTTPRequest
    private let cancellation = Atomic(false)
    private let waiter = Mutex<UnsafeContinuation<Result<HTTPResponse, TransportFailure>, Never>?>(
        nil)

    init(_ request: HTTPRequest) { self.request = request }

    var isCancelled: Bool { cancellation.load(ordering: .acquiring) }

    func cancel() { cancellation.store(true, ordering: .releasing) }

    func wait(with continuation: UnsafeContinuation<Result<HTTPResponse, TransportFailure>, Never>)
    {
        waiter.withLock { $0 = continuation }
    }

    func answer(_ result: Result<HTTPResponse, TransportFailure>) {
        let continuation = waiter.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }
        continuation?.resume(returning: result)
    }
}

/// A request that a transport has taken on.
struct Transfer {
    let exchange: HTTPExchange
    /// When it ends unanswered, in monotonic nanoseconds.
    let deadline: UInt64
    /// A connection that was kept for it had ended.
    var needsNewConnection = false
}
