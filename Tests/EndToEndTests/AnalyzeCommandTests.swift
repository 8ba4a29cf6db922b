import Foundation
import JSONText
import RunModel
import TestSupport
import Testing

@testable import sluice

/// The program itself: exit status, streams, and that nothing changes.
@Suite struct AnalyzeCommandTests {
    private static let sql =
        "CREATE TABLE Row(id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO Row VALUES (1, 'x')"

    @Test func `A source without a configuration is looked at, and nothing changes`() async throws {
        let fixture = try AnalyzeFixture(Self.sql)
        let before = try FolderListing(fixture.folder.path)
        let result = try await SluiceProgram(in: fixture.folder)(
            "analyze", "--source-db", "source.db")
        #expect(result.status == 0)
        #expect(result.output.contains("textInNumericColumn") == false)
        #expect(result.output.contains("warning  Row.n"))
        #expect(result.errors == "")
        #expect(try FolderListing(fixture.folder.path) == before)
    }

    @Test func `Quiet leaves the risks`() async throws {
        let fixture = try AnalyzeFixture(Self.sql)
        let result = try await SluiceProgram(in: fixture.folder)(
            "analyze", "--source-db", "source.db", "--quiet")
        #expect(result.output.hasPrefix("Risks: 1 warning\n"))
    }

    @Test(arguments: [
        (["--source-db", "gone.db"], 3 as Int32, "gone.db"),
        (["--source-db", "source.db", "--tables", "Rwo"], 2, "did you mean \"Row\"?"),
        ([], 2, "sluice init"),
        (["--config", "gone.json"], 2, "gone.json"),
    ])
    func `What keeps it from looking has its exit status`(
        _ arguments: [String], _ status: Int32, _ text: String
    ) async throws {
        let fixture = try AnalyzeFixture(Self.sql)
        let program = try SluiceProgram(in: fixture.folder)
        let result = try await program.start(["analyze"] + arguments).result(within: .seconds(60))
        #expect(result.status == status)
        #expect(result.errors.contains(text))
        #expect(result.output == "")
    }

    @Test func `A mapping that does not fit is told beside the source, with status 2`() async throws
    {
        let fixture = try AnalyzeFixture(Self.sql)
        try fixture.folder.write(
            #"{"source": {"path": "source.db"}, "tables": {"Rows": {"partitionKey": "id", "entities": {"Row": {"from": "u"}}}}}"#,
            to: "config.json")
        let result = try await SluiceProgram(in: fixture.folder)("analyze", "--json")
        #expect(result.status == 2)
        let json = try JSONReader.read(Array(result.output.utf8))
        #expect(json["mapping"]?["fits"]?.bool == false)
        #expect(json["tables"]?.array?.count == 1)
        let risk = json["risks"]?.array?.first
        #expect(risk?["kind"]?.string == "mappingProblem")
        #expect(risk?["place"]?.string?.hasPrefix("config.json:1:") == true)
    }

    @Test func `Names of data cannot steer a terminal`() async throws {
        let fixture = try AnalyzeFixture(
            "CREATE TABLE \"a\u{1B}[2Jb\"(\"c\u{9B}\" TEXT PRIMARY KEY NOT NULL)")
        for flags in [[], ["--json"]] as [[String]] {
            let program = try SluiceProgram(in: fixture.folder)
            let result = try await program.start(["analyze", "--source-db", "source.db"] + flags)
                .result(within: .seconds(60))
            #expect(result.status == 0)
            let scalars = result.output.unicodeScalars
            #expect(
                !scalars.contains {
                    $0 != "\n" && ($0.value < 0x20 || (0x7F..<0xA0).contains($0.value))
                })
        }
    }

    @Test(.enabled(if: Places.hasSakila, "\(Places.sakilaIsMissing)"))
    func `A real database with views that no longer work is looked at whole`() async throws {
        let folder = try TestFolder()
        try folder.copy(try #require(Places.sakila))
        let result = try await SluiceProgram(in: folder)(
            "analyze", "--source-db", "sakila.sqlite", "--json")
        #expect(result.status == 0)
        let json = try JSONReader.read(Array(result.output.utf8))
        #expect(json["tables"]?.array?.count == 16)
        #expect(json["riskCounts"]?["error"]?.int == 0)
        let cycle = json["cycles"]?.array?.first?["tables"]?.array?.compactMap(\.string)
        #expect(cycle == ["staff", "store"])
    }
}
