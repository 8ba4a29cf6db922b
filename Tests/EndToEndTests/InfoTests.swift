import ArgumentParser
import DynamoDB
import Foundation
import JSONText
import RunModel
import TestSupport
import Testing

@testable import sluice

@Suite struct InfoTests {
    private static func report(
        _ folder: TestFolder, _ environment: [String: String], flags: [String: String] = [:]
    ) throws -> InfoReport {
        let common = try CommonOptions.parse(["--config", folder["config.json"]])
        // The files of AWS are looked for in the folder, not at home.
        let home = ["HOME": folder.path, "AWS_EC2_METADATA_DISABLED": "true"]
        return InfoReport(
            try Info.workspace(common, flags: flags, environment: home.merging(environment) { $1 }))
    }

    @Test func `Each setting is shown with its origin`() throws {
        let folder = try TestFolder()
        try folder.write(
            #"{"target": {"region": "eu-west-1"}, "load": {"maxInFlight": 9}}"#, to: "config.json")
        let report = try Self.report(
            folder, ["SLUICE_LOAD_PARALLEL_TABLES": "2"], flags: ["target.tablePrefix": "x-"])
        let lines = report.text.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        #expect(lines.contains("load.maxInFlight 9 \(folder["config.json"]):1:61"))
        #expect(lines.contains("load.parallelTables 2 environment SLUICE_LOAD_PARALLEL_TABLES"))
        #expect(lines.contains("target.tablePrefix x- flag --table-prefix"))
        #expect(lines.contains("log.keep 5 default"))
        #expect(lines.contains("region eu-west-1 \(folder["config.json"]):1:23"))
        let json = try JSONReader.read(Array(report.json.utf8))
        #expect(json["settings"]?.array?.count == SettingKey.allCases.count)
        #expect(
            json["target"]?["endpoint"]?["value"]?.string
                == "https://dynamodb.eu-west-1.amazonaws.com")
    }

    @Test func `What cannot be told leaves the rest to be told`() throws {
        let folder = try TestFolder()
        try folder.write(#"{"source": {"path": "gone.db"}}"#, to: "config.json")
        let report = try Self.report(folder, [:])
        let json = try JSONReader.read(Array(report.json.utf8))
        #expect(json["source"]?["error"]?["code"]?.string == "sourceUnavailable")
        #expect(json["target"]?["error"]?["message"]?.string == "no region")
        #expect(
            json["credentials"]?["error"]?["hint"]?.string?.contains("AWS_ACCESS_KEY_ID") == true)
        #expect(json["run"]?["exists"]?.bool == false)
        #expect(json["versions"]?["sqlite"]?.string?.hasPrefix("3.") == true)
        #expect(report.text.contains("! no region"))
        #expect(report.text.contains("log.level"))
    }

    @Test func `Credentials are told by their source and never shown`() throws {
        let folder = try TestFolder()
        try folder.write(#"{"target": {"region": "us-east-1"}}"#, to: "config.json")
        let report = try Self.report(
            folder,
            [
                "AWS_ACCESS_KEY_ID": "AKIAVISIBLE", "AWS_SECRET_ACCESS_KEY": "s3cr3tvalue",
                "AWS_SESSION_TOKEN": "t0kenvalue",
            ])
        for text in [report.text, report.json] {
            #expect(text.contains("environment variables"))
            for secret in ["AKIAVISIBLE", "s3cr3tvalue", "t0kenvalue"] {
                #expect(!text.contains(secret))
            }
        }
    }

    @Test func `A profile is named with its file and its command is not run`() throws {
        let folder = try TestFolder()
        try folder.write(
            #"{"target": {"region": "us-east-1", "profile": "dev"}}"#, to: "config.json")
        _ = try folder.folder(".aws")
        try folder.write(
            "[profile dev]\ncredential_process = touch \(folder["ran"])\n", to: ".aws/config")
        let report = try Self.report(folder, [:])
        #expect(try report.credentials.get().contains("credential_process of profile dev"))
        #expect(!FileManager.default.fileExists(atPath: folder["ran"]))
    }

    @Test func `Where only the EC2 service is left it is named and not asked`() throws {
        let folder = try TestFolder()
        try folder.write(#"{"target": {"region": "us-east-1"}}"#, to: "config.json")
        let report = try Self.report(folder, ["AWS_EC2_METADATA_DISABLED": ""])
        #expect(report.asksInstance)
        #expect(report.text.contains("no credentials"))
        #expect(report.text.contains("at the first request"))
    }

    @Test func `It needs no configuration, writes nothing, and leaves with 0`() async throws {
        let folder = try TestFolder()
        let result = try await SluiceProgram(in: folder)("info")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("sluice \(Version.text)\n"))
        #expect(result.output.contains("none: `sluice init` writes one"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `A configuration that is wrong leaves with 2`() async throws {
        let folder = try TestFolder()
        try folder.write(#"{"load": {"maxInFligth": 3}}"#, to: "config.json")
        let result = try await SluiceProgram(in: folder)("info")
        #expect(result.status == 2)
        #expect(result.errors.contains("did you mean \"load.maxInFlight\"?"))
    }
}
