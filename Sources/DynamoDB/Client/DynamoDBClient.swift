package import DynamoItem
package import Logging
package import RunModel
import Synchronization

/// A client of DynamoDB: signs, sends, and says what came of it.
///
/// What always holds:
/// 1. `attempt` sends once; it repeats by itself only a request that was refused for the clock or for
///    the credentials, once each, and only where it could correct them.
/// 2. A body is read where it lies, from the call until its return, and never kept after it.
/// 3. An answer counts only with status 200, a checksum that fits where there is one, and the members
///    the operation promises.
/// 4. Credentials leave it as signatures only; no log line and no error holds one, or a body.
package final class DynamoDBClient: Sendable {
    package let configuration: DynamoDBConfiguration
    let time: ClientTime
    let logger: Logger
    private let transports: [HTTPTransport]
    private let signer: SignatureV4
    private let host: [UInt8]
    private let origin: String
    private let isLoopback: Bool
    /// Seconds by which the service's clock is ahead of this machine's, where it refused ours.
    private let clockOffset = Atomic<Int>(0)
    /// The last request's: nearly every request is a batch in the same second as the one before.
    private let frame = Mutex<RequestFrame?>(nil)

    /// What requests for one operation in one second have in common.
    private final class RequestFrame: Sendable {
        let operation: Operation
        let time: Timestamp
        let credentials: Credentials
        let signing: SigningFrame
        /// The request line and the header lines, up to the signature.
        let lines: [UInt8]

        init(
            _ operation: Operation, _ time: Timestamp, _ credentials: Credentials,
            signing: SigningFrame, lines: [UInt8]
        ) {
            self.operation = operation
            self.time = time
            self.credentials = credentials
            self.signing = signing
            self.lines = lines
        }
    }

    /// A difference of clocks, in seconds, from which a refusal is blamed on it.
    ///
    /// The service refuses at 15 minutes; answers travel for seconds at most.
    private static let significantSkew: Int64 = 240

    /// Starts the transport's thread; nothing is sent.
    ///
    /// Throws where the CA bundle cannot be read.
    package init(
        _ configuration: DynamoDBConfiguration, logger: Logger, time: ClientTime = .system
    ) throws(SluiceError) {
        if let bundle = configuration.caBundle {
            do throws(SmallFile.Failure) {
                _ = try SmallFile.text(of: bundle)
            } catch .tooLarge, .notText {
                // Such a bundle is libcurl's to judge.
            } catch {
                throw SluiceError(
                    .configuration, "the CA bundle cannot be read: \(error.reason)", place: bundle,
                    hint:
                        "correct AWS_CA_BUNDLE or ca_bundle in the AWS profile, or unset it to use "
                        + "the system's")
            }
        }
        self.configuration = configuration
        self.time = time
        self.logger = logger
        host = Array(configuration.endpoint.authority.utf8)
        origin = configuration.endpoint.origin
        isLoopback = configuration.endpoint.isLoopback
        signer = SignatureV4(region: configuration.region)
        let count = max(1, configuration.lanes)
        let settings = HTTPTransport.Settings(
            caBundle: configuration.caBundle,
            connectTimeoutMilliseconds: configuration.connectTimeout.wholeMilliseconds,
            requestTimeoutMilliseconds: configuration.requestTimeout.wholeMilliseconds,
            stallTimeoutMilliseconds: configuration.stallTimeout.wholeMilliseconds,
            maxConnections: max(1, configuration.maxConnections / count))
        transports = (0..<count).map { _ in HTTPTransport(settings) }
    }

    /// Ends the transports; what is under way fails as closed.
    ///
    /// May be called again.
    package func close() { for transport in transports { transport.close() } }

    /// The ways to the service, each with a thread: one at least.
    package var lanes: [DynamoDBLane] {
        transports.map { DynamoDBLane(client: self, transport: $0) }
    }

    /// One attempt at an operation, without retry.
    ///
    /// The answer's checksum is compared; what it says is the caller's to read.
    /// Cancelling the task gives the request up; what it asked for may have been done all the same.
    ///
    /// `body`: the request's JSON; not copied: leave it alone until this returns.
    package func attempt(
        _ operation: Operation, body: ByteWriter
    ) async throws(DynamoDBError) -> ResponseBytes {
        try await attempt(operation, body: body, digest: nil, over: nil).body
    }

    /// - `digest`: the body's; nil: it is made here.
    /// - `transport`: one of the client's; nil: the first.
    func attempt(
        _ operation: Operation, body: ByteWriter, digest: SHA256.Digest?,
        over transport: HTTPTransport?
    ) async throws(DynamoDBError) -> HTTPResponse {
        let transport = transport ?? transports[0]
        let payloadHash = digest ?? SHA256.digest(of: body.bytes)
        var mayCorrectClock = true
        var mayRefresh = true
        while true {
            let credentials: Credentials
            do throws(SluiceError) {
                credentials = try await configuration.credentials.credentials(now: time.now())
            } catch {
                throw located(DynamoDBError(noCredentials: error), operation)
            }
            let head = signedHead(
                operation, payloadHash: payloadHash, length: body.count, credentials: credentials)
            let request = HTTPRequest(
                origin: origin, head: head, body: body, bypassesProxy: isLoopback)
            let response: HTTPResponse
            switch await transport.send(request) {
            case .failure(let failure): throw located(DynamoDBError(failure), operation)
            case .success(let received): response = received
            }
            if response.status == 200 {
                if let damage = Self.damage(response) { throw located(damage, operation) }
                return response
            }
            let error = DynamoDBError(
                status: response.status, head: response.head, body: response.body)
            if error.retryClass == .clockSkew, mayCorrectClock, correctClock(response.head) {
                mayCorrectClock = false
                continue
            }
            if error.retryClass == .credentials, mayRefresh {
                mayRefresh = false
                if await refreshed(credentials) { continue }
            }
            throw located(error, operation)
        }
    }

    private func signedHead(
        _ operation: Operation, payloadHash: SHA256.Digest, length: Int, credentials: Credentials
    ) -> [UInt8] {
        let now = time.now() + Int64(clockOffset.load(ordering: .relaxed))
        let frame = frame.withLock { kept in
            if let kept, kept.operation == operation, kept.time == now,
                kept.credentials == credentials
            {
                return kept
            }
            let new = makeFrame(operation, now, credentials)
            kept = new
            return new
        }
        return frame.signing.signature(of: payloadHash).withBytes { signature in
            var head: [UInt8] = []
            head.reserveCapacity(frame.lines.count + signature.count + 48)
            head += frame.lines
            head += signature
            head += "\r\ncontent-length: ".utf8
            head += String(length).utf8
            head += "\r\n\r\n".utf8
            return head
        }
    }

    private func makeFrame(
        _ operation: Operation, _ now: Timestamp, _ credentials: Credentials
    ) -> RequestFrame {
        let date = now.basicFormat
        var headers = [
            SignatureV4.Header("content-type", "application/x-amz-json-1.0"),
            SignatureV4.Header("host", host), SignatureV4.Header("x-amz-date", date),
        ]
        if let token = credentials.sessionToken {
            headers.append(SignatureV4.Header("x-amz-security-token", token))
        }
        headers.append(SignatureV4.Header("x-amz-target", operation.target))
        let signing = signer.frame(
            method: "POST", path: configuration.endpoint.path, headers: headers, date: date,
            credentials: credentials)
        var lines = Array("POST \(configuration.endpoint.path) HTTP/1.1\r\n".utf8)
        lines += Array("user-agent: \(configuration.userAgent)\r\n".utf8)
        for header in headers {
            lines += Array("\(header.name): ".utf8) + header.value + Array("\r\n".utf8)
        }
        lines += Array("authorization: ".utf8) + signing.authorization
        return RequestFrame(operation, now, credentials, signing: signing, lines: lines)
    }

    /// What is wrong with a successful answer; nil where nothing is.
    private static func damage(_ response: HTTPResponse) -> DynamoDBError? {
        guard let text = response.head["x-amz-crc32"] else { return nil }
        let checksum = response.body.withBytes { CRC32.checksum($0) }
        guard UInt32(text) != checksum else { return nil }
        return DynamoDBError(
            .damagedAnswer, code: "CRC32CheckFailed",
            message: "the checksum of the answer's \(response.body.count) bytes does not fit",
            httpStatus: response.status, requestID: response.head["x-amzn-requestid"],
            retryClass: .transient)
    }

    /// True where the service's `Date` shows a difference that explains the refusal; it is then kept.
    private func correctClock(_ head: ResponseHead) -> Bool {
        guard let date = head["date"].flatMap({ Timestamp(httpDate: $0) }) else { return false }
        let offset = date - time.now()
        let used = Int64(clockOffset.load(ordering: .relaxed))
        guard abs(offset - used) > Self.significantSkew else { return false }
        clockOffset.store(Int(offset), ordering: .relaxed)
        logger.warning(
            "the clock is off; requests are signed with the service's time",
            metadata: [
                "seconds": "\(offset)"
            ])
        return true
    }

    /// True where reading the credentials anew gave other ones.
    private func refreshed(_ refused: Credentials) async -> Bool {
        await configuration.credentials.invalidate()
        let fresh = try? await configuration.credentials.credentials(now: time.now())
        guard let fresh else { return false }
        return fresh.accessKeyID != refused.accessKeyID
            || fresh.secretAccessKey != refused.secretAccessKey
            || fresh.sessionToken != refused.sessionToken
    }

    func located(_ error: DynamoDBError, _ operation: Operation) -> DynamoDBError {
        var error = error
        error.operation = operation
        error.target = DynamoDBError.Target(
            endpoint: configuration.endpoint.url, region: configuration.region,
            isCustomEndpoint: configuration.isCustomEndpoint,
            isLoopback: configuration.endpoint.isLoopback)
        return error
    }
}

extension Duration {
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
