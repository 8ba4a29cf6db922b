package import JSONText

/// Reads the settings: a flag before the environment, before the file, before the default.
///
/// What is wrong is found all at once, also in a value that another one overrides. `tables` is the
/// mapping's and passed over here, but a second `tables` at the top is reported.
package enum SettingsReader {
    /// The environment variable that names the configuration file: no setting of the file.
    package static let configVariable = "SLUICE_CONFIG"

    /// Reads what is set where.
    ///
    /// `config` is the file's tree, nil where there is no file; `file` is its path as the operator named
    /// it, and its folder is where its relative paths start. `flags` go by the setting's path:
    /// `["source.path": "shop.sqlite"]`.
    package static func read(
        config: JSONNode?, file: String, environment: [String: String], flags: [String: String]
    ) -> Result<EffectiveSettings, Problems> {
        var reading = SettingsReading(
            file: file, folder: config == nil ? "" : PathText.folder(of: file))
        if let config { reading.read(config) }
        reading.read(environment: environment)
        reading.read(flags: flags)
        if !reading.problems.isEmpty { return .failure(Problems(reading.problems)) }
        return .success(EffectiveSettings(chosen: reading.chosen, folder: reading.folder))
    }
}

/// One reading: what has been chosen and what is wrong.
///
/// Later sources override earlier ones.
private struct SettingsReading {
    let file: String
    let folder: String
    var chosen: [SettingKey: EffectiveSettings.Entry] = [:]
    var problems: [Problem] = []

    private static let mapping = "tables"
    private static let keys = "keys"
    private static let sections = SettingKey.allCases.reduce(into: [String]()) { sections, key in
        if !sections.contains(key.section) { sections.append(key.section) }
    }

    init(file: String, folder: String) {
        self.file = file
        self.folder = folder
    }

    mutating func read(_ config: JSONNode) {
        guard let members = config.object else {
            report(config, "", .notObject(config))
            return
        }
        for member in unrepeated(members, in: "") {
            if member.name == Self.mapping { continue }
            guard Self.sections.contains(member.name) else {
                unknown(member, in: "", among: Self.sections + [Self.mapping])
                continue
            }
            if member.node.isNull { continue }
            guard let settings = member.node.object else {
                report(member.node, member.name, .notObject(member.node))
                continue
            }
            read(settings, section: member.name)
        }
    }

    private mutating func read(_ members: [JSONMember], section: String) {
        let keys = SettingKey.allCases.filter { $0.section == section }
        for member in unrepeated(members, in: section) {
            if section == "ui", member.name == Self.keys {
                readKeys(member.node)
                continue
            }
            guard let key = keys.first(where: { $0.name == member.name }) else {
                let names = keys.map(\.name) + (section == "ui" ? [Self.keys] : [])
                unknown(member, in: section, among: names)
                continue
            }
            let node = member.node
            if node.isNull { continue }
            do throws(SettingRefusal) {
                var value = try key.definition.type.value(of: node)
                if key.definition.type == .path, case .text(let path) = value {
                    value = .text(PathText.resolve(path, against: folder))
                }
                let origin = SettingOrigin.file(file, line: node.line, column: node.column)
                chosen[key] = EffectiveSettings.Entry(key: key, value: value, origin: origin)
            } catch {
                report(node, key.rawValue, error.hinted(by: key.definition.type))
            }
        }
    }

    /// The dashboard's key bindings: action names and keys, which the dashboard knows.
    private mutating func readKeys(_ node: JSONNode) {
        if node.isNull { return }
        let path = "ui." + Self.keys
        guard let members = node.object else { return report(node, path, .notObject(node)) }
        for member in unrepeated(members, in: path) where member.node.string == nil {
            report(
                member.node, self.path(member.name, in: path),
                SettingRefusal(
                    "expected a string, found \(member.node.value.kind)",
                    hint: "write the key as text, such as \"p\" or \"ctrl-d\""))
        }
    }

