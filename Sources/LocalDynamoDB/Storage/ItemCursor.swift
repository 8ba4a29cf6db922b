import GRDB

/// Where a Query or Scan goes on: the keys of the last item it gave.
struct StartKey {
    var key: PrimaryKey
    var index: IndexKey?
}

/// Walks over the items of a table or of an index in order.
struct ItemCursor {
    let db: Database
    let table: Table
    let index: TableRecord.Index?

    private var source: String {
        guard let index else { return "\(table.record.sqlName) AS b" }
        return "\(table.record.sqlName(index)) AS i CROSS JOIN \(table.record.sqlName) AS b "
            + "ON b.h = i.bh AND b.pk = i.pk AND b.sk = i.sk"
    }

    /// One partition, in the order of its sort keys; `body` returns false to stop.
    func query(
        _ condition: KeyCondition, after start: StartKey?, isForward: Bool,
        _ body: (UnsafeRawBufferPointer, Int) throws -> Bool
    ) throws {
        let (h, pk, sk) = index == nil ? ("b.h", "b.pk", "b.sk") : ("i.h", "i.ipk", "i.isk")
        var conditions = ["\(h) = ?", "\(pk) = ?"]
        var values: [RawStatement.Value] = [
            .integer(PrimaryKey.hash(condition.partition)), .blob(condition.partition),
        ]
        if let lower = condition.lower {
            conditions.append("\(sk) \(lower.isInclusive ? ">=" : ">") ?")
            values.append(.blob(lower.bytes))
        }
        if let upper = condition.upper {
            conditions.append("\(sk) \(upper.isInclusive ? "<=" : "<") ?")
            values.append(.blob(upper.bytes))
        }
        if let start {
            let way = isForward ? ">" : "<"
            if let entry = start.index {
                conditions.append("(i.isk, i.pk, i.sk) \(way) (?, ?, ?)")
                values += [
                    .blob(entry.sort), .blob(start.key.partition), .blob(start.key.sort),
                ]
            } else {
                conditions.append("b.sk \(way) ?")
                values.append(.blob(start.key.sort))
            }
        }
        let way = isForward ? "ASC" : "DESC"
        let order =
            index == nil ? "b.sk \(way)" : "i.isk \(way), i.pk \(way), i.sk \(way)"
        try run(conditions, values, order, body)
    }

    /// The whole, or a range of hashes of it, in the hashes' order.
    func scan(
        from first: Int64, to end: Int64, after start: StartKey?,
        _ body: (UnsafeRawBufferPointer, Int) throws -> Bool
    ) throws {
        let h = index == nil ? "b.h" : "i.h"
        var conditions = ["\(h) >= ?", "\(h) < ?"]
        var values: [RawStatement.Value] = [.integer(first), .integer(end)]
        if let start {
            if let entry = start.index {
                conditions.append("(i.h, i.ipk, i.isk, i.pk, i.sk) > (?, ?, ?, ?, ?)")
                values += [
                    .integer(entry.hash), .blob(entry.partition), .blob(entry.sort),
                    .blob(start.key.partition), .blob(start.key.sort),
                ]
            } else {
                conditions.append("(b.h, b.pk, b.sk) > (?, ?, ?)")
                values += [
                    .integer(start.key.hash), .blob(start.key.partition), .blob(start.key.sort),
                ]
            }
        }
        let order = index == nil ? "b.h, b.pk, b.sk" : "i.h, i.ipk, i.isk, i.pk, i.sk"
        try run(conditions, values, order, body)
    }

    private func run(
        _ conditions: [String], _ values: [RawStatement.Value], _ order: String,
        _ body: (UnsafeRawBufferPointer, Int) throws -> Bool
    ) throws {
        let select = try RawStatement(
            db,
            "SELECT b.size, b.item FROM \(source) WHERE \(conditions.joined(separator: " AND ")) "
                + "ORDER BY \(order)")
        defer { select.reset() }
        select.bind(values)
        while try select.step() {
            guard try body(select.blob(1), Int(select.integer(0))) else { return }
        }
    }
}
