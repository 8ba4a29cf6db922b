import Dashboard
import PlainText
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
        let canvas = Frame.draw(context: context(after: events, pane, isZoomed))
        return colours.map { CanvasDump.ansi(canvas, theme: theme, colours: $0) }
            ?? CanvasDump.text(canvas)
    }

    /// How long the frame takes to build, in one line: median and 99th percentile.
    func timing(
        of frames: Int, after events: some Sequence<NumberedEvent>, pane: PaneID?, isZoomed: Bool
    ) -> String {
        let context = context(after: events, pane, isZoomed)
        let clock = ContinuousClock()
        let times = (0..<frames).map { _ in clock.measure { _ = Frame.draw(context: context) } }
            .sorted()
        func text(_ share: Double) -> String {
            let time = times[min(frames - 1, Int(Double(frames) * share))]
            return HumanFormat.fixed(time / .milliseconds(1), 3) + " ms"
        }
        return "\(size.columns)x\(size.rows): \(frames) frames, p50 \(text(0.5)), p99 \(text(0.99))"
    }

    private func context(
        after events: some Sequence<NumberedEvent>, _ pane: PaneID?, _ isZoomed: Bool
    ) -> PaneContext {
        var model = DashboardModel()
        var time: Int64 = 0
        for event in events {
            model.apply(event)
            time = event.time
        }
        model.advance(to: time)
        var view = ViewState(size: size, theme: theme.name)
        view.now = time
        if let pane { view.focus = pane }
        view.isZoomed = isZoomed
        let capabilities = Capabilities(colours: colours ?? .mono, isUnicode: isUnicode)
        view = Interaction(.standard).settle(
            PaneContext(model: model, view: view, capabilities: capabilities))
        if pane != nil { view.overlays = [] }
        return PaneContext(model: model, view: view, capabilities: capabilities)
    }
}
