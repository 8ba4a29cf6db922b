package import RunModel

/// Why an operation failed: what the service said, or why there was no answer.
package struct DynamoDBError: Error, Sendable {
    package enum Kind: Sendable, Equatable, CaseIterable {
        // What the service said.
        case throttled
        case limitExceeded
        case tableNotFound
        case resourceInUse
        case validation
        case conditionFailed
        case itemCollectionTooLarge
        case conflict
        case accessDenied
        /// The key id or the token is not known, or not active.
        case unknownCredentials
        case expiredCredentials
        /// The signature does not match: mostly a wrong secret.
        case wrongSignature
        case clockSkew
        case serverFault
        case unknownOperation
        /// Another code of the service.
        case other
        // Why there was no answer that counts.
        case nameResolution
        case connection
        case connectionLost
        case certificate
        case tls
        case timeout
        case proxy
        /// What answers does not speak DynamoDB's protocol.
        case notDynamoDB
        /// The answer's checksum does not fit its bytes, or it cannot be read.
        case damagedAnswer
        /// No credentials could be had; `credentialsError` says why.
        case noCredentials
        case cancelled
        case closed
    }

    /// Where the request went, for the hints.
    package struct Target: Sendable, Equatable {
        package var endpoint: String
        package var region: String
        package var isCustomEndpoint: Bool
        package var isLoopback: Bool
    }

    package var kind: Kind
    /// The service's code without its prefix (`ValidationException`), or a name for what went wrong.
    package var code: String
    /// The service's or libcurl's words, sanitised.
    package var message: String
    package var httpStatus: Int?
    package var requestID: String?
    package var throttlingReasons: [ThrottlingReason] = []
    package var retryAfterMilliseconds: Int?
    package var retryClass: RetryClass
    package var operation: Operation?
    package var target: Target?
    package var credentialsError: SluiceError?

    package init(
        _ kind: Kind, code: String, message: String, httpStatus: Int? = nil,
        requestID: String? = nil,
        retryClass: RetryClass
    ) {
        self.kind = kind
        self.code = code
        self.message = message.sanitised(limit: 1_000)
        self.httpStatus = httpStatus
        self.requestID = requestID
        self.retryClass = retryClass
    }
}

/// One reason of a throttling: `TableWriteKeyRangeThroughputExceeded` and the resource it is about.
package struct ThrottlingReason: Sendable, Hashable {
    package var reason: String
    /// An ARN; nil where none was given.
    package var resource: String?

    package init(reason: String, resource: String?) {
        self.reason = reason
        self.resource = resource
    }

    /// One partition is hot: the keys' order, not the rate, is the matter.
    package var isHotPartition: Bool { reason.hasSuffix("KeyRangeThroughputExceeded") }
    /// An index cannot follow; the table's writes wait for it.
    package var isIndex: Bool { reason.hasPrefix("Index") }
    /// The account or the table's own cap is the limit: a lower rate for all.
    package var isGlobal: Bool {
        reason.hasSuffix("AccountLimitExceeded")
            || reason.hasSuffix("MaxOnDemandThroughputExceeded")
    }
}

extension DynamoDBError: CustomStringConvertible {
    package var description: String {
        var text = message.isEmpty ? code : "\(code): \(message)"
        if let requestID { text += " (request \(requestID))" }
        return text
    }
}

extension DynamoDBError {
    init(_ failure: TransportFailure) {
        let (kind, code, retryClass): (Kind, String, RetryClass) =
            switch failure.kind {
            case .nameResolution: (.nameResolution, "NameResolution", .transient)
            case .proxyNameResolution, .proxy: (.proxy, "Proxy", .transient)
            case .connection: (.connection, "ConnectionFailed", .transient)
            case .connectTimeout: (.connection, "ConnectTimeout", .transient)
            case .certificate, .caBundle: (.certificate, "CertificateNotTrusted", .permanent)
            case .tls: (.tls, "TLSFailed", .transient)
            case .timeout: (.timeout, "Timeout", .transient)
            case .connectionLost: (.connectionLost, "ConnectionLost", .transient)
            case .notHTTP: (.notDynamoDB, "NotHTTP", .permanent)
            case .answerTooLarge: (.damagedAnswer, "AnswerTooLarge", .permanent)
            case .cancelled: (.cancelled, "Cancelled", .permanent)
            case .closed: (.closed, "Closed", .permanent)
            case .other: (.connectionLost, "TransportFailed", .transient)
            }
        self.init(kind, code: code, message: failure.message, retryClass: retryClass)
    }

    init(noCredentials error: SluiceError) {
        self.init(
            .noCredentials, code: "NoCredentials", message: error.message, retryClass: .permanent)
        credentialsError = error
    }

    static var cancelled: DynamoDBError {
        DynamoDBError(.cancelled, code: "Cancelled", message: "cancelled", retryClass: .permanent)
    }
}
