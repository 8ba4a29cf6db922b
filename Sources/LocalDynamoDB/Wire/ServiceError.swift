import JSONText

/// An error as the service answers it.
struct ServiceError: Error {
    enum Family: String {
        case service = "com.amazonaws.dynamodb.v20120810#"
        case validate = "com.amazon.coral.validate#"
        case coral = "com.amazon.coral.service#"
        case availability = "com.amazon.coral.availability#"
    }

    var family = Family.service
    var code: String
    var message: String?
    var status = 400
    /// ThrottlingReasons: reason and resource.
    var reasons: [(reason: String, resource: String)] = []
    /// The old item's JSON, where ReturnValuesOnConditionCheckFailure asked for it.
    var item: [UInt8]?

    var body: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.field("__type", family.rawValue + code)
        if let message {
            // Coral's own errors say "Message"; the service's and the validator's say "message".
            writer.field(family == .coral ? "Message" : "message", message)
        }
        if !reasons.isEmpty {
            writer.name("ThrottlingReasons")
            writer.beginArray()
            for reason in reasons {
                writer.beginObject()
                writer.field("reason", reason.reason)
                writer.field("resource", reason.resource)
                writer.endObject()
            }
            writer.endArray()
        }
        if let item {
            writer.name("Item")
            writer.raw(item)
        }
        writer.endObject()
        return writer.bytes
    }

    static func validation(_ message: String) -> ServiceError {
        ServiceError(family: .validate, code: "ValidationException", message: message)
    }

    /// The validator's words for a value that breaks a rule.
    static func invalid(_ message: String) -> ServiceError {
        validation("One or more parameter values were invalid: " + message)
    }

    static func serialization(_ message: String?) -> ServiceError {
        ServiceError(family: .coral, code: "SerializationException", message: message)
    }

    static let tableNotFound = ServiceError(
        code: "ResourceNotFoundException", message: "Requested resource not found")

    static func notFound(_ message: String) -> ServiceError {
        ServiceError(code: "ResourceNotFoundException", message: message)
    }

    static func inUse(_ message: String) -> ServiceError {
        ServiceError(code: "ResourceInUseException", message: message)
    }

    static func limitExceeded(_ message: String) -> ServiceError {
        ServiceError(code: "LimitExceededException", message: message)
    }

    static func conditionFailed(item: [UInt8]?) -> ServiceError {
        ServiceError(
            code: "ConditionalCheckFailedException", message: "The conditional request failed",
            item: item)
    }

    static func throttled(reason: String, resource: String) -> ServiceError {
        ServiceError(
            code: "ProvisionedThroughputExceededException",
            message: "The level of configured provisioned throughput for the table was exceeded. "
                + "Consider increasing your provisioning level with the UpdateTable API.",
            reasons: [(reason, resource)])
    }

    static let internalError = ServiceError(
        code: "InternalServerError",
        message:
            "The request processing has failed because of an unknown error, exception or failure.",
        status: 500)

    static let unavailable = ServiceError(
        family: .coral, code: "ServiceUnavailableException",
        message: "The service is currently unavailable or busy.", status: 503)

    static let expiredToken = ServiceError(
        family: .coral, code: "ExpiredTokenException",
        message: "The security token included in the request is expired")
}
