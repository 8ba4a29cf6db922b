extension StringProtocol {
    /// The text in lines of at most so many columns, broken between words; a longer word is cut.
    ///
    /// A line break of the text is kept; spaces at a break are not. Never empty: an empty text is one
    /// empty line.
    /// - `limit`: lines made at most; the last one then ends in `…`.
    package func wrapped(to width: Int, limit: Int = .max) -> [String] {
        let width = Swift.max(1, width)
        let limit = Swift.max(0, limit)
        var lines: [String] = []
        for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
            let before = lines.count
            var line = ""
            var used = 0
            for word in paragraph.split(separator: " ") {
                if lines.count >= limit { break }
                var rest = Substring(word)
                var columns = rest.cellWidth
                if used > 0, used + 1 + columns > width {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                while columns > width, lines.count < limit {
                    let head = rest.prefix(columns: width)
                    lines.append(String(head))
                    rest = rest[head.endIndex...]
                    columns -= head.cellWidth
                }
                line += (used > 0 ? " " : "") + rest
                used += (used > 0 ? 1 : 0) + columns
            }
            if used > 0 || lines.count == before { lines.append(line) }
            if lines.count > limit { break }
        }
        guard lines.count > limit else { return lines }
        lines.removeSubrange(limit...)
        if let last = lines.popLast() {
            lines.append(last.cellWidth < width ? last + "…" : (last + "…").clipped(to: width))
        }
        return lines
    }
}

extension Substring {
    /// The first characters that fit into so many columns, and at least one.
    fileprivate func prefix(columns width: Int) -> Substring {
        var cells = TextCells(unicodeScalars)
        var used = 0
        var end = startIndex
        while let cell = cells.next() {
            used += cell.width
            if used > width, end > startIndex { break }
            end = cells.index
        }
        return self[..<end]
    }
}
