/// Where a setting's value comes from.
package enum SettingOrigin: Sendable, Equatable {
    case flag(String)
    case environment(String)
    case file(String, line: Int, column: Int)
    case standard
}

extension SettingOrigin: CustomStringConvertible {
    /// `flag --source-db`, `environment SLUICE_SOURCE_PATH`, `config.json:3:5` or `default`.
    package var description: String {
        switch self {
        case .flag(let name): "flag \(name)"
        case .environment(let name): "environment \(name)"
        case .file(let file, let line, let column): "\(file):\(line):\(column)"
        case .standard: "default"
        }
    }
}

/// The settings in effect, each with its origin.
package struct EffectiveSettings: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var key: SettingKey
        /// nil: not set, and there is no default.
        package var value: SettingValue?
        package var origin: SettingOrigin
    }

    /// Set by a flag, the environment or the file.
    var chosen: [SettingKey: Entry]
    /// The folder that default paths start at; empty for the working directory.
    var folder: String

    /// The defaults alone.
    package init() {
        chosen = [:]
        folder = ""
    }

    init(chosen: [SettingKey: Entry], folder: String) {
        self.chosen = chosen
        self.folder = folder
    }

    package subscript(_ key: SettingKey) -> Entry {
        if let entry = chosen[key] { return entry }
        var value = key.definition.standard
        if key.definition.type == .path, case .text(let path) = value {
            value = .text(PathText.resolve(path, against: folder))
        }
        return Entry(key: key, value: value, origin: .standard)
    }

    /// All settings in the order of the documentation.
    package var entries: [Entry] { SettingKey.allCases.map { self[$0] } }

    private func text(_ key: SettingKey) -> String? {
        if case .text(let text) = self[key].value { text } else { nil }
    }

    private func isTrue(_ key: SettingKey) -> Bool { self[key].value == .boolean(true) }

    private func integer(_ key: SettingKey) -> Int? {
        if case .integer(let number) = self[key].value { number } else { nil }
    }
}

extension EffectiveSettings {
    package var sourcePath: String? { text(.sourcePath) }
    package var endpoint: String? { text(.targetEndpoint) }
    package var region: String? { text(.targetRegion) }
    package var profile: String? { text(.targetProfile) }
    package var tablePrefix: String { text(.targetTablePrefix) ?? "" }
    package var label: String? { text(.targetLabel) }
    package var maxInFlight: Int { integer(.loadMaxInFlight) ?? 1 }
    package var minInFlight: Int { integer(.loadMinInFlight) ?? 1 }
    package var parallelTables: Int { integer(.loadParallelTables) ?? 1 }
    /// Not set: the machine's cores, shared out among the tables that are copied at once.
    package var readersPerTable: Int? { integer(.loadReadersPerTable) }
    /// Write units a second; nil: no limit.
    package var maxWriteUnits: Int? { integer(.loadMaxWriteUnits) }
    package var maxQuarantined: Int { integer(.loadMaxQuarantined) ?? 0 }
    package var statePath: String { text(.statePath) ?? "" }
    package var logPath: String { text(.logPath) ?? "" }
    package var logLevel: String { text(.logLevel) ?? "" }
    package var isLogJSON: Bool { text(.logFormat) == "json" }
    package var logMaxBytes: Int { integer(.logMaxBytes) ?? 0 }
    package var logKeep: Int { integer(.logKeep) ?? 0 }
    package var theme: String { text(.uiTheme) ?? "default" }
    package var framesPerSecond: Int { integer(.uiFramesPerSecond) ?? 4 }
    package var hasColor: Bool { isTrue(.uiColor) }
    package var isASCII: Bool { isTrue(.uiAscii) }
    package var isLowBandwidth: Bool { isTrue(.uiLowBandwidth) }
    package var isReadOnly: Bool { isTrue(.uiReadOnly) }

    /// The source's path, or the error that says how to name it.
    package func requiredSourcePath() throws(SluiceError) -> String {
        if let sourcePath { return sourcePath }
        throw SluiceError(
            .usage, "no source is named",
            hint: "name the SQLite file with --source-db, SLUICE_SOURCE_PATH "
                + "or \"source\": {\"path\": …} in config.json")
    }
}

/// Paths as text: nothing is looked up.
enum PathText {
    /// The folder a file stands in, as far as the path says; empty for the working directory.
    static func folder(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "" }
        return slash == file.startIndex ? "/" : String(file[..<slash])
    }

    /// The path, beginning at the folder where it is relative.
    static func resolve(_ path: String, against folder: String) -> String {
        if path.hasPrefix("/") || folder.isEmpty || folder == "." { return path }
        return folder.hasSuffix("/") ? folder + path : folder + "/" + path
    }
}
