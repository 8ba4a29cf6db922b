import RunModel

/// Credentials from a metadata service: a container's, or the EC2 instance's.
///
/// A transport of its own for the few requests of a reading: short timeouts, and never a proxy.
struct MetadataClient: Sendable {
    var timeoutMilliseconds: Int

    func withTransport<Value: Sendable>(
        _ body: (HTTPTransport) async -> Result<Value, CredentialsDocument.Reason>
    ) async -> Result<Value, CredentialsDocument.Reason> {
        let transport = HTTPTransport(
            HTTPTransport.Settings(
                caBundle: nil, connectTimeoutMilliseconds: timeoutMilliseconds,
                requestTimeoutMilliseconds: timeoutMilliseconds,
                stallTimeoutMilliseconds: timeoutMilliseconds, maxConnections: 1))
        defer { transport.close() }
        return await body(transport)
    }

    static func send(
        _ method: String, _ url: String, headers: [(name: String, value: String)],
        over transport: HTTPTransport
    ) async -> Result<[UInt8], CredentialsDocument.Reason> {
        guard headers.allSatisfy({ $0.value.utf8.allSatisfy { (0x20...0x7E).contains($0) } }) else {
            return .failure(
                CredentialsDocument.Reason("a token holds characters no header can"))
        }
        let request = HTTPRequest(
            method: method, url: url, headers: [("user-agent", "sluice")] + headers)
        guard let request else {
            return .failure(CredentialsDocument.Reason("its address is no URL of http or https"))
        }
        switch await transport.send(request) {
        case .failure(let failure): return .failure(CredentialsDocument.Reason(failure.message))
        case .success(let response):
            guard response.status == 200 else {
                return .failure(
                    CredentialsDocument.Reason("it answered with HTTP \(response.status)"))
            }
            return .success(response.body.withBytes { [UInt8]($0) })
        }
    }
}

/// The credentials of an ECS task or an EKS pod.
struct ContainerCredentials: Sendable {
    private var url: String
    private var token: Token?

    private enum Token: Sendable {
        case value(String)
        /// Read anew each time: it is rotated.
        case file(String)
    }

    /// nil where the environment names no such service.
    init?(environment: [String: String]) throws(SluiceError) {
        if let path = environment.setting("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            url = "http://169.254.170.2" + path
        } else if let full = environment.setting("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
            let name = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
            let endpoint = try Endpoint(Resolved(String(full.prefix { $0 != "?" }), origin: name))
            let isAllowed =
                endpoint.isSecure || endpoint.isLoopback
                || ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"].contains(endpoint.host)
            guard isAllowed else {
                throw SluiceError(
                    .credentials, "a container's credentials would travel unencrypted", place: name,
                    hint: "use https, or a loopback or link-local address")
            }
            url = full
        } else {
            return nil
        }
        if let file = environment.setting("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            token = .file(file)
        } else {
            token = environment.setting("AWS_CONTAINER_AUTHORIZATION_TOKEN").map { .value($0) }
        }
    }

    func provider() -> RefreshingCredentials {
        let source = "container credentials service"
        return RefreshingCredentials(source: source) { _ in
            await load(source: source).mapError { reason in
                SluiceError(
                    .credentials, "the container's credentials service failed: \(reason.text)",
                    hint:
                        "check the task's or pod's role and AWS_CONTAINER_CREDENTIALS_RELATIVE_URI / "
                        + "_FULL_URI")
            }
        }
    }

    private func load(source: String) async -> Result<Credentials, CredentialsDocument.Reason> {
        var headers = [("Accept", "application/json")]
        switch token {
        case .value(let text): headers.append(("Authorization", text))
        case .file(let path):
            do throws(SmallFile.Failure) {
                let text = try SmallFile.text(of: path)
                headers.append(("Authorization", String(text.prefix { !$0.isNewline })))
            } catch {
                return .failure(
                    CredentialsDocument.Reason(
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: \(error.reason)"))
            }
        case nil: break
        }
        return await MetadataClient(timeoutMilliseconds: 5_000).withTransport { transport in
            await MetadataClient.send("GET", url, headers: headers, over: transport).flatMap {
                bytes in
                CredentialsDocument.read(bytes, tokenName: "Token", source: source)
            }
        }
    }
}

/// The credentials of the EC2 instance's role (IMDSv2).
struct InstanceCredentials: Sendable {
    private var base: String

    /// nil where AWS_EC2_METADATA_DISABLED is true.
    init?(environment: [String: String]) {
        guard !environment.isTrue("AWS_EC2_METADATA_DISABLED") else { return nil }
        let isIPv6 = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased() == "ipv6"
        let address =
            environment.setting("AWS_EC2_METADATA_SERVICE_ENDPOINT")
            ?? (isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254")
        let url = address.contains("://") ? address : "http://" + address
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// Reads the role's credentials when they are first asked for.
    ///
    /// `missing`: the error where there is no such service: the chain has ended.
    func provider(missing: SluiceError) -> RefreshingCredentials {
        RefreshingCredentials(source: "EC2 instance role") { _ in
            await load().mapError { reason in
                var error = missing
                error.message += " (and the EC2 metadata service failed: \(reason.text))"
                return error
            }
        }
    }

    /// A second a request, one attempt, as AWS's own tools: off EC2 nobody answers there.
    private func load() async -> Result<Credentials, CredentialsDocument.Reason> {
        let path = base + "/latest/meta-data/iam/security-credentials/"
        return await MetadataClient(timeoutMilliseconds: 1_000).withTransport { transport in
            let token = await MetadataClient.send(
                "PUT", base + "/latest/api/token",
                headers: [("X-aws-ec2-metadata-token-ttl-seconds", "21600")], over: transport)
            let tokenBytes: [UInt8]
            switch token {
            case .success(let bytes): tokenBytes = bytes
            case .failure(let reason): return .failure(reason)
            }
            let headers = [
                ("X-aws-ec2-metadata-token", String(decoding: tokenBytes, as: UTF8.self))
            ]
            let roles = await MetadataClient.send("GET", path, headers: headers, over: transport)
            let names: [Substring]
            switch roles {
            case .success(let bytes):
                names = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            case .failure(let reason): return .failure(reason)
            }
            guard let role = names.first else {
                return .failure(CredentialsDocument.Reason("the instance has no role"))
            }
            return await MetadataClient.send("GET", path + role, headers: headers, over: transport)
                .flatMap {
                    CredentialsDocument.read(
                        $0, tokenName: "Token", source: "EC2 instance role \(role)")
                }
        }
    }
}
