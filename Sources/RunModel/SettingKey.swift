/// The settings: one case each, named by its path in config.json.
///
/// What a setting is called elsewhere and what it may hold comes from its definition: the reader, the
/// environment names and the test of docs/configuration.md all go by this table.
package enum SettingKey: String, Sendable, CaseIterable {
    case sourcePath = "source.path"
    case targetEndpoint = "target.endpoint"
    case targetRegion = "target.region"
    case targetProfile = "target.profile"
    case targetTablePrefix = "target.tablePrefix"
    case targetLabel = "target.label"
    case loadMaxInFlight = "load.maxInFlight"
    case loadMinInFlight = "load.minInFlight"
    case loadParallelTables = "load.parallelTables"
    case loadReadersPerTable = "load.readersPerTable"
    case loadMaxWriteUnits = "load.maxWriteUnits"
    case loadMaxQuarantined = "load.maxQuarantined"
    case statePath = "state.path"
    case logPath = "log.path"
    case logLevel = "log.level"
    case logFormat = "log.format"
    case logMaxBytes = "log.maxBytes"
    case logKeep = "log.keep"
    case uiTheme = "ui.theme"
    case uiFramesPerSecond = "ui.framesPerSecond"
    case uiColor = "ui.color"
    case uiAscii = "ui.ascii"
    case uiLowBandwidth = "ui.lowBandwidth"
    case uiReadOnly = "ui.readOnly"

    /// The object it stands in: `load`.
    package var section: String { String(rawValue.prefix { $0 != "." }) }

    /// Its name in there: `maxInFlight`.
    package var name: String { String(rawValue.drop { $0 != "." }.dropFirst()) }

    /// `SLUICE_LOAD_MAX_IN_FLIGHT`: the path, each part of a name set off by an underscore.
    package var environmentName: String {
        var name = "SLUICE_"
        for character in rawValue {
            switch character {
            case ".": name += "_"
            case "A"..."Z": name += "_\(character)"
            default: name += character.uppercased()
            }
        }
        return name
    }
}

/// What a setting is.
package struct SettingDefinition: Sendable {
    /// What values it takes.
    package var type: SettingType
    /// nil where it is not set unless someone sets it.
    package var standard: SettingValue?
    /// The flag that sets it.
    package var flag: String
    /// One sentence for the documentation, without a full stop.
    package var summary: String

    init(_ type: SettingType, _ standard: SettingValue?, flag: String, _ summary: String) {
        self.type = type
        self.standard = standard
        self.flag = flag
        self.summary = summary
    }
}

package enum SettingType: Sendable, Equatable {
    /// A path, relative to the file's folder where it stands in a file.
    case path
    case integer(ClosedRange<Int>)
    case choice([String])
    case endpoint
    case region
    case tablePrefix
    /// One line of text, up to so many characters.
    case text(Int)
    case boolean
}

/// A setting's value; nil stands for "not set" elsewhere.
package enum SettingValue: Sendable, Equatable {
    case text(String)
    case integer(Int)
    case boolean(Bool)
}

extension SettingValue: CustomStringConvertible {
    package var description: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let isTrue): String(isTrue)
        }
    }
}

extension SettingKey {
    package var definition: SettingDefinition {
        switch self {
        case .sourcePath:
            .init(.path, nil, flag: "--source-db", "The SQLite file to read; it is never written")
        case .targetEndpoint:
            .init(
                .endpoint, nil, flag: "--endpoint",
                "Where DynamoDB is, as a URL; not set: the AWS variables' and the profile's, then the region's"
            )
        case .targetRegion:
            .init(
                .region, nil, flag: "--region",
                "The AWS region; not set: AWS_REGION, AWS_DEFAULT_REGION, then the profile's")
        case .targetProfile:
            .init(
                .text(256), nil, flag: "--profile",
                "The profile of the AWS configuration files whose credentials are used")
        case .targetTablePrefix:
            .init(
                .tablePrefix, .text(""), flag: "--table-prefix",
                "Put before each table's name on the wire; elsewhere tables keep the mapping's names"
            )
        case .targetLabel:
            .init(
                .text(40), nil, flag: "--label",
                "What the target is called on the screen, such as PRODUCTION")
        case .loadMaxInFlight:
            .init(
                .integer(1...1_024), .integer(1_024), flag: "--max-in-flight",
                "The most batches under way at once, over all tables; each table finds by itself how many its target takes"
            )
        case .loadMinInFlight:
            .init(
                .integer(1...1_024), .integer(1), flag: "--min-in-flight",
                "Batches that each table may have under way however slowly or throttled its target answers"
            )
        case .loadParallelTables:
            .init(.integer(1...64), .integer(4), flag: "--parallel-tables", "Tables copied at once")
        case .loadReadersPerTable:
            .init(
                .integer(1...16), nil, flag: "--readers-per-table",
                "Threads that read and encode for one table; not set: the cores, shared out among the tables"
            )
        case .loadMaxWriteUnits:
            .init(
                .integer(1...100_000_000), nil, flag: "--max-wcu",
                "Write units a second over all tables, indexes counted; not set: no limit of our own"
            )
        case .loadMaxQuarantined:
            .init(
                .integer(0...1_000_000_000), .integer(10_000), flag: "--max-quarantined",
                "Rows a table may put into quarantine; one more and the table fails")
        case .statePath:
            .init(
                .path, .text(".sluice/state.sqlite"), flag: "--state",
                "The file that keeps the progress of the run")
        case .logPath:
            .init(.path, .text(".sluice/sluice.log"), flag: "--log-file", "The log file")
        case .logLevel:
            .init(
                .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
                .text("info"), flag: "--log-level", "The least severe messages the log keeps")
        case .logFormat:
            .init(
                .choice(["text", "json"]), .text("text"), flag: "--log-format",
                "A line of text or a JSON object for each message")
        case .logMaxBytes:
            .init(
                .integer(65_536...1_073_741_824), .integer(10_485_760), flag: "--log-max-bytes",
                "Bytes after which a new log file is begun")
        case .logKeep:
            .init(
                .integer(0...100), .integer(5), flag: "--log-keep",
                "Older log files kept besides the present one")
        case .uiTheme:
            .init(
                .text(1_024), .text("default"), flag: "--theme",
                "The dashboard's colours: a theme's name or file (themes/README.md)")
        case .uiFramesPerSecond:
            .init(
                .integer(1...10), .integer(4), flag: "--fps",
                "How often the dashboard is drawn at the most, a second")
        case .uiColor:
            .init(
                .boolean, .boolean(true), flag: "--no-color",
                "Whether the dashboard has colours; NO_COLOR turns them off too")
        case .uiAscii:
            .init(
                .boolean, .boolean(false), flag: "--ascii",
                "Draw the dashboard with ASCII characters only")
        case .uiLowBandwidth:
            .init(
                .boolean, .boolean(false), flag: "--low-bandwidth",
                "Draw rarely and without graphs that scroll, for slow lines")
        case .uiReadOnly:
            .init(
                .boolean, .boolean(false), flag: "--read-only",
                "Watch only: the dashboard takes no key that changes the run")
        }
    }
}
