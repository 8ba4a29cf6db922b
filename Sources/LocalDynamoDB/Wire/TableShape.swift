import DynamoItem

/// What of a table a writer must know: which attributes are keys of it or of its indexes.
struct TableShape {
    struct Column {
        var name: String
        var utf8: [UInt8]
        var type: KeyType
    }

    struct Index {
        var name: String
        var isLocal: Bool
        /// Positions in `columns`.
        var partition: Int
        var sort: Int?
        /// Names in the projection besides keys; nil: all.
        var projected: [String]?
    }

    /// The distinct key attributes; the table's own come first.
    var columns: [Column] = []
    var partition = 0
    var sort: Int?
    var indexes: [Index] = []

    /// A shape without keys: for values that are no table's item.
    init() {}

    init(key: KeySchema, indexes: [IndexDefinition]) {
        partition = column(key.partition)
        sort = key.sort.map { column($0) }
        for index in indexes {
            let projected: [String]? =
                switch index.projection {
                case .all: nil
                case .keysOnly: []
                case .include(let names): names
                }
            self.indexes.append(
                Index(
                    name: index.name, isLocal: index.isLocal,
                    partition: column(index.key.partition),
                    sort: index.key.sort.map { column($0) }, projected: projected))
        }
    }

    /// The table's key attributes.
    var keyColumns: [Int] { sort.map { [partition, $0] } ?? [partition] }

    func isTableKey(_ position: Int) -> Bool { position == partition || position == sort }

    private mutating func column(_ key: KeyAttribute) -> Int {
        if let at = columns.firstIndex(where: { $0.name.utf8.elementsEqual(key.name.utf8) }) {
            return at
        }
        columns.append(Column(name: key.name, utf8: Array(key.name.utf8), type: key.type))
        return columns.count - 1
    }
}
