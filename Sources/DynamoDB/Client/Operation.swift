/// An operation of DynamoDB's JSON protocol, as the `X-Amz-Target` header names it.
package enum Operation: String, Sendable, CaseIterable {
    case createTable = "CreateTable"
    case describeTable = "DescribeTable"
    case updateTable = "UpdateTable"
    case deleteTable = "DeleteTable"
    case listTables = "ListTables"
    case batchWriteItem = "BatchWriteItem"
    case batchGetItem = "BatchGetItem"
    case getItem = "GetItem"
    case putItem = "PutItem"
    case deleteItem = "DeleteItem"
    case query = "Query"
    case scan = "Scan"
    case updateTimeToLive = "UpdateTimeToLive"
    case describeTimeToLive = "DescribeTimeToLive"
    case updateContinuousBackups = "UpdateContinuousBackups"
    case describeContinuousBackups = "DescribeContinuousBackups"

    var target: String { "DynamoDB_20120810." + rawValue }
}
