import GRDB
import Glibc
import RunModel

/// The demo's source: a record shop of the shape of the Chinook database, with everything in it invented.
///
/// The same eleven tables, columns, keys and row counts as Chinook, so that its mapping fits both; every
/// name and text is put together from our own word lists. The same bytes of data each time: the generator
/// starts from a fixed seed.
enum SampleDatabase {
    /// Rows of all tables.
    static let rows = 15_607

    /// Writes the database, in one transaction, and puts it in place whole.
    ///
    /// It is written under another name beside `path` and renamed when it is complete: who is killed on the
    /// way leaves no half database under the name asked for.
    /// - Throws: `.usage` where something of that name is there already; `.sourceUnavailable` where the
    ///   folder cannot be written to, or the disk is full.
    static func create(at path: String) throws(SluiceError) {
        guard access(path, F_OK) != 0 else {
            throw SluiceError(
                .usage, "there is already a file of this name", place: path,
                hint: "use it as it is, or move it away")
        }
        let unfinished = path + ".unfinished-\(getpid())"
        unlink(unfinished)
        do {
            try write(to: unfinished)
        } catch {
            unlink(unfinished)
            throw SluiceError(
                .sourceUnavailable, "the sample database cannot be written (\(error))".sanitised(),
                place: path,
                hint: "choose a folder this user may write to, on a disk with 2 MB free")
        }
        // link(2) refuses to replace a file that came in between; rename(2) only where there are no links.
        var placed = link(unfinished, path) == 0
        if !placed && (errno == EPERM || errno == EOPNOTSUPP) {
            placed = rename(unfinished, path) == 0
        }
        let reason = errno
        unlink(unfinished)
        guard placed else {
            throw SluiceError(
                .sourceUnavailable,
                "the sample database cannot be put in place (\(String(cString: strerror(reason))))",
                place: path, hint: "choose a folder this user may write to")
        }
    }

    private static func write(to path: String) throws {
        var configuration = Configuration()
        // Children and parents come in the order that suits the generator.
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // Nobody reads this file before it is complete: a journal on disk would protect nothing.
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = MEMORY") }
        try queue.write { db in
            try db.execute(sql: SampleSchema.tables)
            var random = SampleRandom(seed: 0x51_1C_E0_01)
            let catalogue = SampleCatalogue(&random)
            try catalogue.write(to: db)
            let sales = SampleSales(tracks: catalogue.tracks, &random)
            try sales.write(to: db)
            // After the rows: building an index once is cheaper than keeping it up row by row.
            try db.execute(sql: SampleSchema.indexes)
        }
        try queue.close()
    }
}

extension Database {
    /// Inserts rows into a table, all columns in their order.
    func insert(into table: String, columns: Int, _ rows: some Sequence<StatementArguments>) throws
    {
        let places = Array(repeating: "?", count: columns).joined(separator: ", ")
        let statement = try makeStatement(sql: "INSERT INTO \(table) VALUES (\(places))")
        for row in rows { try statement.execute(arguments: row) }
    }
}
