package import RunModel
import Synchronization

/// The source: one SQLite file, never written (DESIGN §2.4).
///
/// Short questions share one connection, one at a time; what takes long (a measure, a reader, a check) gets
/// a connection of its own. No transaction stays open between two calls.
package final class SourceDatabase: Sendable {
    /// As the operator named it.
    package let path: String
    let location: SourceLocation
    private let shared: Mutex<SourceConnection>
    /// The schema as it was at a value of SQLite's counter of schema changes.
    private let known = Mutex<(cookie: Int64, schema: SourceSchema)?>(nil)

    private init(_ connection: sending SourceConnection) {
        location = connection.location
        path = connection.location.path
        shared = Mutex(connection)
    }

    /// Opens the file and proves it readable.
    /// - Throws: `.sourceUnavailable` for a file that is missing, a directory, not a database, encrypted,
    ///   cut short, damaged at its first page, locked for five seconds, or not to be read by this user.
    package static func open(path: String) throws(SluiceError) -> SourceDatabase {
        SourceDatabase(try SourceConnection.open(path: path))
    }

    /// A new connection for long work, closed when its last reference goes.
    ///
    /// Its statements end with the task.
    package func connect() throws(SluiceError) -> SourceConnection {
        // Two files' rows in one target would be neither.
        try checkIsSame()
        let connection = try SourceConnection.open(
            SourceLocation(path: location.resolvedPath, shownAs: path))
        connection.stopsWithTask()
        return connection
    }

    /// Throws `.sourceChanged` where another file, or none, stands in the place of the one that was opened.
    package func checkIsSame() throws(SluiceError) { try location.checkIsSame() }

    /// Runs a check on a connection of its own.
    package func withConnection<T>(
        _ body: (SourceConnection) throws(SluiceError) -> T
    ) throws(SluiceError) -> T {
        try body(try connect())
    }

    /// Runs a short question on the shared connection.
    func withShared<T: Sendable>(
        _ body: (SourceConnection) throws(SluiceError) -> T
    ) throws(SluiceError) -> T {
        try shared.withLock { connection -> Result<T, SluiceError> in
            do throws(SluiceError) { return .success(try body(connection)) } catch {
                return .failure(error)
            }
        }.get()
    }

    /// What the file holds, read anew where the schema has changed; no row is read for it.
    ///
    /// - Throws: `.sourceUnavailable` also where there is neither a table nor a view to read.
    package func schema() throws(SluiceError) -> SourceSchema {
        let schema = try withShared { connection throws(SluiceError) in
            let cookie = try connection.integer("PRAGMA schema_version")
            if let known = known.withLock({ $0 }), known.cookie == cookie { return known.schema }
            let schema = try SchemaReader(connection: connection).read()
            known.withLock { $0 = (cookie, schema) }
            return schema
        }
        guard schema.tables.isEmpty && schema.views.isEmpty else { return schema }
        let others = schema.leftOut.filter { $0.kind == .virtualTable }.map(\.name)
        throw SluiceError(
            .sourceUnavailable,
            others.isEmpty
                ? "the database holds no tables"
                : "the database holds no ordinary tables, only virtual ones (\(others.joined(separator: ", ")))",
            place: path, hint: "check the path: SQLite takes an empty file for an empty database")
    }
}
