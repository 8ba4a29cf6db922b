import JSONText

/// Reads a theme file: a palette of colours, and how each role is shown in them.
///
/// ```
/// { "about":   "Cool blues on dark slate",
///   "palette": { "snow": ["#d8dee9", 253, "white"], "night": ["#242933", 235, "default"] },
///   "roles":   { "text": "snow on night", "table.failed": ["bold red", "bold reverse"] } }
/// ```
/// themes/README.md is the page for those who write one. What always holds:
/// 1. Of a list the first that the terminal shows as a whole is taken; where it shows none, the last
///    one without its colours.
/// 2. What a style leaves out comes from the role above it: `table.failed` from `table`, that from `text`.
/// 3. All problems of a file are found in one reading.
package enum ThemeFile {
    /// Reads a file's bytes; `name` is what the theme is called.
    package static func read(_ bytes: [UInt8], name: String) throws(ThemeProblems) -> Theme {
        let root: JSONNode
        do {
            root = try JSONReader.read(
                bytes, limits: JSONLimits(maxDepth: 8, maxBytes: 256 * 1024, maxValues: 10_000))
        } catch {
            throw ThemeProblems(all: [
                ThemeProblem(line: error.line, column: error.column, message: error.message)
            ])
        }
        var reading = ThemeReading()
        reading.read(root)
        let theme = reading.theme(name: name)
        if reading.problems.isEmpty {
            for colours in Capabilities.Colours.allCases
            where theme.pairs(colours) > Theme.maximumPairs {
                reading.report(
                    root,
                    "the theme takes \(theme.pairs(colours)) pairs of colours where a terminal has "
                        + colours.rawValue,
                    hint: "some terminals have room for \(Theme.maximumPairs)")
            }
        }
        guard reading.problems.isEmpty else {
            let inOrder = reading.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
            throw ThemeProblems(all: inOrder)
        }
        return theme
    }

    /// Every name that may stand under `roles`: the roles, and the groups they are in.
    static let roleNames: Set<String> = {
        var names: Set<String> = []
        for role in Role.allCases {
            var name: String? = role.name
            while let known = name {
                names.insert(known)
                name = parent(known)
            }
        }
        return names
    }()

    /// The role or group above: `table.failed` is in `table`, and everything in `text`.
    static func parent(_ name: String) -> String? {
        if name == "text" { return nil }
        guard let dot = name.lastIndex(of: ".") else { return "text" }
        return String(name[..<dot])
    }
}

/// One reading of a theme file: what it says, and what is wrong.
private struct ThemeReading {
    var problems: [ThemeProblem] = []
    private var about = ""
    private var palette: [String: ThemeColour] = [:]
    private var roles: [String: [StyleText]] = [:]

    mutating func report(_ node: JSONNode, _ message: String, hint: String? = nil) {
        problems.append(
            ThemeProblem(line: node.line, column: node.column, message: message, hint: hint))
    }

    private mutating func report(_ member: JSONMember, _ message: String, hint: String? = nil) {
        problems.append(
            ThemeProblem(
                line: member.nameLine, column: member.nameColumn, message: message, hint: hint))
    }

    mutating func read(_ root: JSONNode) {
        let known = ["about", "palette", "roles"]
        var roles: JSONNode?
        for member in members(root, of: "a theme") {
            switch member.name {
            case "about":
                if let text = member.node.string {
                    about = text
                } else {
                    report(member.node, "about is \(member.node.value.kind), not a string")
                }
            case "palette": readPalette(member.node)
            case "roles": roles = member.node
            default:
                report(
                    member, "unknown key \(quoted(member.name))",
                    hint: "a theme has " + known.joined(separator: ", "))
            }
        }
        // The palette may stand below the roles that name its colours.
        if let roles {
            readRoles(roles)
        } else if root.object != nil {
            report(root, "the theme has no roles")
        }
    }

    /// The members of an object; a name that stands twice is reported and its first kept.
    private mutating func members(_ node: JSONNode, of what: String) -> [JSONMember] {
        guard let all = node.object else {
            report(node, "\(what) is \(node.value.kind), not an object")
            return []
        }
        var seen: [String: Int] = [:]
        return all.filter { member in
            guard let line = seen[member.name] else {
                seen[member.name] = member.nameLine
                return true
            }
            report(
                member, "\(quoted(member.name)) stands here a second time",
                hint: "first in line \(line)")
            return false
        }
    }

