import ArgumentParser

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The configuration (default: $SLUICE_CONFIG, else ./config.json).")
    var config: String?

    @Option(help: "The SQLite file; overrides source.path, and needs no configuration.")
    var sourceDb: String?

    @Option(help: "The state file; overrides state.path.")
    var state: String?

    @Option(help: "Where the log goes; overrides log.path.")
    var logFile: String?

    @Option(help: "The least severe messages the log keeps; overrides log.level.")
    var logLevel: String?

    @Option(help: "text, or json: a JSON object a line; overrides log.format.")
    var logFormat: String?

    @Option(help: "Bytes after which the log begins a new file; overrides log.maxBytes.")
    var logMaxBytes: Int?

    @Option(help: "Older log files kept; overrides log.keep.")
    var logKeep: Int?

    @Flag(help: "Log more: as --log-level debug.")
    var verbose = false

    @Flag(help: "Say only what went wrong and how it ended.")
    var quiet = false

    func flags() -> [String: String] {
        var flags: [String: String] = [:]
        flags["source.path"] = sourceDb
        flags["state.path"] = state
        flags["log.path"] = logFile
        flags["log.level"] = logLevel
        flags["log.format"] = logFormat
        flags["log.maxBytes"] = logMaxBytes.map(String.init)
        flags["log.keep"] = logKeep.map(String.init)
        if verbose { flags["log.level"] = "debug" }
        return flags
    }
}

/// Where the tables are; each overrides the setting of its name.
struct TargetOptions: ParsableArguments {
    @Option(help: "A DynamoDB-compatible endpoint; overrides target.endpoint.")
    var endpoint: String?

    @Option(help: "The AWS region; overrides target.region.")
    var region: String?

    @Option(help: "The AWS profile; overrides target.profile.")
    var profile: String?

    @Option(help: "Put before each table's name in the target; overrides target.tablePrefix.")
    var tablePrefix: String?

    @Option(help: "What the target is called on the screen; overrides target.label.")
    var label: String?

    func flags() -> [String: String] {
        var flags: [String: String] = [:]
        flags["target.label"] = label
        flags["target.endpoint"] = endpoint
        flags["target.region"] = region
        flags["target.profile"] = profile
        flags["target.tablePrefix"] = tablePrefix
        return flags
    }
}

/// How fast and how much.
struct LoadOptions: ParsableArguments {
    @Option(help: "The most batches in flight, whole process; overrides load.maxInFlight.")
    var maxInFlight: Int?

    @Option(help: "Batches in flight that each table may always have; overrides load.minInFlight.")
    var minInFlight: Int?

    @Option(help: "Tables that copy at once; overrides load.parallelTables.")
    var parallelTables: Int?

    @Option(help: "Threads that read and encode for one table; overrides load.readersPerTable.")
    var readersPerTable: Int?

    @Option(
        help:
            "Write units a second, whole process, indexes counted; overrides load.maxWriteUnits."
    )
    var maxWcu: Int?

    @Option(help: "Quarantined rows after which a table fails; overrides load.maxQuarantined.")
    var maxQuarantined: Int?

    func flags() -> [String: String] {
        var flags: [String: String] = [:]
        flags["load.maxInFlight"] = maxInFlight.map(String.init)
        flags["load.minInFlight"] = minInFlight.map(String.init)
        flags["load.parallelTables"] = parallelTables.map(String.init)
        flags["load.readersPerTable"] = readersPerTable.map(String.init)
        flags["load.maxWriteUnits"] = maxWcu.map(String.init)
        flags["load.maxQuarantined"] = maxQuarantined.map(String.init)
        return flags
    }
}

/// Which tables; all where none is named.
struct TableOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "Only these tables, by the mapping's names, separated by commas.",
        transform: { text in
            // An unset shell variable must not mean all tables.
            let names = text.split(separator: ",", omittingEmptySubsequences: false)
                .map { String($0).trimmed }
            guard names.allSatisfy({ !$0.isEmpty }) else {
                throw ValidationError("--tables takes names separated by commas, and one is empty")
            }
            return names
        })
    var tables: [String] = []
}

enum OutputForm: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

/// How a run is shown.
struct ShowOptions: ParsableArguments {
    @Flag(help: "Plain text instead of the dashboard; also without a terminal.")
    var noTui = false

    @Option(help: "text, or json: one event a line on standard output, all else on standard error.")
    var output: OutputForm = .text

    @Option(help: "Write every event to this new file, a JSON object a line; see `sluice replay`.")
    var record: String?
}

/// How the dashboard is drawn; each overrides the setting of its name.
struct ScreenOptions: ParsableArguments {
    @Option(help: "The dashboard's colours, a name or a file; overrides ui.theme.")
    var theme: String?

    @Option(help: "Frames a second at the most; overrides ui.framesPerSecond.")
    var fps: Int?

    @Flag(help: "No colours; so does NO_COLOR, and ui.color.")
    var noColor = false

    @Flag(help: "ASCII characters only; as ui.ascii.")
    var ascii = false

    @Flag(help: "Few bytes, for slow lines; as ui.lowBandwidth.")
    var lowBandwidth = false

    @Flag(help: "No key that changes the run; as ui.readOnly.")
    var readOnly = false

    func flags() -> [String: String] {
        var flags: [String: String] = [:]
        flags["ui.theme"] = theme
        flags["ui.framesPerSecond"] = fps.map(String.init)
        if noColor { flags["ui.color"] = "false" }
        if ascii { flags["ui.ascii"] = "true" }
        if lowBandwidth { flags["ui.lowBandwidth"] = "true" }
        if readOnly { flags["ui.readOnly"] = "true" }
        return flags
    }
}

extension String {
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
