package import RunModel

/// A service's address: scheme, host, port and, rarely, a path.
package struct Endpoint: Sendable, Hashable {
    package var isSecure: Bool
    /// As in a URL: IPv6 in brackets, in lower case.
    package var host: String
    /// nil: the scheme's own.
    package var port: Int?
    /// Begins with a slash and, past that, ends without one.
    package var path: String

    /// Reads a URL and refuses what cannot be an endpoint.
    ///
    /// `text`: `http://127.0.0.1:8000`; its origin is where an error says it stands.
    package init(_ text: Resolved<String>) throws(SluiceError) {
        let url = text.value
        func refusal(_ message: String, _ hint: String) -> SluiceError {
            SluiceError(.configuration, message, place: text.origin, hint: hint)
        }
        let example =
            "an endpoint is like https://dynamodb.us-east-1.amazonaws.com or http://127.0.0.1:8000"
        // A password may stand in it, so it is not quoted.
        guard !url.contains("@") else {
            throw refusal(
                "the endpoint holds user information",
                "DynamoDB takes signatures, not passwords: remove what stands before the @")
        }
        let shown = url.sanitised(limit: 200)
        guard let schemeEnd = url.firstRange(of: "://") else {
            throw refusal(
                "the endpoint \"\(shown)\" has no scheme",
                "write http://\(shown) or https://\(shown)")
        }
        switch url[..<schemeEnd.lowerBound].lowercased() {
        case "http": isSecure = false
        case "https": isSecure = true
        default: throw refusal("the endpoint \"\(shown)\" is neither http nor https", example)
        }
        let rest = url[schemeEnd.upperBound...]
        guard !rest.contains("?"), !rest.contains("#") else {
            throw refusal("the endpoint \"\(shown)\" has a query or a fragment", example)
        }
        let authority = rest.prefix { $0 != "/" }
        var hostText = authority
        port = nil
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = Int(authority[authority.index(after: colon)...]),
                (1...65_535).contains(number)
            else { throw refusal("the endpoint \"\(shown)\" has no valid port", example) }
            port = number == (isSecure ? 443 : 80) ? nil : number
            hostText = authority[..<colon]
        }
        host = hostText.lowercased()
        guard Self.isHost(host) else {
            throw refusal("the endpoint \"\(shown)\" has no valid host", example)
        }
        var path = rest.dropFirst(authority.count)
        while path.count > 1, path.last == "/" { path.removeLast() }
        self.path = path.isEmpty ? "/" : String(path)
        let isPlain = self.path.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
                || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/-._~".utf8.contains(byte)
        }
        guard isPlain, !self.path.contains("//") else {
            throw refusal("the endpoint \"\(shown)\" has a path that cannot be signed", example)
        }
    }

    init(isSecure: Bool, host: String, port: Int? = nil) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        path = "/"
    }

    private static func isHost(_ host: String) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") {
            let inner = host.dropFirst().dropLast()
            return inner.count >= 2 && inner.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return !host.isEmpty && host.utf8.count <= 253 && !host.hasPrefix(".")
            && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
    }

    /// `host` or `host:port`: the Host header.
    package var authority: String { port.map { "\(host):\($0)" } ?? host }

    /// The URL without its path.
    var origin: String { "\(isSecure ? "https" : "http")://\(authority)" }

    package var url: String { origin + (path == "/" ? "" : path) }

    /// True where nothing leaves this machine.
    package var isLoopback: Bool {
        let quads = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]"
            || quads.count == 4 && quads[0] == "127" && quads.allSatisfy { UInt8($0) != nil }
    }
}
