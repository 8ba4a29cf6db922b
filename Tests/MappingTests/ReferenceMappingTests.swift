import DynamoItem
import Foundation
import JSONText
import Mapping
import RunModel
import SQLiteSource
import Testing

/// config.example.json is the reference mapping of the design, bound to a database of Chinook's shape.
@Suite struct ReferenceMappingTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func mapping() throws -> Mapping {
        let text = try String(
            contentsOf: Self.root.appending(path: "config.example.json"), encoding: .utf8)
        return try LanguageFixture(Self.chinook).mapping(text)
    }

    @Test func `Four tables on demand with PK, SK and GSI1`() throws {
        let mapping = try mapping()
        #expect(
            mapping.tables.map(\.name) == [
                "MusicCatalog", "CustomerData", "PlaylistData", "EmployeeData",
            ])
        for table in mapping.tables {
            let expected = TableDefinition(
                name: table.name,
                key: KeySchema(
                    partition: KeyAttribute("PK", .string), sort: KeyAttribute("SK", .string)),
                indexes: [
                    IndexDefinition(
                        name: "GSI1",
                        key: KeySchema(
                            partition: KeyAttribute("GSI1PK", .string),
                            sort: KeyAttribute("GSI1SK", .string)))
                ])
            #expect(table.definition == expected)
        }
    }

    @Test func `Eight entities, each with its type and all columns of its root`() throws {
        let fixture = try LanguageFixture(Self.chinook)
        let entities = try mapping().tables.flatMap(\.entities)
        #expect(
            entities.map(\.name) == [
                "Artist", "Album", "Track", "Customer", "Invoice", "Playlist", "PlaylistTrack",
                "Employee",
            ])
        for entity in entities {
            let columns = try #require(fixture.schema.table(entity.root.name)?.columns.map(\.name))
            #expect(Set(columns).isSubset(of: Set(entity.attributes.map(\.name))))
            guard
                case .constant(let type)? = entity.attributes.first(where: {
                    $0.name == "EntityType"
                })?.value
            else {
                Issue.record("\(entity.name) has no EntityType")
                continue
            }
            #expect(type == .string(entity.name))
        }
    }

    @Test func `The example shows every setting with its default`() throws {
        let text = try String(
            contentsOf: Self.root.appending(path: "config.example.json"), encoding: .utf8)
        let config = try JSONReader.read(text)
        for key in SettingKey.allCases where key != .sourcePath && key != .targetRegion {
            let node = try #require(config[key.section]?[key.name], "\(key.rawValue)")
            switch key.definition.standard {
            case .text(let text): #expect(node.string == text)
            case .integer(let number): #expect(node.int == number)
            case .boolean(let isTrue): #expect(node.bool == isTrue)
            case nil: #expect(node.isNull, "\(key.rawValue)")
            }
        }
        let names = Set(SettingKey.allCases.map(\.section) + ["tables"])
        #expect(Set((config.object ?? []).map(\.name)) == names)
    }

    @Test func `The example names a region, no endpoint, and a source`() throws {
        let text = try String(
            contentsOf: Self.root.appending(path: "config.example.json"), encoding: .utf8)
        let config = try JSONReader.read(text)
        #expect(config["source"]?["path"]?.string == "chinook.sqlite")
        #expect(config["target"]?["region"]?.string == "us-east-1")
        #expect(config["target"]?["endpoint"]?.isNull == true)
    }

    static let chinook = """
        CREATE TABLE Artist (ArtistId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(120));
        CREATE TABLE Album (AlbumId INTEGER NOT NULL PRIMARY KEY, Title NVARCHAR(160) NOT NULL,
            ArtistId INTEGER NOT NULL REFERENCES Artist (ArtistId));
        CREATE TABLE Genre (GenreId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(120));
        CREATE TABLE MediaType (MediaTypeId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(120));
        CREATE TABLE Employee (EmployeeId INTEGER NOT NULL PRIMARY KEY, LastName NVARCHAR(20) NOT NULL,
            FirstName NVARCHAR(20) NOT NULL, ReportsTo INTEGER REFERENCES Employee (EmployeeId));
        CREATE TABLE Customer (CustomerId INTEGER NOT NULL PRIMARY KEY, Email NVARCHAR(60) NOT NULL,
            SupportRepId INTEGER REFERENCES Employee (EmployeeId));
        CREATE TABLE Invoice (InvoiceId INTEGER NOT NULL PRIMARY KEY,
            CustomerId INTEGER NOT NULL REFERENCES Customer (CustomerId), InvoiceDate DATETIME NOT NULL);
        CREATE TABLE Track (TrackId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(200) NOT NULL,
            AlbumId INTEGER REFERENCES Album (AlbumId),
            MediaTypeId INTEGER NOT NULL REFERENCES MediaType (MediaTypeId),
            GenreId INTEGER REFERENCES Genre (GenreId), UnitPrice NUMERIC(10,2) NOT NULL);
        CREATE TABLE InvoiceLine (InvoiceLineId INTEGER NOT NULL PRIMARY KEY,
            InvoiceId INTEGER NOT NULL REFERENCES Invoice (InvoiceId),
            TrackId INTEGER NOT NULL REFERENCES Track (TrackId), UnitPrice NUMERIC(10,2) NOT NULL,
            Quantity INTEGER NOT NULL);
        CREATE TABLE Playlist (PlaylistId INTEGER NOT NULL PRIMARY KEY, Name NVARCHAR(120));
        CREATE TABLE PlaylistTrack (PlaylistId INTEGER NOT NULL REFERENCES Playlist (PlaylistId),
            TrackId INTEGER NOT NULL REFERENCES Track (TrackId), PRIMARY KEY (PlaylistId, TrackId));
        """
}
