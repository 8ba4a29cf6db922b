import ArgumentParser
import Foundation
import GRDB
import TestSupport

@testable import sluice

/// A source and, where one is given, a configuration in a folder of their own, and their analysis.
struct AnalyzeFixture {
    let folder: TestFolder
    let source: String

    init(_ sql: String, name: String = "source.db") throws {
        folder = try TestFolder()
        source = folder[name]
        try Self.write(sql, to: source)
    }

    static func write(_ sql: String, to path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA foreign_keys = OFF; " + sql)
        }
        try queue.close()
    }

    /// The analysis under what stands in `tables` of a configuration, or under the default mapping.
    func analysis(mapping: String? = nil, tables: [String] = []) throws -> SourceAnalysis {
        var arguments = ["--source-db", source]
        if let mapping {
            arguments += [
                "--config", try folder.write("{\"tables\": \(mapping)}", to: "config.json"),
            ]
        }
        // The environment of who runs the tests has no say.
        let workspace = try Workspace.open(CommonOptions.parse(arguments), environment: [:])
        return try Analyze.analysis(workspace, tables: tables)
    }
}

extension SourceAnalysis {
    /// Each risk in short: `warning textInNumericColumn Row.n`.
    var graded: [String] { risks.map { "\($0.severity.rawValue) \($0.kind.rawValue) \($0.place)" } }
}
