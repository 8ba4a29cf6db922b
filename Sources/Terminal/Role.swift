/// What a cell is for; a theme says how each role looks.
///
/// The raw value is its place in `allCases`: a cell holds one byte, and a theme is a table.
package enum Role: UInt8, CaseIterable, Sendable {
    case text
    case textDim
    case textStrong
    case textAccent
    case border
    case borderFocus
    case title
    case titleFocus
    /// The names over columns of numbers.
    case columnHeader
    /// The line the cursor is on, in the pane that has the focus.
    case cursor
    /// The same in a pane without focus.
    case cursorDim
    case mark
    case match
    case header
    case headerStrong
    case tab
    case tabFocus
    case key
    case keyText
    case keyDisabled
    case badgeProduction
    case badgeLocal
    case badgeReadOnly
    case tableQueued
    case tableRunning
    case tablePaused
    case tableValidating
    case tableDone
    case tableFailed
    case tableMismatch
    case barDone
    case barPaused
    case barFailed
    case barRest
    case graphItems
    case graphThrottle
    case graphError
    case graphAxis
    case gaugeGood
    case gaugeHigh
    case gaugeOver
    case levelDebug
    case levelInfo
    case levelWarning
    case levelError
    case good
    case warning
    case danger
    case diffExpected
    case diffFound
    case dialog
    case dialogBorder
    case dialogDanger
    case button
    case buttonFocus
    case input
}
