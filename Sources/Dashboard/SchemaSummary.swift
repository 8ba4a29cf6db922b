import PlainText
import RunModel
import Terminal

/// The schema in a few lines: the gravest risks, and what is well.
enum SchemaSummary {
    static func draw(
        _ schema: SchemaReport, isMeasuring: Bool, into canvas: inout Canvas, area: Rect
    ) {
        let upper = area.split(top: max(1, area.rows - 1)).top
        let grave = schema.risks.filter { $0.severity != .note }
        let shown = schema.risks.sorted { $0.severity.order < $1.severity.order }
            .prefix(upper.rows)
        let place = min(max(8, area.columns / 3), shown.map(\.place.cellWidth).max() ?? 0)
        for (number, risk) in shown.enumerated() {
            let row = upper.line(number).inset(columns: 1)
            canvas.put(PlanText.sign(risk.severity), line: 0, in: row, .text)
            let (left, right) = row.split(left: 2).rest.split(left: place + 2)
            canvas.put(
                risk.place, line: 0, in: left.split(left: place).left, .textStrong)
            canvas.put(HumanFormat.readable(risk.message), line: 0, in: right, .text)
        }
        if shown.isEmpty, upper.rows > 0 {
            let isMeasured = schema.measuredTables >= schema.tables.count
            let words =
                isMeasured
                ? "nothing risky was found"
                : isMeasuring ? "nothing risky found yet" : "values not measured here"
            canvas.put(words, line: 0, column: 1, in: upper, .textDim)
        }
        let hidden = grave.count - shown.count { $0.severity != .note }
        canvas.put(
            well(schema, hidden: max(0, hidden)), line: 0, column: 1,
            in: area.line(max(1, shown.count)), .text)
    }

    /// `ok 11 foreign keys followed · 0 cycles`, or how many more risks there are.
    static func well(_ schema: SchemaReport, hidden: Int = 0) -> Line {
        let relations = schema.tables.flatMap(\.relations)
        let broken = relations.count { $0.problem != nil }
        var line = Line()
        if hidden > 0 { line.append("+\(hidden) more · ", .warning) }
        line.append(
            broken == 0 && schema.cycles.isEmpty ? "ok " : "~ ", broken == 0 ? .good : .warning)
        line.append(
            HumanFormat.plural(relations.count - broken, "foreign key")
                + " followed · " + HumanFormat.plural(schema.cycles.count, "cycle"), .textDim)
        if broken > 0 { line.append(" · \(broken) not followed", .warning) }
        return line
    }
}

extension SchemaReport.Risk.Severity {
    /// The gravest first.
    fileprivate var order: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }
}