    /// The elements of a list, or the one value that stands in its place.
    private mutating func elements(_ node: JSONNode) -> [JSONNode] {
        guard let elements = node.array else { return [node] }
        if elements.isEmpty { report(node, "the list is empty", hint: "leave the name out") }
        return elements
    }

    private mutating func readPalette(_ node: JSONNode) {
        for member in members(node, of: "the palette") {
            let name = member.name
            if StyleText.reserved.contains(name) {
                report(member, "\(quoted(name)) cannot be a colour's name: styles use the word")
            } else if name.isEmpty || name.contains(" ") || name.hasPrefix("#") || Int(name) != nil
            {
                report(
                    member, "\(quoted(name)) cannot be a colour's name",
                    hint: "one word that is no number")
            }
            var choices: [ThemeColour.Choice] = []
            for element in elements(member.node) {
                guard let text = element.string ?? element.numberText else {
                    report(
                        element, "a colour is \(element.value.kind)",
                        hint: "as in [\"#88c0d0\", 110, \"cyan\"]")
                    continue
                }
                do throws(StyleText.Refusal) {
                    choices.append(try StyleText.choice(text))
                } catch {
                    report(element, error.message, hint: error.hint)
                }
            }
            palette[name] = ThemeColour(choices: choices)
        }
    }

    private mutating func readRoles(_ node: JSONNode) {
        for member in members(node, of: "roles") {
            if !ThemeFile.roleNames.contains(member.name) {
                report(
                    member, "unknown role \(quoted(member.name))", hint: roleHint(member.name))
            }
            var styles: [StyleText] = []
            for element in elements(member.node) {
                guard let text = element.string else {
                    report(
                        element, "a style is \(element.value.kind), not a string",
                        hint: "as in \"bold red on default\"")
                    continue
                }
                do throws(StyleText.Refusal) {
                    styles.append(try StyleText(text, palette: palette))
                } catch {
                    report(element, error.message, hint: error.hint)
                }
            }
            roles[member.name] = styles
        }
    }

    /// The roles that were most likely meant: those of the same group, or those that begin alike.
    private func roleHint(_ name: String) -> String {
        let group = name.prefix { $0 != "." }
        let names = ThemeFile.roleNames.sorted()
        var near = names.filter { $0 == group || $0.hasPrefix(group + ".") }
        if near.isEmpty { near = names.filter { $0.hasPrefix(group.prefix(2)) } }
        if near.isEmpty { near = names.filter { !$0.contains(".") } }
        return "there are " + near.joined(separator: ", ")
    }

    func theme(name: String) -> Theme {
        var styles: [Capabilities.Colours: [Role: Style]] = [:]
        var backgrounds: [Capabilities.Colours: [Role]] = [:]
        for colours in Capabilities.Colours.allCases {
            for role in Role.allCases {
                styles[colours, default: [:]][role] = style(role.name, colours)
            }
            backgrounds[colours] = [.cursor, .cursorDim].filter { isBackground($0, colours) }
        }
        return Theme(name: name, about: about, styles: styles, backgrounds: backgrounds)
    }

    /// True where a style names a background and no colour of its own: what lies on it keeps its colours.
    private func isBackground(_ role: Role, _ colours: Capabilities.Colours) -> Bool {
        let shown = roles[role.name]?.first { $0.style(colours, parent: Style()) != nil }
        guard let shown else { return false }
        return shown.foreground == nil && shown.background != nil
            && !shown.attributes.contains(.reverse)
    }

    private func style(_ name: String, _ colours: Capabilities.Colours) -> Style {
        let parent = ThemeFile.parent(name).map { style($0, colours) } ?? Style()
        guard let choices = roles[name], let last = choices.last else { return parent }
        for choice in choices {
            if let style = choice.style(colours, parent: parent) { return style }
        }
        return Style(
            foreground: parent.foreground, background: parent.background,
            attributes: last.attributes)
    }
}
