package import Terminal

/// Draws the windows over the panes.
package enum OverlayDrawing {
    /// Draws the view's overlays in order, the topmost last.
    ///
    /// - `area`: what they may cover. The header, with what says which target it is, is best left out of it.
    package static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        guard !area.isEmpty else { return }
        for overlay in context.view.overlays {
            if let text = page(overlay, context, area: area) {
                text.page.draw(top: text.top, in: text.window, into: &canvas)
                continue
            }
            switch overlay {
            case .input(let input):
                InputDrawing.draw(input, context, into: &canvas, area: area)
            case .dialog(let dialog):
                DialogDrawing.draw(dialog, context, into: &canvas, area: area)
            case .menu(let menu): MenuDrawing.draw(menu, context, into: &canvas, area: area)
            case .palette(let input, let selected):
                PaletteDrawing.draw(input, selected: selected, context, into: &canvas, area: area)
            case .start, .end, .help, .error, .difference, .item: break
            }
        }
    }

    /// How many rows the topmost overlay has and how many of them are seen; nil where it does not scroll.
    ///
    /// `top` makes sense up to the difference; what is more is drawn as that.
    package static func extent(_ context: PaneContext, area: Rect) -> (rows: Int, page: Int)? {
        guard let overlay = context.view.overlays.last,
            let text = page(overlay, context, area: area)
        else { return nil }
        let count = text.page.rows.count
        return (count, text.window.page(of: count))
    }

    /// An overlay that is a page of text; nil for the others.
    private static func page(
        _ overlay: Overlay, _ context: PaneContext, area: Rect
    ) -> (page: OverlayPage, top: Int, window: OverlayPage.Window)? {
        let window = OverlayPage.Window(in: area)
        let wide = OverlayPage.Window(in: area, columns: 116)
        switch overlay {
        case .error(let id, let top):
            return (ErrorDetails.page(id, context, columns: window.columns), top, window)
        case .item(let entity, let top):
            return (ItemDetails.page(entity, context, columns: wide.columns), top, wide)
        case .difference(let table, let number, let top):
            return (
                DifferenceDetails.page(
                    table: table, number: number, context, columns: wide.columns), top, wide
            )
        case .start(let top): return (StartPage.page(context, columns: wide.columns), top, wide)
        case .end(let top): return (EndPage.page(context, columns: wide.columns), top, wide)
        case .help(let top, let search):
            let window = OverlayPage.Window(in: area, columns: 140)
            let page = HelpPage.page(search: search, context, columns: window.columns)
            return (page, top, window)
        case .input, .palette, .dialog, .menu: return nil
        }
    }
}
