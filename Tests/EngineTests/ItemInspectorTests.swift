import DynamoItem
import Foundation
import GRDB
import JSONText
import Mapping
import RunModel
import SQLiteSource
import Testing

@testable import Engine

/// A small shop on disk, with the mapping's entities planned.
private struct InspectorFixture {
    let folder: URL
    let database: SourceDatabase
    let tables: [String: [PlannedEntity]]

    static let sql = """
        CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
        CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL, ArtistId INTEGER REFERENCES Artist,
            Cover BLOB, Price NUMERIC(10,2));
        CREATE TABLE Track (TrackId INTEGER PRIMARY KEY, Name TEXT, AlbumId INTEGER REFERENCES Album);
        CREATE TABLE Pair (A TEXT, B INTEGER, Note TEXT, PRIMARY KEY (A, B)) WITHOUT ROWID;
        INSERT INTO Artist VALUES (1, 'AC/DC'), (7, 'Ti' || char(27) || '[2J' || char(8238) || 'tle');
        INSERT INTO Album VALUES
            (3, 'Let There Be Rock', 1, x'00ff', 9.5), (5, 'Hidden', 7, NULL, NULL),
            (8, 'Huge', 7, zeroblob(420000), 1), (9, '', NULL, NULL, NULL);
        INSERT INTO Track VALUES (10, 'Go Down', 3), (11, 'Dog Eat Dog', 3), (12, 'Lost', NULL);
        INSERT INTO Pair VALUES ('x', 1, 'one'), ('x', 2, NULL), ('y', 1, 'three');
        """

    static let mapping = """
        {"tables": {
          "Music": {"partitionKey": "PK", "entities": {
            "Artist": {"from": "Artist", "attributes": {"PK": "ARTIST#{ArtistId}"}},
            "Album": {"from": "Album", "where": "Title <> 'Hidden'", "attributes": {
              "PK": "ALBUM#{Title}", "ArtistName": "{ArtistId.Name}",
              "Tracks": {"list": {"from": "Track", "order": "TrackId", "columns": ["TrackId", "Name"]}}}}}},
          "Pairs": {"partitionKey": "A", "sortKey": {"name": "B", "type": "N"}, "entities": {
            "Pair": {"from": "Pair", "attributes": {"A": "{A}", "B": "{B}"}}}}
        }}
        """

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "sluice-inspect-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "source.sqlite").path
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: Self.sql) }
        try queue.close()
        database = try SourceDatabase.open(path: path)
        let (schema, source) = (try database.schema(), database)
        let reading = MappingReader.read(
            config: try JSONReader.read(Self.mapping), file: "config.json", schema: schema
        ) { try source.describe(select: $0) }
        let mapping = try #require(reading.mapping, "\(reading.problems)")
        var tables: [String: [PlannedEntity]] = [:]
        for table in mapping.tables {
            for entity in table.entities {
                tables[table.name, default: []].append(
                    PlannedEntity(
                        id: EntityID(table: table.name, entity: entity.name), mapping: entity,
                        compiled: try CompiledEntity(entity, table: table, schema: schema)))
            }
        }
        self.tables = tables
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func inspect(_ entity: String, of table: String = "Music", _ row: InspectedRow) throws
        -> ItemInspection
    {
        let planned = try #require(tables[table]?.first { $0.id.entity == entity })
        return try ItemInspector(database: database, entity: planned).inspect(row)
    }
}

