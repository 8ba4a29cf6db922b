import DynamoDB
import Foundation
import JSONText
import Mapping
import RunModel
import SQLiteSource

/// What every command starts from: the configuration, the settings in effect, and where they lead.
///
/// Opening one reads the configuration and nothing else; the source, the mapping, the credentials are
/// looked at when they are asked for.
struct Workspace {
    /// As the operator named it; nil where there is none.
    let configPath: String?
    let config: JSONNode?
    let settings: EffectiveSettings
    let environment: [String: String]

    /// - `needsSource`: false where the state file is enough (`status`): then neither a configuration
    ///   nor a source has to be there.
    /// - It throws `.configuration` with all problems of the file, the environment and the flags at once.
    static func open(
        _ common: CommonOptions, flags: [String: String] = [:], needsSource: Bool = true,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SluiceError) -> Workspace {
        let flags = common.flags().merging(flags) { $1 }
        let path = try configPath(
            common, environment: environment, hasSource: !needsSource || flags["source.path"] != nil
        )
        let config: JSONNode?
        if let path { config = try ConfigFile.read(path) } else { config = nil }
        let reading = SettingsReader.read(
            config: config, file: path ?? "config.json", environment: environment, flags: flags)
        switch reading {
        case .success(let settings):
            return Workspace(
                configPath: path, config: config, settings: settings, environment: environment)
        case .failure(let problems): throw problems.error
        }
    }

    private static func configPath(
        _ common: CommonOptions, environment: [String: String], hasSource: Bool
    ) throws(SluiceError) -> String? {
        if let named = common.config { return named }
        if let named = environment[SettingsReader.configVariable], !named.isEmpty { return named }
        let standard = "config.json"
        if FileManager.default.fileExists(atPath: standard) { return standard }
        if hasSource || environment[SettingKey.sourcePath.environmentName] != nil { return nil }
        throw SluiceError(
            .usage, "there is no config.json here and no source is named",
            hint:
                "`sluice init --source-db shop.db` writes one; or name the source with --source-db, or the configuration with --config"
        )
    }

    /// What a run belongs to: the configuration's canonical path, or the source's where there is none.
    func runOwner() throws(SluiceError) -> String {
        if let configPath { return Self.canonical(configPath) }
        return "source:" + Self.canonical(try settings.requiredSourcePath())
    }

    static func canonical(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    func openSource() throws(SluiceError) -> SourceDatabase {
        try SourceDatabase.open(path: try settings.requiredSourcePath())
    }

    /// The mapping, bound to the source.
    func mapping(of source: SourceDatabase, schema: SourceSchema) throws(SluiceError) -> Mapping {
        guard let config, let configPath, MappingReader.hasTables(config) else {
            return try DefaultMapping.make(schema: schema, source: source)
        }
        let reading = MappingReader.read(config: config, file: configPath, schema: schema) { sql in
            try source.describe(select: sql)
        }
        if let mapping = reading.mapping { return mapping }
        throw SluiceError(
            .configuration,
            "the mapping has \(reading.problems.count) problem\(reading.problems.count == 1 ? "" : "s")",
            problems: reading.problems)
    }

    /// Where the items go.
    func target() throws(SluiceError) -> TargetSettings {
        try TargetSettings.resolve(
            region: resolved(.targetRegion), endpoint: resolved(.targetEndpoint),
            profile: resolved(.targetProfile), environment: environment, profiles: profiles())
    }

    func profiles() throws(SluiceError) -> AWSProfiles {
        try AWSProfiles.load(environment: environment, home: environment["HOME"])
    }

    func clientConfiguration(_ target: TargetSettings) throws(SluiceError) -> DynamoDBConfiguration
    {
        var configuration = try DynamoDBConfiguration(
            target, environment: environment, profiles: profiles())
        configuration.userAgent = "sluice/\(Version.text)"
        configuration.lanes = MachineShape.current.lanes
        return configuration
    }

    private func resolved(_ key: SettingKey) -> Resolved<String>? {
        let entry = settings[key]
        guard case .text(let text)? = entry.value, !text.isEmpty else { return nil }
        return Resolved(text, origin: entry.origin.description)
    }
}

extension TargetSettings {
    /// What people call it: the region, or the endpoint's URL.
    var name: String { isCustomEndpoint ? endpoint.value.url : region.value }

    /// Anything that is not this machine deserves care.
    var isProduction: Bool { !endpoint.value.isLoopback }
}
