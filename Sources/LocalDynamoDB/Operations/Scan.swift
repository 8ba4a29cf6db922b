import DynamoItem
import JSONText

extension Session {
    private static let scanExpressions = ["FilterExpression", "ProjectionExpression"]

    func scan(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        var parameters = try ReadParameters(request, &constraints)
        constraints.least(parameters.limit, at: "limit", 1)
        let segment = try request.integer("Segment")
        let total = try request.integer("TotalSegments")
        constraints.least(segment, at: "segment", 0)
        constraints.most(segment, at: "segment", DynamoLimits.maxSegments - 1)
        constraints.least(total, at: "totalSegments", 1)
        constraints.most(total, at: "totalSegments", DynamoLimits.maxSegments)
        try constraints.check()
        try refuseLegacy(request, ["ScanFilter", "ConditionalOperator"], Self.scanExpressions)
        let range = try segmentRange(segment, of: total)
        let scope = try ExpressionScope(request, expressions: Self.scanExpressions)
        try parameters.readExpressions(request, scope, self)
        try scope.checkAllUsed()
        let table = try openTable(parameters.table)
        let index = try parameters.index(in: table, now: now)
        let start = try startKey(request, table, index)
        if let start {
            let hash = start.index?.hash ?? start.key.hash
            guard range.contains(hash) else {
                throw ServiceError.validation(
                    "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use "
                        + "ExclusiveStartKey with correct Segment. TotalSegments: \(total ?? 1) "
                        + "Segment: \(segment ?? 0)")
            }
        }
        let cursor = ItemCursor(db: db, table: table, index: record(of: index, table))
        var page = Page(parameters, index, table)
        try cursor.scan(from: range.lowerBound, to: range.upperBound, after: start) {
            try page.add($0, size: $1)
        }
        return try page.answer()
    }

    private func segmentRange(_ segment: Int?, of total: Int?) throws -> Range<Int64> {
        switch (segment, total) {
        case (nil, nil): return 0..<(1 << 32)
        case (nil, _?):
            throw ServiceError.validation(
                "The Segment parameter is required but was not present in the request when parameter "
                    + "TotalSegments is present")
        case (_?, nil):
            throw ServiceError.validation(
                "The TotalSegments parameter is required but was not present in the request when "
                    + "Segment parameter is present")
        case (let segment?, let total?):
            guard segment < total else {
                throw ServiceError.validation(
                    "The Segment parameter is zero-based and must be less than parameter "
                        + "TotalSegments: Segment: \(segment) is not less than TotalSegments: \(total)"
                )
            }
            return PrimaryKey.firstHash(
                segment: segment, of: total)..<PrimaryKey.firstHash(segment: segment + 1, of: total)
        }
    }
}