@Suite struct ItemInspectorTests {
    @Test func `A row stands beside the item it becomes, children and lookups included`() throws {
        let fixture = try InspectorFixture()
        defer { fixture.remove() }
        let found = try fixture.inspect("Album", .first)
        #expect(found.row == RowKey(rowid: 3))
        #expect(
            found.columns.map { "\($0.name)=\($0.value) \($0.bytes)" } == [
                "AlbumId=3 8", "Title='Let There Be Rock' 17", "ArtistId=1 8", "Cover=x'00ff' 2",
                "Price=9.5 8",
            ])
        let attributes = Dictionary(
            uniqueKeysWithValues: found.attributes.map { ($0.name, $0) })
        let key = try #require(attributes["PK"])
        #expect(key.value == "ALBUM#Let There Be Rock" && key.type == "S" && key.isKey)
        #expect(key.bytes == 2 + 23)
        #expect(attributes["ArtistName"]?.value == "AC/DC")
        #expect(attributes["Cover"]?.type == "B")
        #expect(attributes["Tracks"]?.type == "L")
        #expect(attributes["Tracks"]?.value.contains("Dog Eat Dog") == true)
        #expect(found.attributes.count { $0.isKey } == 1)
        #expect(found.problem == nil)
        #expect(found.itemBytes == found.attributes.reduce(0) { $0 + $1.bytes })
    }

    @Test func `The next row follows its predecessor, and the last has none`() throws {
        let fixture = try InspectorFixture()
        defer { fixture.remove() }
        let next = try fixture.inspect("Album", .after(RowKey(rowid: 3)))
        #expect(next.row == RowKey(rowid: 5))
        let beyond = try fixture.inspect("Album", .after(RowKey(rowid: 9)))
        #expect(beyond.row == nil && beyond.columns.isEmpty)
        #expect(beyond.problem == "there is no row after 9")
    }

    @Test func `A row that the mapping leaves out is shown, and said to be left out`() throws {
        let fixture = try InspectorFixture()
        defer { fixture.remove() }
        let found = try fixture.inspect("Album", .at(RowKey(rowid: 5)))
        #expect(found.columns.contains { $0.value == "'Hidden'" })
        #expect(found.attributes.isEmpty && found.itemBytes == 0)
        #expect(found.problem == "the mapping's where leaves this row out")
    }

    @Test func `A row that cannot be written says why`() throws {
        let fixture = try InspectorFixture()
        defer { fixture.remove() }
        let huge = try fixture.inspect("Album", .at(RowKey(rowid: 8)))
        #expect(huge.problem?.contains("409,600") == true)
        #expect(huge.attributes.isEmpty)
        #expect(huge.columns.first { $0.name == "Cover" }?.bytes == 420_000)
        #expect((huge.columns.first { $0.name == "Cover" }?.value.count ?? 0) < 220)
    }

    @Test func `A row that is not there is said to be missing`() throws {
        let fixture = try InspectorFixture()
        defer { fixture.remove() }
        let found = try fixture.inspect("Artist", .at(RowKey(rowid: 2)))
        #expect(found.row == nil && found.problem == "there is no row 2")
        let wrong = try fixture.inspect("Artist", .at(RowKey([.integer(1), .integer(2)])))
        #expect(wrong.row == nil && wrong.problem == "(1, 2) is no key of Artist")
    }

    @Test func `Keys of several columns are walked in their order`() throws {
        let fixture = try InspectorFixture()
        defer { fixture.remove() }
        var seen: [String] = []
        var row = InspectedRow.first
        while let key = try fixture.inspect("Pair", of: "Pairs", row).row {
            seen.append("\(key)")
            row = .after(key)
        }
        #expect(seen == ["('x', 1)", "('x', 2)", "('y', 1)"])
        let last = try fixture.inspect(
            "Pair", of: "Pairs", .at(RowKey([.text(Array("y".utf8)), .integer(1)])))
        #expect(last.columns.map(\.name) == ["A", "B", "Note"])
        #expect(last.attributes.filter(\.isKey).map(\.name) == ["A", "B"])
    }

    @Test func `What comes from the source is text to show`() throws {
        let fixture = try InspectorFixture()
        defer { fixture.remove() }
        let found = try fixture.inspect("Artist", .at(RowKey(rowid: 7)))
        let texts = found.columns.map(\.value) + found.attributes.map(\.value)
        for text in texts {
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        }
        #expect(found.columns.last?.value == "'Ti␛[2J\\u{202e}tle'")
    }
}
