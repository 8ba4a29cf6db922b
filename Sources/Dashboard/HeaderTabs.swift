import RunModel
package import Terminal

/// The names of the panes with the keys that lead to them, and what waits there.
package enum HeaderTabs {
    static func draw(
        _ context: PaneContext, _ summary: RunSummary, into canvas: inout Canvas, area: Rect
    ) {
        guard !area.isEmpty else { return }
        var at = 0
        for tab in tabs(context, summary, columns: area.columns) {
            let isFocused = context.view.focus == tab.id
            at += canvas.put(tab.name, line: 0, column: at, in: area, isFocused ? .tabFocus : .tab)
            at += canvas.put(tab.badge, line: 0, column: at, in: area, .tab)
        }
        let help = Line("?", .key) + Line(" help ", .keyText)
        if at + 8 <= area.columns { canvas.put(right: help, line: 0, in: area, .tab) }
    }

    /// The pane whose name stands at a column of the line; nil beside them.
    package static func pane(at column: Int, _ context: PaneContext, area: Rect) -> PaneID? {
        var at = area.column
        let canvas = Canvas(
            size: Size(columns: 0, rows: 0), isUnicode: context.capabilities.isUnicode)
        for tab in tabs(context, RunSummary(context.snapshot), columns: area.columns) {
            at += canvas.width(of: tab.name) + canvas.width(of: tab.badge)
            if column < at { return column >= area.column ? tab.id : nil }
        }
        return nil
    }

    private struct Tab {
        var id: PaneID
        var name: String
        var badge: Line
    }

    private static func tabs(
        _ context: PaneContext, _ summary: RunSummary, columns: Int
    ) -> [Tab] {
        let isTight = columns < 78
        return PaneID.allCases.map { id in
            let badge = badge(id, context, summary)
            var line = Line()
            if let badge { line.append("!" + TableWords.number(badge.number), badge.role) }
            let name = " \(id.rawValue) \(id.title)"
            if isTight { return Tab(id: id, name: name + (badge == nil ? " " : ""), badge: line) }
            return Tab(id: id, name: name + " ", badge: line + Line(badge == nil ? " " : "  "))
        }
    }

    private static func badge(
        _ id: PaneID, _ context: PaneContext, _ summary: RunSummary
    ) -> (number: Int, role: Role)? {
        let found: (number: Int, role: Role)
        switch id {
        case .tables: found = (summary.number(.failed), .danger)
        case .schema:
            let risks = context.snapshot.schema?.risks ?? []
            let errors = risks.count { $0.severity == .error }
            let warnings = risks.count { $0.severity == .warning }
            found = errors > 0 ? (errors, .danger) : (warnings, .warning)
        case .errors:
            let open = context.model.errors.merged.filter(\.isStanding)
            let isGrave = open.contains { $0.id.kind == .failure || $0.isLasting }
            found = (open.count, isGrave ? .danger : .warning)
        case .validate: found = (summary.number(.differs), .tableMismatch)
        case .flow, .log: return nil
        }
        return found.number > 0 ? found : nil
    }
}
