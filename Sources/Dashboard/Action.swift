/// What an operator can do with a key or by name.
///
/// The raw value is the name: in the palette, in `ui.keys`, in the help. What each is for stands in
/// `ActionEntry`, when it can be done in `whyUnavailable`.
package enum Action: String, CaseIterable, Sendable {
    // Moving
    case up
    case down
    case pageUp = "page-up"
    case pageDown = "page-down"
    case top
    case bottom
    case collapse
    case expand
    // Panes
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case tables
    case schema
    case flow
    case errors
    case validation
    case log
    case zoom
    case open
    case item
    case end
    // Finding
    case search
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case clear
    case sort
    case reverseSort = "reverse-sort"
    case less
    case more
    case follow
    case wrap
    // Choosing
    case mark
    case markAll = "mark-all"
    // Steering
    case begin
    case pause
    case pauseAll = "pause-all"
    case retry
    case retryAll = "retry-all"
    case validate
    case repair
    case writeLimit = "write-limit"
    case inFlightLess = "in-flight-less"
    case inFlightMore = "in-flight-more"
    case undo
    case reset
    // Taking away
    case copy
    case copyRow = "copy-row"
    case exportErrors = "export-errors"
    case dumpScreen = "dump-screen"
    case plainPrint = "print"
    // Screen
    case palette
    case help
    case theme
    case mouse
    case faster
    case slower
    case redraw
    case suspend
    case leave

    package var name: String { rawValue }

    /// The pane a focus action goes to.
    package var pane: PaneID? {
        switch self {
        case .tables: .tables
        case .schema: .schema
        case .flow: .flow
        case .errors: .errors
        case .validation: .validate
        case .log: .log
        default: nil
        }
    }

    /// True where it asks the engine for something, at once or after a question.
    package var isCommand: Bool {
        switch self {
        case .begin, .pause, .pauseAll, .retry, .retryAll, .validate, .repair, .writeLimit,
            .inFlightLess, .inFlightMore, .undo, .reset:
            true
        default: false
        }
    }

    /// True where it can be given tables by name: `pause CustomerData`.
    package var takesTables: Bool {
        switch self {
        case .pause, .retry, .validate, .repair, .reset: true
        default: false
        }
    }
}

/// A heading of the help.
package enum ActionGroup: String, CaseIterable, Sendable {
    case moving = "Moving"
    case panes = "Panes"
    case finding = "Finding"
    case steering = "Steering the run"
    case taking = "Taking away"
    case screen = "Screen"
}
