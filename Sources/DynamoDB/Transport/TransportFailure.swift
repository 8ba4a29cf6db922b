import CCurl

/// Why a request got no answer.
struct TransportFailure: Error, Sendable {
    enum Kind: Sendable {
        /// The host's name has no address.
        case nameResolution
        case proxyNameResolution
        /// Nobody listens there, or no way leads there.
        case connection
        case connectTimeout
        /// The peer's certificate is not trusted, or not for this host.
        case certificate
        /// The TLS handshake failed otherwise.
        case tls
        /// The CA bundle cannot be read.
        case caBundle
        case timeout
        /// The connection ended before the answer did.
        case connectionLost
        /// What came back is not HTTP.
        case notHTTP
        case answerTooLarge
        case proxy
        case cancelled
        /// The transport was closed.
        case closed
        case other
    }

    var kind: Kind
    /// libcurl's words or ours; no part of request or answer.
    var message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// What libcurl's code means.
    ///
    /// - `detail`: the handle's error buffer; may be empty.
    /// - `isProxys`: a proxy refused to make the connection.
    init(_ code: CURLcode, detail: String, isProxys: Bool = false) {
        let kind: Kind =
            switch code {
            case CURLE_RECV_ERROR where isProxys: .proxy
            case CURLE_COULDNT_RESOLVE_HOST: .nameResolution
            case CURLE_COULDNT_RESOLVE_PROXY: .proxyNameResolution
            case CURLE_COULDNT_CONNECT: .connection
            // Only connecting is libcurl's to time.
            case CURLE_OPERATION_TIMEDOUT: .connectTimeout
            case CURLE_PEER_FAILED_VERIFICATION: .certificate
            case CURLE_SSL_CACERT_BADFILE: .caBundle
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM,
                CURLE_SSL_ISSUER_ERROR:
                .tls
            case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR: .connectionLost
            case CURLE_PROXY: .proxy
            default: .other
            }
        let text = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        self.init(kind, text)
    }
}
