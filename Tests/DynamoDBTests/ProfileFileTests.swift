import RunModel
import Testing

@testable import DynamoDB

@Suite struct ProfileFileTests {
    private func read(_ text: String) throws(SluiceError) -> [ProfileFile.Section] {
        try ProfileFile(path: "/h/config", text: text).sections
    }

    @Test func `Sections, settings, comments and blanks are told apart`() throws {
        let sections = try read(
            "\u{FEFF}# first\n[default]\r\n  ; indented comment\nRegion=us-east-1 # why\n\n"
                + "[ profile \"my dev\" ] # the other\nkey = a#b ;c\n")
        #expect(sections.map(\.words) == [["default"], ["profile", "my dev"]])
        #expect(sections[0].settings["region"]?.value == "us-east-1")
        #expect(sections[0].settings["region"]?.line == 4)
        #expect(sections[1].settings["key"]?.value == "a#b")
    }

    @Test func `Indented lines are settings of an empty value, else its continuation`() throws {
        let settings = try read(
            "[services x]\ndynamodb =\n  endpoint_url = http://h\nlong = a\n  b\n")[0]
            .settings
        #expect(settings["dynamodb"]?.nested == ["endpoint_url": "http://h"])
        #expect(settings["long"]?.value == "a\nb")
    }

    @Test func `A command keeps its signs`() throws {
        let settings = try read("[default]\ncredential_process = get --tag '#1' ; true\n")[0]
            .settings
        #expect(settings["credential_process"]?.value == "get --tag '#1' ; true")
    }

    @Test(arguments: [
        ("[default\nhushhush", "/h/config:1"), ("[default]\nhushhush", "/h/config:2"),
        ("hushhush = 1", "/h/config:1"), ("[]\n", "/h/config:1"),
        ("[a]\n = hushhush", "/h/config:2"),
    ])
    func `A malformed line is named and never quoted`(_ text: String, _ place: String) throws {
        let error = try #require(refusal { () throws(SluiceError) in try read(text) })
        #expect(error.place == place)
        #expect(!error.description.contains("hushhush"))
        #expect(error.hint != nil)
    }

    @Test func `Both files make one profile, the credentials file first`() throws {
        let profiles = AWSProfiles(
            config: try ProfileFile(
                path: "/h/config",
                text: "[profile dev]\nregion = us-east-1\naws_access_key_id = A\n[dev]\nx = 1"),
            credentials: try ProfileFile(
                path: "/h/credentials", text: "[dev]\naws_access_key_id = B\n[other]\n"))
        #expect(profiles.names == ["dev", "other"])
        let dev = try #require(profiles.profile("dev"))
        #expect(dev["aws_access_key_id"]?.value == "B")
        #expect(dev["aws_access_key_id"]?.place == "/h/credentials:2")
        #expect(dev["region"]?.place == "/h/config:2")
        #expect(dev["x"] == nil)
    }

    @Test func `Files that are not there are empty, one that is a folder is an error`() throws {
        let empty = try AWSProfiles.load(environment: ["HOME": "/nowhere"], home: nil)
        #expect(empty.names.isEmpty)
        #expect(empty.configPath == "/nowhere/.aws/config")
        let error = try #require(
            refusal { () throws(SluiceError) in
                try AWSProfiles.load(environment: ["AWS_CONFIG_FILE": "/tmp"], home: nil)
            })
        #expect(error.place == "/tmp")
        #expect(error.hint != nil)
    }
}
