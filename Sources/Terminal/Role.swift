/// What a cell is for; a theme says how each role looks.
///
/// The raw value is the role's name in theme files.
package enum Role: String, CaseIterable, Sendable {
    case text
    case textDim = "text.dim"
    case textStrong = "text.strong"
    case textAccent = "text.accent"
    case border
    case borderFocus = "border.focus"
    case title
    case titleFocus = "title.focus"
    /// The names over columns of numbers.
    case columnHeader = "column.header"
    /// The line the cursor is on, in the pane that has the focus.
    case cursor
    /// The same in a pane without focus.
    case cursorDim = "cursor.dim"
    case mark
    case match
    case header
    case headerStrong = "header.strong"
    case tab
    case tabFocus = "tab.focus"
    case key
    case keyText = "key.text"
    case keyDisabled = "key.disabled"
    case badgeProduction = "badge.production"
    case badgeLocal = "badge.local"
    case badgeReadOnly = "badge.readonly"
    case tableQueued = "table.queued"
    case tableRunning = "table.running"
    case tablePaused = "table.paused"
    case tableValidating = "table.validating"
    case tableDone = "table.done"
    case tableFailed = "table.failed"
    case tableMismatch = "table.mismatch"
    case barDone = "bar.done"
    case barPaused = "bar.paused"
    case barFailed = "bar.failed"
    case barRest = "bar.rest"
    case graphItems = "graph.items"
    case graphThrottle = "graph.throttle"
    case graphError = "graph.error"
    case graphAxis = "graph.axis"
    case gaugeGood = "gauge.good"
    case gaugeHigh = "gauge.high"
    case gaugeOver = "gauge.over"
    case levelDebug = "level.debug"
    case levelInfo = "level.info"
    case levelWarning = "level.warning"
    case levelError = "level.error"
    case good
    case warning
    case danger
    case diffExpected = "diff.expected"
    case diffFound = "diff.found"
    case dialog
    case dialogBorder = "dialog.border"
    case dialogDanger = "dialog.danger"
    case button
    case buttonFocus = "button.focus"
    case input
}
