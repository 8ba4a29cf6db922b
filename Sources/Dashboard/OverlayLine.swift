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
