import PlainText
import Terminal

extension Line {
    /// The line cut to so many columns.
    func kept(to columns: Int) -> Line {
        guard text.cellWidth > columns else { return self }
        var line = Line()
        var left = columns
        for span in spans where left > 0 {
            let part = span.text.clipped(to: left)
            line.append(part, span.role)
            left -= part.cellWidth
        }
        return line
    }

    /// The line in several of at most so many columns, cut where they are full: for values that have no words.
    func cut(to columns: Int, limit: Int = 100) -> [Line] {
        let columns = max(2, columns)
        var lines: [Line] = []
        var line = Line()
        var used = 0
        for span in spans {
            var part = ""
            for character in span.text {
                let width = character.cellWidth
                if used + width > columns {
                    line.append(part, span.role)
                    lines.append(line)
                    (line, part, used) = (Line(), "", 0)
                    if lines.count == limit { return lines }
                }
                part.append(character)
                used += width
            }
            line.append(part, span.role)
        }
        return lines + [line]
    }
}

extension Line {
    /// A text in which what is searched for stands out.
    static func found(_ search: String, in text: String, _ role: Role? = nil) -> Line {
        guard !search.isEmpty else { return Line(text, role) }
        var line = Line()
        var rest = text[...]
        let wanted = Array(search.lowercased())
        while let start = rest.indices.first(where: { rest[$0...].begins(with: wanted) }) {
            let end = rest.index(start, offsetBy: wanted.count, limitedBy: rest.endIndex)
            line.append(String(rest[..<start]), role)
            line.append(String(rest[start..<(end ?? rest.endIndex)]), .match)
            rest = rest[(end ?? rest.endIndex)...]
        }
        line.append(String(rest), role)
        return line
    }
}

extension Substring {
    /// True where it begins with those lower-case characters, in whichever case it has them.
    fileprivate func begins(with wanted: [Character]) -> Bool {
        var at = startIndex
        for character in wanted {
            guard at < endIndex, self[at].lowercased() == String(character) else { return false }
            at = index(after: at)
        }
        return true
    }
}

extension PaneContext {
    /// A key as it is bound, and what it does here.
    func hint(
        _ action: Action, _ text: String, isEnabled: Bool = true, priority: Int = 0
    ) -> KeyHint {
        KeyHint(
            keys.title(of: action, isUnicode: capabilities.isUnicode), text, isEnabled: isEnabled,
            priority: priority)
    }
}
