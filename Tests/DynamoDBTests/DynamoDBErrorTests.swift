import CCurl
import RunModel
import Testing

@testable import DynamoDB

@Suite struct DynamoDBErrorTests {
    private func error(
        status: Int, headers: String = "", body: String
    ) throws -> DynamoDBError {
        let pool = BufferPool()
        let buffer = try #require(pool.take())
        let bytes = Array(body.utf8)
        sluice_buffer_append(buffer, bytes, bytes.count)
        return DynamoDBError(
            status: status,
            head: ResponseHead(Array("HTTP/1.1 \(status) X\r\n\(headers)\r\n".utf8)),
            body: ResponseBytes(buffer, pool: pool))
    }

    private func coded(_ code: String, status: Int = 400, message: String = "m") throws
        -> DynamoDBError
    {
        try error(status: status, body: #"{"__type":"x.y.z#\#(code)","message":"\#(message)"}"#)
    }

    /// DYNAMODB.md 2.2.
    @Test(
        arguments: [
            ("ProvisionedThroughputExceededException", 400, .throttled, .throttling),
            ("ThrottlingException", 400, .throttled, .throttling),
            ("RequestLimitExceeded", 400, .throttled, .throttling),
            ("LimitExceededException", 400, .limitExceeded, .throttling),
            ("InternalServerError", 500, .serverFault, .transient),
            ("ServiceUnavailable", 503, .serverFault, .transient),
            ("SomethingNew", 502, .serverFault, .transient),
            ("ReplicatedWriteConflictException", 409, .conflict, .transient),
            ("TransactionConflictException", 400, .conflict, .transient),
            ("ItemCollectionSizeLimitExceededException", 400, .itemCollectionTooLarge, .permanent),
            ("ExpiredTokenException", 400, .expiredCredentials, .credentials),
            ("UnrecognizedClientException", 400, .unknownCredentials, .credentials),
            ("RequestTimeTooSkewed", 403, .clockSkew, .clockSkew),
            ("InvalidSignatureException", 400, .wrongSignature, .clockSkew),
            ("ResourceInUseException", 400, .resourceInUse, .permanent),
            ("ResourceNotFoundException", 400, .tableNotFound, .permanent),
            ("ValidationException", 400, .validation, .permanent),
            ("AccessDeniedException", 400, .accessDenied, .permanent),
            ("ConditionalCheckFailedException", 400, .conditionFailed, .permanent),
            ("SerializationException", 400, .validation, .permanent),
            ("UnknownOperationException", 400, .unknownOperation, .permanent),
            ("SomethingNew", 400, .other, .permanent),
        ] as [(String, Int, DynamoDBError.Kind, RetryClass)])
    func `A code has its kind and its retry class`(
        _ code: String, _ status: Int, _ kind: DynamoDBError.Kind, _ retryClass: RetryClass
    ) throws {
        let error = try coded(code, status: status)
        #expect(error.code == code)
        #expect(error.kind == kind)
        #expect(error.retryClass == retryClass)
        #expect(error.message == "m")
    }

    @Test(
        arguments: [
            (500, .serverFault, .transient), (503, .serverFault, .transient),
            (429, .throttled, .throttling),
            (404, .notDynamoDB, .permanent), (302, .notDynamoDB, .permanent),
        ] as [(Int, DynamoDBError.Kind, RetryClass)])
    func `HTML and nothing are judged by their status`(
        _ status: Int, _ kind: DynamoDBError.Kind, _ retryClass: RetryClass
    ) throws {
        for body in ["<!doctype html><h1>Oops</h1>", ""] {
            let error = try error(status: status, body: body)
            #expect(error.kind == kind)
            #expect(error.retryClass == retryClass)
            #expect(error.code == "HTTP \(status)")
        }
    }

    @Test func `XML is read, as IAM's refusals come`() throws {
        let error = try error(
            status: 403,
            body: "<ErrorResponse><Errors><Error><Code>SignatureDoesNotMatch</Code>"
                + "<Message>The request signature</Message></Error></Errors></ErrorResponse>")
        #expect(error.kind == .wrongSignature)
        #expect(error.message == "The request signature")
    }

    @Test(arguments: [
        #"{"__type":"a#ThrottlingException","Message":"m","throttlingReasons":[{"reason":"IndexWriteKeyRangeThroughputExceeded","resource":"arn:x"}]}"#,
        #"{"__type":"a#ProvisionedThroughputExceededException","message":"m","ThrottlingReasons":[{"reason":"IndexWriteKeyRangeThroughputExceeded","resource":"arn:x"}]}"#,
    ])
    func `Throttling reasons are read under both their names`(_ body: String) throws {
        let error = try error(status: 400, headers: "x-amz-retry-after: 250\r\n", body: body)
        #expect(
            error.throttlingReasons == [
                ThrottlingReason(reason: "IndexWriteKeyRangeThroughputExceeded", resource: "arn:x")
            ])
        #expect(error.throttlingReasons[0].isHotPartition && error.throttlingReasons[0].isIndex)
        #expect(error.retryAfterMilliseconds == 250)
        #expect(error.message == "m")
    }

