import Dashboard
import RunModel
import Terminal

/// A screen printed from recorded events.
struct ScreenDump {
    let size: Size
    let isUnicode: Bool
    let theme: Theme
    /// Nil: plain text.
    let colours: Capabilities.Colours?

    /// The screen after these events, at the time of the last.
    ///
    /// - `pane`: has the focus, without windows over it; nil: as the screen opens.
    func text(
        after events: some Sequence<NumberedEvent>, pane: PaneID? = nil, isZoomed: Bool = false
    ) -> String {
        var model = DashboardModel()
        var time: Int64 = 0
        for event in events {
            model.apply(event)
            time = event.time
        }
        model.advance(to: time)
        var view = ViewState(size: size, theme: theme.name)
        view.now = time
        view.isReadOnly = true
        if let pane { view.focus = pane }
        view.isZoomed = isZoomed
        let capabilities = Capabilities(colours: colours ?? .mono, isUnicode: isUnicode)
        view = Interaction(.standard).settle(
            PaneContext(model: model, view: view, capabilities: capabilities))
        if pane != nil { view.overlays = [] }
        let canvas = Frame.draw(
            context: PaneContext(model: model, view: view, capabilities: capabilities))
        return colours.map { CanvasDump.ansi(canvas, theme: theme, colours: $0) }
            ?? CanvasDump.text(canvas)
    }
}
