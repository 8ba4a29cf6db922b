import PlainText
import RunModel
import Terminal

/// The lines of the log that are seen in an area, and how each looks.
struct LogView {
    /// Oldest first.
    private(set) var lines: [LogBook.Line] = []
    /// The rows they take, from the top of the area.
    private(set) var rows: [Line] = []

    private let search: String
    private let isWrapped: Bool
    private let sideways: Int
    private let columns: Int
    private let levelColumns: Int
    private let tableColumns: Int

    init(_ context: PaneContext, _ area: Rect) {
        let view = context.view
        search = view.filters[.log] ?? ""
        isWrapped = view.isWrapped
        sideways = max(0, view.sideways[.log] ?? 0)
        columns = max(0, area.columns - 1)
        levelColumns = area.columns < 50 ? 1 : 5
        // As wide as the names of the plan, and not changing with what is scrolled by.
        let names = context.snapshot.tables.prefix(200).map(\.name.cellWidth).max() ?? 0
        tableColumns = area.columns < 70 ? 0 : min(max(names, 4), 20, area.columns / 5)
        guard area.rows > 0, columns > 0 else { return }
        let book = context.model.log
        if view.isFollowing {
            fill(
                book.lines(
                    before: book.count, level: view.level, matching: search, limit: area.rows),
                area.rows)
        } else {
            fill(
                from: book.lines(
                    from: view.tops[.log] ?? book.first, level: view.level, matching: search,
                    limit: area.rows), area.rows)
        }
    }

    /// From the end: the newest line stands lowest, the rest above it as far as there is room.
    private mutating func fill(_ newest: [LogBook.Line], _ room: Int) {
        var parts: [[Line]] = []
        var used = 0
        for line in newest {
            let part = look(line)
            if used > 0, used + part.count > room { break }
            used += part.count
            parts.append(part)
            lines.append(line)
        }
        lines.reverse()
        rows = parts.reversed().flatMap { $0 }
    }

    private mutating func fill(from oldest: [LogBook.Line], _ room: Int) {
        for line in oldest {
            guard rows.count < room else { return }
            rows += look(line)
            lines.append(line)
        }
    }

    // MARK: One line

    /// Its rows: `12:03:10 warn  MusicCatalog  7 items unprocessed, sent again`.
    private func look(_ line: LogBook.Line) -> [Line] {
        let level = Self.level(line.level)
        let isQuiet = line.level == .debug
        var head = Line(" " + Self.clock(line.time) + " ", .textDim)
        head.append(
            level.word.prefix(levelColumns).description.padded(to: levelColumns), level.role)
        head.append(" ")
        var used = 11 + levelColumns
        var text = line.text
        if tableColumns > 0 {
            let name = (line.table ?? "").clipped(to: tableColumns).padded(to: tableColumns)
            head += marked(name, isQuiet ? .textDim : .textAccent)
            head.append(" ")
            used += tableColumns + 1
        } else if let table = line.table {
            text = table + ": " + text
        }
        let role: Role = isQuiet ? .textDim : line.level == .error ? .textStrong : .text
        let room = max(1, columns - used)
        guard isWrapped else {
            let shown = sideways > 0 ? Self.drop(sideways, from: text) : text
            return [head + marked(shown, role)]
        }
        return Self.wrap(text, room).enumerated().map { at, part in
            (at == 0 ? head : Line(String(repeating: " ", count: used))) + marked(part, role)
        }
    }

    /// The text with what was searched for standing out.
    private func marked(_ text: String, _ role: Role) -> Line {
        guard !search.isEmpty else { return Line(text, role) }
        let needle = Array(search.utf8)
        let folds = !needle.contains { (0x41...0x5A).contains($0) }
        func fold(_ byte: UInt8) -> UInt8 { folds && byte &- 0x41 < 26 ? byte | 0x20 : byte }
        let bytes = Array(text.utf8)
        var line = Line()
        var start = 0
        var at = 0
        while at + needle.count <= bytes.count {
            guard needle.indices.allSatisfy({ fold(bytes[at + $0]) == needle[$0] }) else {
                at += 1
                continue
            }
            line.append(String(decoding: bytes[start..<at], as: UTF8.self), role)
            at += needle.count
            line.append(String(decoding: bytes[at - needle.count..<at], as: UTF8.self), .match)
            start = at
        }
        line.append(String(decoding: bytes[start...], as: UTF8.self), role)
        return line
    }

    /// Without its first columns.
    private static func drop(_ columns: Int, from text: String) -> String {
        var left = columns
        let rest = text.drop { character in
            guard left > 0 else { return false }
            left -= character.cellWidth
            return true
        }
        return rest.isEmpty ? "" : "…" + rest
    }

    /// Cut after spaces where there are such, and at most eight rows of it.
    static func wrap(_ text: String, _ columns: Int) -> [String] {
        var rows: [String] = []
        var rest = Substring(text)
        while rows.count < 7, rest.cellWidth > columns {
            var used = 0
            var end = rest.startIndex
            var space: String.Index?
            while end < rest.endIndex {
                let width = rest[end].cellWidth
                if used + width > columns { break }
                used += width
                if rest[end] == " " { space = rest.index(after: end) }
                end = rest.index(after: end)
            }
            // A space in the first half would leave half a row empty.
            if let space, rest[..<space].cellWidth > columns / 2 { end = space }
            if end == rest.startIndex { end = rest.index(after: end) }
            rows.append(String(rest[..<end]))
            rest = rest[end...]
        }
        rows.append(String(rest))
        return rows
    }

    private static func level(_ level: Notice.Level) -> (word: String, role: Role) {
        switch level {
        case .debug: ("debug", .levelDebug)
        case .info: ("info", .levelInfo)
        case .warning: ("warn", .levelWarning)
        case .error: ("error", .levelError)
        }
    }

    /// The time of day, UTC.
    private static func clock(_ time: Int64) -> String { TableWords.clock(time) }
}
