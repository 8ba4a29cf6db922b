import DynamoItem
import JSONText

extension Session {
    private static let queryExpressions = [
        "KeyConditionExpression", "FilterExpression", "ProjectionExpression",
    ]

    func query(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        var parameters = try ReadParameters(request, &constraints)
        try constraints.check()
        if let limit = parameters.limit, limit < 1 {
            throw ServiceError.validation(
                "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member "
                    + "must have value greater than or equal to 1")
        }
        try refuseLegacy(
            request, ["KeyConditions", "QueryFilter", "ConditionalOperator"], Self.queryExpressions)
        let scope = try ExpressionScope(request, expressions: Self.queryExpressions)
        guard let expression = try request.string("KeyConditionExpression") else {
            throw ServiceError.validation(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
                    + "request.")
        }
        let condition = try ExpressionParser.condition("KeyConditionExpression", expression, scope)
        try parameters.readExpressions(request, scope, self)
        try scope.checkAllUsed()
        let table = try openTable(parameters.table)
        let index = try parameters.index(in: table, now: now)
        let columns = table.shape.columns
        let partition = columns[index?.partition ?? table.shape.partition]
        let sortAt = index == nil ? table.shape.sort : index?.sort
        let keyCondition = try KeyCondition(
            condition, partition: partition, sort: sortAt.map { columns[$0] })
        try checkFilter(parameters, index, table)
        let start = try startKey(request, table, index)
        if let start {
            let given = start.index?.partition ?? start.key.partition
            guard given == keyCondition.partition else {
                throw ServiceError.validation(
                    "The provided starting key is outside query boundaries based on provided conditions"
                )
            }
        }
        let cursor = ItemCursor(
            db: db, table: table, index: record(of: index, table))
        var page = Page(parameters, index, table)
        try cursor.query(
            keyCondition, after: start, isForward: try request.bool("ScanIndexForward") ?? true
        ) { try page.add($0, size: $1) }
        return try page.answer()
    }

    func record(of index: TableShape.Index?, _ table: Table) -> TableRecord.Index? {
        index.flatMap { index in table.record.indexes.first { $0.name == index.name } }
    }

    /// A Query's filter may not name the keys it queries by.
    private func checkFilter(
        _ parameters: ReadParameters, _ index: TableShape.Index?, _ table: Table
    ) throws {
        guard let filter = parameters.filter else { return }
        let positions =
            index.map { [$0.partition] + [$0.sort].compactMap { $0 } } ?? table.shape.keyColumns
        let keys = Set(positions.map { table.shape.columns[$0].name })
        if let name = filter.roots.first(where: keys.contains) {
            throw ServiceError.validation(
                "Filter Expression can only contain non-primary key attributes: Primary key attribute: "
                    + name)
        }
    }

    /// ExclusiveStartKey: the table's key and, for an index, the index's.
    func startKey(
        _ request: Request, _ table: Table, _ index: TableShape.Index?
    ) throws -> StartKey? {
        guard let cursor = request.cursor("ExclusiveStartKey") else { return nil }
        service.scratch.reset()
        let item = try scan(cursor, table.shape)
        var positions = table.shape.keyColumns
        if let index {
            for position in [index.partition, index.sort].compactMap({ $0 })
            where !positions.contains(position) { positions.append(position) }
        }
        guard item.attributes == positions.count,
            positions.allSatisfy({ position in
                item.keys[position].type?.rawValue == table.shape.columns[position].type.rawValue
            })
        else {
            throw ServiceError.validation(
                index == nil
                    ? "The provided starting key is invalid: The provided key element does not match "
                        + "the schema"
                    : "The provided starting key is invalid")
        }
        return StartKey(
            key: item.primaryKey(table.shape), index: index.flatMap { item.indexKey($0) })
    }
}

extension Condition {
    /// The top-level attributes it looks at.
    var roots: [String] {
        switch self {
        case .and(let left, let right), .or(let left, let right): left.roots + right.roots
        case .not(let inner): inner.roots
        case .compare(_, let left, let right), .isType(let left, let right),
            .beginsWith(let left, let right), .contains(let left, let right):
            left.roots + right.roots
        case .between(let operand, let low, let high): operand.roots + low.roots + high.roots
        case .isIn(let operand, let choices): operand.roots + choices.flatMap(\.roots)
        case .exists(let path), .notExists(let path): [path.root]
        }
    }
}

extension Operand {
    fileprivate var roots: [String] {
        switch self {
        case .path(let path): [path.root]
        case .value: []
        case .size(let operand): operand.roots
        }
    }
}
