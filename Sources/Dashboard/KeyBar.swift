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
        return KeyTable.bar(context).enumerated().compactMap { place, action in
            let key = context.keys.title(
                of: action, isUnicode: context.capabilities.isUnicode)
            guard !key.isEmpty else { return nil }
            let isFixed = action == .help || action == .leave
            return KeyHint(key, label(action, context), priority: isFixed ? 0 : place + 1)
        }
    }

    /// What it would do to what is selected: `p` resumes what is paused.
    private static func label(_ action: Action, _ context: PaneContext) -> String {
        guard action == .pause else { return action.label }
        let standings = context.standings(of: context.selection)
        let isPaused = !standings.isEmpty && !standings.contains(where: \.canPause)
        return isPaused ? "resume" : "pause"
    }
}
