import PlainText
import Terminal

/// All keys, by what they are for; with a search only those whose line holds it.
enum HelpPage {
    static func page(search: String, _ context: PaneContext, columns: Int) -> OverlayPage {
        var page = OverlayPage(title: "Keys")
        let isUnicode = context.capabilities.isUnicode
        let groups = KeyTable.help(context.keys, isUnicode: isUnicode).map { group in
            (title: group.group.rawValue, rows: group.rows.filter { holds($0, search) })
        }.filter { !$0.rows.isEmpty }
        let count = groups.reduce(0) { $0 + $1.rows.count }
        if !search.isEmpty {
            page.detail = Line("with ", .textDim) + Line(search.sanitisedForTitle, .match)
            page.note = Line("\(count) of \(Action.allCases.count)")
        }
        if groups.isEmpty {
            page.text("No key does that; Esc shows them all again.", columns: columns)
        }
        let isWide = columns >= 108
        let width = isWide ? (columns - 3) / 2 : columns
        let blocks = groups.map { group in
            block(group.title, group.rows, search: search, context, columns: width)
        }
        if isWide {
            beside(blocks, columns: width, to: &page)
        } else {
            for (number, block) in blocks.enumerated() {
                if number > 0 { page.blank() }
                page.rows += block
            }
        }
        page.hints = [
            context.hint(.leave, "back"), context.hint(.search, "search", priority: 1),
            context.hint(.pageDown, "page", priority: 2),
        ]
        return page
    }

    private static func holds(_ row: KeyTable.Row, _ search: String) -> Bool {
        if search.isEmpty { return true }
        let text = row.keys + " " + row.summary + " " + row.action.name + " " + row.action.label
        return text.lowercased().contains(search.lowercased())
    }

    /// A group: its heading, then a key and what it does, wrapped below itself.
    private static func block(
        _ title: String, _ rows: [KeyTable.Row], search: String, _ context: PaneContext,
        columns: Int
    ) -> [OverlayPage.Row] {
        var block = OverlayPage(title: title)
        block.line(Line(title, .textAccent))
        let keys = min(14, max(6, columns / 4))
        for row in rows {
            // What does nothing now is dim; pressed, it says why.
            let isEnabled = row.action.whyUnavailable(context) == nil
            let lines = row.summary.wrapped(to: columns - keys - 2, limit: 4)
            for (number, text) in lines.enumerated() {
                var line = Line()
                if number == 0 {
                    line += Line(row.keys.clipped(to: keys), isEnabled ? .key : .keyDisabled)
                }
                let words = Line.found(
                    search, in: text, isEnabled ? .text : .textDim)
                block.rows.append { canvas, area in
                    canvas.put(line, line: 0, in: area.split(left: keys).left, .text)
                    canvas.put(words, line: 0, column: keys + 2, in: area, .text)
                }
            }
        }
        return block.rows
    }

    /// The blocks in two columns of about equal height, in reading order.
    private static func beside(
        _ blocks: [[OverlayPage.Row]], columns: Int, to page: inout OverlayPage
    ) {
        let total = blocks.reduce(0) { $0 + $1.count + 1 }
        var sides: [[OverlayPage.Row]] = [[], []]
        for block in blocks {
            let isLeft = sides[1].isEmpty && sides[0].count + block.count / 2 <= total / 2
            let side = isLeft ? 0 : 1
            if !sides[side].isEmpty { sides[side].append { _, _ in } }
            sides[side] += block
        }
        for number in 0..<max(sides[0].count, sides[1].count) {
            page.rows.append { canvas, row in
                let (left, right) = row.split(left: columns)
                if number < sides[0].count { sides[0][number](&canvas, left) }
                if number < sides[1].count {
                    sides[1][number](&canvas, right.split(left: 3).rest)
                }
            }
        }
    }
}

extension String {
    /// What an operator typed, short enough for an edge.
    fileprivate var sanitisedForTitle: String { clipped(to: 20) }
}
