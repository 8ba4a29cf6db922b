import JSONText
import RunModel

/// An object of the configuration whose keys are known beforehand.
///
/// A key whose value is null is as good as absent.
struct ConfigObject {
    let place: ConfigPlace
    private let values: [String: ConfigPlace]

    init(place: ConfigPlace, values: [String: ConfigPlace]) {
        self.place = place
        self.values = values
    }

    subscript(_ key: String) -> ConfigPlace? { values[key] }

    func has(_ key: String) -> Bool { values[key] != nil }
}

/// A member of an object whose names the operator chooses: a table, an entity, an attribute.
struct ConfigEntry {
    var name: String
    /// The name's own position.
    var namePlace: ConfigPlace
    var value: ConfigPlace
}

extension MappingContext {
    /// Reads an object of known keys; unknown and repeated ones are reported.
    ///
    /// `advice` is the hint for keys that people try and that stand elsewhere or are named otherwise.
    func object(
        _ place: ConfigPlace, _ what: String, keys: [String], advice: [String: String] = [:]
    ) -> ConfigObject? {
        guard let members = members(of: place, what) else { return nil }
        var values: [String: ConfigPlace] = [:]
        for member in members {
            guard keys.contains(member.name) else {
                let hint =
                    advice[member.name]
                    ?? Suggestion.closest(to: member.name, among: keys).map {
                        "did you mean \($0.quoted)?"
                    }
                    ?? "\(what) knows \(keys.listed)"
                report(
                    "unknown key \(member.name.quoted) in \(what)", at: member.namePlace, hint: hint
                )
                continue
            }
            if !member.value.node.isNull { values[member.name] = member.value }
        }
        return ConfigObject(place: place, values: values)
    }

    /// Reads an object of names the operator chose; repeated and empty ones are reported.
    ///
    /// `allowingEmpty` is for names of columns, which SQLite lets be empty.
    func entries(
        _ place: ConfigPlace, _ what: String, allowingEmpty: Bool = false
    ) -> [ConfigEntry] {
        (members(of: place, what) ?? []).filter { member in
            if allowingEmpty || !member.name.isEmpty { return true }
            report("a name in \(what) is empty", at: member.namePlace)
            return false
        }
    }

    private func members(of place: ConfigPlace, _ what: String) -> [ConfigEntry]? {
        guard let members = place.node.object else {
            report("\(what) must be an object, not \(place.node.value.kind)", at: place)
            return nil
        }
        var seen: [String: JSONMember] = [:]
        var entries: [ConfigEntry] = []
        for member in members {
            let path = place.path(to: member.name)
            let namePlace = ConfigPlace(
                JSONNode(.string(member.name), line: member.nameLine, column: member.nameColumn),
                path: path)
            if let first = seen[member.name] {
                report(
                    "\(member.name.quoted) stands twice in \(what)", at: namePlace,
                    hint: "the first is in line \(first.nameLine): keep one of the two")
                continue
            }
            seen[member.name] = member
            entries.append(
                ConfigEntry(
                    name: member.name, namePlace: namePlace,
                    value: ConfigPlace(member.node, path: path)))
        }
        return entries
    }
}
