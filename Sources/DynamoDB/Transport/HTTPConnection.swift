import CCurl
import DynamoItem

/// A connection to a server, and the request that is under way on it.
///
/// libcurl makes it (`CURLOPT_CONNECT_ONLY`): names, addresses, proxies, TLS and its certificates are libcurl's, and
/// every byte goes through it. What is said over the connection is ours, HTTP/1.1: libcurl's own requests
/// took three times the processor's time (docs/performance.md).
///
/// Belongs to the transport's thread.
final class HTTPConnection {
    /// libcurl's handle; in the multi handle for as long as the connection lives.
    let raw: UnsafeMutableRawPointer
    let origin: String
    let bypassesProxy: Bool
    /// -1 until libcurl has made it.
    private(set) var socket: Int32 = -1
    /// What is under way; nil while the connection is kept for the next request.
    var transfer: Transfer?
    /// When the last byte went either way, in monotonic nanoseconds.
    private(set) var lastByte: UInt64 = 0
    /// When it must be made at the latest, in monotonic nanoseconds.
    var connectDeadline = UInt64.max
    /// A request was answered over it before.
    private(set) var isReused = false
    /// The events of its socket that are told.
    var watched: UInt32 = 0

    private let errorText: UnsafeMutablePointer<CChar>
    private let pool: BufferPool
    /// The head with the begin of the body, sent as one.
    private var opening: [UInt8] = []
    /// Bytes of the opening and the body that were sent, and that are to be sent.
    private var (sent, total) = (0, 0)
    private var reader = ResponseReader()
    private var body: UnsafeMutablePointer<sluice_buffer>?
    /// Bytes came behind the answer's end: what they are nobody knows.
    private var hasSurplus = false

    /// As much as a record of TLS holds.
    private static let openingSize = 16 << 10
    /// Bytes to send at a time.
    private static let sendSize = 64 << 10
    /// Bytes to receive at a time: a page of a Scan is a megabyte.
    static let receiveSize = 64 << 10

    /// nil where libcurl or the system has no memory left.
    ///
    /// `share`: libcurl's sessions of TLS, for servers that were met before.
    init?(
        for request: HTTPRequest, _ settings: HTTPTransport.Settings,
        share: UnsafeMutableRawPointer?, pool: BufferPool
    ) {
        guard let raw = curl_easy_init() else { return nil }
        self.raw = raw
        self.pool = pool
        origin = request.origin
        bypassesProxy = request.bypassesProxy
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        configure(settings)
        sluice_curl_set_pointer(raw, CURLOPT_SHARE, share)
    }

    deinit {
        curl_easy_cleanup(raw)
        errorText.deallocate()
        if let body { pool.give(body) }
    }

