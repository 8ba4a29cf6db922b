import DynamoDB
import RunModel

extension DynamoDBError {
    /// What throttled, in a few words, as far as the service says: `GSI1 keys`, `table write capacity`,
    /// `account limit`.
    var throttleCause: String {
        var causes: [String] = []
        for reason in throttlingReasons where !causes.contains(reason.cause) {
            causes.append(reason.cause)
        }
        return causes.isEmpty ? causeByMessage : causes.sorted().joined(separator: ", ")
    }

    /// Older answers and other services give no reasons, only words.
    private var causeByMessage: String {
        switch code {
        case "ProvisionedThroughputExceededException":
            if message.contains("global secondary index") { return "index write capacity" }
            return message.contains("account") ? "account limit" : "table write capacity"
        case "RequestLimitExceeded": return "account limit"
        case "LimitExceededException": return "limit of table operations"
        default: return "too many requests"
        }
    }
}

extension ThrottlingReason {
    /// The reason with the table or index that it is about.
    fileprivate var cause: String {
        if reason.hasSuffix("AccountLimitExceeded") { return "account limit" }
        let way = reason.contains("Read") ? "read" : "write"
        if isHotPartition { return "\(subject) keys" }
        if reason.hasSuffix("MaxOnDemandThroughputExceeded") {
            return "\(subject) maximum throughput"
        }
        if reason.hasSuffix("ProvisionedThroughputExceeded") {
            return "\(subject) \(way) capacity"
        }
        return reason
    }

    /// `table`, or the index's name: `arn:aws:dynamodb:…:table/T/index/GSI1`.
    private var subject: String {
        guard isIndex else { return "table" }
        guard let resource, let mark = resource.firstRange(of: "/index/") else { return "index" }
        let name = resource[mark.upperBound...].prefix { $0 != "/" }
        return name.isEmpty ? "index" : String(name)
    }
}
