import JSONText
import RunModel

/// Reading what the service says when it refuses.
extension DynamoDBError {
    private struct Rule {
        var kind: Kind
        var retryClass: RetryClass

        init(_ kind: Kind, _ retryClass: RetryClass) {
            self.kind = kind
            self.retryClass = retryClass
        }
    }

    /// The codes and what follows from each (DYNAMODB.md 2.2; botocore's retry rules).
    private static let rules: [String: Rule] = [
        "ProvisionedThroughputExceededException": Rule(.throttled, .throttling),
        "ThrottlingException": Rule(.throttled, .throttling),
        "Throttling": Rule(.throttled, .throttling),
        "ThrottledException": Rule(.throttled, .throttling),
        "RequestLimitExceeded": Rule(.throttled, .throttling),
        "RequestThrottled": Rule(.throttled, .throttling),
        "RequestThrottledException": Rule(.throttled, .throttling),
        "TooManyRequestsException": Rule(.throttled, .throttling),
        "SlowDown": Rule(.throttled, .throttling),
        "TransactionInProgressException": Rule(.conflict, .throttling),
        "LimitExceededException": Rule(.limitExceeded, .throttling),
        "ResourceNotFoundException": Rule(.tableNotFound, .permanent),
        "TableNotFoundException": Rule(.tableNotFound, .permanent),
        "ResourceInUseException": Rule(.resourceInUse, .permanent),
        "TableInUseException": Rule(.resourceInUse, .permanent),
        "TableAlreadyExistsException": Rule(.resourceInUse, .permanent),
        // Point-in-time recovery is not there yet in the first moments of a table.
        "ContinuousBackupsUnavailableException": Rule(.resourceInUse, .throttling),
        "ValidationException": Rule(.validation, .permanent),
        "SerializationException": Rule(.validation, .permanent),
        "ConditionalCheckFailedException": Rule(.conditionFailed, .permanent),
        "ItemCollectionSizeLimitExceededException": Rule(.itemCollectionTooLarge, .permanent),
        "ReplicatedWriteConflictException": Rule(.conflict, .transient),
        "TransactionConflictException": Rule(.conflict, .transient),
        "AccessDeniedException": Rule(.accessDenied, .permanent),
        "AccessDenied": Rule(.accessDenied, .permanent),
        "NotAuthorized": Rule(.accessDenied, .permanent),
        "OptInRequired": Rule(.accessDenied, .permanent),
        "UnrecognizedClientException": Rule(.unknownCredentials, .credentials),
        "InvalidClientTokenId": Rule(.unknownCredentials, .credentials),
        "InvalidAccessKeyId": Rule(.unknownCredentials, .credentials),
        "MissingAuthenticationTokenException": Rule(.unknownCredentials, .permanent),
        "MissingAuthenticationToken": Rule(.unknownCredentials, .permanent),
        "ExpiredTokenException": Rule(.expiredCredentials, .credentials),
        "ExpiredToken": Rule(.expiredCredentials, .credentials),
        "TokenRefreshRequired": Rule(.expiredCredentials, .credentials),
        "InvalidSignatureException": Rule(.wrongSignature, .clockSkew),
        "SignatureDoesNotMatch": Rule(.wrongSignature, .clockSkew),
        "IncompleteSignatureException": Rule(.wrongSignature, .permanent),
        "IncompleteSignature": Rule(.wrongSignature, .permanent),
        "AuthFailure": Rule(.wrongSignature, .clockSkew),
        "RequestTimeTooSkewed": Rule(.clockSkew, .clockSkew),
        "RequestExpired": Rule(.clockSkew, .clockSkew),
        "RequestInTheFuture": Rule(.clockSkew, .clockSkew),
        "UnknownOperationException": Rule(.unknownOperation, .permanent),
        "InternalServerError": Rule(.serverFault, .transient),
        "InternalServerErrorException": Rule(.serverFault, .transient),
        "InternalFailure": Rule(.serverFault, .transient),
        "ServiceUnavailable": Rule(.serverFault, .transient),
        "ServiceUnavailableException": Rule(.serverFault, .transient),
        "RequestTimeout": Rule(.serverFault, .transient),
        "RequestTimeoutException": Rule(.serverFault, .transient),
    ]

    /// What an answer that is no success means; its body may be JSON, XML, HTML, or nothing.
    init(status: Int, head: ResponseHead, body: ResponseBytes) {
        let said = Said(body, head: head)
        let rule =
            said.code.flatMap { Self.rules[$0] }
            ?? Self.rule(status: status, isService: said.code != nil)
        self.init(
            rule.kind, code: said.code ?? "HTTP \(status)", message: said.message ?? "",
            httpStatus: status,
            requestID: head["x-amzn-requestid"]?.sanitised(limit: 100), retryClass: rule.retryClass)
        throttlingReasons = said.reasons
        retryAfterMilliseconds = head["x-amz-retry-after"].flatMap { Int($0) }
        // A signature's age is refused by the same code as a wrong one.
        if kind == .wrongSignature,
            ["Signature expired", "Signature not yet current"].contains(
                where: { message.hasPrefix($0) })
        {
            kind = .clockSkew
        }
    }

    private static func rule(status: Int, isService: Bool) -> Rule {
        switch status {
        case 429: Rule(.throttled, .throttling)
        case 408, 500...: Rule(.serverFault, .transient)
        case 413: Rule(.validation, .permanent)
        case 403 where !isService: Rule(.accessDenied, .permanent)
        default: Rule(isService ? .other : .notDynamoDB, .permanent)
        }
    }
}

/// Code, message and reasons, as far as an answer has them.
private struct Said {
    var code: String?
    var message: String?
    var reasons: [ThrottlingReason] = []

    init(_ body: ResponseBytes, head: ResponseHead) {
        let document = body.withBytes { bytes in
            try? JSONReader.read(bytes, limits: JSONLimits(maxBytes: 1 << 20))
        }
        if let document, document.object != nil {
            code = document["__type"]?.string.map(Self.withoutPrefix)
            message = document["message"]?.string ?? document["Message"]?.string
            let list = document["ThrottlingReasons"] ?? document["throttlingReasons"]
            reasons = (list?.array ?? []).compactMap { element in
                guard let reason = element["reason"]?.string else { return nil }
                return ThrottlingReason(
                    reason: reason.sanitised(limit: 100),
                    resource: element["resource"]?.string.map { $0.sanitised(limit: 300) })
            }
        } else if let text = body.text, text.utf8.count < 1 << 20 {
            // IAM's refusals may come as XML: <Code>…</Code><Message>…</Message>.
            code = Self.element("Code", of: text)
            message = Self.element("Message", of: text)
        }
        if code == nil, let type = head["x-amzn-errortype"] {
            code = Self.withoutPrefix(String(type.prefix { $0 != ":" }))
        }
        code = code.flatMap { $0.isEmpty ? nil : $0.sanitised(limit: 100) }
    }

    /// `com.amazonaws.dynamodb.v20120810#ValidationException` → the last word.
    private static func withoutPrefix(_ type: String) -> String {
        type.lastIndex(of: "#").map { String(type[type.index(after: $0)...]) } ?? type
    }

    private static func element(_ name: String, of text: String) -> String? {
        guard let start = text.firstRange(of: "<\(name)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }
}
