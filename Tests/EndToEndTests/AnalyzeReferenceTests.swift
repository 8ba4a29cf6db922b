import ArgumentParser
import Foundation
import JSONText
import Mapping
import RunModel
import SQLiteSource
import TestSupport
import Testing

@testable import sluice

/// The sample database under the reference mapping.
@Suite struct AnalyzeReferenceTests {
    private static func analysis(tables: [String] = []) throws -> (SourceAnalysis, TestFolder) {
        let folder = try TestFolder()
        try SampleDatabase.create(at: folder["chinook.sqlite"])
        let config = try folder.write(ReferenceConfig.text, to: "config.json")
        let workspace = try Workspace.open(
            CommonOptions.parse(["--config", config]), environment: [:])
        return (try Analyze.analysis(workspace, tables: tables), folder)
    }

    @Test func `Every source table is told with what it feeds`() throws {
        let (analysis, _) = try Self.analysis()
        let uses = Dictionary(
            uniqueKeysWithValues: analysis.tables.map { ($0.table.name, $0.uses.map(\.text)) })
        #expect(uses["Artist"]?.first == "MusicCatalog/Artist")
        #expect(uses["Genre"] == ["MusicCatalog/Track by lookup"])
        #expect(uses["InvoiceLine"] == ["CustomerData/Invoice in Lines"])
        #expect(
            uses["Employee"] == [
                "CustomerData/Customer by lookup", "EmployeeData/Employee",
                "EmployeeData/Employee in DirectReports",
            ])
        #expect(analysis.risks.count(.error) == 0)
        #expect(analysis.risks.count(.warning) == 0)
        #expect(analysis.rows == 15_607)
        #expect(analysis.mapping.tables.map(\.items) == [4_125, 471, 8_733, 8])
    }

    @Test func `Only the tables that are named are looked at`() throws {
        let (analysis, _) = try Self.analysis(tables: ["invoice", "InvoiceLine"])
        #expect(analysis.tables.map(\.table.name).sorted() == ["Invoice", "InvoiceLine"])
        #expect(analysis.mapping.tables.map(\.name) == ["CustomerData"])
        #expect(analysis.mapping.tables.first?.entities.map(\.name) == ["Invoice"])
        #expect(analysis.text.contains("2 of 11 tables"))
    }

    @Test func `The text fits in 80 columns and ends with the risks`() throws {
        let (analysis, _) = try Self.analysis()
        let lines = analysis.text.split(separator: "\n", omittingEmptySubsequences: false)
        // The first line is the source's path.
        for line in lines.dropFirst() { #expect(line.count <= 80, "\(line)") }
        #expect(lines.contains { $0.hasPrefix("  ReportsTo") })
        #expect(lines.contains("  → ReportsTo to itself (EmployeeId)"))
        #expect(analysis.text.hasSuffix(analysis.riskText))
    }

    @Test func `The JSON says the same`() throws {
        let (analysis, _) = try Self.analysis()
        let json = try JSONReader.read(Array(analysis.json.utf8))
        #expect(json["version"]?.int == 1)
        #expect(json["tables"]?.array?.count == 11)
        #expect(json["mapping"]?["fits"]?.bool == true)
        let risks = json["risks"]?.array ?? []
        #expect(risks.count == analysis.risks.count)
        #expect(json["riskCounts"]?["note"]?.int == analysis.risks.count(.note))
        let track = json["tables"]?.array?.first { $0["name"]?.string == "Track" }
        let composer = track?["columns"]?.array?.first { $0["name"]?.string == "Composer" }
        #expect(
            composer?["nulls"]?.int
                == analysis.tables.first { $0.table.name == "Track" }?
                .measure.column("Composer")?.nulls)
        let invoice = json["mapping"]?["tables"]?.array?.flatMap { $0["entities"]?.array ?? [] }
            .first { $0["name"]?.string == "Invoice" }
        #expect(invoice?["items"]?.int == 412)
    }

    @Test func `docs/analyze.md names each field and each kind of risk`() throws {
        let page = try String(contentsOfFile: Places.package + "/docs/analyze.md", encoding: .utf8)
        let (analysis, _) = try Self.analysis()
        var names: Set<String> = []
        func collect(_ node: JSONNode) {
            for member in node.object ?? [] {
                names.insert(member.name)
                collect(member.node)
            }
            for element in node.array ?? [] { collect(element) }
        }
        collect(try JSONReader.read(Array(analysis.json.utf8)))
        for name in names.union(Risk.Kind.allCases.map(\.rawValue)) {
            #expect(page.contains("`\(name)`"), "\(name)")
        }
    }
}
