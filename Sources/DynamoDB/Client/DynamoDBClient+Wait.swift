/// Waiting for a table.
extension DynamoDBClient {
    /// Waits until the table and all its indexes are ACTIVE.
    ///
    /// In its first seconds a new table may be unknown to the node that is asked: that is waited for too.
    ///
    /// - `timeout`: a table takes seconds; an index over existing items takes as long as its backfill.
    /// - `onPoll`: told each description, for a line on the screen.
    @discardableResult
    package func waitUntilActive(
        _ table: String, timeout: Duration = .seconds(900),
        onPoll: (TableDescription) async -> Void = { _ in }
    ) async throws(DynamoDBError) -> TableDescription {
        try await poll(table, timeout: timeout, awaited: "ACTIVE") {
            description, elapsed throws(DynamoDBError) in
            guard let description else {
                guard elapsed < .seconds(30) else {
                    throw located(
                        DynamoDBError(
                            .tableNotFound, code: "ResourceNotFoundException",
                            message: "table \(table) does not appear", retryClass: .permanent),
                        .describeTable)
                }
                return nil
            }
            await onPoll(description)
            switch description.status {
            case .active: return description.isReady ? description : nil
            case .creating, .updating: return nil
            case .deleting: throw notBecoming("ACTIVE", table, "is being deleted")
            case .other(let word): throw notBecoming("ACTIVE", table, "is \(word)")
            }
        }
    }

    /// Waits until the table is gone.
    package func waitUntilDeleted(
        _ table: String, timeout: Duration = .seconds(900)
    ) async throws(DynamoDBError) {
        try await poll(table, timeout: timeout, awaited: "deleted") {
            description, _ throws(DynamoDBError) in
            description == nil ? () : nil
        }
    }

    /// Describes the table, again and again, until `judge` gives a value.
    ///
    /// `judge`: given nil where there is no such table.
    private func poll<Value>(
        _ table: String, timeout: Duration, awaited: String,
        judge: (TableDescription?, Duration) async throws(DynamoDBError) -> Value?
    ) async throws(DynamoDBError) -> Value {
        let start = time.elapsed()
        // A local server is ready at once, AWS after some five seconds, an index after minutes.
        var wait = Duration.milliseconds(50)
        while true {
            var description: TableDescription?
            do throws(DynamoDBError) {
                description = try await describeTable(table)
            } catch {
                guard error.kind == .tableNotFound else { throw error }
            }
            let elapsed = time.elapsed() - start
            if let value = try await judge(description, elapsed) { return value }
            guard elapsed + wait <= timeout else {
                throw notBecoming(
                    awaited, table, "is not after \(timeout.wholeMilliseconds / 1_000) s")
            }
            try await pause(wait)
            wait = min(wait * 2, .seconds(2))
        }
    }

    private func notBecoming(_ awaited: String, _ table: String, _ why: String) -> DynamoDBError {
        located(
            DynamoDBError(
                .resourceInUse, code: "TableNotReady",
                message: "waiting for table \(table) to be \(awaited): it \(why)",
                retryClass: .permanent), .describeTable)
    }
}
