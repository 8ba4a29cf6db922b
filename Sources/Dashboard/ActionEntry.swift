package import Terminal

/// What the help, the key bar, the palette and the documents say of an action.
package struct ActionEntry: Sendable {
    package let group: ActionGroup
    /// For the key bar: one or two words.
    package let label: String
    /// One line, without a full stop.
    package let summary: String
    /// The keys unless `ui.keys` says otherwise, by their names.
    package let keyNames: String
    /// Where it works; empty for everywhere.
    package let panes: [PaneID]

    fileprivate init(
        _ group: ActionGroup, _ keyNames: String, _ label: String, _ summary: String,
        in panes: [PaneID] = []
    ) {
        self.group = group
        self.keyNames = keyNames
        self.label = label
        self.summary = summary
        self.panes = panes
    }

    /// The keys unless `ui.keys` says otherwise, the foremost first.
    package var keys: [Key] { keyNames.split(separator: " ").compactMap { Key(name: String($0)) } }
}

extension Action {
    package var label: String { entry.label }
    package var summary: String { entry.summary }
    package var group: ActionGroup { entry.group }

    /// The table of keys: all there is to know of each action but when it can be done.
    package var entry: ActionEntry {
        switch self {
        case .up: .init(.moving, "k up", "up", "a row or a line up")
        case .down: .init(.moving, "j down", "down", "a row or a line down")
        case .pageUp: .init(.moving, "pgup ctrl-u", "page up", "a page up")
        case .pageDown: .init(.moving, "pgdn ctrl-d", "page down", "a page down")
        case .top: .init(.moving, "g home", "first", "to the first row")
        case .bottom: .init(.moving, "G end", "last", "to the last row; in the log: follow")
        case .collapse:
            .init(.moving, "h left", "fold", "fold the row, go to its parent, or scroll left")
        case .expand: .init(.moving, "l right", "unfold", "unfold the row, or scroll right")
        case .nextPane: .init(.panes, "tab", "pane", "to the next pane")
        case .previousPane: .init(.panes, "shift-tab", "pane back", "to the pane before")
        case .tables: .init(.panes, "1", "tables", "to the tables: progress and state")
        case .schema:
            .init(.panes, "2", "schema", "to the schema: what the source holds, and its risks")
        case .flow: .init(.panes, "3", "flow", "to the flow: rates, latency, throttling")
        case .errors: .init(.panes, "4", "errors", "to the errors, grouped by cause")
        case .validation: .init(.panes, "5", "validate", "to the validation: what differs")
        case .log: .init(.panes, "6", "log", "to the log")
        case .zoom: .init(.panes, "z", "zoom", "the pane over the whole screen, and back")
        case .open:
            .init(
                .panes, "enter", "details",
                "details of the row: why it failed, how it differs; else unfold it")
        case .item: .init(.panes, "i", "item", "a source row beside the item it becomes")
        case .end: .init(.panes, "E", "the end", "how it ended: what is in the target, what is not")
        case .search: .init(.finding, "/", "filter", "show only what holds a text")
        case .nextMatch:
            .init(.finding, "n", "next", "to the next match; in a window: the next of its kind")
        case .previousMatch: .init(.finding, "N", "previous", "to the match before")
        case .clear: .init(.finding, "esc backspace", "clear", "clear the filter, then the marks")
        case .sort: .init(.finding, "s", "sort", "choose how the tables are sorted", in: [.tables])
        case .reverseSort:
            .init(.finding, "S", "reverse", "sort the other way round", in: [.tables])
        case .less:
            .init(
                .finding, "<", "less", "a shorter span of the graphs; graver log lines only",
                in: [.flow, .log])
        case .more:
            .init(
                .finding, ">", "more", "a longer span of the graphs; more log lines",
                in: [.flow, .log])
        case .follow:
            .init(.finding, "o", "follow", "follow the end of the log, or stand still", in: [.log])
        case .wrap: .init(.finding, "w", "wrap", "wrap long log lines, or cut them", in: [.log])
        case .mark:
            .init(.finding, "space", "mark", "mark the table; commands go to the marked ones")
        case .markAll: .init(.finding, "*", "mark all", "mark all tables the filter shows, or none")
        case .begin:
            .init(.steering, "b", "begin", "begin the run that waits: shows the plan first")
        case .pause:
            .init(
                .steering, "p", "pause", "pause or resume the marked tables, else the selected one")
        case .pauseAll: .init(.steering, "P", "all", "pause or resume all tables; asks")
        case .retry:
            .init(
                .steering, "r", "retry",
                "try again what failed or is in quarantine; on an error: that group")
        case .retryAll:
            .init(
                .steering, "R", "retry all", "try again all that failed or is in quarantine; asks")
        case .validate: .init(.steering, "v", "validate", "compare source and target now")
        case .repair:
            .init(
                .steering, "f", "fix",
                "write again what differs, REMOVE what the source lacks; then type the name"
            )
        case .writeLimit:
            .init(.steering, "t", "limit", "limit the write units a second, and see what it costs")
        case .inFlightLess: .init(.steering, "[", "in flight −", "fewer batches in flight")
        case .inFlightMore: .init(.steering, "]", "in flight +", "more batches in flight")
        case .undo:
            .init(
                .steering, "u", "undo",
                "take back the last pause, resume or limit, where it still stands")
        case .reset:
            .init(
                .steering, "X", "reset…",
                "forget a table's progress, and empty it too if told; type its name")
        case .copy:
            .init(
                .taking, "y", "copy", "copy the name or the error to the clipboard of your terminal"
            )
        case .copyRow: .init(.taking, "Y", "copy row", "copy the row as JSON")
        case .exportErrors:
            .init(.taking, "e", "export", "write all errors to a file, as JSON lines")
        case .dumpScreen: .init(.taking, "D", "dump", "write the screen to a file, as text")
        case .plainPrint:
            .init(.taking, "L", "print", "print the pane as plain text, to select and scroll")
        case .palette: .init(.screen, ":", "cmd", "any action by its name, with completion")
        case .help: .init(.screen, "?", "help", "all keys; / searches them")
        case .theme: .init(.screen, "T", "theme", "choose the colours, seen at once")
        case .mouse:
            .init(.screen, "m", "mouse", "mouse on or off; off lets the terminal select text")
        case .faster: .init(.screen, "+ =", "faster", "more frames a second")
        case .slower: .init(.screen, "-", "slower", "fewer frames a second")
        case .redraw: .init(.screen, "ctrl-l", "redraw", "draw the whole screen again")
        case .suspend:
            .init(.screen, "ctrl-z", "suspend", "stops the program until fg or bg")
        case .leave:
            .init(
                .screen, "q ctrl-c", "leave",
                "leave: stop, or let the run go on; Ctrl-C twice stops")
        }
    }
}
