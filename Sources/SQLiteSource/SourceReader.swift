import GRDBSQLite
package import RunModel

/// Reads rows in pages, by key, each page in a read transaction of its own.
///
/// What always holds:
/// 1. Between pages no statement is open and no transaction either: the application's writers are free.
/// 2. Keys come in ascending order, each once; a key that comes twice is an error, never a second item.
/// 3. A page sees one state of the database, children included.
///
/// It belongs to one thread at a time: a reader is made for a segment's task and used by nobody else.
package final class SourceReader {
    package let connection: SourceConnection
    private var prepared: [PreparedPage] = []
    private let indexes: ReaderIndexes

    /// Statements kept: four variants of a query, and a few queries.
    private static let capacity = 16

    package init(_ connection: SourceConnection) {
        self.connection = connection
        indexes = ReaderIndexes(connection)
    }

    /// Reads up to `maxRows` rows after `after`, up to and with `through`.
    ///
    /// - `body`: gets each row, in order; false ends the page after that row, which counts as read.
    /// - It returns `.more` with the last key read, unless the range has no more rows.
    package func page(
        _ query: PageQuery, after: RowKey? = nil, through: RowKey? = nil, maxRows: Int,
        _ body: (inout PageRow) throws(SluiceError) -> Bool
    ) throws(SluiceError) -> PageEnd {
        do throws(SluiceError) {
            return try connection.inReadTransaction { () throws(SluiceError) -> PageEnd in
                // In the page's own transaction: however fast the source changes, both see one state of it.
                try indexes.make(for: query)
                let page = try preparedPage(
                    query, hasAfter: after != nil, hasThrough: through != nil)
                // Reset before the transaction ends: an open statement would keep its lock.
                defer { page.reset() }
                try page.bind(after: after, through: through, maxRows: maxRows)
                return try page.read(after: after, maxRows: maxRows, body)
            }
        } catch {
            indexes.forget()
            throw error
        }
    }

    /// How often an index of our own had to be made again since the source had changed: pages should be
    /// large then.
    package var indexesRemade: Int { indexes.remade }

    private func preparedPage(
        _ query: PageQuery, hasAfter: Bool, hasThrough: Bool
    ) throws(SluiceError) -> PreparedPage {
        if let at = prepared.firstIndex(where: {
            $0.hasAfter == hasAfter && $0.hasThrough == hasThrough && $0.query == query
        }) {
            return prepared[at]
        }
        let page = try PreparedPage(
            query, hasAfter: hasAfter, hasThrough: hasThrough, connection: connection)
        if prepared.count == Self.capacity { prepared.removeFirst() }
        prepared.append(page)
        return page
    }
}

extension SourceDatabase {
    /// A reader on a connection of its own.
    package func makeReader() throws(SluiceError) -> SourceReader { SourceReader(try connect()) }
}

/// A statement that lives as long as its page.
private final class ReaderStatement {
    let statement: SourceStatement

    init(_ sql: String, _ connection: SourceConnection) throws(SluiceError) {
        statement = try connection.prepare(sql)
    }
}

/// A query's statements with one set of bounds, prepared once.
private final class PreparedPage {
    let query: PageQuery
    let hasAfter: Bool
    let hasThrough: Bool
    private let root: ReaderStatement
    private let children: [ReaderStatement]
    private let cursors: ReaderCursors
    private let connection: SourceConnection
    /// The bytes of the last two keys: keys of several values are compared without being boxed.
    private var lastKey: [UInt8] = []
    private var thisKey: [UInt8] = []

