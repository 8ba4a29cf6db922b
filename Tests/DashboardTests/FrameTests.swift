import Dashboard
import PlainText
import RunModel
import Terminal
import TestSupport
import Testing

@Suite struct FrameTests {
    @Test(arguments: GoldenScene.all)
    func `Any size, pane and zoom is drawn in whole cells that a terminal obeys in nothing`(
        scene: GoldenScene
    ) {
        var random = SeededGenerator(7)
        var sizes = [(1, 1), (1, 100), (300, 1), (300, 100), (2, 2), (40, 8), (39, 8)]
        for _ in 0..<24 {
            sizes.append(
                (Int.random(in: 1...300, using: &random), Int.random(in: 1...100, using: &random)))
        }
        for (columns, rows) in sizes {
            var view = scene.view(Size(columns: columns, rows: rows))
            view.focus = PaneID.allCases.randomElement(using: &random) ?? .tables
            view.isZoomed = Bool.random(using: &random)
            view.sort = TableSort.allCases.randomElement(using: &random) ?? .plan
            view.isSortReversed = Bool.random(using: &random)
            view.tops = [.tables: Int.random(in: -5...500, using: &random)]
            if Bool.random(using: &random) { view.overlays = [] }
            let canvas = Frame.draw(
                context: PaneContext(
                    model: scene.model, view: view,
                    capabilities: Capabilities(isUnicode: Bool.random(using: &random))))
            #expect(canvas.size == Size(columns: columns, rows: rows))
            #expect(canvas.cells.count == columns * rows)
            #expect(Self.fault(canvas) == nil, "\(columns)×\(rows) \(view.focus)")
        }
    }

    /// What is wrong with the first bad cell.
    private static func fault(_ canvas: Canvas) -> String? {
        for row in 0..<canvas.size.rows {
            var isWide = false
            for column in 0..<canvas.size.columns {
                let cell = canvas[row, column]
                if cell.isCovered != isWide { return "half a glyph at \(row),\(column)" }
                if cell.isCovered {
                    isWide = false
                    continue
                }
                guard let scalar = Unicode.Scalar(cell.scalar) else { return "no scalar" }
                isWide = scalar.cellWidth == 2
                if scalar.isASCII, scalar.value >= 0x20, scalar.value != 0x7F { continue }
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                    .paragraphSeparator:
                    return "U+" + String(cell.scalar, radix: 16) + " at \(row),\(column)"
                default: break
                }
            }
            if isWide { return "half a glyph at the end of row \(row)" }
        }
        return nil
    }

    @Test func `A look of underlines does not run on under the space after a sign`() {
        let canvas = GoldenScene.failed.canvas(Size(columns: 100, rows: 30))
        let row = canvas.size.rows - 2
        #expect(canvas.text(row: row).hasPrefix(" ! CustomerData FAILED"))
        #expect(canvas[row, 1].role == .danger)
        #expect(canvas[row, 2].role != .danger)
    }

    @Test func `The smallest screens say what size is needed`() {
        for columns in 12..<40 {
            let size = Size(columns: columns, rows: 5)
            #expect(GoldenScene.running.canvas(size).rows.contains { $0.contains("40x8") })
        }
    }

    @Test func `A slow line has nothing that scrolls below the tables`() {
        let size = Size(columns: 80, rows: 24)
        let canvas = Frame.draw(
            context: PaneContext(
                model: GoldenScene.manyTables.model, view: GoldenScene.manyTables.view(size),
                capabilities: Capabilities(isLowBandwidth: true)))
        let text = canvas.rows.suffix(8).joined(separator: "\n")
        #expect(text.contains("items/s") && text.contains("now "))
        #expect(!text.unicodeScalars.contains { (0x2581...0x2588).contains($0.value) }, "\(text)")
    }

    @Test func `A screen too small for anything says that the migration goes on`() {
        let canvas = GoldenScene.running.canvas(Size(columns: 30, rows: 6))
        #expect(canvas.text(row: 0) == "RUNNING 58.3%")
        #expect(canvas.text(row: 1) == "the migration goes on")
        let over = GoldenScene.complete.canvas(Size(columns: 30, rows: 6))
        #expect(over.text(row: 1) == "the migration is over")
    }

    @Test func `The line above the keys answers the last key, else it says what is gravest`() {
        let size = Size(columns: 100, rows: 30)
        #expect(
            GoldenScene.pausing.canvas(size).text(row: 28) == " pausing MusicCatalog")
        #expect(
            GoldenScene.failed.canvas(size).text(row: 28).hasPrefix(" ! CustomerData FAILED"))
        #expect(
            GoldenScene.differs.canvas(size).text(row: 28).hasPrefix(" ! CustomerData differs"))
        #expect(
            GoldenScene.complete.canvas(size).text(row: 28)
                == " ✓ every item is in the target: 14,149,025 items")
        #expect(GoldenScene.running.canvas(size).text(row: 28) == "")
    }

    @Test(arguments: GoldenScene.all)
    func `The key bar shows only what can be done now, and always how to leave`(
        scene: GoldenScene
    ) {
        for pane in PaneID.allCases {
            var view = scene.view(Size(columns: 80, rows: 24))
            view.focus = pane
            view.overlays = []
            let context = PaneContext(
                model: scene.model, view: view, capabilities: Capabilities())
            let labels = KeyBar.hints(context).map(\.key)
            for action in Action.allCases where action.whyUnavailable(context) != nil {
                let key = context.keys.title(of: action)
                let others = Action.allCases.filter { $0.whyUnavailable(context) == nil }
                    .map { context.keys.title(of: $0) }
                #expect(!labels.contains(key) || others.contains(key))
            }
            let last = Frame.draw(context: context).text(row: 23)
            #expect(last.contains("q leave") && last.contains("? help"))
        }
    }

    @Test func `A window over the panes hides their keys`() {
        var view = GoldenScene.running.view(Size(columns: 80, rows: 24))
        view.overlays = [.help(top: 0, search: "")]
        let context = PaneContext(
            model: GoldenScene.running.model, view: view, capabilities: Capabilities())
        #expect(KeyBar.hints(context).isEmpty)
    }
}