    mutating func read(environment: [String: String]) {
        let keys = Dictionary(
            SettingKey.allCases.map { ($0.environmentName, $0) },
            uniquingKeysWith: { first, _ in first })
        let names = environment.keys.filter { $0.hasPrefix("SLUICE_") }.sorted()
        for name in names where name != SettingsReader.configVariable {
            guard let key = keys[name] else {
                let known = keys.keys.sorted() + [SettingsReader.configVariable]
                problems.append(
                    Problem(
                        file: name.sanitised(limit: 100),
                        message: "no setting has this environment variable",
                        hint: Suggestion.hint(for: name, among: known)
                            ?? "unset it; docs/configuration.md lists them all"))
                continue
            }
            // Set to nothing is how scripts say "not set".
            guard let text = environment[name], !text.isEmpty else { continue }
            take(text, for: key, from: .environment(name), place: name)
        }
    }

    mutating func read(flags: [String: String]) {
        for (path, text) in flags.sorted(by: { $0.key < $1.key }) {
            guard let key = SettingKey(rawValue: path) else {
                problems.append(
                    Problem(
                        file: path, message: "no setting has this path",
                        hint: "docs/configuration.md lists them all"))
                continue
            }
            let flag = key.definition.flag
            take(text, for: key, from: .flag(flag), place: flag)
        }
    }

    private mutating func take(
        _ text: String, for key: SettingKey, from origin: SettingOrigin, place: String
    ) {
        do throws(SettingRefusal) {
            let value = try key.definition.type.value(of: text)
            chosen[key] = EffectiveSettings.Entry(key: key, value: value, origin: origin)
        } catch {
            let refusal = error.hinted(by: key.definition.type)
            problems.append(
                Problem(
                    file: place, path: key.rawValue, message: refusal.message, hint: refusal.hint))
        }
    }

    /// The members without those whose name came before, which are reported.
    private mutating func unrepeated(_ members: [JSONMember], in section: String) -> [JSONMember] {
        var first: [String: JSONMember] = [:]
        return members.filter { member in
            guard let earlier = first[member.name] else {
                first[member.name] = member
                return true
            }
            problems.append(
                Problem(
                    file: file, line: member.nameLine, column: member.nameColumn,
                    path: path(member.name, in: section), message: "the key is there twice",
                    hint: "the first is in line \(earlier.nameLine); remove one of the two"))
            return false
        }
    }

    private mutating func unknown(_ member: JSONMember, in section: String, among names: [String]) {
        problems.append(
            Problem(
                file: file, line: member.nameLine, column: member.nameColumn,
                path: path(member.name, in: section), message: "no such key",
                hint: hint(for: member.name, in: section, among: names)))
    }

    private func hint(for name: String, in section: String, among names: [String]) -> String {
        if ["$", "/", "#", "_"].contains(where: name.hasPrefix) {
            return "the file has no comments and no $schema; remove the key"
        }
        if let close = Suggestion.closest(to: name, among: names) {
            return "did you mean \"\(path(close, in: section))\"?"
        }
        // At home in another section, or at the top with its path for a name.
        let elsewhere = SettingKey.allCases
        if let close = Suggestion.closest(to: name, among: elsewhere.map(\.name)),
            let key = elsewhere.first(where: { $0.name == close })
        {
            return "did you mean \"\(key.name)\" in \"\(key.section)\"?"
        }
        if let close = Suggestion.closest(to: name, among: elsewhere.map(\.rawValue)),
            let key = SettingKey(rawValue: close)
        {
            return "did you mean \"\(key.name)\" in \"\(key.section)\"?"
        }
        return "known here: " + names.joined(separator: ", ")
    }

    private mutating func report(_ node: JSONNode, _ path: String, _ refusal: SettingRefusal) {
        problems.append(
            Problem(
                file: file, line: node.line, column: node.column, path: path,
                message: refusal.message, hint: refusal.hint))
    }

    private func path(_ name: String, in section: String) -> String {
        let name = name.sanitised(limit: 100)
        return section.isEmpty ? name : section + "." + name
    }
}
