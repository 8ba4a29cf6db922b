import Foundation
import GRDB
import JSONText
import Mapping
import RunModel
import SQLiteSource

/// A small source on disk and what the mapping language says of it.
final class LanguageFixture: Sendable {
    private let folder: URL
    let source: SourceDatabase
    let schema: SourceSchema

    init(_ sql: String = LanguageFixture.music) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "sluice-mapping-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "source.sqlite").path
        // Dangling references exist in real databases: SQLite does not check unless it is told to.
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
        source = try SourceDatabase.open(path: path)
        schema = try source.schema()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func read(_ json: String) throws -> MappingReader.Reading {
        let config = try JSONReader.read(json)
        return MappingReader.read(config: config, file: "config.json", schema: schema) {
            try source.describe(select: $0)
        }
    }

    /// The mapping; fails with the problems where there are any.
    func mapping(_ json: String) throws -> Mapping {
        let reading = try read(json)
        if let mapping = reading.mapping { return mapping }
        throw Refused(problems: reading.problems)
    }

    /// The attributes of one entity of one table, with the keys PK and SK given.
    func attributes(_ json: String, from: String = #""Album""#, rest: String = "") throws
        -> [AttributeMapping]
    {
        let text = """
            {"tables": {"Music": {"partitionKey": "PK", "entities": {"Row": {"from": \(from), \(rest)
            "attributes": {"PK": "ROW", \(json)}}}}}}
            """
        return try mapping(text).tables[0].entities[0].attributes
    }

    /// The one attribute named X.
    func attribute(_ json: String, from: String = #""Album""#, rest: String = "") throws
        -> AttributeSource?
    {
        try attributes("\"X\": " + json, from: from, rest: rest).first { $0.name == "X" }?.value
    }

    struct Refused: Error, CustomStringConvertible {
        var problems: [Problem]
        var description: String { problems.map(\.description).joined(separator: "\n") }
    }

    static let music = """
        CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT);
        CREATE TABLE Genre (GenreId INTEGER PRIMARY KEY, Name TEXT);
        CREATE TABLE Album (
            AlbumId INTEGER PRIMARY KEY, Title TEXT NOT NULL, ArtistId INTEGER REFERENCES Artist,
            State TEXT, Released DATETIME, Price NUMERIC(10,2), Cover BLOB, GenreId INTEGER,
            Label INTEGER REFERENCES Missing, Owner TEXT REFERENCES Person (Name),
            Maker INTEGER REFERENCES Artist, Press TEXT, Plant TEXT,
            FOREIGN KEY (Press, Plant) REFERENCES Plant (Press, Plant),
            FOREIGN KEY (Maker) REFERENCES Person (PersonId));
        CREATE TABLE Person (PersonId INTEGER PRIMARY KEY, Name TEXT, Boss INTEGER REFERENCES Person);
        CREATE TABLE Plant (Press TEXT, Plant TEXT, City TEXT, PRIMARY KEY (Press, Plant));
        CREATE TABLE Track (
            TrackId INTEGER PRIMARY KEY, Name TEXT NOT NULL, AlbumId INTEGER REFERENCES Album,
            Length INTEGER);
        CREATE TABLE PlaylistTrack (
            PlaylistId INTEGER, TrackId INTEGER REFERENCES Track, PRIMARY KEY (PlaylistId, TrackId));
        CREATE TABLE Duo (A INTEGER REFERENCES Person, B INTEGER REFERENCES Person);
        CREATE TABLE Hidden (rowid TEXT, _rowid_ TEXT, oid TEXT);
        CREATE TABLE Odd ("a.b" TEXT, "c`d" TEXT, "" TEXT, "-x" TEXT);
        CREATE VIEW Long AS SELECT AlbumId, Title FROM Album WHERE length(Title) > 10;
        CREATE VIEW Broken AS SELECT * FROM Gone;
        CREATE VIRTUAL TABLE Words USING fts5(text);
        """
}
