import DynamoItem
import GRDB
import Logging

/// The service's state; used by one request at a time, on the backend's executor.
final class Service {
    let options: LocalDynamoDBOptions
    let logger: Logger
    var catalog: Catalog
    var faults: FaultInjector
    var statistics = LocalDynamoDBStatistics()
    /// Lines for the audit file that the next commit writes out.
    var audit: [UInt8] = []
    /// Puts by table since the last commit, for `onPut`.
    var puts: [String: Int] = [:]
    /// Where items are written on their way into storage; one request at a time fills it.
    let scratch = ByteWriter(capacity: 1 << 16)

    init(_ options: LocalDynamoDBOptions, catalog: Catalog, logger: Logger) {
        self.options = options
        self.logger = logger
        self.catalog = catalog
        faults = FaultInjector(options.faults)
    }

    /// Notes one applied put.
    func notePut(_ table: String, replaced: Bool, key: @autoclosure () -> [UInt8]) {
        statistics.itemsPut += 1
        if replaced { statistics.itemsReplaced += 1 }
        if options.onPut != nil { puts[table, default: 0] += 1 }
        if options.auditPath != nil {
            audit += Array(table.utf8)
            audit.append(UInt8(ascii: "\t"))
            audit += key()
            audit.append(UInt8(ascii: "\n"))
        }
    }
}

/// One request's way through the service, with the connection it runs on.
struct Session {
    let service: Service
    let db: Database
    let now: Double

    var store: ItemStore { ItemStore(db: db) }

    /// A table whose items can be used.
    func openTable(_ name: String) throws -> Table {
        guard let table = service.catalog[name], table.record.isOpen(now: now) else {
            throw ServiceError.tableNotFound
        }
        return table
    }

    func answer(_ call: Call) -> Answer {
        do {
            return try call.body.withUnsafeBytes { bytes in
                try answer(try Request(operation: call.operation, bytes))
            }
        } catch let error as ServiceError {
            return Answer(error)
        } catch {
            service.logger.error(
                "storage failed", metadata: ["operation": "\(call.operation)", "error": "\(error)"])
            return Answer(ServiceError.internalError)
        }
    }

    private func answer(_ request: Request) throws -> Answer {
        guard let operation = Operation(rawValue: request.operation) else {
            throw ServiceError(family: .coral, code: "UnknownOperationException")
        }
        service.statistics.requests[request.operation, default: 0] += 1
        let tables = try request.tables()
        let verdict = service.faults.verdict(operation: request.operation, tables: tables)
        var answer: Answer
        do {
            if let spoiled = spoil(verdict, request, tables) {
                answer = spoiled
            } else {
                answer = Answer(body: try perform(operation, request, verdict))
            }
        } catch let error as ServiceError {
            answer = Answer(error)
        }
        if verdict.whole == .dropBefore || verdict.whole == .dropAfter {
            answer.spoiling = .dropConnection
        }
        if verdict.whole == .badCRC { answer.spoiling = .wrongCRC }
        if verdict.whole != .none { service.statistics.faults += 1 }
        answer.delayMicroseconds = verdict.delayMicroseconds
        return answer
    }

    /// The answer of a fault that keeps the request from being applied.
    private func spoil(_ verdict: FaultVerdict, _ request: Request, _ tables: [String]) -> Answer? {
        switch verdict.whole {
        case .none, .dropAfter, .badCRC: return nil
        case .dropBefore: return Answer(body: [])
        case .error500: return Answer(ServiceError.internalError)
        case .error503: return Answer(ServiceError.unavailable)
        case .expired: return Answer(ServiceError.expiredToken)
        case .throttle(let reason):
            return Answer(throttled(request.operation, tables.first ?? "", reason: reason))
        }
    }

    func throttled(_ operation: String, _ table: String, reason: String? = nil) -> ServiceError {
        let reads = ["BatchGetItem", "GetItem", "Query", "Scan"]
        let way = reads.contains(operation) ? "Read" : "Write"
        var arn = "arn:aws:dynamodb:\(TableRecord.region):000000000000:table/\(table)"
        // As AWS names it: an index that cannot follow holds up its table.
        if reason?.hasPrefix("Index") == true,
            let index = service.catalog[table]?.shape.indexes.first
        {
            arn += "/index/\(index.name)"
        }
        return .throttled(
            reason: reason ?? "Table\(way)ProvisionedThroughputExceeded", resource: arn)
    }
}

extension Request {
    /// The tables a request names, for the faults' filter.
    fileprivate func tables() throws -> [String] {
        if let cursor = cursor("TableName"), cursor.byte == UInt8(ascii: "\"") {
            return [Request.tableName(fromARN: try string("TableName") ?? "")]
        }
        guard var cursor = cursor("RequestItems"), cursor.take(UInt8(ascii: "{")) else { return [] }
        var names: [String] = []
        while !cursor.take(UInt8(ascii: "}")) {
            if !names.isEmpty { try cursor.expect(UInt8(ascii: ",")) }
            names.append(Request.tableName(fromARN: cursor.text(try cursor.string())))
            try cursor.expect(UInt8(ascii: ":"))
            try cursor.skipValue()
        }
        return names
    }
}
