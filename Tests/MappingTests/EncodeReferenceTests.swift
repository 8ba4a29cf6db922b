import DynamoItem
import Foundation
import GRDB
import JSONText
import Mapping
import RunModel
import SQLiteSource
import Testing

/// The reference mapping over the real Chinook, held against plain SQL; skipped aloud where it is not there.
@Suite struct EncodeReferenceTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func data(_ name: String) -> String? {
        let path = root.deletingLastPathComponent().appending(path: "shared/data/\(name)").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    static let chinook = data("chinook.sqlite")
    static let sakila = data("sakila.sqlite")

    /// All items of a mapping's tables; rows that are no items are counted.
    private func load(
        _ path: String, _ mapping: (SourceDatabase, SourceSchema) throws -> Mapping
    ) throws -> (items: [String: [Item]], others: Int) {
        let source = try SourceDatabase.open(path: path)
        let schema = try source.schema()
        let mapping = try mapping(source, schema)
        let reader = try source.makeReader()
        let writer = ByteWriter(capacity: 64)
        var items: [String: [Item]] = [:]
        var others = 0
        for table in mapping.tables {
            items[table.name] = []
            let proof = KeyCollisionProof(of: table, schema: schema)
            if !proof.isComplete {
                let check = try KeyCollisionCheck(table, unproven: proof.unproven, schema: schema)
                #expect(try check.run(reader).isEmpty, "\(table.name)")
            }
            for entity in table.entities {
                let compiled = try CompiledEntity(entity, table: table, schema: schema)
                for check in compiled.checks { try reader.check(check) }
                let encoder = compiled.makeEncoder()
                for range in try reader.segments(of: compiled.query, desired: 3, minRows: 10) {
                    var after = range.after
                    while true {
                        let end = try reader.page(
                            compiled.query, after: after, through: range.through, maxRows: 1_000
                        ) { (row) throws(SluiceError) -> Bool in
                            writer.reset()
                            guard case .item(let bytes) = try encoder.encode(&row, into: writer)
                            else {
                                others += 1
                                return true
                            }
                            guard let node = try? JSONReader.read(writer.array),
                                let item = try? Item(json: node)
                            else {
                                Issue.record(
                                    "no item: \(String(decoding: writer.array, as: UTF8.self))")
                                return false
                            }
                            if bytes != ItemSize.of(item) {
                                Issue.record("\(bytes) bytes told: \(item)")
                            }
                            items[table.name]?.append(item)
                            return true
                        }
                        guard case .more(let key) = end else { break }
                        after = key
                    }
                }
            }
        }
        return (items, others)
    }

    private func reference(_ source: SourceDatabase, _ schema: SourceSchema) throws -> Mapping {
        let text = try String(
            contentsOf: Self.root.appending(path: "config.example.json"), encoding: .utf8)
        let reading = MappingReader.read(
            config: try JSONReader.read(text), file: "config.example.json", schema: schema
        ) { try source.describe(select: $0) }
        return try #require(reading.mapping, "\(reading.problems)")
    }

    @Test(.enabled(if: chinook != nil, "../shared/data/chinook.sqlite is not there: skipped"))
    func `Chinook becomes 13,337 items, each under a key of its own`() throws {
        let (items, others) = try load(try #require(Self.chinook), reference)
        #expect(others == 0)
        #expect(
            items.mapValues(\.count) == [
                "MusicCatalog": 4_125, "CustomerData": 471, "PlaylistData": 8_733,
                "EmployeeData": 8,
            ])
        for (table, items) in items {
            let keys = items.map { [$0["PK"], $0["SK"]] }
            #expect(Set(keys).count == keys.count, "\(table)")
        }
    }

