import Foundation
import GRDB
import RunModel
import SQLiteSource
import Testing

@testable import sluice

@Suite struct SampleDatabaseTests {
    private let folder = NSTemporaryDirectory() + "sluice-sample-" + UUID().uuidString

    /// Makes a sample in a folder of its own, gone afterwards.
    private func withSample<T>(_ body: (String) throws -> T) throws -> T {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try SampleDatabase.create(at: folder + "/sample.db")
        return try body(folder + "/sample.db")
    }

    @Test func `The sample has Chinook's tables, rows and references`() throws {
        try withSample { (path: String) throws -> Void in
            let source = try SourceDatabase.open(path: path)
            let schema = try source.schema()
            var counts: [String: Int] = [:]
            for table in schema.tables { counts[table.name] = try source.measure(table.name).rows }
            #expect(
                counts == [
                    "Artist": 275, "Album": 347, "Track": 3_503, "Customer": 59, "Invoice": 412,
                    "InvoiceLine": 2_240, "Playlist": 18, "PlaylistTrack": 8_715, "Employee": 8,
                    "Genre": 25,
                    "MediaType": 5,
                ])
            #expect(counts.values.reduce(0, +) == SampleDatabase.rows)
            #expect(schema.tables.flatMap(\.foreignKeys).count == 11)
            #expect(schema.tables.flatMap(\.foreignKeys).allSatisfy { $0.problem == nil })
            // All that Chinook's mapping asks of it: columns, and the same keys.
            #expect(schema.table("Track")?.columns.count == 9)
            #expect(schema.table("PlaylistTrack")?.primaryKey == ["PlaylistId", "TrackId"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["sample.db"])
        }
    }

    @Test func `Every reference leads somewhere, and the sums are right`() throws {
        try withSample { (path: String) throws -> Void in
            let queue = try DatabaseQueue(path: path)
            try queue.read { (db: Database) throws -> Void in
                #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
                #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
                func count(_ sql: String) throws -> Int {
                    try Int.fetchOne(db, sql: "SELECT count(*) " + sql) ?? -1
                }
                #expect(try count("FROM Employee WHERE ReportsTo IS NULL") == 1)
                #expect(try count("FROM Track WHERE Composer IS NULL") > 700)
                #expect(try count("FROM Customer WHERE Company IS NULL") == 49)
                #expect(try count("FROM Customer WHERE State IS NULL") > 10)
                #expect(try count("FROM (SELECT DISTINCT Email FROM Customer)") == 59)
                #expect(try count("FROM Customer WHERE Email GLOB '*[^-a-z.@]*'") == 0)
                #expect(
                    try count(
                        "FROM Playlist WHERE PlaylistId NOT IN (SELECT PlaylistId FROM PlaylistTrack)"
                    ) == 1)
                #expect(
                    try count(
                        """
                        FROM Invoice WHERE abs(Total - (SELECT sum(UnitPrice * Quantity) FROM InvoiceLine
                            WHERE InvoiceLine.InvoiceId = Invoice.InvoiceId)) > 0.001
                        """) == 0)
                #expect(
                    try count(
                        "FROM Invoice WHERE typeof(Total) <> 'real' OR datetime(InvoiceDate) IS NULL"
                    ) == 0)
                #expect(
                    try count(
                        "FROM Track WHERE Name = '' OR length(Name) > 200 OR length(Composer) > 220"
                    ) == 0)
            }
        }
    }

    @Test func `Two samples hold the same data`() throws {
        func dump(_ path: String) throws -> [String] {
            let queue = try DatabaseQueue(path: path)
            return try queue.read { (db: Database) throws -> [String] in
                try [
                    "Artist", "Album", "Track", "Customer", "Invoice", "InvoiceLine",
                    "PlaylistTrack", "Employee",
                ]
                .flatMap { try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.description) }
            }
        }
        let first = try withSample(dump)
        let second = try withSample(dump)
        #expect(first == second)
        #expect(first.count == 275 + 347 + 3_503 + 59 + 412 + 2_240 + 8_715 + 8)
    }

    @Test func `A file that is there is left alone, and a folder that is not is named`() throws {
        try withSample { (path: String) throws -> Void in
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(throws: SluiceError.self) { try SampleDatabase.create(at: path) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            let error = #expect(throws: SluiceError.self) {
                try SampleDatabase.create(at: folder + "/nowhere/sample.db")
            }
            #expect(error?.hint != nil)
        }
    }
}