    @Test func `What a service says is sanitised`() throws {
        let error = try coded("ValidationException", message: #"a\u001b[2Jb"#)
        #expect(error.message == "a\u{241B}[2Jb")
    }

    @Test func `Headers are found in any case, the last one counts`() {
        let head = ResponseHead(
            Array("HTTP/1.1 200 OK\r\nX-Amz-CRC32:  12 \r\nx-a: 1\r\nX-A: 2\r\n\r\n".utf8))
        #expect(head["x-amz-crc32"] == "12")
        #expect(head["x-a"] == "2")
        #expect(head["x-amz"] == nil)
    }

    /// Every kind: a code that leads to an exit status, and words for the operator.
    @Test(
        arguments: [
            (.accessDenied, .accessDenied), (.unknownCredentials, .credentials),
            (.expiredCredentials, .credentials), (.wrongSignature, .credentials),
            (.clockSkew, .credentials),
            (.nameResolution, .targetUnavailable), (.connection, .targetUnavailable),
            (.connectionLost, .targetUnavailable), (.certificate, .targetUnavailable),
            (.tls, .targetUnavailable), (.timeout, .targetUnavailable),
            (.proxy, .targetUnavailable),
            (.notDynamoDB, .targetUnavailable), (.damagedAnswer, .targetUnavailable),
            (.throttled, .targetUnavailable), (.limitExceeded, .targetUnavailable),
            (.serverFault, .targetUnavailable), (.tableNotFound, .tableFailed),
            (.validation, .tableFailed), (.resourceInUse, .tableFailed),
            (.itemCollectionTooLarge, .tableFailed), (.unknownOperation, .targetUnavailable),
            (.noCredentials, .credentials),
        ] as [(DynamoDBError.Kind, SluiceError.Code)])
    func `Each kind of failure tells the operator what to do next`(
        _ kind: DynamoDBError.Kind, _ code: SluiceError.Code
    ) {
        var error = DynamoDBError(kind, code: "Code", message: "said", retryClass: .permanent)
        error.operation = .batchWriteItem
        let shown = error.sluiceError(table: "T")
        #expect(shown.code == code)
        #expect(shown.place == "T")
        #expect(shown.hint?.isEmpty == false)
        #expect(shown.message.hasPrefix("BatchWriteItem: "))
    }

    @Test func `A proxy's address is not repeated: a password may stand in it`() {
        let failure = TransportFailure(
            connecting: CURLE_COULDNT_RESOLVE_PROXY,
            detail: "Unsupported proxy syntax in 'http://user:hush#x@127.0.0.1:1'", proxyStatus: 0)
        let error = DynamoDBError(failure)
        #expect(error.kind == .proxy)
        #expect(!error.sluiceError().description.contains("hush"))
    }

    @Test func `The hint names the action that IAM denied`() {
        var error = DynamoDBError(
            .accessDenied, code: "AccessDeniedException",
            message:
                "User: arn:aws:iam::1:user/u is not authorized to perform: dynamodb:CreateTable "
                + "on resource: arn:aws:dynamodb:us-east-1:1:table/T", retryClass: .permanent)
        #expect(error.sluiceError().hint?.contains("allow dynamodb:CreateTable on") == true)
        error.message = "no"
        error.operation = .scan
        #expect(error.sluiceError().hint?.contains("dynamodb:Scan") == true)
    }

    @Test(arguments: [
        ("us-est-1", true, "did you mean \"us-east-1\"?"), ("us-east-1", true, "DNS"),
        ("us-east-1", false, "target.endpoint"),
    ])
    func `A name without an address is a matter of region, DNS or endpoint`(
        _ region: String, _ isOwn: Bool, _ expected: String
    ) {
        var error = DynamoDBError(
            TransportFailure(.nameResolution, "Could not resolve host: x"))
        error.target = DynamoDBError.Target(
            endpoint: "https://x", region: region, isCustomEndpoint: !isOwn, isLoopback: false)
        #expect(error.sluiceError().hint?.contains(expected) == true)
    }
}
