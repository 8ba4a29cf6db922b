extension Role {
    /// The role's name in theme files.
    package var name: String {
        switch self {
        case .text: "text"
        case .textDim: "text.dim"
        case .textStrong: "text.strong"
        case .textAccent: "text.accent"
        case .border: "border"
        case .borderFocus: "border.focus"
        case .title: "title"
        case .titleFocus: "title.focus"
        case .columnHeader: "column.header"
        case .cursor: "cursor"
        case .cursorDim: "cursor.dim"
        case .mark: "mark"
        case .match: "match"
        case .header: "header"
        case .headerStrong: "header.strong"
        case .tab: "tab"
        case .tabFocus: "tab.focus"
        case .key: "key"
        case .keyText: "key.text"
        case .keyDisabled: "key.disabled"
        case .badgeProduction: "badge.production"
        case .badgeLocal: "badge.local"
        case .badgeReadOnly: "badge.readonly"
        case .tableQueued: "table.queued"
        case .tableRunning: "table.running"
        case .tablePaused: "table.paused"
        case .tableValidating: "table.validating"
        case .tableDone: "table.done"
        case .tableFailed: "table.failed"
        case .tableMismatch: "table.mismatch"
        case .barDone: "bar.done"
        case .barPaused: "bar.paused"
        case .barFailed: "bar.failed"
        case .barRest: "bar.rest"
        case .graphItems: "graph.items"
        case .graphThrottle: "graph.throttle"
        case .graphError: "graph.error"
        case .graphAxis: "graph.axis"
        case .gaugeGood: "gauge.good"
        case .gaugeHigh: "gauge.high"
        case .gaugeOver: "gauge.over"
        case .levelDebug: "level.debug"
        case .levelInfo: "level.info"
        case .levelWarning: "level.warning"
        case .levelError: "level.error"
        case .good: "good"
        case .warning: "warning"
        case .danger: "danger"
        case .diffExpected: "diff.expected"
        case .diffFound: "diff.found"
        case .dialog: "dialog"
        case .dialogBorder: "dialog.border"
        case .dialogDanger: "dialog.danger"
        case .button: "button"
        case .buttonFocus: "button.focus"
        case .input: "input"
        }
    }

    /// The role of that name; nil where there is none.
    package init?(name: String) {
        guard let role = Self.byName[name] else { return nil }
        self = role
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
