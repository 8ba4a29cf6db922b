import PlainText
import RunModel
import Terminal

/// An item that is not in the target as the source has it, attribute by attribute.
enum DifferenceDetails {
    static func page(
        table name: String, number: Int, _ context: PaneContext, columns: Int
    ) -> OverlayPage {
        var page = OverlayPage(title: "Difference", detail: Line(name, .textStrong))
        page.hints = [context.hint(.leave, "back")]
        let table = context.snapshot.tables.first { $0.name == name }
        guard let table, table.differences.indices.contains(number) else {
            page.text(
                "This is no longer there: the table was validated anew, or reset.",
                columns: columns)
            return page
        }
        let difference = table.differences[number]
        let items = DifferingItems(table)
        let place = (items.place(of: number) ?? 0) + 1
        page.note = Line("\(place) of \(HumanFormat.count(items.count))", .textStrong)
        if !context.view.isReadOnly, context.canRepair(table) {
            page.hints.append(context.hint(.repair, "fix all of the table", priority: 1))
        }
        page.hints.append(context.hint(.copy, "copy", priority: 2))
        if items.firsts.count > 1 {
            page.hints.append(context.hint(.nextMatch, "next", priority: 3))
        }
        let parts = table.differences.filter {
            $0.key == difference.key
        }
        verdict(difference, attributes: parts.count, columns: columns, to: &page)
        if difference.kind == .unexpected, !context.view.isReadOnly {
            let fate = fate(in: table, context)
            page.text(fate, columns: columns, .textDim, lead: "→ ")
        }
        for line in Line(difference.key, .textStrong).cut(to: columns, limit: 6) {
            page.line(line)
        }
        page.blank()
        let whole = parts.count == 1 && difference.attribute == nil && difference.kind != .changed
        if whole, let text = difference.expected ?? difference.found, text.hasPrefix("{") {
            item(text, difference.kind, columns: columns, to: &page)
        } else if columns >= 96 {
            beside(parts, columns: columns, to: &page)
        } else {
            below(parts, columns: columns, to: &page)
        }
        return page
    }

    /// What becomes of what the source does not have.
    private static func fate(
        in table: RunSnapshot.TableSnapshot, _ context: PaneContext
    ) -> String {
        let key = context.keys.title(of: .repair)
        return switch context.foreignItems(in: table.name) {
        case .removed: "\(key) would REMOVE it"
        case .unknown: "\(key) would REMOVE it, unless the table was there before the run"
        case .kept: "it stays: the table was there before the run"
        }
    }

    private static func verdict(
        _ difference: ItemDifference, attributes: Int, columns: Int, to page: inout OverlayPage
    ) {
        let words =
            switch difference.kind {
            case .missing: ("MISSING", "the source makes this item, the target does not hold it")
            case .unexpected:
                ("UNEXPECTED", "the target holds this item, the source does not make it")
            case .changed:
                (
                    "CHANGED",
                    HumanFormat.plural(attributes, "attribute")
                        + (attributes == 1 ? " differs" : " differ")
                )
            }
        page.text(
            words.1, columns: columns, lead: Line(words.0 + "  ", .tableMismatch))
    }

    /// An item that is on one side only, attribute by attribute.
    private static func item(
        _ text: String, _ kind: ItemDifference.Kind, columns: Int, to page: inout OverlayPage
    ) {
        let attributes = ItemText.attributes(text)
        let width =
            min(max(8, attributes.map(\.name.cellWidth).max() ?? 0), max(8, columns / 3)) + 2
        let role: Role = kind == .missing ? .diffExpected : .diffFound
        for (name, value) in attributes {
            for (number, line) in Line(value, role).cut(to: columns - width).enumerated() {
                page.rows.append { canvas, row in
                    let (left, right) = row.split(left: width)
                    if number == 0 {
                        canvas.put(
                            Line(name, .textStrong), line: 0,
                            in: left.split(left: width - 2).left, .text)
                    }
                    canvas.put(line, line: 0, in: right, .text)
                }
            }
        }
    }

    /// The source's value and the target's, with what differs between them in a role of its own.
    private static func sides(_ part: ItemDifference) -> (expected: Line, found: Line) {
        let nothing = Line("not there", .textDim)
        guard let expected = part.expected, let found = part.found else {
            return (
                part.expected.map { Line($0, .diffExpected) } ?? nothing,
                part.found.map { Line($0, .diffFound) } ?? nothing
            )
        }
        let (a, b) = (Array(expected), Array(found))
        let most = min(a.count, b.count)
        let before = (0..<most).first { a[$0] != b[$0] } ?? most
        let after =
            (0..<most - before).first { a[a.count - 1 - $0] != b[b.count - 1 - $0] }
            ?? most - before
        func line(_ text: [Character], _ role: Role) -> Line {
            var line = Line(String(text[..<before]))
            line.append(String(text[before..<text.count - after]), role)
            line.append(String(text[(text.count - after)...]))
            return line
        }
        return (line(a, .diffExpected), line(b, .diffFound))
    }

    private static func beside(
        _ parts: [ItemDifference], columns: Int, to page: inout OverlayPage
    ) {
        let names = parts.compactMap { $0.attribute?.cellWidth }.max() ?? 0
        let name = names == 0 ? 0 : min(24, max(9, names))
        let left = name == 0 ? 0 : name + 2
        let half = (columns - left - 3) / 2
        func row(_ title: Line, _ expected: Line, _ found: Line, _ role: Role) {
            page.rows.append { canvas, row in
                canvas.put(title, line: 0, in: row.split(left: name).left, role)
                let (one, rest) = row.split(left: left).rest.split(left: half)
                canvas.put(expected, line: 0, in: one, role)
                canvas.put("│", line: 0, column: 1, in: rest, .border)
                canvas.put(found, line: 0, column: 3, in: rest, role)
            }
        }
        row(
            Line(name == 0 ? "" : "attribute"), "expected (source)", "found (target)",
            .columnHeader)
        for part in parts {
            let (expected, found) = sides(part)
            let one = expected.cut(to: half)
            let two = found.cut(to: half)
            for number in 0..<max(one.count, two.count) {
                row(
                    number == 0 ? Line(part.attribute ?? "", .textStrong) : Line(),
                    number < one.count ? one[number] : Line(),
                    number < two.count ? two[number] : Line(), .text)
            }
        }
    }

    private static func below(
        _ parts: [ItemDifference], columns: Int, to page: inout OverlayPage
    ) {
        for part in parts {
            if let attribute = part.attribute { page.line(Line(attribute, .textStrong)) }
            let (expected, found) = sides(part)
            let names =
                columns >= 56 ? ("expected (source)", "found (target)") : ("source", "target")
            let width = names.0.count + 2
            for (name, value) in [(names.0, expected), (names.1, found)] {
                for (number, line) in value.cut(to: columns - width - 2).enumerated() {
                    let title = Line((number == 0 ? name : "").padded(to: width), .textDim)
                    page.line(Line("  ") + title + line)
                }
            }
        }
    }
}
