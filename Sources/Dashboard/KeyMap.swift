package import RunModel
package import Terminal

/// Which key does what: the table of keys, changed by the config's `ui.keys`.
///
/// What always holds: a key does one thing; every action has a key that any terminal sends; Ctrl-C leaves.
package struct KeyMap: Sendable, Equatable {
    private var actions: [Key: Action] = [:]
    private var keys: [Action: [Key]] = [:]

    /// The keys without any `ui.keys`.
    package static let standard = KeyMap()

    private init() {
        for action in Action.allCases { bind(action, to: action.entry.keys) }
    }

    /// The keys of the table, with those of some actions replaced.
    ///
    /// - `overrides`: action names, and the keys of each, by name, parted by spaces: `"pause": "x space"`.
    /// - `file`: what the configuration is called in a problem.
    /// - `place`: the line and column where an action's keys stand in it; nil where they are not known.
    package init(
        overrides: [String: String], file: String = "config.json",
        place: (String) -> (line: Int, column: Int)? = { _ in nil }
    ) throws(Problems) {
        func problem(_ name: String, _ message: String, _ hint: String) -> Problem {
            let at = place(name)
            return Problem(
                file: file, line: at?.line, column: at?.column,
                path: "ui.keys." + name.sanitised(limit: 100), message: message, hint: hint)
        }
        var problems: [Problem] = []
        var wanted: [Action: [Key]] = [:]
        for (name, text) in overrides.sorted(by: { $0.key < $1.key }) {
            guard let action = Action(rawValue: name) else {
                problems.append(
                    problem(
                        name, "there is no action of that name",
                        Suggestion.hint(for: name, among: Action.allCases.map(\.name))
                            ?? "the dashboard's help (?) lists the actions by name"))
                continue
            }
            let (keys, faults) = Self.read(text, of: action)
            problems += faults.map { problem(name, $0.message, $0.hint) }
            if !keys.isEmpty { wanted[action] = keys }
        }
        self.init()
        for action in wanted.keys { unbind(action) }
        for action in Action.allCases {
            guard let keys = wanted[action] else { continue }
            for key in keys {
                guard let other = actions[key], other != action else { continue }
                problems.append(
                    problem(
                        action.name, "the key \(key.name) is already that of \(other.name)",
                        "give \(other.name) another key in ui.keys, or choose another here"))
            }
            bind(action, to: keys)
        }
        if !problems.isEmpty { throw Problems(problems) }
    }

    /// What a key does; nil for nothing.
    package func action(of key: Key) -> Action? { actions[key] }

    /// The keys of an action, the foremost first.
    package func keys(of action: Action) -> [Key] { keys[action] ?? [] }

    /// The foremost key as the screen shows it; empty where there is none.
    package func title(of action: Action, isUnicode: Bool = true) -> String {
        keys(of: action).first?.title(isUnicode: isUnicode) ?? ""
    }

    /// The keys that a text names, and what is wrong with it.
    private static func read(
        _ text: String, of action: Action
    ) -> (keys: [Key], faults: [(message: String, hint: String)]) {
        var keys: [Key] = []
        var faults: [(message: String, hint: String)] = []
        for name in text.split(separator: " ").map(String.init) {
            if let why = Key.unusable[name.lowercased()] {
                faults.append(
                    ("the key \(name.lowercased()) cannot be used: \(why)", "choose another key"))
            } else if let key = Key(name: name) {
                if key == .control("c"), action != .leave {
                    faults.append(("ctrl-c always leaves", "choose another key"))
                } else if !keys.contains(key) {
                    keys.append(key)
                }
            } else {
                faults.append(
                    (
                        "there is no key \"\(name.sanitised(limit: 40))\"",
                        "keys are p, P, space, enter, esc, tab, shift-tab, up, pgdn, home, end, ctrl-d and so on"
                    ))
            }
        }
        if keys.isEmpty, faults.isEmpty {
            faults.append(
                (
                    "\(action.name) would have no key",
                    "leave it out to keep what it has: \(action.entry.keyNames)"
                ))
        }
        if keys == [.escape] {
            faults.append(
                (
                    "esc may not be the only key of \(action.name)",
                    "some terminals are slow with esc: add another key"
                ))
        }
        if action == .leave, !keys.isEmpty, !keys.contains(.control("c")) {
            keys.append(.control("c"))
        }
        return (keys, faults)
    }

    private mutating func bind(_ action: Action, to keys: [Key]) {
        self.keys[action] = keys
        for key in keys { actions[key] = action }
    }

    private mutating func unbind(_ action: Action) {
        for key in keys[action] ?? [] where actions[key] == action { actions[key] = nil }
        keys[action] = nil
    }
}
