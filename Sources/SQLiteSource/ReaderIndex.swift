import RunModel

/// An index that a query needs and the source lacks, made in the reader's own temporary database.
///
/// SQLite does not index foreign keys, and without an index it would sort all children anew for each page.
/// This one is made once per reader, in SQLite's temporary folder, and again where the source has changed.
package struct PageIndex: Sendable, Equatable {
    /// The temporary table's name, the same for the same index.
    package var name: String
    package var create: String
    package var fill: String

    package init(name: String, create: String, fill: String) {
        self.name = name
        self.create = create
        self.fill = fill
    }
}

/// The temporary indexes of one connection.
///
/// What always holds: a page that uses one sees the state of the source it was made from, since both happen
/// in the page's transaction; and writing is allowed on the connection while one is made, never else. The
/// source itself is opened read-only either way.
final class ReaderIndexes {
    private let connection: SourceConnection
    /// The source's data version each was filled at.
    private var versions: [String: Int64] = [:]

    init(_ connection: SourceConnection) { self.connection = connection }

    /// How often one had to be made again.
    private(set) var remade = 0

    /// Makes what the query needs and is not there, or not of the state that the open transaction reads.
    func make(for query: PageQuery) throws(SluiceError) {
        if query.indexes.isEmpty { return }
        let version = try connection.dataVersion()
        for index in query.indexes where versions[index.name] != version {
            try make(index)
            versions[index.name] = version
        }
    }

    /// After a transaction was rolled back: what was made in it is gone.
    func forget() { versions.removeAll() }

    private func make(_ index: PageIndex) throws(SluiceError) {
        try connection.execute("PRAGMA query_only = OFF")
        defer { try? connection.execute("PRAGMA query_only = ON") }
        if versions[index.name] == nil {
            try connection.execute("DROP TABLE IF EXISTS temp.\(index.name)")
            try connection.execute(index.create)
        } else {
            remade += 1
            try connection.execute("DELETE FROM temp.\(index.name)")
        }
        try connection.execute(index.fill)
    }
}
