import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct OverlayDrawingTests {
    /// Each kind of window, at a stage of the run where it has something to show.
    static let overlays: [(OverlayFixture.Stage, Overlay)] = {
        let broken = OverlayFixture.model(.broken)
        var dialog = Dialog(
            title: "Reset CustomerData",
            text: ["468 items are sent again.", "This cannot be undone."],
            buttons: [
                .init("n", "Cancel", .cancel), .init("f", "Forget its progress", .cancel),
                .init("e", "Forget and empty the target", .cancel),
            ])
        dialog.mustType = "CustomerData"
        dialog.isDangerous = true
        dialog.input = InputLine(.confirmation, text: "Cust")
        var all: [(OverlayFixture.Stage, Overlay)] = [
            (.opening, .start(top: 0)), (.measuring, .start(top: 0)), (.waiting, .start(top: 0)),
            (.complete, .end(top: 0)), (.broken, .end(top: 0)),
            (.broken, .item(EntityID(table: "MusicCatalog", entity: "Track"), top: 0)),
            (.broken, .item(EntityID(table: "MusicCatalog", entity: "Album"), top: 0)),
            (.broken, .difference(table: "CustomerData", number: 0, top: 0)),
            (.broken, .difference(table: "CustomerData", number: 2, top: 0)),
            (.broken, .difference(table: "CustomerData", number: 99, top: 0)),
            (.broken, .help(top: 0, search: "")), (.broken, .help(top: 0, search: "retry")),
            (.broken, .help(top: 9_999, search: "")),
            (.broken, .dialog(dialog)),
            (.broken, .menu(Menu(.sort, items: TableSort.allCases.map(\.rawValue), selected: 6))),
            (.broken, .menu(Menu(.theme(before: "default"), items: ["default", "nord"]))),
            (.broken, .palette(InputLine(.palette, text: "re"), selected: 3)),
            (.broken, .palette(InputLine(.palette, text: "xyzzy"), selected: 0)),
            (.broken, .input(InputLine(.search(.tables), text: "Cust"))),
            (.broken, .input(InputLine(.writeLimit, text: "500"))),
        ]
        for group in broken.errors.groups { all.append((.broken, .error(group.id, top: 0))) }
        return all
    }()

    @Test(arguments: OverlayFixture.sizes, [true, false])
    func `A window stays inside its area`(size: Size, isUnicode: Bool) {
        for (stage, overlay) in Self.overlays {
            let context = OverlayFixture.context(
                stage, overlay, size: size, isUnicode: isUnicode)
            var canvas = Canvas(size: size, isUnicode: isUnicode)
            canvas.fill(canvas.bounds, "x", .mark)
            let area = Rect(
                row: 2, column: 3, rows: size.rows - 3, columns: size.columns - 5)
            OverlayDrawing.draw(context, into: &canvas, area: area)
            for row in 0..<size.rows {
                for column in 0..<size.columns {
                    let isInside =
                        (area.row..<area.endRow).contains(row)
                        && (area.column..<area.endColumn).contains(column)
                    if !isInside { #expect(canvas[row, column].role == .mark, "\(overlay)") }
                }
            }
        }
    }

    @Test(arguments: OverlayFixture.sizes, [true, false])
    func `Every page says how to leave it`(size: Size, isUnicode: Bool) {
        for (stage, overlay) in Self.overlays {
            let context = OverlayFixture.context(
                stage, overlay, size: size, isUnicode: isUnicode)
            guard OverlayDrawing.extent(context, area: OverlayFixture.area(context)) != nil else {
                continue
            }
            let text = OverlayFixture.draw(context).rows.joined(separator: "\n")
            #expect(text.contains("q back") || text.contains("q leaves"), "\(overlay)")
        }
    }

    @Test func `No size is too small and none too large`() {
        for columns in [0, 1, 2, 3, 5, 9, 17, 30, 49, 50, 51, 99, 100, 101, 300] {
            for rows in [0, 1, 2, 3, 4, 7, 11, 12, 13, 19, 100] {
                for (stage, overlay) in Self.overlays {
                    let size = Size(columns: columns, rows: rows)
                    let context = OverlayFixture.context(stage, overlay, size: size)
                    var canvas = Canvas(size: size)
                    OverlayDrawing.draw(context, into: &canvas, area: canvas.bounds)
                    #expect(canvas.cells.count == columns * rows)
                }
            }
        }
    }

    @Test func `A page scrolls to its last row and not past it`() throws {
        let size = Size(columns: 60, rows: 15)
        let help = OverlayFixture.context(.broken, .help(top: 0, search: ""), size: size)
        let area = OverlayFixture.area(help)
        let extent = try #require(OverlayDrawing.extent(help, area: area))
        #expect(extent.page == area.rows - 2)
        #expect(extent.rows > extent.page)
        let last = OverlayFixture.context(
            .broken, .help(top: extent.rows - extent.page, search: ""), size: size)
        let beyond = OverlayFixture.context(.broken, .help(top: .max, search: ""), size: size)
        #expect(OverlayFixture.draw(last) == OverlayFixture.draw(beyond))
        #expect(OverlayFixture.draw(last) != OverlayFixture.draw(help))
    }

    @Test func `The topmost window is the one that scrolls`() {
        let context = OverlayFixture.context(
            .broken, .help(top: 0, search: ""), size: Size(columns: 80, rows: 24)
        ) { $0.overlays.append(.input(InputLine(.helpSearch, text: "re"))) }
        #expect(OverlayDrawing.extent(context, area: OverlayFixture.area(context)) == nil)
    }

    @Test func `A key that is bound otherwise is shown as it is bound`() throws {
        let keys = try KeyMap(overrides: ["leave": "Q"])
        let context = OverlayFixture.context(
            .complete, .end(top: 0), size: Size(columns: 80, rows: 24))
        let other = PaneContext(
            model: context.model, view: context.view, capabilities: context.capabilities,
            keys: keys)
        #expect(OverlayFixture.draw(other).rows.joined().contains("Q leaves"))
    }
}
