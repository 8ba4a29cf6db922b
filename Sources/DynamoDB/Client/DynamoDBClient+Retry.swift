import DynamoItem
import JSONText
import Logging

/// Attempts in a row, as a policy allows.
extension DynamoDBClient {
    /// Runs `body` until it succeeds, fails for good, or the policy ends.
    ///
    /// `body`: given the number of the attempt, from 1.
    package func retrying<Value>(
        _ policy: RetryPolicy, _ operation: Operation,
        _ body: (Int) async throws(DynamoDBError) -> Value
    ) async throws(DynamoDBError) -> Value {
        let start = time.elapsed()
        var attempt = 1
        while true {
            let failure: DynamoDBError
            do throws(DynamoDBError) {
                return try await body(attempt)
            } catch {
                failure = error
            }
            let wait = policy.delay(
                attempt: attempt, for: failure.retryClass,
                retryAfter: failure.retryAfterMilliseconds.map { .milliseconds($0) },
                elapsed: time.elapsed() - start, random: time.random)
            guard let wait else { throw failure }
            logger.debug(
                "trying again",
                metadata: [
                    "operation": "\(operation.rawValue)", "code": "\(failure.code)",
                    "attempt": "\(attempt)", "milliseconds": "\(wait.wholeMilliseconds)",
                ])
            try await pause(wait)
            attempt += 1
        }
    }

    /// Waits; throws `cancelled` where the task is.
    func pause(_ duration: Duration) async throws(DynamoDBError) {
        do {
            try await time.sleep(duration)
        } catch {
            throw .cancelled
        }
    }

    /// Sends a request with retry and reads its answer.
    func call(
        _ operation: Operation, _ policy: RetryPolicy,
        _ build: (inout JSONWriter) -> Void
    ) async throws(DynamoDBError) -> JSONNode {
        try await call(operation, policy, body: Self.body(build))
    }

    func call(
        _ operation: Operation, _ policy: RetryPolicy, body: ByteWriter
    ) async throws(DynamoDBError) -> JSONNode {
        try await retrying(policy, operation) { _ throws(DynamoDBError) in
            try await once(operation, body: body)
        }
    }

    /// One attempt, its answer read.
    func once(_ operation: Operation, body: ByteWriter) async throws(DynamoDBError) -> JSONNode {
        try read(try await attempt(operation, body: body), operation)
    }

    /// The answer's object.
    func read(_ answer: ResponseBytes, _ operation: Operation) throws(DynamoDBError) -> JSONNode {
        let limits = JSONLimits(maxBytes: BufferPool.answerLimit)
        let document = answer.withBytes { try? JSONReader.read($0, limits: limits) }
        guard let document, document.object != nil else {
            throw unexpected(operation, "the answer is not a JSON object")
        }
        return document
    }

    /// An answer of status 200 that lacks what the operation promises.
    func unexpected(_ operation: Operation, _ message: String) -> DynamoDBError {
        located(
            DynamoDBError(
                .notDynamoDB, code: "UnexpectedAnswer", message: message, httpStatus: 200,
                retryClass: .permanent), operation)
    }

    /// A request body: one object.
    static func body(_ build: (inout JSONWriter) -> Void) -> ByteWriter {
        var writer = JSONWriter()
        writer.beginObject()
        build(&writer)
        writer.endObject()
        let body = ByteWriter(capacity: writer.bytes.count)
        body.append(writer.bytes)
        return body
    }
}