    @Test(.enabled(if: chinook != nil, "../shared/data/chinook.sqlite is not there: skipped"))
    func `Every track, invoice and employee says what plain SQL says`() throws {
        let path = try #require(Self.chinook)
        let items = try load(path, reference).items
        var byKey: [String: Item] = [:]
        for item in items.values.joined() {
            byKey[text(item["PK"]) + " " + text(item["SK"])] = item
        }
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        func rows(_ sql: String) throws -> [Row] {
            try queue.read { try Row.fetchAll($0, sql: sql) }
        }
        for row in try rows(
            """
            SELECT Track.*, Album.Title, Artist.Name AS ArtistName, Album.ArtistId, Genre.Name AS GenreName
            FROM Track JOIN Album USING (AlbumId) JOIN Artist USING (ArtistId) JOIN Genre USING (GenreId)
            """)
        {
            let (track, album, artist): (Int, Int, Int) = (
                row["TrackId"], row["AlbumId"], row["ArtistId"]
            )
            let item = byKey["ARTIST#\(artist) ALBUM#\(album)#TRACK#\(track)"]
            #expect(
                item?["Name"] == .string(row["Name"])
                    && item?["AlbumTitle"] == .string(row["Title"]))
            #expect(item?["ArtistName"] == .string(row["ArtistName"]))
            #expect(item?["GenreName"] == .string(row["GenreName"]))
            #expect(item?["GSI1PK"] == .string("GENRE#\(row["GenreId"] as Int)"))
            let price: Double = row["UnitPrice"]
            #expect(item?["UnitPrice"] == .number("\(price)"))
            let composer: String? = row["Composer"]
            #expect(item?["Composer"] == composer.map { .string($0) })
        }
        for row in try rows("SELECT * FROM Invoice") {
            let (id, customer): (Int, Int) = (row["InvoiceId"], row["CustomerId"])
            let date: String = row["InvoiceDate"]
            let item = byKey["CUSTOMER#\(customer) INVOICE#\(date)#\(id)"]
            let lines = try rows(
                """
                SELECT l.*, t.Name FROM InvoiceLine l JOIN Track t USING (TrackId)
                WHERE InvoiceId = \(id) ORDER BY InvoiceLineId
                """)
            guard case .list(let found)? = item?["Lines"] else {
                Issue.record("invoice \(id) has no lines")
                continue
            }
            #expect(found.count == lines.count)
            for (line, found) in zip(lines, found) {
                guard case .map(let found) = found else { continue }
                #expect(found["InvoiceLineId"] == .number("\(line["InvoiceLineId"] as Int)"))
                #expect(found["TrackName"] == .string(line["Name"]))
            }
        }
        let boss = byKey["EMPLOYEE#1 PROFILE"]
        #expect(boss?["GSI1PK"] == nil && boss?["GSI1SK"] == nil && boss?["ManagerName"] == nil)
        guard case .list(let reports)? = boss?["DirectReports"] else {
            Issue.record("no reports")
            return
        }
        #expect(reports.count == 2)
        #expect(byKey["EMPLOYEE#8 PROFILE"]?["ManagerName"] == .string("Michael Mitchell"))
        #expect(byKey["EMPLOYEE#8 PROFILE"]?["DirectReports"] == .list([]))
        #expect(byKey["PLAYLIST#1 PROFILE"]?["TrackCount"] == .number("3290"))
    }

    @Test(arguments: [("chinook", chinook, 15_607), ("sakila", sakila, 0)])
    func `Without a mapping every row of every table becomes an item`(
        name: String, path: String?, rows: Int
    ) throws {
        guard let path else {
            print("skipped: ../shared/data/\(name).sqlite is not there")
            return
        }
        let (items, others) = try load(path) { source, schema in
            try DefaultMapping.make(schema: schema, source: source)
        }
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let counts = try queue.read { db in
            try items.keys.map { try Int.fetchOne(db, sql: "SELECT count(*) FROM \"\($0)\"") ?? 0 }
        }
        let count = items.values.reduce(0) { $0 + $1.count }
        #expect(count + others == counts.reduce(0, +))
        #expect(others == 0)
        if rows > 0 { #expect(count == rows) }
    }

    private func text(_ value: AttributeValue?) -> String {
        if case .string(let text)? = value { text } else { "" }
    }
}
