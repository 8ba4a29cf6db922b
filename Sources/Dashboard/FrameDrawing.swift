package import Terminal

/// The whole screen.
package enum Frame {
    /// Draws everything: header, names of the panes, the panes, message, keys, and what lies over them.
    package static func draw(context: PaneContext) -> Canvas {
        let view = context.view
        var canvas = Canvas(size: view.size, isUnicode: context.capabilities.isUnicode)
        let layout = Layout(size: view.size, view: view, snapshot: context.snapshot)
        guard layout.kind > .tooSmall else {
            Header.drawTooSmall(context, into: &canvas)
            return canvas
        }
        let summary = RunSummary(context.snapshot)
        Header.draw(context, summary, layout, into: &canvas)
        for id in PaneID.allCases {
            guard let area = layout.panes[id] else { continue }
            pane(id).draw(context, into: &canvas, area: area)
        }
        FrameGlance.draw(context, into: &canvas, area: layout.glance)
        FrameMessage.draw(context, summary, into: &canvas, area: layout.message)
        KeyBar.draw(context, into: &canvas, area: layout.keys)
        OverlayDrawing.draw(
            context, into: &canvas, area: canvas.bounds.split(top: layout.header.rows).rest)
        return canvas
    }

    /// The pane of a number key.
    package static func pane(_ id: PaneID) -> any Pane.Type {
        switch id {
        case .tables: TablesPane.self
        case .errors: ErrorsPane.self
        case .validate: ValidatePane.self
        case .schema: SchemaPane.self
        case .flow: FlowPane.self
        case .log: LogPane.self
        }
    }
}
