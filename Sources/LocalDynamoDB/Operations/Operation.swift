/// What the endpoint can do; the names are the wire's.
enum Operation: String, CaseIterable {
    case createTable = "CreateTable"
    case describeTable = "DescribeTable"
    case updateTable = "UpdateTable"
    case deleteTable = "DeleteTable"
    case listTables = "ListTables"
    case batchWriteItem = "BatchWriteItem"
    case batchGetItem = "BatchGetItem"
    case putItem = "PutItem"
    case getItem = "GetItem"
    case updateItem = "UpdateItem"
    case deleteItem = "DeleteItem"
    case query = "Query"
    case scan = "Scan"
    case updateTimeToLive = "UpdateTimeToLive"
    case describeTimeToLive = "DescribeTimeToLive"
    case updateContinuousBackups = "UpdateContinuousBackups"
    case describeContinuousBackups = "DescribeContinuousBackups"
    case tagResource = "TagResource"
    case untagResource = "UntagResource"
    case listTagsOfResource = "ListTagsOfResource"
    case describeLimits = "DescribeLimits"
    case describeEndpoints = "DescribeEndpoints"
}

extension Session {
    func perform(
        _ operation: Operation, _ request: Request, _ verdict: FaultVerdict
    ) throws -> [UInt8] {
        switch operation {
        case .createTable: try createTable(request)
        case .describeTable: try describeTable(request)
        case .updateTable: try updateTable(request)
        case .deleteTable: try deleteTable(request)
        case .listTables: try listTables(request)
        case .batchWriteItem: try batchWriteItem(request, verdict)
        case .batchGetItem: try batchGetItem(request, verdict)
        case .putItem: try putItem(request, verdict)
        case .getItem: try getItem(request)
        case .updateItem: try updateItem(request, verdict)
        case .deleteItem: try deleteItem(request, verdict)
        case .query: try query(request)
        case .scan: try scan(request)
        case .updateTimeToLive: try updateTimeToLive(request)
        case .describeTimeToLive: try describeTimeToLive(request)
        case .updateContinuousBackups: try updateContinuousBackups(request)
        case .describeContinuousBackups: try describeContinuousBackups(request)
        case .tagResource: try tagResource(request)
        case .untagResource: try untagResource(request)
        case .listTagsOfResource: try listTagsOfResource(request)
        case .describeLimits: describeLimits()
        case .describeEndpoints: describeEndpoints()
        }
    }
}
