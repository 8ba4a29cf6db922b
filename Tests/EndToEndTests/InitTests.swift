import ArgumentParser
import Foundation
import JSONText
import Mapping
import RunModel
import SQLiteSource
import TestSupport
import Testing

@testable import sluice

@Suite struct InitTests {
    /// Keys of one column, two and three, none, a name that is no table's, a column that hides the rowid.
    private static let sql = """
        CREATE TABLE one(id INTEGER PRIMARY KEY, v TEXT);
        CREATE TABLE two(a TEXT, b INTEGER, v, PRIMARY KEY (a, b));
        CREATE TABLE three(a TEXT, b TEXT, c TEXT, PRIMARY KEY (a, b, c)) WITHOUT ROWID;
        CREATE TABLE none(v, rowid TEXT);
        CREATE TABLE "Order Details"("the id" BLOB PRIMARY KEY);
        INSERT INTO one VALUES (1, 'x'); INSERT INTO two VALUES ('x', 1, 2);
        INSERT INTO "Order Details" VALUES (x'01');
        """

    private static func initialise(
        _ source: String, _ output: String, force: Bool = false,
        _ environment: [String: String] = [:]
    ) throws -> String {
        let arguments = ["--source-db", source, "--output", output] + (force ? ["--force"] : [])
        return try Init.parse(arguments).write(environment: environment)
    }

    @Test func `What it writes is taken as it is and gives the default mapping's items`() throws {
        let fixture = try AnalyzeFixture(Self.sql)
        let config = fixture.folder["config.json"]
        _ = try Self.initialise(fixture.source, config)
        let written = try Workspace.open(
            CommonOptions.parse(["--config", config]), environment: [:])
        let bare = try Workspace.open(
            CommonOptions.parse(["--source-db", fixture.source]), environment: [:])
        #expect(bare.config == nil)
        let source = try written.openSource()
        let schema = try source.schema()
        let mine = try written.mapping(of: source, schema: schema)
        let standard = try bare.mapping(of: source, schema: schema)
        #expect(!mine.isDefault && standard.isDefault)
        #expect(mine.tables.map(\.name) == ["one", "two", "three", "none", "Order_Details"])
        #expect(mine.fingerprint == standard.fingerprint)
        #expect(mine.tables.map(\.fingerprint) == standard.tables.map(\.fingerprint))
    }

    @Test func `Every setting stands in it with its default`() throws {
        let fixture = try AnalyzeFixture(Self.sql)
        let config = fixture.folder["config.json"]
        _ = try Self.initialise(fixture.source, config)
        let json = try ConfigFile.read(config)
        for key in SettingKey.allCases {
            let node = try #require(json[key.section]?[key.name], "\(key.rawValue)")
            switch key {
            case .sourcePath: #expect(node.string == "source.db")
            case .targetRegion: #expect(node.string == "us-east-1")
            default:
                switch key.definition.standard {
                case nil: #expect(node.isNull, "\(key.rawValue)")
                case .text(let text): #expect(node.string == text, "\(key.rawValue)")
                case .integer(let number): #expect(node.int == number, "\(key.rawValue)")
                case .boolean(let isTrue): #expect(node.bool == isTrue, "\(key.rawValue)")
                }
            }
        }
    }

    @Test func `A file that exists is kept, unless it is to be replaced`() throws {
        let fixture = try AnalyzeFixture(Self.sql)
        let config = try fixture.folder.write("{}", to: "config.json")
        #expect {
            try Self.initialise(fixture.source, config)
        } throws: { error in
            let error = error as? SluiceError
            return error?.exitStatus == .usage && error?.hint?.contains("--force") == true
        }
        #expect(try String(contentsOfFile: config, encoding: .utf8) == "{}")
        _ = try Self.initialise(fixture.source, config, force: true)
        #expect(try String(contentsOfFile: config, encoding: .utf8).count > 100)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).sorted()
                == ["config.json", "source.db"])
    }

    @Test func `The file is for its owner to write and for all to read, whatever the umask`() throws
    {
        let fixture = try AnalyzeFixture(Self.sql)
        let config = fixture.folder["config.json"]
        _ = try Self.initialise(fixture.source, config)
        let mode =
            try FileManager.default.attributesOfItem(atPath: config)[.posixPermissions] as? Int
        #expect(mode == 0o644)
    }

    @Test func `The source's path is relative below the file's folder and absolute elsewhere`()
        throws
    {
        let folder = try TestFolder()
        let deep = try folder.folder("data/deep")
        try AnalyzeFixture.write(Self.sql, to: deep + "/shop.db")
        #expect(
            Init.path(of: deep + "/shop.db", from: folder["config.json"]) == "data/deep/shop.db")
        #expect(
            Init.path(of: deep + "/../deep/shop.db", from: folder["config.json"])
                == "data/deep/shop.db")
        let absolute = Workspace.canonical(deep) + "/shop.db"
        #expect(
            Init.path(of: deep + "/shop.db", from: folder["data/deep2"] + "/config.json")
                == absolute)
        // A link is meant as a link: what it points at may change.
        try FileManager.default.createSymbolicLink(
            atPath: folder["current.db"], withDestinationPath: deep + "/shop.db")
        #expect(Init.path(of: folder["current.db"], from: folder["config.json"]) == "current.db")
    }

    @Test(arguments: [
        ([:], "us-east-1"),
        (["AWS_DEFAULT_REGION": "eu-west-1"], "eu-west-1"),
        (["AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-west-1"], "eu-central-1"),
        (["AWS_REGION": "", "SLUICE_TARGET_REGION": "ap-south-1"], "ap-south-1"),
    ])
    func `The region is the environment's where it names one`(
        _ environment: [String: String], _ region: String
    ) throws {
        #expect(try Init.region(environment) == region)
    }

    @Test func `A region that is none is refused with its variable`() {
        #expect {
            try Init.region(["AWS_REGION": "EU West!"])
        } throws: { error in (error as? SluiceError)?.place == "AWS_REGION" }
    }

    @Test func `The commands it names can be copied into a shell`() throws {
        let fixture = try AnalyzeFixture(Self.sql)
        let said = try Self.initialise(fixture.source, fixture.folder["my config.json"])
        #expect(
            said.contains("sluice migrate --config '\(fixture.folder["my config.json"])' --dry-run")
        )
        #expect("it's".shellQuoted == "'it'\\''s'")
        #expect("a/b-c.json".shellQuoted == "a/b-c.json")
    }

    @Test func `A source that cannot be read, a folder, and nothing at all are refused`()
        async throws
    {
        let folder = try TestFolder()
        let program = try SluiceProgram(in: folder)
        #expect(try await program("init").status == 2)
        #expect(try await program("init", "--source-db", "gone.db").status == 3)
        try AnalyzeFixture.write(Self.sql, to: folder["shop.db"])
        #expect(try await program("init", "--source-db", "shop.db", "--output", ".").status == 2)
        #expect(
            try await program("init", "--source-db", "shop.db", "--output", "no/config.json").status
                == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["shop.db"])
    }

    @Test func `What it writes is analysed and converted as it is`() async throws {
        let fixture = try AnalyzeFixture(Self.sql)
        let program = try SluiceProgram(in: fixture.folder)
        #expect(try await program("init", "--source-db", "source.db").status == 0)
        let analysis = try await program("analyze")
        #expect(analysis.status == 0)
        #expect(analysis.output.contains("Mapping: config.json"))
        let dry = try await program("migrate", "--dry-run")
        #expect(dry.status == 0, "\(dry.errors)")
        #expect(dry.output.contains("3 items"))
    }
}