    init(
        _ query: PageQuery, hasAfter: Bool, hasThrough: Bool, connection: SourceConnection
    ) throws(SluiceError) {
        self.query = query
        self.hasAfter = hasAfter
        self.hasThrough = hasThrough
        self.connection = connection
        root = try ReaderStatement(
            query.rootSQL(hasAfter: hasAfter, hasThrough: hasThrough), connection)
        var children: [ReaderStatement] = []
        var cursors: [ReaderCursors.Cursor] = []
        for (at, child) in query.children.enumerated() {
            let sql = query.sql(of: child, hasAfter: hasAfter, hasThrough: hasThrough)
            let statement = try ReaderStatement(sql, connection)
            children.append(statement)
            cursors.append(
                ReaderCursors.Cursor(
                    row: SourceRow(statement: statement.statement.raw), name: child.name,
                    parent: child.parent ?? -1, linkCount: Int32(child.linkCount),
                    nested: query.children.indices.filter { query.children[$0].parent == at }))
        }
        self.children = children
        self.cursors = ReaderCursors(
            root: SourceRow(statement: root.statement.raw), cursors: cursors,
            isRowid: query.isRowid,
            connection: connection)
    }

    func bind(after: RowKey?, through: RowKey?, maxRows: Int) throws(SluiceError) {
        let bounds = (after?.values ?? []) + (through?.values ?? [])
        guard bounds.count == query.keys.count * ((hasAfter ? 1 : 0) + (hasThrough ? 1 : 0)) else {
            throw SluiceError(
                .mappingChanged,
                "the key of \(query.name.sanitised(limit: 200)) is not the one stored",
                hint: "the mapping or the schema changed since the run began: reset the table")
        }
        try root.statement.bind(bounds + [.integer(Int64(maxRows))])
        for child in children { try child.statement.bind(bounds) }
    }

    func reset() {
        root.statement.reset()
        for child in children { child.statement.reset() }
    }

    func read(
        after: RowKey?, maxRows: Int, _ body: (inout PageRow) throws(SluiceError) -> Bool
    ) throws(SluiceError) -> PageEnd {
        var row = PageRow(
            cursors: cursors, keyCount: Int32(query.keys.count),
            conditionColumn: Int32(query.conditionColumn ?? -1))
        cursors.begin()
        var count = 0
        var last: Int64?
        lastKey.removeAll(keepingCapacity: true)
        if query.isRowid, case .integer(let rowid)? = after?.values.first { last = rowid }
        if !query.isRowid, let after { lastKey = after.encoded }
        while try cursors.step(row.root) {
            if query.isRowid {
                let rowid = row.root.integer(at: 0)
                if let last, rowid <= last { throw keyRepeats(row.key) }
                last = rowid
            } else {
                thisKey.removeAll(keepingCapacity: true)
                for column in 0..<row.keyCount { thisKey.append(value: row.root, at: column) }
                if thisKey == lastKey { throw keyRepeats(row.key) }
                swap(&thisKey, &lastKey)
            }
            count += 1
            let wantsMore = try body(&row)
            try cursors.leaveRow()
            if !wantsMore || count == maxRows { return .more(row.key) }
        }
        try cursors.finish()
        return .end
    }

    private func keyRepeats(_ key: RowKey) -> SluiceError {
        SluiceError(
            .tableRefused,
            "\(query.name.sanitised(limit: 200)): the key \(key.description) comes more than once",
            place: connection.path,
            hint: "a root's key must be unique, and a lookup must find at most one row: "
                + "correct `key` or the lookup's columns in the mapping")
    }
}

extension [UInt8] {
    /// Appends a value so that equal bytes mean equal values: the form of `RowKey.encoded`.
    fileprivate mutating func append(value row: SourceRow, at column: Int32) {
        switch row.storage(at: column) {
        case .null: append(0)
        case .integer: append(tag: 1, UInt64(bitPattern: row.integer(at: column)))
        case .real: append(tag: 2, row.real(at: column).bitPattern)
        case .text:
            append(tag: 3, row.text(at: column) ?? UnsafeRawBufferPointer(start: nil, count: 0))
        case .blob: append(tag: 4, row.blob(at: column))
        }
    }

    private mutating func append(tag: UInt8, _ bits: UInt64) {
        append(tag)
        Swift.withUnsafeBytes(of: bits.bigEndian) { append(contentsOf: $0) }
    }

    private mutating func append(tag: UInt8, _ bytes: UnsafeRawBufferPointer) {
        append(tag)
        Swift.withUnsafeBytes(of: UInt32(truncatingIfNeeded: bytes.count).bigEndian) {
            append(contentsOf: $0)
        }
        append(contentsOf: bytes)
    }
}
