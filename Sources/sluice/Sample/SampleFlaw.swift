import GRDB
import Glibc
import RunModel

/// A value of the sample that DynamoDB cannot hold, so that the demo has rows in quarantine: each for another
/// reason, and each of a column that no other item shows.
struct SampleFlaw: Sendable {
    /// The target table whose item cannot be written.
    var target: String
    var table: String
    var keyColumn: String
    var key: Int
    var column: String
    /// SQL.
    var value: String

    static let all = [
        // A composer of 440,000 bytes: an item holds 409,600.
        SampleFlaw(
            target: "MusicCatalog", table: "Track", keyColumn: "TrackId", key: 1_234,
            column: "Composer", value: "replace(hex(zeroblob(220000)), '00', 'la')"),
        // More bytes than there are: infinity is no number of DynamoDB's.
        SampleFlaw(
            target: "MusicCatalog", table: "Track", keyColumn: "TrackId", key: 2_468,
            column: "Bytes", value: "9e999"),
        // Part of a sort key, which holds 1,024 bytes.
        SampleFlaw(
            target: "CustomerData", table: "Invoice", keyColumn: "InvoiceId", key: 240,
            column: "InvoiceDate", value: "replace(hex(zeroblob(600)), '00', '2025')"),
        // "Müllergasse" in Latin-1: no valid UTF-8.
        SampleFlaw(
            target: "CustomerData", table: "Customer", keyColumn: "CustomerId", key: 17,
            column: "Address", value: "CAST(x'4DFC6C6C657267617373652037' AS TEXT)"),
    ]

    private var update: String {
        "UPDATE \(table) SET \(column) = ? WHERE \(keyColumn) = \(key)"
    }

    fileprivate func spoil(_ db: Database) throws {
        try db.execute(
            sql: "UPDATE \(table) SET \(column) = \(value) WHERE \(keyColumn) = \(key)")
    }

    fileprivate func mend(_ db: Database, from whole: Database) throws {
        let sql = "SELECT \(column) FROM \(table) WHERE \(keyColumn) = \(key)"
        let value = try DatabaseValue.fetchOne(whole, sql: sql)
        try db.execute(sql: update, arguments: [value])
    }
}

extension SampleDatabase {
    /// Puts the flaws into a sample.
    static func spoil(at path: String) throws(SluiceError) {
        try change(path) { db in
            for flaw in SampleFlaw.all { try flaw.spoil(db) }
        }
    }

    /// Takes the flaws out again: the rows are as `create` makes them.
    ///
    /// It may be done while a migration reads the sample, and again.
    /// - `target`: only what keeps items from this table; nil for all.
    static func mend(at path: String, target: String? = nil) throws(SluiceError) {
        let whole = path + ".whole-\(getpid())"
        unlink(whole)
        try create(at: whole)
        defer { unlink(whole) }
        try change(path) { db in
            var configuration = Configuration()
            configuration.readonly = true
            let source = try DatabaseQueue(path: whole, configuration: configuration)
            try source.read { from in
                for flaw in SampleFlaw.all where target == nil || flaw.target == target {
                    try flaw.mend(db, from: from)
                }
            }
            try source.close()
        }
    }

    private static func change(
        _ path: String, _ body: (Database) throws -> Void
    ) throws(SluiceError) {
        do {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            // Readers hold it for a page at a time.
            configuration.busyMode = .timeout(10)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write(body)
            try queue.close()
        } catch {
            throw SluiceError(
                .sourceUnavailable, "the sample database cannot be changed (\(error))".sanitised(),
                place: path, hint: "is it the demo's own, and may this user write to it?")
        }
    }
}
