import Headless
import PlainText

extension String {
    /// The text in lines of so many columns, broken between words; a word that is longer is cut.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        func end() {
            lines.append(line)
            line = ""
            used = 0
        }
        for word in split(separator: " ") {
            var rest = word
            if used > 0, used + 1 + rest.cellWidth > width { end() }
            while rest.cellWidth > width {
                // A path or a name without spaces: what fits, then on.
                var head = ""
                while let next = rest.first, (head + String(next)).cellWidth <= width {
                    head.append(rest.removeFirst())
                }
                guard !head.isEmpty else { break }
                lines.append(head)
            }
            if used > 0 {
                line += " "
                used += 1
            }
            line += rest
            used += rest.cellWidth
        }
        if used > 0 || lines.isEmpty { end() }
        return lines
    }
}
