import RunModel
package import Terminal

/// The last line: the keys that do something now.
package enum KeyBar {
    static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        canvas.keyBar(hints(context), in: area.inset(columns: 1))
    }

    /// The most useful first; help and leave stay on the shortest bar.
    ///
    /// None while a window lies over the panes:
    /// it says itself what its keys are.
    package static func hints(_ context: PaneContext) -> [KeyHint] {
        guard context.view.overlays.isEmpty else { return [] }
        let isUnicode = context.capabilities.isUnicode
        return KeyTable.bar(context).enumerated().compactMap { place, action in
            var key = context.keys.title(of: action, isUnicode: isUnicode)
            // Two keys of one thing are one hint.
            if action == .inFlightMore { return nil }
            if action == .inFlightLess {
                key += " " + context.keys.title(of: .inFlightMore, isUnicode: isUnicode)
            }
            guard !key.isEmpty else { return nil }
            return KeyHint(
                key, label(action, context), priority: priority(action) ?? place + 10)
        }
    }

    /// What outlasts the others as the line gets shorter, whatever its place in it.
    private static func priority(_ action: Action) -> Int? {
        switch action {
        case .help, .leave: 0
        case .begin, .pause, .retry: 1
        case .open, .search: 2
        case .palette: 3
        case .sort, .zoom, .follow: 4
        default: nil
        }
    }

    /// What it would do to what is selected: `p` resumes what is paused.
    private static func label(_ action: Action, _ context: PaneContext) -> String {
        if action == .inFlightLess { return "in flight" }
        if action == .open, context.snapshot.phase == .waiting { return "plan" }
        guard action == .pause else { return action.label }
        let standings = context.standings(of: context.selection)
        let isPaused = !standings.isEmpty && !standings.contains(where: \.canPause)
        return isPaused ? "resume" : "pause"
    }
}
