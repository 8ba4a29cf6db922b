import GRDB

/// A program that has the source open in WAL mode with frames in its -wal.
struct LiveWriter {
    private let queue: DatabaseQueue

    init(_ path: String) throws {
        queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(
                sql: "PRAGMA journal_mode = WAL; CREATE TABLE written(id INTEGER PRIMARY KEY)")
        }
    }

    func close() throws { try queue.close() }
}
