package import RunModel

/// AWS's shared config and credentials files, read once.
///
/// Holds secrets: its descriptions and mirror show the files' paths and the profiles' names only.
package struct AWSProfiles: Sendable {
    /// A setting's value and where it stands.
    struct Setting: Sendable {
        var value: String
        /// File and line: `…/config:12`.
        var place: String
    }

    /// What both files say about one profile.
    struct Profile: Sendable {
        var name: String
        var credentialsFile: [String: Setting] = [:]
        var configFile: [String: Setting] = [:]

        /// The credentials file goes before.
        subscript(_ name: String) -> Setting? { credentialsFile[name] ?? configFile[name] }
    }

    package let configPath: String
    package let credentialsPath: String
    private var profiles: [String: Profile] = [:]
    /// The settings nested under `dynamodb` in each `[services x]`.
    private var services: [String: [String: Setting]] = [:]

    /// In alphabetical order.
    package var names: [String] { profiles.keys.sorted() }

    /// Reads the files named by AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, else of `~/.aws`.
    ///
    /// A file that does not exist is empty; one that cannot be read or understood is an error.
    package static func load(
        environment: [String: String], home: String?
    ) throws(SluiceError) -> AWSProfiles {
        func path(_ variable: String, _ name: String) -> String {
            let chosen = environment.setting(variable) ?? "~/.aws/\(name)"
            return SmallFile.expanded(chosen, home: home ?? environment.setting("HOME"))
        }
        return AWSProfiles(
            config: try read(path("AWS_CONFIG_FILE", "config")),
            credentials: try read(path("AWS_SHARED_CREDENTIALS_FILE", "credentials")))
    }

    private static func read(_ path: String) throws(SluiceError) -> ProfileFile {
        let text: String
        do {
            text = try SmallFile.text(of: path)
        } catch .missing {
            return ProfileFile(path: path)
        } catch {
            throw SluiceError(
                .credentials, "cannot be read: \(error.reason)", place: path,
                hint: "correct the file, or name another with AWS_CONFIG_FILE or "
                    + "AWS_SHARED_CREDENTIALS_FILE")
        }
        return try ProfileFile(path: path, text: text)
    }

    init(config: ProfileFile, credentials: ProfileFile) {
        configPath = config.path
        credentialsPath = credentials.path
        for section in config.sections {
            switch (section.words.first, section.words.count) {
            case ("default", 1): add(section, of: config, to: \.configFile, profile: "default")
            case ("profile", 2):
                add(section, of: config, to: \.configFile, profile: section.words[1])
            case ("services", 2):
                guard let dynamodb = section.settings["dynamodb"] else { continue }
                let place = "\(config.path):\(dynamodb.line)"
                services[section.words[1]] = dynamodb.nested.mapValues {
                    Setting(value: $0, place: place)
                }
            default: continue
            }
        }
        for section in credentials.sections {
            let name = section.words.joined(separator: " ")
            add(section, of: credentials, to: \.credentialsFile, profile: name)
        }
    }

    private mutating func add(
        _ section: ProfileFile.Section, of file: ProfileFile,
        to part: WritableKeyPath<Profile, [String: Setting]>, profile name: String
    ) {
        var profile = profiles[name] ?? Profile(name: name)
        for (name, setting) in section.settings {
            profile[keyPath: part][name] = Setting(
                value: setting.value, place: "\(file.path):\(setting.line)")
        }
        profiles[name] = profile
    }

    /// nil where neither file names the profile.
    func profile(_ name: String) -> Profile? { profiles[name] }

    /// A setting of DynamoDB in the services section that the profile names.
    func serviceSetting(_ name: String, of profile: Profile) -> Setting? {
        profile["services"].flatMap { services[$0.value]?[name] }
    }
}

extension AWSProfiles: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        "profiles \(names.joined(separator: ", ")) of \(configPath) and \(credentialsPath)"
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["names": names]) }
}

extension [String: String] {
    /// A variable's value; an empty one counts as not set, as in AWS's own tools.
    func setting(_ name: String) -> String? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return value
    }

    /// True where the variable says `true`, in any case.
    func isTrue(_ name: String) -> Bool { self[name]?.lowercased() == "true" }
}
