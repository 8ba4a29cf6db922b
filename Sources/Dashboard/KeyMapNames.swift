package import Terminal

/// Keys by name, as `ui.keys` writes them and the help shows them.
extension Key {
    private static let named: [(name: String, title: String, arrow: String?, key: Key)] = [
        ("space", "Space", nil, .character(" ")),
        ("enter", "Enter", nil, .enter),
        ("esc", "Esc", nil, .escape),
        ("tab", "Tab", nil, .tab),
        ("shift-tab", "Shift-Tab", nil, .backTab),
        ("backspace", "Backspace", nil, .backspace),
        ("delete", "Delete", nil, .delete),
        ("up", "Up", "↑", .up),
        ("down", "Down", "↓", .down),
        ("left", "Left", "←", .left),
        ("right", "Right", "→", .right),
        ("pgup", "PgUp", nil, .pageUp),
        ("pgdn", "PgDn", nil, .pageDown),
        ("home", "Home", nil, .home),
        ("end", "End", nil, .end),
    ]

    /// Keys that terminals, screen, tmux or the line's flow control take for themselves, or send as
    /// another key: nothing may depend on them.
    package static let unusable: [String: String] = [
        "ctrl-a": "screen takes it", "ctrl-b": "tmux takes it", "ctrl-s": "it stops the terminal",
        "ctrl-q": "it starts the terminal again", "ctrl-h": "it is backspace",
        "ctrl-i": "it is tab",
        "ctrl-j": "it is enter", "ctrl-m": "it is enter", "ctrl-[": "it is esc",
    ]

    /// A key by its name: `p`, `space`, `shift-tab`, `ctrl-d`; nil where there is none of that name.
    package init?(name: String) {
        if let entry = Self.named.first(where: { $0.name == name.lowercased() }) {
            self = entry.key
            return
        }
        if name.count == 1, let character = name.first {
            guard !character.isWhitespace,
                character.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
            else { return nil }
            self = .character(character)
            return
        }
        let lower = name.lowercased()
        guard lower.hasPrefix("ctrl-"), lower.count == 6, let letter = lower.last, letter.isASCII,
            letter.isLetter
        else { return nil }
        self = .control(letter)
    }

    /// The name that `init(name:)` reads; empty for the mouse.
    package var name: String {
        if let entry = Self.named.first(where: { $0.key == self }) { return entry.name }
        return switch self {
        case .character(let character): String(character)
        case .control(let letter): "ctrl-\(letter)"
        default: ""
        }
    }

    /// The key as the screen shows it: `p`, `Space`, `Ctrl-D`, `↑`.
    package func title(isUnicode: Bool = true) -> String {
        if let entry = Self.named.first(where: { $0.key == self }) {
            return isUnicode ? entry.arrow ?? entry.title : entry.title
        }
        return switch self {
        case .character(let character): String(character)
        case .control(let letter): "Ctrl-" + letter.uppercased()
        default: ""
        }
    }
}
