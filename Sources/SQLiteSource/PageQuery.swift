package import RunModel

/// The rows of an entity as SQL: one SELECT of its root, and one for each embedding, all in the root's order.
///
/// What always holds, and what the reader relies on:
/// 1. Every SELECT's first columns are the root's key, which is unique and not NULL.
/// 2. A child's SELECT is ordered by the root's key, then by the order and the identity of each level down
///    to its own; its first `linkCount` columns equal the first columns of its parent's SELECT, row by row.
/// 3. No SELECT multiplies rows of its level: joins are to-one, or checked (`SourceCheck`) to be.
package struct PageQuery: Sendable, Equatable {
    /// What messages call it: the root's name.
    package var name: String
    /// The result columns, the key first.
    package var columns: [String]
    /// What follows FROM.
    package var from: String
    /// The root alone, without its joins, for segments and counts; `keys` are in reach.
    package var rootFrom: String
    package var keys: [String]
    /// True where the key is the rowid: one integer, ascending.
    package var isRowid: Bool
    /// The column that tells whether the mapping's `where` holds; nil where there is none.
    package var conditionColumn: Int?
    /// Parents before their children.
    package var children: [ChildQuery]
    /// Temporary indexes that the SELECTs name.
    package var indexes: [PageIndex]

    package init(
        name: String, columns: [String], from: String, rootFrom: String, keys: [String],
        isRowid: Bool,
        conditionColumn: Int? = nil, children: [ChildQuery] = [], indexes: [PageIndex] = []
    ) {
        self.name = name
        self.columns = columns
        self.from = from
        self.rootFrom = rootFrom
        self.keys = keys
        self.isRowid = isRowid
        self.conditionColumn = conditionColumn
        self.children = children
        self.indexes = indexes
    }
}

/// The children of one embedding, over all rows of the root.
package struct ChildQuery: Sendable, Equatable {
    package var name: String
    package var columns: [String]
    package var from: String
    /// What ORDER BY has after the root's key.
    package var order: [String]
    /// The place of its parent in `PageQuery.children`; nil for the root.
    package var parent: Int?
    /// How many leading columns tell which row of the parent it belongs to.
    package var linkCount: Int

    package init(
        name: String, columns: [String], from: String, order: [String], parent: Int?, linkCount: Int
    ) {
        self.name = name
        self.columns = columns
        self.from = from
        self.order = order
        self.parent = parent
        self.linkCount = linkCount
    }
}

/// A range of keys: past `after`, up to and with `through`; nil is open.
package struct KeyRange: Sendable, Hashable {
    package var after: RowKey?
    package var through: RowKey?

    package init(after: RowKey? = nil, through: RowKey? = nil) {
        self.after = after
        self.through = through
    }
}

/// How a page of rows ended.
package enum PageEnd: Sendable, Equatable {
    /// There may be more rows after this key.
    case more(RowKey)
    /// The range has no more rows.
    case end
}

/// Something about the source that must hold before the first write; its SQL selects what breaks it.
package struct SourceCheck: Sendable, Equatable {
    /// Gives a row for each offence; values to show.
    package var sql: String
    /// Where: the table and entity of the mapping.
    package var place: String
    /// What is wrong where a row comes back.
    package var message: String
    package var hint: String

    package init(sql: String, place: String, message: String, hint: String) {
        self.sql = sql
        self.place = place
        self.message = message
        self.hint = hint
    }
}

extension PageQuery {
    /// The root's SELECT; bounds bind the key's values, `after` first, then `through`, then the limit.
    func rootSQL(hasAfter: Bool, hasThrough: Bool) -> String {
        "SELECT \(columns.joined(separator: ", ")) FROM \(from)"
            + bounds(hasAfter: hasAfter, hasThrough: hasThrough)
            + " ORDER BY \(keys.joined(separator: ", "))"
            + " LIMIT ?\((hasAfter ? keys.count : 0) + (hasThrough ? keys.count : 0) + 1)"
    }

    func sql(of child: ChildQuery, hasAfter: Bool, hasThrough: Bool) -> String {
        "SELECT \(child.columns.joined(separator: ", ")) FROM \(child.from)"
            + bounds(hasAfter: hasAfter, hasThrough: hasThrough)
            + " ORDER BY \((keys + child.order).joined(separator: ", "))"
    }

    /// Scalar comparisons for one column, row values for more: both seek in an index.
    private func bounds(hasAfter: Bool, hasThrough: Bool) -> String {
        var terms: [String] = []
        if hasAfter { terms.append(comparison(">", from: 1)) }
        if hasThrough { terms.append(comparison("<=", from: hasAfter ? keys.count + 1 : 1)) }
        return terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ")
    }

    func comparison(_ sign: String, from first: Int) -> String {
        let places = (first..<first + keys.count).map { "?\($0)" }
        return keys.count == 1
            ? "\(keys[0]) \(sign) \(places[0])"
            : "(\(keys.joined(separator: ", "))) \(sign) (\(places.joined(separator: ", ")))"
    }
}
