package import RunModel

/// What the operator is told, and what to do next.
extension DynamoDBError {
    /// The error as it is shown.
    ///
    /// `table`: the mapping's name of the table concerned; shown as the place.
    package func sluiceError(table: String? = nil) -> SluiceError {
        if var error = credentialsError {
            error.place = error.place ?? table
            return error
        }
        let endpoint = target?.endpoint ?? "the endpoint"
        var error = SluiceError(
            code(hasTable: table != nil), summary(endpoint: endpoint), place: table)
        error.hint = hint(endpoint: endpoint)
        return error
    }

    private func code(hasTable: Bool) -> SluiceError.Code {
        switch kind {
        case .accessDenied: .accessDenied
        case .unknownCredentials, .expiredCredentials, .wrongSignature, .clockSkew, .noCredentials:
            .credentials
        case .cancelled: .cancelled
        case .tableNotFound, .resourceInUse, .validation, .conditionFailed, .itemCollectionTooLarge:
            hasTable ? .tableFailed : .targetUnavailable
        default: .targetUnavailable
        }
    }

    private func summary(endpoint: String) -> String {
        let said = message.isEmpty ? code : message
        let text: String =
            switch kind {
            case .nameResolution: "the name in \(endpoint) cannot be resolved"
            case .connection: "no connection to \(endpoint): \(said)"
            case .connectionLost: "the connection to \(endpoint) was lost: \(said)"
            case .certificate: "the certificate of \(endpoint) is not trusted: \(said)"
            case .tls: "no TLS connection to \(endpoint): \(said)"
            case .timeout: "\(endpoint) did not answer in time: \(said)"
            case .proxy: "the proxy on the way to \(endpoint) failed: \(said)"
            case .notDynamoDB: "\(endpoint) does not answer as DynamoDB does: \(said)"
            case .damagedAnswer: "an answer of \(endpoint) cannot be used: \(said)"
            case .unknownCredentials: "the access key id or session token is not accepted: \(said)"
            case .expiredCredentials: "the credentials have expired: \(said)"
            case .wrongSignature: "the request's signature is not accepted: \(said)"
            case .clockSkew: "this machine's clock and the service's are too far apart: \(said)"
            case .accessDenied: "not permitted: \(said)"
            case .throttled: "still throttled: \(said)"
            case .tableNotFound where operation?.isOnTable == true:
                "the target table does not exist: \(said)"
            default: message.isEmpty ? code : "\(code): \(message)"
            }
        let name = operation.map { "\($0.rawValue): " } ?? ""
        let id = requestID.map { " (request \($0))" } ?? ""
        return name + text + id
    }

    private func hint(endpoint: String) -> String? {
        let region = target?.region ?? "the region"
        switch kind {
        case .nameResolution where target?.isCustomEndpoint == false:
            return unknownRegionHint(region)
        case .nameResolution:
            return "check the host name of target.endpoint, and this machine's DNS"
        case .connection where target?.isLoopback == true:
            return "is the local server running, and on that port? `sluice local` starts one"
        case .connection, .connectionLost, .timeout:
            return "check network, firewall and proxy variables (https_proxy, no_proxy); "
                + "what was written stays, `sluice resume` continues"
        case .certificate:
            return "behind a proxy that re-signs TLS, name its CA file in AWS_CA_BUNDLE; "
                + "verification cannot be switched off"
        case .tls: return "does that port speak TLS? A plain endpoint begins with http://"
        case .proxy:
            return "check https_proxy, http_proxy and no_proxy; the proxy must allow CONNECT to "
                + "the endpoint's port"
        case .notDynamoDB:
            return "check target.endpoint: something else listens there, or a proxy answers"
        case .damagedAnswer:
            return "try again; if it stays, something on the way changes the answers"
        case .unknownCredentials:
            return "check that the key is active, belongs to the account of region \(region), "
                + "and, where it is temporary, comes with its AWS_SESSION_TOKEN; `sluice info` says "
                + "where the credentials come from"
        case .expiredCredentials: return "get new ones (log in again), then `sluice resume`"
        case .wrongSignature:
            return
                "the secret access key is wrong, most likely: compare it with the one given out with "
                + "the key id; `sluice info` says where they come from"
        case .clockSkew: return "set the clock (`timedatectl`); more than 15 minutes are refused"
        case .accessDenied:
            return
                "allow \(deniedAction) on the tables of this mapping in the identity's IAM policy"
        case .throttled: return throttlingHint
        case .limitExceeded:
            return
                "the account's limit of tables, or of table changes at a time, is reached: wait, or "
                + "raise it in Service Quotas"
        case .tableNotFound:
            return "was it deleted meanwhile, or is the region (\(region)) another? "
                + "`sluice reset` forgets its progress, then it is made again"
        case .resourceInUse:
            return "the table is being created, changed or deleted, or exists: wait and try again"
        case .itemCollectionTooLarge:
            return
                "all items of one partition key may take 10 GB where the table has a local index: "
                + "make it a global one"
        case .serverFault: return "the service's own fault: wait, then `sluice resume`"
        case .unknownOperation: return "the server at \(endpoint) lacks this operation"
        case .validation, .conditionFailed, .conflict, .other:
            return "the service refuses the request as it is: the message says why"
        case .noCredentials:
            return "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or target.profile"
        case .cancelled, .closed: return nil
        }
    }

    private func unknownRegionHint(_ region: String) -> String {
        guard !Partition.isKnown(region: region) else {
            return "check this machine's DNS and network"
        }
        let suggestion = Partition.suggestion(for: region).map { ": did you mean \"\($0)\"?" } ?? ""
        return "region \"\(region)\" is not known to have an endpoint\(suggestion)"
    }

    /// The action in `… is not authorized to perform: dynamodb:CreateTable on …`, else the operation's.
    private var deniedAction: String {
        if let start = message.firstRange(of: "to perform: ") {
            let action = message[start.upperBound...].prefix { !$0.isWhitespace }
            if !action.isEmpty { return String(action) }
        }
        return operation.map { "dynamodb:\($0.rawValue)" } ?? "the action"
    }

    private var throttlingHint: String {
        if throttlingReasons.contains(where: \.isHotPartition) {
            return "one partition key takes all writes; a partition takes 1,000 units a second"
        }
        if throttlingReasons.contains(where: \.isIndex) {
            return "an index cannot follow: give it more write capacity, or a key with more values"
        }
        if throttlingReasons.contains(where: \.isGlobal) {
            return "the account's or the table's own maximum is reached: lower load.maxWriteUnits, "
                + "or raise the quota"
        }
        return "raise the table's write capacity or warm throughput, or lower load.maxWriteUnits"
    }
}

extension Operation {
    var isOnTable: Bool { self != .listTables && self != .createTable }
}
