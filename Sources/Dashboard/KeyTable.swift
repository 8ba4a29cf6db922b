import RunModel

/// The keys as people read them: in the help, in the key bar, in the documents.
package enum KeyTable {
    /// A line of the help.
    package struct Row: Sendable, Equatable {
        package var action: Action
        /// All its keys: `p`, `PgUp Ctrl-U`.
        package var keys: String
        package var summary: String
    }

    /// The help: headings, and under each its actions.
    package static func help(
        _ keys: KeyMap, isUnicode: Bool = true
    ) -> [(group: ActionGroup, rows: [Row])] {
        ActionGroup.allCases.map { group in
            let rows = Action.allCases.filter { $0.group == group }.map { action in
                Row(
                    action: action,
                    keys: keys.keys(of: action).map { $0.title(isUnicode: isUnicode) }
                        .joined(separator: " "),
                    summary: action.summary)
            }
            return (group, rows)
        }
    }

    /// The key bar: what works now, the most useful first; to be cut where the line ends.
    ///
    /// `help` and `leave` come last and belong on every bar, however short.
    package static func bar(_ context: PaneContext) -> [Action] {
        // That Enter unfolds a row too is not worth the place.
        let isOpening = context.opening != nil || context.snapshot.phase == .waiting
        return order(of: context.view.focus).filter {
            $0.whyUnavailable(context) == nil && ($0 != .open || isOpening)
        }
    }

    private static func order(of pane: PaneID) -> [Action] {
        let steering: [Action] = [.pause, .pauseAll, .retry, .reset]
        let rest: [Action] = [.search, .zoom, .undo, .palette, .help, .leave]
        return switch pane {
        case .tables:
            [.begin, .end] + steering
                + [
                    .mark, .validate, .repair, .writeLimit, .inFlightLess, .inFlightMore, .open,
                    .sort,
                ] + rest
        case .schema: [.begin, .open, .item, .expand, .collapse, .copy] + rest
        case .flow:
            [.begin, .less, .more, .writeLimit, .inFlightLess, .inFlightMore, .pauseAll] + rest
        case .errors: [.open, .retry, .retryAll, .copy, .exportErrors] + rest
        case .validate: [.open, .validate, .repair, .expand, .copy] + rest
        case .log: [.follow, .wrap, .less, .more, .plainPrint] + rest
        }
    }

    /// The table of keys as Markdown, for the documents.
    package static func markdown(_ keys: KeyMap = .standard) -> String {
        var text = ""
        for (group, rows) in help(keys) {
            text += (text.isEmpty ? "" : "\n") + "### \(group.rawValue)\n\n"
            text += "| key | name | what it does |\n| --- | --- | --- |\n"
            for row in rows {
                let keys = keys.keys(of: row.action).map { "`\($0.title())`" }.joined(
                    separator: " ")
                text += "| \(keys) | `\(row.action.name)` | \(row.summary) |\n"
            }
        }
        return text
    }
}
