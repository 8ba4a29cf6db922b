import Dashboard
import RunModel
import Terminal
import Testing

@Suite struct LayoutTests {
    private static let sizes = [
        (1, 1), (39, 8), (40, 7), (40, 8), (59, 15), (60, 14), (60, 15), (79, 24), (80, 19),
        (80, 20), (80, 24), (80, 40), (100, 80), (109, 40), (110, 39), (110, 40), (120, 40),
        (169, 60), (170, 49), (170, 50), (200, 60), (300, 100),
    ].map { Size(columns: $0.0, rows: $0.1) }

    private func layout(_ size: Size, focus: PaneID = .tables, isZoomed: Bool = false) -> Layout {
        var view = ViewState(size: size)
        view.focus = focus
        view.isZoomed = isZoomed
        return Layout(size: size, view: view, snapshot: GoldenScene.running.model.snapshot)
    }

    @Test(arguments: sizes, PaneID.allCases)
    func `Nothing overlaps and nothing lies off the screen`(size: Size, focus: PaneID) {
        for isZoomed in [false, true] {
            let layout = layout(size, focus: focus, isZoomed: isZoomed)
            var taken = Array(repeating: 0, count: size.rows * size.columns)
            let areas =
                Array(layout.panes.values)
                + [layout.header, layout.tabs, layout.glance, layout.message, layout.keys]
            for area in areas where !area.isEmpty {
                #expect(area.row >= 0 && area.endRow <= size.rows)
                #expect(area.column >= 0 && area.endColumn <= size.columns)
                for row in area.row..<area.endRow {
                    for column in area.column..<area.endColumn {
                        taken[row * size.columns + column] += 1
                    }
                }
            }
            #expect(taken.allSatisfy { $0 <= 1 })
            // From 80×20 up no row is given to nobody.
            if layout.kind >= .standard { #expect(taken.allSatisfy { $0 == 1 }) }
        }
    }

    @Test(arguments: sizes, PaneID.allCases)
    func `The pane with the focus is in sight from 40x8 up`(size: Size, focus: PaneID) {
        let layout = layout(size, focus: focus)
        #expect((layout.panes[focus]?.isEmpty == false) == (layout.kind > .tooSmall))
        let zoomed = self.layout(size, focus: focus, isZoomed: true)
        if zoomed.kind > .tooSmall { #expect(Array(zoomed.panes.keys) == [focus]) }
    }

    @Test func `A large screen shows all panes, a small one the focused one`() {
        #expect(Set(layout(Size(columns: 120, rows: 40)).panes.keys) == Set(PaneID.allCases))
        #expect(Set(layout(Size(columns: 200, rows: 60)).panes.keys) == Set(PaneID.allCases))
        #expect(Set(layout(Size(columns: 80, rows: 24)).panes.keys) == [.tables])
        #expect(Set(layout(Size(columns: 80, rows: 24), focus: .log).panes.keys) == [.log])
    }

    @Test func `The place of the panes does not depend on how far the run is`() {
        let size = Size(columns: 120, rows: 40)
        let view = ViewState(size: size)
        let early = Layout.areas(
            size: size, view: view, snapshot: GoldenScene.start.model.snapshot)
        let late = Layout.areas(
            size: size, view: view, snapshot: GoldenScene.failed.model.snapshot)
        #expect(early == late)
    }

    @Test func `A few tables leave room for a graph and errors`() {
        let size = Size(columns: 80, rows: 24)
        let layout = layout(size)
        let tables = GoldenScene.running.model.snapshot.tables.count
        #expect(layout.panes[.tables]?.rows == tables + 4)
        #expect(layout.glance.rows >= 9)
        let rows = GoldenScene.running.canvas(size).rows
        #expect(rows.contains { $0.contains("items/s  now") })
        #expect(rows.contains { $0.contains("┤") })
        // Done, nothing is fast: the columns go.
        #expect(
            !GoldenScene.complete.canvas(size).rows.contains {
                $0.contains("items/s  ") && $0.contains("left")
            })
        let many = Layout(
            size: size, view: ViewState(size: size),
            snapshot: GoldenScene.manyTables.model.snapshot)
        #expect(many.glance.rows == 5)
    }
}
