import DynamoItem
import JSONText

/// What Query and Scan have in common, read and checked.
struct ReadParameters {
    var table: String
    var indexName: String?
    var limit: Int?
    var isConsistent: Bool
    var select: String?
    var detail: Consumed.Detail
    var filter: Condition?
    var projection: Projection?
    var countsOnly: Bool { select == "COUNT" }

    private static let selects = [
        "SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES",
    ]

    /// Reads what does not need the table; `scope` is completed by the caller's own expressions.
    init(_ request: Request, _ constraints: inout Constraints) throws {
        table = try request.tableName(&constraints)
        indexName = try request.string("IndexName")
        if let indexName { constraints.name(indexName, at: "indexName", least: 3) }
        limit = try request.integer("Limit")
        isConsistent = try request.bool("ConsistentRead") ?? false
        select = try request.string("Select")
        constraints.member(select, at: "select", of: Self.selects)
        detail = try request.capacityDetail(&constraints)
    }

    mutating func readExpressions(
        _ request: Request, _ scope: ExpressionScope, _ session: Session
    ) throws {
        filter = try request.string("FilterExpression").map {
            try ExpressionParser.condition("FilterExpression", $0, scope)
        }
        if request.has("AttributesToGet") {
            projection = try session.projection(
                request, ["ProjectionExpression", "FilterExpression"])
        } else {
            projection = try request.string("ProjectionExpression").map {
                try Projection.parse($0, scope)
            }
        }
        if let select, select != "SPECIFIC_ATTRIBUTES", projection != nil {
            throw ServiceError.validation(
                "Cannot specify the \(request.has("AttributesToGet") ? "AttributesToGet" : "ProjectionExpression") "
                    + "when choosing to get \(select == "COUNT" ? "only the Count" : select)")
        }
        if select == "SPECIFIC_ATTRIBUTES", projection == nil {
            throw ServiceError.validation(
                "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
                    + "SPECIFIC_ATTRIBUTES")
        }
        if select == "ALL_PROJECTED_ATTRIBUTES", indexName == nil {
            throw ServiceError.invalid(
                "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
        }
    }

    /// The index that is read; nil: the table itself.
    func index(in table: Table, now: Double) throws -> TableShape.Index? {
        guard let indexName else { return nil }
        guard let index = table.shape.indexes.first(where: { $0.name == indexName }),
            let record = table.record.indexes.first(where: { $0.name == indexName })
        else {
            throw ServiceError.validation(
                "The table does not have the specified index: \(indexName)")
        }
        if now < record.activeAt, now >= table.record.activeAt {
            throw ServiceError.validation(
                "Cannot read from backfilling global secondary index: \(indexName)")
        }
        if isConsistent, !index.isLocal {
            throw ServiceError.validation(
                "Consistent reads are not supported on global secondary indexes")
        }
        if select == "ALL_ATTRIBUTES", !index.isLocal, index.projected != nil {
            throw ServiceError.invalid(
                "Select type ALL_ATTRIBUTES is not supported for global secondary index \(indexName) "
                    + "because its projection type is not ALL")
        }
        return index
    }

    /// What of an index's entry can be seen; nil: everything.
    func visible(_ index: TableShape.Index?, _ shape: TableShape) -> Projection? {
        guard let index, let projected = index.projected else { return nil }
        if index.isLocal, select == "ALL_ATTRIBUTES" || projection != nil { return nil }
        var names: [String] = []
        let keys = shape.keyColumns + [index.partition] + [index.sort].compactMap { $0 }
        for name in keys.map({ shape.columns[$0].name }) + projected where !names.contains(name) {
            names.append(name)
        }
        return Projection(names: names)
    }
}
