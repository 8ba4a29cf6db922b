import DynamoItem
import GRDB

/// The items of the tables, in SQLite.
///
/// One SQLite table for each DynamoDB table: (h, pk, sk, size, item), clustered by the first three;
/// one for each index: (h, ipk, isk, bh, pk, sk), which points at the table's row. `h` is the
/// partition key's hash, so that a Scan comes in DynamoDB's unsorted order and a segment of it is a
/// range. `item` is the item's compact JSON, as it goes back on the wire.
struct ItemStore {
    let db: Database

    struct Stored {
        var item: [UInt8]
        var size: Int
    }

    static func create(_ record: TableRecord, _ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE \(record.sqlName) (
                    h INTEGER NOT NULL, pk BLOB NOT NULL, sk BLOB NOT NULL, size INTEGER NOT NULL,
                    item BLOB NOT NULL, PRIMARY KEY (h, pk, sk)) WITHOUT ROWID
                """)
        for index in record.indexes { try create(index, of: record, db) }
    }

    static func create(_ index: TableRecord.Index, of record: TableRecord, _ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE \(record.sqlName(index)) (
                    h INTEGER NOT NULL, ipk BLOB NOT NULL, isk BLOB NOT NULL, bh INTEGER NOT NULL,
                    pk BLOB NOT NULL, sk BLOB NOT NULL,
                    PRIMARY KEY (h, ipk, isk, pk, sk)) WITHOUT ROWID
                """)
    }

    static func drop(_ record: TableRecord, _ db: Database) throws {
        for index in record.indexes { try drop(index, of: record, db) }
        try db.execute(sql: "DROP TABLE \(record.sqlName)")
    }

    static func drop(_ index: TableRecord.Index, of record: TableRecord, _ db: Database) throws {
        try db.execute(sql: "DROP TABLE \(record.sqlName(index))")
    }

    func get(_ table: Table, _ key: PrimaryKey) throws -> Stored? {
        let select = try RawStatement(db, table.sql.get)
        defer { select.reset() }
        select.bind(1, key.hash)
        select.bind(2, key.partition)
        select.bind(3, key.sort)
        guard try select.step() else { return nil }
        return Stored(item: [UInt8](select.blob(1)), size: Int(select.integer(0)))
    }

    /// The size of the item that is there; nil where there is none.
    func size(_ table: Table, _ key: PrimaryKey) throws -> Int? {
        let select = try RawStatement(db, table.sql.size)
        defer { select.reset() }
        select.bind(1, key.hash)
        select.bind(2, key.partition)
        select.bind(3, key.sort)
        return try select.step() ? Int(select.integer(0)) : nil
    }

    /// Puts an item in place of whatever has its key; returns the size of what was there.
    func put(
        _ table: inout Table, _ scanned: ScannedItem, _ writer: ByteWriter
    ) throws -> Int? {
        let key = scanned.primaryKey(table.shape)
        let old: Int?
        if table.shape.indexes.isEmpty {
            old = try size(table, key)
        } else {
            let stored = try get(table, key)
            old = stored?.size
            try moveIndexEntries(
                table, key, from: try stored.map { try rescan($0, table) }, to: scanned)
        }
        let insert = try RawStatement(db, table.sql.put)
        insert.bind(1, key.hash)
        insert.bind(2, key.partition)
        insert.bind(3, key.sort)
        insert.bind(4, Int64(scanned.size))
        insert.bindInPlace(5, UnsafeRawBufferPointer(rebasing: writer.bytes[scanned.json]))
        try insert.run()
        table.items += old == nil ? 1 : 0
        table.bytes += scanned.size - (old ?? 0)
        return old
    }

    /// Deletes an item; returns what was there.
    func delete(_ table: inout Table, _ key: PrimaryKey) throws -> Stored? {
        guard let stored = try get(table, key) else { return nil }
        if !table.shape.indexes.isEmpty {
            try moveIndexEntries(table, key, from: try rescan(stored, table), to: nil)
        }
        let delete = try RawStatement(db, table.sql.delete)
        delete.bind(1, key.hash)
        delete.bind(2, key.partition)
        delete.bind(3, key.sort)
        try delete.run()
        table.items -= 1
        table.bytes -= stored.size
        return stored
    }

    private func rescan(_ stored: Stored, _ table: Table) throws -> ScannedItem {
        try stored.item.withUnsafeBytes { bytes in
            guard let cursor = JSONCursor(bytes) else { throw ServiceError.internalError }
            var scanner = ItemScanner(cursor: cursor, out: ByteWriter(capacity: bytes.count + 16))
            return try scanner.item(table.shape)
        }
    }

    private func moveIndexEntries(
        _ table: Table, _ key: PrimaryKey, from old: ScannedItem?, to new: ScannedItem?
    ) throws {
        for (index, record) in zip(table.shape.indexes, table.record.indexes) {
            let oldKey = old?.indexKey(index)
            let newKey = new?.indexKey(index)
            if oldKey == newKey { continue }
            let name = table.record.sqlName(record)
            if let oldKey { try removeEntry(name, oldKey, key) }
            if let newKey { try addEntry(name, newKey, key) }
        }
    }

    private func removeEntry(_ name: String, _ entry: IndexKey, _ key: PrimaryKey) throws {
        let delete = try RawStatement(
            db, "DELETE FROM \(name) WHERE h = ? AND ipk = ? AND isk = ? AND pk = ? AND sk = ?")
        delete.bind([
            .integer(entry.hash), .blob(entry.partition), .blob(entry.sort), .blob(key.partition),
            .blob(key.sort),
        ])
        try delete.run()
    }

    private func addEntry(_ name: String, _ entry: IndexKey, _ key: PrimaryKey) throws {
        let insert = try RawStatement(
            db, "INSERT OR REPLACE INTO \(name) VALUES (?, ?, ?, ?, ?, ?)")
        insert.bind([
            .integer(entry.hash), .blob(entry.partition), .blob(entry.sort), .integer(key.hash),
            .blob(key.partition), .blob(key.sort),
        ])
        try insert.run()
    }

    /// Fills a new index from the items that are there.
    ///
    /// As in AWS, an item whose key does not fit the index is left out in silence.
    func backfill(_ table: Table, _ record: TableRecord.Index) throws {
        guard let index = table.shape.indexes.first(where: { $0.name == record.name }) else {
            return
        }
        let select = try RawStatement(db, "SELECT size, item FROM \(table.record.sqlName)")
        defer { select.reset() }
        while try select.step() {
            let stored = Stored(item: [UInt8](select.blob(1)), size: Int(select.integer(0)))
            let scanned = try rescan(stored, table)
            guard KeyRules.fits(scanned, index, table.shape), let entry = scanned.indexKey(index)
            else {
                continue
            }
            try addEntry(table.record.sqlName(record), entry, scanned.primaryKey(table.shape))
        }
    }
}