    private func configure(_ settings: HTTPTransport.Settings) {
        sluice_curl_set_text(raw, CURLOPT_URL, origin)
        sluice_curl_set_long(raw, CURLOPT_CONNECT_ONLY, 1)
        sluice_curl_set_pointer(raw, CURLOPT_ERRORBUFFER, errorText)
        sluice_curl_set_text(raw, CURLOPT_PROTOCOLS_STR, "http,https")
        sluice_curl_set_long(raw, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        sluice_curl_set_long(raw, CURLOPT_NOSIGNAL, 1)
        sluice_curl_set_long(raw, CURLOPT_SSL_VERIFYPEER, 1)
        sluice_curl_set_long(raw, CURLOPT_SSL_VERIFYHOST, 2)
        sluice_curl_set_long(raw, CURLOPT_TCP_KEEPALIVE, 1)
        // A proxy is asked for a tunnel, whatever the scheme: requests are written as to the server itself.
        sluice_curl_set_long(raw, CURLOPT_HTTPPROXYTUNNEL, 1)
        sluice_curl_set_long(raw, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        sluice_curl_discard_output(raw)
        if bypassesProxy { sluice_curl_set_text(raw, CURLOPT_NOPROXY, "*") }
        if let bundle = settings.caBundle { sluice_curl_set_text(raw, CURLOPT_CAINFO, bundle) }
        sluice_curl_set_long(raw, CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeoutMilliseconds)
        // No more than that is received at a time, wherever to.
        sluice_curl_set_long(raw, CURLOPT_BUFFERSIZE, Self.receiveSize)
    }

    /// libcurl is done with connecting: throws where it did not succeed.
    func connected(_ code: CURLcode) throws(TransportFailure) {
        guard code == CURLE_OK else {
            throw TransportFailure(
                connecting: code, detail: String(cString: errorText),
                proxyStatus: sluice_curl_get_long(raw, CURLINFO_HTTP_CONNECTCODE))
        }
        socket = sluice_curl_get_socket(raw)
        guard socket >= 0 else { throw TransportFailure(.connection, "the connection has ended") }
    }

    func serves(_ request: HTTPRequest) -> Bool {
        origin == request.origin && bypassesProxy == request.bypassesProxy
    }
}

// MARK: - A request and its answer
extension HTTPConnection {
    /// The request was sent whole.
    var isSent: Bool { sent == total }

    /// A byte of the answer has come.
    var isAnswering: Bool { reader.hasBegun }

    /// Prepares the transfer's request; then `send` until it is sent.
    func begin(now: UInt64) {
        guard let request = transfer?.exchange.request else { return }
        lastByte = now
        errorText[0] = 0
        reader.begin()
        let body = request.body?.bytes
        opening.removeAll(keepingCapacity: true)
        opening += request.head
        if let body {
            let room = max(0, Self.openingSize - opening.count)
            opening += UnsafeRawBufferPointer(rebasing: body.prefix(room))
        }
        sent = 0
        total = request.head.count + (body?.count ?? 0)
        hasSurplus = false
    }

    /// Sends what the connection takes.
    func send(now: UInt64) throws(TransportFailure) {
        while let request = transfer?.exchange.request, !isSent {
            var count = 0
            let code: CURLcode
            if sent < opening.count {
                // OpenSSL wants to be given the same bytes at the same place again: the opening does not move.
                code = opening.withUnsafeBytes { write($0[sent...], &count) }
            } else if let body = request.body {
                code = write(body.bytes[(sent - request.head.count)...], &count)
            } else {
                return
            }
            if code == CURLE_AGAIN { return }
            try check(code)
            sent += count
            lastByte = now
        }
    }

    private func write(_ bytes: Slice<UnsafeRawBufferPointer>, _ count: inout Int) -> CURLcode {
        // Under TLS nothing counts as sent before all of it is: a slow line must show that it moves.
        let bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.sendSize))
        return curl_easy_send(raw, bytes.baseAddress, bytes.count, &count)
    }

    private func check(_ code: CURLcode) throws(TransportFailure) {
        guard code != CURLE_OK else { return }
        throw TransportFailure(code, detail: String(cString: errorText))
    }

    /// Receives what has come; true once the answer is whole.
    ///
    /// `scratch`: where bytes are received.
    func receive(
        into scratch: UnsafeMutableRawBufferPointer, now: UInt64
    ) throws(TransportFailure) -> Bool {
        guard let body = body ?? pool.take() else {
            throw TransportFailure(.other, "out of memory")
        }
        self.body = body
        while true {
            var count = 0
            let code = curl_easy_recv(raw, scratch.baseAddress, scratch.count, &count)
            if code == CURLE_AGAIN { return false }
            try check(code)
            lastByte = now
            guard count > 0 else {
                try reader.end()
                return true
            }
            let used = try reader.take(
                UnsafeRawBufferPointer(rebasing: scratch[..<count]), body: body)
            if reader.isWhole {
                hasSurplus = used < count
                return true
            }
        }
    }

    /// The whole answer; the connection is ready for the next request where it can be used again.
    func finish() -> (response: HTTPResponse, isKept: Bool)? {
        guard let body, reader.isWhole else { return nil }
        self.body = nil
        let response = HTTPResponse(
            status: reader.status, head: reader.head, body: ResponseBytes(body, pool: pool),
            madeConnection: !isReused)
        isReused = true
        return (response, reader.keepsConnection && isSent && !hasSurplus)
    }
}
