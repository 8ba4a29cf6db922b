import Foundation
import RunModel
import Testing

@testable import SQLiteSource

/// The two databases beside the project, where they are: no test needs them, each gains by them.
@Suite struct RealDatabaseTests {
    private static func path(_ name: String) -> String? {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../shared/data/\(name)").standardizedFileURL.path
        return FileManager.default.isReadableFile(atPath: path) ? path : nil
    }

    static let chinook = path("chinook.sqlite")
    static let sakila = path("sakila.sqlite")

    @Test(.enabled(if: chinook != nil, "../shared/data/chinook.sqlite is not there: skipped"))
    func `Chinook is understood whole`() throws {
        let source = try SourceDatabase.open(path: #require(Self.chinook))
        let before = try Data(contentsOf: URL(fileURLWithPath: source.path))
        let schema = try source.schema()
        #expect(schema.tables.count == 11)
        #expect(schema.leftOut.isEmpty && schema.views.isEmpty)
        #expect(try schema.tables.reduce(0) { try $0 + source.countRows($1.name) } == 15_607)
        #expect(schema.tables.flatMap(\.foreignKeys).count == 11)
        #expect(schema.tables.flatMap(\.foreignKeys).allSatisfy { $0.problem == nil })
        #expect(schema.table("Employee")?.foreignKeys.first?.parentTable == "Employee")
        #expect(schema.table("Track")?.rowidAlias == "TrackId")
        let junction = try #require(schema.table("PlaylistTrack"))
        #expect(junction.primaryKey == ["PlaylistId", "TrackId"])
        #expect(junction.rowidName == "rowid" && junction.rowidAlias == nil)
        let track = try source.measure("Track")
        #expect(track.rows == 3_503)
        #expect(track.column("Name")?.invalidTexts == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: source.path)) == before)
    }

    @Test(.enabled(if: sakila != nil, "../shared/data/sakila.sqlite is not there: skipped"))
    func `Sakila's broken views are named and its tables read`() throws {
        let source = try SourceDatabase.open(path: #require(Self.sakila))
        let schema = try source.schema()
        #expect(schema.tables.count == 16)
        #expect(schema.leftOut == [LeftOutObject(name: "sqlite_sequence", kind: .internalTable)])
        #expect(schema.view("customer_list")?.problem?.hasPrefix("no such function") == true)
        for table in schema.tables {
            #expect(
                try source.measure(table.name).rows == source.countRows(table.name), "\(table.name)"
            )
        }
    }
}
