import JSONText
import RunModel
import Testing

/// Reads settings from a text as `conf/config.json`.
private func read(
    _ text: String?, environment: [String: String] = [:], flags: [String: String] = [:]
) throws -> Result<EffectiveSettings, Problems> {
    SettingsReader.read(
        config: try text.map { try JSONReader.read($0) }, file: "conf/config.json",
        environment: environment, flags: flags)
}

private func problems(
    _ text: String?, environment: [String: String] = [:], flags: [String: String] = [:]
) throws -> [String] {
    switch try read(text, environment: environment, flags: flags) {
    case .success: []
    case .failure(let problems): problems.all.map(\.description)
    }
}

@Suite struct SettingsPrecedenceTests {
    @Test func `Without anything the defaults hold`() throws {
        let settings = try read(nil).get()
        #expect(settings.maxInFlight == 1_024)
        #expect(settings.parallelTables == 4)
        #expect(settings.maxWriteUnits == nil)
        #expect(settings.maxQuarantined == 10_000)
        #expect(settings.statePath == ".sluice/state.sqlite")
        #expect(settings.logPath == ".sluice/sluice.log")
        #expect(settings.tablePrefix.isEmpty)
        #expect(settings.region == nil)
        #expect(settings.entries.count == SettingKey.allCases.count)
        #expect(settings.entries.allSatisfy { $0.origin.description == "default" })
        #expect(settings == EffectiveSettings())
        #expect(throws: SluiceError.self) { try settings.requiredSourcePath() }
    }

    @Test func `A flag beats the environment, the environment the file, the file the default`()
        throws
    {
        let text = """
            {"load": {"maxInFlight": 8, "parallelTables": 2,
              "maxQuarantined": 3}}
            """
        let settings = try read(
            text,
            environment: ["SLUICE_LOAD_MAX_IN_FLIGHT": "16", "SLUICE_LOAD_PARALLEL_TABLES": "5"],
            flags: ["load.maxInFlight": "64"]
        ).get()
        #expect(settings.maxInFlight == 64)
        #expect(settings.parallelTables == 5)
        #expect(settings.maxQuarantined == 3)
        #expect(settings[.loadMaxInFlight].origin.description == "flag --max-in-flight")
        #expect(
            settings[.loadParallelTables].origin.description
                == "environment SLUICE_LOAD_PARALLEL_TABLES")
        #expect(settings[.loadMaxQuarantined].origin.description == "conf/config.json:2:21")
        #expect(settings[.loadReadersPerTable].origin.description == "default")
    }

    @Test func `A path in the file starts at its folder, others at the working directory`() throws {
        let text = #"{"source": {"path": "a.sqlite"}, "log": {"path": "/var/log/x.log"}}"#
        let settings = try read(text).get()
        #expect(settings.sourcePath == "conf/a.sqlite")
        #expect(settings.logPath == "/var/log/x.log")
        #expect(settings.statePath == "conf/.sluice/state.sqlite")
        #expect(
            try read(text, environment: ["SLUICE_SOURCE_PATH": "b.sqlite"]).get().sourcePath
                == "b.sqlite")
        #expect(try read(text, flags: ["source.path": "c.sqlite"]).get().sourcePath == "c.sqlite")
    }

    @Test(arguments: [
        ("config.json", "a.sqlite"), ("./config.json", "a.sqlite"), ("/config.json", "/a.sqlite"),
        ("/etc/x/config.json", "/etc/x/a.sqlite"), ("../config.json", "../a.sqlite"),
    ]) func `The folder is what stands before the file's name`(_ file: String, _ path: String)
        throws
    {
        let config = try JSONReader.read(#"{"source": {"path": "a.sqlite"}}"#)
        let settings = SettingsReader.read(config: config, file: file, environment: [:], flags: [:])
        #expect(try settings.get().sourcePath == path)
    }

    @Test func `Null in the file and nothing in the environment are not set`() throws {
        let settings = try read(
            #"{"target": {"endpoint": null, "region": "eu-west-1"}, "load": null}"#,
            environment: ["SLUICE_TARGET_REGION": "", "SLUICE_CONFIG": "x.json", "PATH": "/bin"]
        ).get()
        #expect(settings.endpoint == nil)
        #expect(settings.region == "eu-west-1")
    }
}

