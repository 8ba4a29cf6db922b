import NIOHTTP1

/// Whether a request may pass to the service, by its headers.
enum Gate {
    /// The operation, or the answer that refuses the request.
    ///
    /// `now` is given where the server's clock is to be kept: AWS takes no request signed more
    /// than 15 minutes off.
    static func operation(_ head: HTTPRequestHead, now: Int?) -> Result<String, ServiceError> {
        guard let target = head.headers.first(name: "x-amz-target"),
            let dot = target.firstIndex(of: "."), target[..<dot] == "DynamoDB_20120810",
            Operation(rawValue: String(target[target.index(after: dot)...])) != nil
        else {
            return .failure(ServiceError(family: .coral, code: "UnknownOperationException"))
        }
        if let refusal = refusal(head.headers.first(name: "authorization"), head) {
            return .failure(refusal)
        }
        if let now, let refusal = refusal(head.headers.first(name: "x-amz-date"), now: now) {
            return .failure(refusal)
        }
        return .success(String(target[target.index(after: dot)...]))
    }

    private static func refusal(_ date: String?, now: Int) -> ServiceError? {
        let allowed = 15 * 60
        guard let date, let signed = seconds(fromAMZDate: date), abs(signed - now) > allowed else {
            return nil
        }
        let isLate = signed < now
        let edge = amzDate(isLate ? now - allowed : now + allowed)
        return ServiceError(
            family: .coral, code: "InvalidSignatureException",
            message: isLate
                ? "Signature expired: \(date) is now earlier than \(edge) (\(amzDate(now)) - 15 min.)"
                : "Signature not yet current: \(date) is still later than \(edge) "
                    + "(\(amzDate(now)) + 15 min.)")
    }

    /// AWS reads the header's parts before it checks any signature; signatures are not checked here.
    private static func refusal(_ header: String?, _ head: HTTPRequestHead) -> ServiceError? {
        guard let header, !header.isEmpty else {
            return ServiceError(
                family: .coral, code: "MissingAuthenticationTokenException",
                message: "Request is missing Authentication Token")
        }
        guard header.hasPrefix("AWS4-") else {
            return ServiceError(
                family: .coral, code: "IncompleteSignatureException",
                message: "Unsupported AWS 'algorithm': '\(header.prefix { $0 != " " })'.")
        }
        var missing = ["Credential", "Signature", "SignedHeaders"]
            .filter { !header.contains("\($0)=") }
            .map { "Authorization header requires '\($0)' parameter." }
        if head.headers.first(name: "x-amz-date") == nil && head.headers.first(name: "date") == nil
        {
            missing.append(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
            )
        }
        guard !missing.isEmpty else { return nil }
        // The header itself is not repeated: it holds a signature.
        return ServiceError(
            family: .coral, code: "IncompleteSignatureException",
            message: missing.joined(separator: " "))
    }
}
