import Foundation
import GRDB

/// The tables there are: in memory for each request, in SQLite for the next start.
struct Catalog {
    private(set) var tables: [String: Table] = [:]
    private var nextID: Int64 = 1

    /// The size of a file's schema; a file of another one is refused.
    private static let version = 1

    static func prepare(_ db: Database) throws -> Catalog {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        if version == 0 && objects == 0 {
            try db.execute(
                sql: "CREATE TABLE catalog (id INTEGER PRIMARY KEY, record TEXT NOT NULL)")
            // "SluL": tells our file from anyone else's SQLite database.
            try db.execute(sql: "PRAGMA application_id = 1399616844")
            try db.execute(sql: "PRAGMA user_version = \(Self.version)")
        } else if try version != Self.version
            || Int.fetchOne(db, sql: "PRAGMA application_id") != 1_399_616_844
        {
            throw LocalDynamoDBError(
                message: "the file is a SQLite database of something else, or of another version",
                hint: "give a path that does not exist yet, or a file this endpoint made")
        }
        return try load(db)
    }

    static func load(_ db: Database) throws -> Catalog {
        var catalog = Catalog()
        for text in try String.fetchAll(db, sql: "SELECT record FROM catalog ORDER BY id") {
            let record = try JSONDecoder().decode(TableRecord.self, from: Data(text.utf8))
            let counts = try Row.fetchOne(
                db, sql: "SELECT count(*), coalesce(sum(size), 0) FROM \(record.sqlName)")
            catalog.tables[record.name] = Table(
                record, items: counts?[0] ?? 0, bytes: counts?[1] ?? 0)
            catalog.nextID = max(catalog.nextID, record.id + 1)
        }
        return catalog
    }

    mutating func takeID() -> Int64 {
        defer { nextID += 1 }
        return nextID
    }

    subscript(_ name: String) -> Table? { tables[name] }

    var names: [String] { tables.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

    /// Changes a table's counts; its record stays.
    mutating func update<Result>(
        _ name: String, _ body: (inout Table) throws -> Result
    ) throws -> Result {
        guard var table = tables.removeValue(forKey: name) else { throw ServiceError.tableNotFound }
        defer { tables[name] = table }
        return try body(&table)
    }

    /// Takes in a new or changed record.
    mutating func save(_ record: TableRecord, _ db: Database) throws {
        let text = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
        try db.execute(
            sql: "INSERT OR REPLACE INTO catalog VALUES (?, ?)", arguments: [record.id, text])
        let old = tables[record.name]
        tables[record.name] = Table(record, items: old?.items ?? 0, bytes: old?.bytes ?? 0)
    }

    mutating func remove(_ name: String, _ db: Database) throws {
        guard let table = tables.removeValue(forKey: name) else { return }
        try ItemStore.drop(table.record, db)
        try db.execute(sql: "DELETE FROM catalog WHERE id = ?", arguments: [table.record.id])
    }

    /// Removes the tables whose time of DELETING is over.
    mutating func reap(now: Double, _ db: Database) throws {
        for (name, table) in tables {
            if let goneAt = table.record.goneAt, now >= goneAt { try remove(name, db) }
        }
    }
}
