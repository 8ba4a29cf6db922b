import CCurl
import DynamoItem

/// A libcurl easy handle with what it points to; used for one request after another.
///
/// Belongs to the transport's thread. libcurl holds pointers into it (headers, buffers, error text) and
/// into the exchange's body while a transfer runs; `finish` takes them out.
final class EasyHandle {
    /// Values that are the same for every request of a transport.
    struct Settings: Sendable {
        var caBundle: String?
        var connectTimeoutMilliseconds: Int
        var requestTimeoutMilliseconds: Int
        /// Seconds without a byte in either direction after which a transfer is given up.
        var stallSeconds: Int
    }

    let raw: UnsafeMutableRawPointer
    private(set) var exchange: HTTPExchange?
    private let headers: OpaquePointer
    private let head: UnsafeMutablePointer<sluice_buffer>
    private var body: UnsafeMutablePointer<sluice_buffer>?
    private let errorText: UnsafeMutablePointer<CChar>
    private let pool: BufferPool
    private let settings: Settings
    private var url = ""
    private var bypassesProxy = false
    private var timeoutMilliseconds: Int
    private var answerBuffer = 0

    /// nil where libcurl or the system has no memory left.
    init?(_ settings: Settings, pool: BufferPool) {
        guard let raw = curl_easy_init() else { return nil }
        guard let headers = sluice_headers_new() else {
            curl_easy_cleanup(raw)
            return nil
        }
        // Headers of an answer take some 300 bytes; 256 KB is libcurl's own limit for all of them.
        guard let head = sluice_buffer_new(256 << 10) else {
            sluice_headers_free(headers)
            curl_easy_cleanup(raw)
            return nil
        }
        self.raw = raw
        self.headers = headers
        self.head = head
        self.pool = pool
        self.settings = settings
        timeoutMilliseconds = settings.requestTimeoutMilliseconds
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        configure()
    }

    deinit {
        curl_easy_cleanup(raw)
        sluice_headers_free(headers)
        sluice_buffer_free(head)
        if let body { pool.give(body) }
        errorText.deallocate()
    }

    private func configure() {
        sluice_curl_set_pointer(raw, CURLOPT_PRIVATE, Unmanaged.passUnretained(self).toOpaque())
        sluice_curl_set_pointer(raw, CURLOPT_ERRORBUFFER, errorText)
        sluice_curl_set_text(raw, CURLOPT_PROTOCOLS_STR, "http,https")
        sluice_curl_set_long(raw, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        sluice_curl_set_long(raw, CURLOPT_NOSIGNAL, 1)
        sluice_curl_set_long(raw, CURLOPT_FOLLOWLOCATION, 0)
        sluice_curl_set_long(raw, CURLOPT_SSL_VERIFYPEER, 1)
        sluice_curl_set_long(raw, CURLOPT_SSL_VERIFYHOST, 2)
        sluice_curl_set_long(raw, CURLOPT_TCP_KEEPALIVE, 1)
        sluice_curl_set_long(raw, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let bundle = settings.caBundle { sluice_curl_set_text(raw, CURLOPT_CAINFO, bundle) }
        sluice_curl_set_long(raw, CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeoutMilliseconds)
        sluice_curl_set_long(raw, CURLOPT_TIMEOUT_MS, settings.requestTimeoutMilliseconds)
        // libcurl's least, for each transfer under TLS; its default is four times that.
        sluice_curl_set_long(raw, CURLOPT_UPLOAD_BUFFERSIZE, 16 << 10)
        sluice_curl_set_long(raw, CURLOPT_LOW_SPEED_LIMIT, 1)
        sluice_curl_set_long(raw, CURLOPT_LOW_SPEED_TIME, settings.stallSeconds)
    }

    /// Prepares the transfer; false where the request cannot be sent (no memory, too many headers).
    func begin(_ exchange: HTTPExchange) -> Bool {
        let request = exchange.request
        guard let body = pool.take() else { return false }
        self.body = body
        self.exchange = exchange
        errorText[0] = 0
        sluice_buffer_reset(head)
        sluice_curl_set_buffers(raw, head, body)
        if request.url != url {
            url = request.url
            sluice_curl_set_text(raw, CURLOPT_URL, url)
        }
        if request.bypassesProxy != bypassesProxy {
            bypassesProxy = request.bypassesProxy
            sluice_curl_set_text(raw, CURLOPT_NOPROXY, bypassesProxy ? "*" : nil)
        }
        if request.answerBuffer != answerBuffer {
            answerBuffer = request.answerBuffer
            sluice_curl_set_long(raw, CURLOPT_BUFFERSIZE, answerBuffer)
        }
        let timeout = request.timeoutMilliseconds ?? settings.requestTimeoutMilliseconds
        if timeout != timeoutMilliseconds {
            timeoutMilliseconds = timeout
            sluice_curl_set_long(raw, CURLOPT_TIMEOUT_MS, timeout)
        }
        let list = request.headers.withUnsafeBytes {
            sluice_headers_set(headers, $0.baseAddress, $0.count)
        }
        guard let list else { return false }
        sluice_curl_set_pointer(raw, CURLOPT_HTTPHEADER, list)
        switch request.method {
        case .get:
            sluice_curl_set_text(raw, CURLOPT_CUSTOMREQUEST, nil)
            sluice_curl_set_long(raw, CURLOPT_HTTPGET, 1)
        case .put, .post:
            sluice_curl_set_long(raw, CURLOPT_POST, 1)
            sluice_curl_set_text(raw, CURLOPT_CUSTOMREQUEST, request.method == .put ? "PUT" : nil)
            let bytes = request.body?.bytes
            sluice_curl_set_size(raw, CURLOPT_POSTFIELDSIZE_LARGE, Int64(bytes?.count ?? 0))
            // Not copied: the exchange keeps the writer, the caller leaves it alone. An empty body still
            // needs a pointer, or libcurl would read one from its input.
            sluice_curl_set_pointer(
                raw, CURLOPT_POSTFIELDS, bytes?.baseAddress ?? UnsafeRawPointer(errorText))
        }
        return true
    }

    /// Ends the transfer: what libcurl made of it, with the handle free for the next.
    func finish(_ code: CURLcode) -> Result<HTTPResponse, TransportFailure> {
        defer { release() }
        guard code == CURLE_OK, let body else {
            let overflowed =
                head.pointee.overflowed != 0 || body.map { $0.pointee.overflowed != 0 } ?? false
            let wasSent = sluice_curl_get_long(raw, CURLINFO_REQUEST_SIZE) > 0
            return .failure(
                TransportFailure(
                    code, detail: String(cString: errorText), overflowed: overflowed,
                    wasSent: wasSent))
        }
        let status = sluice_curl_get_long(raw, CURLINFO_RESPONSE_CODE)
        let lines = UnsafeRawBufferPointer(start: head.pointee.bytes, count: head.pointee.count)
        self.body = nil
        return .success(
            HTTPResponse(
                status: status, head: ResponseHead([UInt8](lines)),
                body: ResponseBytes(body, pool: pool),
                madeConnection: sluice_curl_get_long(raw, CURLINFO_NUM_CONNECTS) > 0))
    }

    /// Gives a transfer up that will not be answered.
    func release() {
        exchange = nil
        if let body {
            self.body = nil
            pool.give(body)
        }
    }
}