@Suite struct SettingsProblemTests {
    @Test func `All problems are named at once with place, path and hint`() throws {
        let text = """
            {
              "load": {
                "maxInflight": 8,
                "parallelTables": 0,
                "maxWriteUnits": "100",
                "maxQuarantined": 1.5
              },
              "sourc": {},
              "target": {"region": 7, "region": "eu", "table_prefix": "a"},
              "log": [],
              "tables": {"anything": {"goes": "here"}},
              "tables": {}
            }
            """
        let found = try problems(
            text,
            environment: [
                "SLUICE_LOG_LEVEL": "warn", "SLUICE_LOG_PTH": "x",
                "SLUICE_LOAD_MAX_IN_FLIGHT": "many",
            ],
            flags: ["log.keep": "-1"])
        #expect(
            found == [
                "conf/config.json:12:3: tables: the key is there twice\n    "
                    + "hint: the first is in line 11; remove one of the two",
                "conf/config.json:3:5: load.maxInflight: no such key\n    "
                    + "hint: did you mean \"load.maxInFlight\"?",
                "conf/config.json:4:23: load.parallelTables: 0 is out of range\n    hint: from 1 to 64",
                "conf/config.json:5:22: load.maxWriteUnits: expected a whole number, found a string\n    "
                    + "hint: write the number without quotes",
                "conf/config.json:6:23: load.maxQuarantined: \"1.5\" is not a whole number\n    "
                    + "hint: it takes a whole number, 0 to 1,000,000,000",
                "conf/config.json:8:3: sourc: no such key\n    hint: did you mean \"source\"?",
                "conf/config.json:9:27: target.region: the key is there twice\n    "
                    + "hint: the first is in line 9; remove one of the two",
                "conf/config.json:9:24: target.region: expected a string, found a number\n    "
                    + "hint: it takes a text, such as us-east-1",
                "conf/config.json:9:43: target.table_prefix: no such key\n    "
                    + "hint: did you mean \"target.tablePrefix\"?",
                "conf/config.json:10:10: log: expected an object, found an array\n    "
                    + "hint: write { … } with the settings in it, as in config.example.json",
                "SLUICE_LOAD_MAX_IN_FLIGHT: load.maxInFlight: \"many\" is not a whole number\n    "
                    + "hint: it takes a whole number, 1 to 1,024",
                "SLUICE_LOG_LEVEL: log.level: \"warn\" is not one of \"trace\", \"debug\", \"info\", "
                    + "\"notice\", \"warning\", \"error\", \"critical\"\n    hint: did you mean \"warning\"?",
                "SLUICE_LOG_PTH: no setting has this environment variable\n    "
                    + "hint: did you mean \"SLUICE_LOG_PATH\"?",
                "--log-keep: log.keep: -1 is out of range\n    hint: from 0 to 100",
            ])
    }

    @Test(arguments: [
        (#"{"maxInFlight": 3}"#, #"did you mean "maxInFlight" in "load"?"#),
        (#"{"load": {"region": "x"}}"#, #"did you mean "region" in "target"?"#),
        (#"{"load.maxInFlight": 3}"#, #"did you mean "maxInFlight" in "load"?"#),
        (#"{"$schema": "x"}"#, "the file has no comments and no $schema; remove the key"),
        (#"{"//": "x"}"#, "the file has no comments and no $schema; remove the key"),
        (#"{"state": {"qwertz": 1}}"#, "known here: path"),
    ]) func `A key at the wrong place is told where it belongs`(_ text: String, _ hint: String)
        throws
    {
        let found = try problems(text)
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix("hint: " + hint) == true)
    }

    @Test func `A value that another overrides is checked too`() throws {
        let found = try problems(
            #"{"load": {"maxInFlight": 0}}"#, environment: ["SLUICE_LOAD_MAX_IN_FLIGHT": "x"],
            flags: ["load.maxInFlight": "3"])
        #expect(found.count == 2)
    }

    @Test(arguments: ["[]", "1", "null"]) func `A file that is no object is one problem`(
        _ text: String
    ) throws {
        #expect(try problems(text).count == 1)
    }

    @Test(arguments: [
        "http://localhost:8000", "https://dynamodb.eu-west-1.amazonaws.com/", "http://[::1]:8000",
        "HTTP://127.0.0.1",
    ]) func `An endpoint is a URL`(_ text: String) throws {
        #expect(try read(nil, flags: ["target.endpoint": text]).get().endpoint == text)
    }

    @Test(
        arguments: [
            "localhost:8000", "ftp://x", "http://", "http://:80", "http://h:0", "http://h:x",
            "http://h:70000",
            "http://h/path", "http://h?q", "http://h#f", "http://h x", "http://u:secret@h",
            "http://[::1",
            "http://h\u{7}", "",
        ].filter { !$0.isEmpty })
    func `What is no plain URL is refused, and a password not repeated`(
        _ text: String
    ) throws {
        let found = try problems(nil, flags: ["target.endpoint": text])
        #expect(found.count == 1)
        #expect(!found.joined().contains("secret"))
    }

    @Test(arguments: [
        ("target.region", "EU West"), ("target.region", "eu_west"), ("target.tablePrefix", "a b"),
        ("target.tablePrefix", "ü"), ("target.label", "a\u{1b}[2J"),
        ("target.label", String(repeating: "x", count: 41)), ("source.path", "~/x.sqlite"),
        ("source.path", "a\0b"), ("source.path", ""), ("log.format", "xml"),
        ("log.maxBytes", "1e6"),
        ("load.maxInFlight", "1025"), ("load.maxWriteUnits", "0"), ("load.nothing", "1"),
    ]) func `What a setting does not take is refused`(_ path: String, _ text: String) throws {
        #expect(try problems(nil, flags: [path: text]).count == 1)
    }

    @Test func `Text of the file is shown, not obeyed`() throws {
        let found = try problems(#"{"a\u001b[2J": 1, "log": {"level": "\u001b[31m"}}"#)
        #expect(found.count == 2)
        #expect(!found.joined().contains("\u{1b}"))
    }
}

@Suite struct ScreenSettingsTests {
    @Test func `Truth values are read from the file, the environment and flags`() throws {
        let settings = try read(
            #"{"ui": {"ascii": true, "color": false, "theme": "nord", "keys": {"pause": "x"}}}"#,
            environment: ["SLUICE_UI_COLOR": "true"], flags: ["ui.readOnly": "true"]
        ).get()
        #expect(settings.isASCII && settings.hasColor && settings.isReadOnly)
        #expect(!settings.isLowBandwidth)
        #expect(settings.theme == "nord")
        #expect(settings.framesPerSecond == 4)
    }

    @Test func `What is no truth value, no theme and no binding is named`() throws {
        let found = try problems(
            """
            {"ui": {"ascii": "yes", "framesPerSecond": 11, "keys": {"pause": 1, "retry": "r",
              "retry": "x"}, "key": {}}}
            """, environment: ["SLUICE_UI_COLOR": "on"])
        #expect(
            found.map { $0.split(separator: "\n").first.map(String.init) ?? "" } == [
                "conf/config.json:1:18: ui.ascii: expected true or false, found a string",
                "conf/config.json:1:44: ui.framesPerSecond: 11 is out of range",
                "conf/config.json:2:3: ui.keys.retry: the key is there twice",
                "conf/config.json:1:66: ui.keys.pause: expected a string, found a number",
                "conf/config.json:2:18: ui.key: no such key",
                "SLUICE_UI_COLOR: ui.color: \"on\" is not true or false",
            ])
    }
}
