package import RunModel
package import Terminal

/// What a pane draws from; the same values give the same cells.
package struct PaneContext {
    package let model: DashboardModel
    package let view: ViewState
    package let capabilities: Capabilities
    package let keys: KeyMap

    package init(
        model: DashboardModel, view: ViewState, capabilities: Capabilities, keys: KeyMap = .standard
    ) {
        self.model = model
        self.view = view
        self.capabilities = capabilities
        self.keys = keys
    }

    package var snapshot: RunSnapshot { model.snapshot }
}

/// One pane: what it lists and how it draws.
///
/// All functions are pure.
package protocol Pane {
    static var id: PaneID { get }
    /// What the cursor can be on, in the order shown, filtered and sorted; empty for panes of plain text.
    static func rows(_ context: PaneContext) -> [RowID]
    /// How many rows or lines fit into the pane of that area: what a page key moves by.
    static func page(_ context: PaneContext, area: Rect) -> Int
    /// Draws border, title and content into the area.
    static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect)
}
