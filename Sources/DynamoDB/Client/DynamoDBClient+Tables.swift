package import DynamoItem
import JSONText

/// Tables: made, described, changed, deleted.
extension DynamoDBClient {
    /// Begins to create a table; `waitUntilActive` waits for its end.
    ///
    /// TTL and point-in-time recovery are not part of this request: see `updateTimeToLive` and
    /// `updateContinuousBackups`.
    ///
    /// A table of that name is `resourceInUse`, unless an attempt of this very call may have made it.
    @discardableResult
    package func createTable(_ definition: TableDefinition) async throws(DynamoDBError)
        -> TableDescription
    {
        let body = Self.body { TableRequest.create(definition, &$0) }
        return try await retrying(.control, .createTable) { attempt throws(DynamoDBError) in
            do throws(DynamoDBError) {
                let answer = try await once(.createTable, body: body)
                return try description(answer["TableDescription"], .createTable)
            } catch {
                guard error.kind == .resourceInUse, attempt > 1 else { throw error }
                return try await describeTable(definition.name)
            }
        }
    }

    package func describeTable(_ name: String) async throws(DynamoDBError) -> TableDescription {
        let answer = try await call(.describeTable, .control) { $0.field("TableName", name) }
        return try description(answer["Table"], .describeTable)
    }

    @discardableResult
    package func updateTable(
        _ name: String, _ change: TableChange
    ) async throws(DynamoDBError) -> TableDescription {
        let answer = try await call(.updateTable, .control) { writer in
            writer.field("TableName", name)
            change.write(to: &writer)
        }
        return try description(answer["TableDescription"], .updateTable)
    }

    /// Begins to delete a table; `waitUntilDeleted` waits for its end.
    package func deleteTable(_ name: String) async throws(DynamoDBError) {
        let body = Self.body { $0.field("TableName", name) }
        try await retrying(.control, .deleteTable) { attempt throws(DynamoDBError) in
            do throws(DynamoDBError) {
                _ = try await once(.deleteTable, body: body)
            } catch {
                guard error.kind == .tableNotFound, attempt > 1 else { throw error }
            }
        }
    }

    /// A page of table names.
    ///
    /// - `limit`: 1…100; nil: 100.
    /// - `startAfter`: the `next` of the page before.
    package func listTables(
        limit: Int? = nil, startAfter: String? = nil
    ) async throws(DynamoDBError) -> (names: [String], next: String?) {
        let answer = try await call(.listTables, .control) { writer in
            if let limit { writer.field("Limit", limit) }
            if let startAfter { writer.field("ExclusiveStartTableName", startAfter) }
        }
        guard let names = answer["TableNames"]?.array else {
            throw unexpected(.listTables, "the answer has no TableNames")
        }
        return (names.compactMap(\.string), answer["LastEvaluatedTableName"]?.string)
    }

    /// Switches the TTL attribute on; that it is on already, with the same one, is success.
    package func updateTimeToLive(_ table: String, attribute: String) async throws(DynamoDBError) {
        do throws(DynamoDBError) {
            _ = try await call(.updateTimeToLive, .control) { writer in
                writer.field("TableName", table)
                writer.name("TimeToLiveSpecification")
                writer.beginObject()
                writer.field("Enabled", true)
                writer.field("AttributeName", attribute)
                writer.endObject()
            }
        } catch {
            guard error.kind == .validation, try await describeTimeToLive(table) == attribute
            else { throw error }
        }
    }

    /// The TTL attribute that is on or being switched on; nil: none.
    package func describeTimeToLive(_ table: String) async throws(DynamoDBError) -> String? {
        let answer = try await call(.describeTimeToLive, .control) { $0.field("TableName", table) }
        let description = answer["TimeToLiveDescription"]
        switch description?["TimeToLiveStatus"]?.string {
        case "ENABLED", "ENABLING": return description?["AttributeName"]?.string
        default: return nil
        }
    }

    /// Switches point-in-time recovery on, for 1…35 days back, or off (nil).
    ///
    /// It is not there in a table's first moments: the call then tries for as long as the policy of
    /// control operations allows.
    package func updateContinuousBackups(
        _ table: String, recoveryDays: Int?
    ) async throws(DynamoDBError) {
        _ = try await call(.updateContinuousBackups, .control) { writer in
            writer.field("TableName", table)
            writer.name("PointInTimeRecoverySpecification")
            writer.beginObject()
            writer.field("PointInTimeRecoveryEnabled", recoveryDays != nil)
            if let recoveryDays { writer.field("RecoveryPeriodInDays", recoveryDays) }
            writer.endObject()
        }
    }

    private func description(
        _ node: JSONNode?, _ operation: Operation
    ) throws(DynamoDBError) -> TableDescription {
        guard let description = TableDescription(node) else {
            throw unexpected(operation, "the answer has no table description")
        }
        return description
    }
}
