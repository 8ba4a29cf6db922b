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

    /// What libcurl's code for a connection that was made means.
    ///
    /// `detail`: the handle's error buffer; may be empty.
    init(_ code: CURLcode, detail: String) {
        let text = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        let isLost = code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR
        self.init(isLost ? .connectionLost : .other, text)
    }

    /// Why libcurl could not connect.
    ///
    /// `proxyStatus`: what a proxy answered to being asked for a tunnel; 0: nothing.
    init(connecting code: CURLcode, detail: String, proxyStatus: Int) {
        // It quotes the proxy's URL, and a password with it.
        guard !detail.hasPrefix("Unsupported proxy") else {
            self.init(.proxy, "its address is none that can be used")
            return
        }
        self.init(code, detail: detail)
        switch code {
        case CURLE_RECV_ERROR where proxyStatus >= 300 || detail.hasPrefix("Proxy CONNECT"):
            kind = .proxy
        case CURLE_COULDNT_RESOLVE_HOST: kind = .nameResolution
        case CURLE_COULDNT_RESOLVE_PROXY: kind = .proxyNameResolution
        case CURLE_COULDNT_CONNECT: kind = .connection
        case CURLE_OPERATION_TIMEDOUT: kind = .connectTimeout
        case CURLE_PEER_FAILED_VERIFICATION: kind = .certificate
        case CURLE_SSL_CACERT_BADFILE: kind = .caBundle
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_ISSUER_ERROR:
            kind = .tls
        case CURLE_PROXY: kind = .proxy
        default: break
        }
    }
}
