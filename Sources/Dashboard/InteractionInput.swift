import RunModel
package import Terminal

// Keys on a line of input.
extension Turn {
    mutating func take(_ key: Key, _ line: InputLine) {
        var line = line
        switch key {
        case .escape: return endInput(line)
        case .enter: return accept(line)
        case .backspace where line.text.isEmpty: return endInput(line)
        case .control("l"): return run(.redraw)
        case .control("z"): return run(.suspend)
        case .up: return move(in: line, by: -1)
        case .down: return move(in: line, by: 1)
        default: guard line.edit(key) else { return }
        }
        close()
        view.overlays.append(.input(line))
        typed(line)
    }

    /// What follows while it is being typed.
    private mutating func typed(_ line: InputLine) {
        switch line.purpose {
        case .search(let pane):
            view.filters[pane] = line.text.isEmpty ? nil : line.text
        case .helpSearch: searchHelp(line.text)
        case .palette, .writeLimit, .confirmation: break
        }
    }

    /// The cursor moves among the matches while the search is being typed.
    private mutating func move(in line: InputLine, by step: Int) {
        guard case .search(let pane) = line.purpose, pane == view.focus else { return }
        move(by: step)
    }

    private mutating func endInput(_ line: InputLine) {
        close()
        switch line.purpose {
        case .search(let pane): view.filters[pane] = nil
        case .helpSearch: searchHelp("")
        case .writeLimit: say("the limit stays as it is")
        case .palette, .confirmation: break
        }
    }

    private mutating func accept(_ line: InputLine) {
        close()
        switch line.purpose {
        case .search(let pane):
            let rows = rows(pane)
            guard !line.text.isEmpty else { return }
            if let first = rows.first(where: { $0.matches(line.text) }) ?? rows.first {
                view.cursors[pane] = first
            }
            if rows.isEmpty, pane != .log {
                say("nothing matches; \(keys.title(of: .clear)) clears", .warning)
            }
        case .helpSearch: searchHelp(line.text)
        case .writeLimit: setWriteLimit(line.text)
        case .palette, .confirmation: break
        }
    }

    private mutating func searchHelp(_ text: String) {
        guard
            let at = view.overlays.lastIndex(where: { if case .help = $0 { true } else { false } })
        else { return }
        view.overlays[at] = .help(top: 0, search: text)
    }

    // The palette

    mutating func take(_ key: Key, palette line: InputLine, _ selected: Int) {
        var line = line
        let entries = Palette.entries(line.text, context)
        var selected = min(max(0, selected), max(0, entries.count - 1))
        switch key {
        case .escape: return close()
        case .backspace where line.text.isEmpty: return close()
        case .up, .backTab: selected = max(0, selected - 1)
        case .down: selected = min(max(0, entries.count - 1), selected + 1)
        case .pageUp: selected = max(0, selected - 10)
        case .pageDown: selected = min(max(0, entries.count - 1), selected + 10)
        case .tab:
            if entries.indices.contains(selected) {
                line = InputLine(.palette, text: entries[selected].completion)
                selected = 0
            }
        case .enter:
            close()
            guard entries.indices.contains(selected) else {
                return say("there is no \"\(line.text.sanitised(limit: 60))\"", .warning)
            }
            return perform(entries[selected])
        case .control("l"): return run(.redraw)
        case .control("z"): return run(.suspend)
        default:
            guard line.edit(key) else { return }
            selected = 0
        }
        close()
        view.overlays.append(.palette(line, selected: selected))
    }

    private mutating func perform(_ entry: Palette.Entry) {
        way = entry.way
        defer { way = nil }
        switch entry.argument {
        case .none: run(entry.action)
        case .tables(let names):
            named = names
            run(entry.action)
            named = nil
        case .theme(let name):
            wear(name)
            say("theme \(name)")
        case .sort(let name): sort(by: name)
        case .limit(let text):
            if let why = entry.action.whyUnavailable(context) {
                say(why, .warning)
            } else {
                setWriteLimit(text)
            }
        }
    }
}

extension String {
    /// Its lines behind each other, without what is no text.
    fileprivate var onOneLine: String {
        split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
            .filter { character in
                !character.unicodeScalars.contains { $0.properties.generalCategory == .control }
            }
    }
}

extension InputLine {
    /// As much as a name or a search ever has.
    static let limit = 500

    /// Edits the line; false where the key is no edit.
    package mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .character where isOffered, .paste where isOffered:
            text = ""
            cursor = 0
        default: break
        }
        cursor = min(max(0, cursor), text.count)
        let at = text.index(text.startIndex, offsetBy: cursor)
        switch key {
        case .character(let character):
            guard text.count < Self.limit else { return true }
            text.insert(character, at: at)
            // A mark joins the character before it.
            cursor = text.distance(from: text.startIndex, to: text.index(at, offsetBy: 0)) + 1
            cursor = min(cursor, text.count)
        case .paste(let pasted):
            let line = pasted.onOneLine.prefix(max(0, Self.limit - text.count))
            text.insert(contentsOf: line, at: at)
            cursor += line.count
        case .backspace:
            guard cursor > 0 else { return true }
            text.remove(at: text.index(before: at))
            cursor -= 1
        case .delete: if at < text.endIndex { text.remove(at: at) }
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = text.count
        case .control("u"):
            text = String(text[at...])
            cursor = 0
        case .control("w"):
            let kept = text[..<at].reversed().drop { $0 == " " }.drop { $0 != " " }
            let start = String(kept.reversed())
            text = start + text[at...]
            cursor = start.count
        default: return false
        }
        isOffered = false
        cursor = min(max(0, cursor), text.count)
        return true
    }
}
