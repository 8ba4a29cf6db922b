import DynamoItem

/// A request as the transport sends it.
struct HTTPRequest: Sendable {
    /// Scheme, host and port: `https://127.0.0.1:8000`.
    var origin: String
    /// The request line and the header lines as they are sent, with the empty line that ends them.
    var head: [UInt8]
    /// Sent where it lies: whoever sends must leave it alone until the answer is there.
    var body: ByteWriter?
    /// No proxy, whatever the environment says: metadata services, loopback.
    var bypassesProxy = false
}

extension HTTPRequest {
    /// A request to a URL, without a proxy.
    ///
    /// nil for what is no URL of this form, or holds what cannot stand in a request line:
    /// `http://host:port/path?query`.
    init?(
        method: String, url: String, headers: [(name: String, value: String)],
        body: ByteWriter? = nil
    ) {
        guard let scheme = url.firstRange(of: "://"),
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        let path = url[authority.endIndex...]
        guard !authority.contains("@"), !path.contains("#") else { return nil }
        var head = "\(method) \(path.hasPrefix("/") ? "" : "/")\(path) HTTP/1.1\r\n"
        head += "host: \(authority)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if method != "GET" { head += "content-length: \(body?.count ?? 0)\r\n" }
        self.init(
            origin: String(url[..<authority.endIndex]), head: Array((head + "\r\n").utf8),
            body: body, bypassesProxy: true)
    }
}
