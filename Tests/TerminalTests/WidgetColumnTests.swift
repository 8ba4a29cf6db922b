import Terminal
import Testing

@Suite struct WidgetColumnTests {
    private let columns = [
        ColumnLayout.Column("", minimum: 1),
        ColumnLayout.Column("table", minimum: 5, ideal: 8, maximum: 10),
        ColumnLayout.Column("progress", minimum: 4, ideal: 6, maximum: .max, priority: 2),
        ColumnLayout.Column("items", minimum: 5, alignment: .right, priority: 1),
    ]

    @Test(arguments: [
        (0, [0, nil, nil, nil]), (1, [1, nil, nil, nil]), (7, [1, 5, nil, nil]),
        (12, [1, 10, nil, nil]), (13, [1, 5, nil, 5]), (17, [1, 9, nil, 5]), (18, [1, 5, 4, 5]),
        (23, [1, 8, 6, 5]), (25, [1, 10, 6, 5]), (60, [1, 10, 41, 5]),
    ])
    func `The least important columns go first, and what is left over goes to the most important`(
        width: Int, widths: [Int?]
    ) {
        let layout = ColumnLayout(columns, width: width)
        #expect(layout.places.map { $0?.width } == widths)
    }

    @Test
    func `Columns and gaps never take more than the width`() {
        for width in 0...80 {
            let places = ColumnLayout(columns, width: width).places.compactMap { $0 }
            #expect((places.last.map { $0.start + $0.width } ?? 0) <= width)
            for (left, right) in zip(places, places.dropFirst()) {
                #expect(left.start + left.width + 1 == right.start)
            }
        }
    }

    @Test
    func `A row's cells stand in their columns, numbers at the right`() {
        let layout = ColumnLayout(columns, width: 23)
        var canvas = Canvas(size: Size(columns: 25, rows: 3))
        let area = canvas.bounds.inset(columns: 1)
        canvas.columnHeader(layout, in: area.line(0))
        canvas.cells(
            [Line("R", .tableRunning), "MusicCatalog", "", "2.94M"], layout, in: area.line(1), .text
        )
        canvas.cells(["Q", "日本語日本語", "", "25"], layout, in: area.line(2), .text)
        #expect(
            canvas.rows == [
                "   table    progr… items", " R MusicCa…        2.94M", " Q 日本語…            25",
            ])
        #expect(canvas[1, 1].role == .tableRunning)
        #expect(
            layout.area(of: 2, in: area.line(1)) == Rect(row: 1, column: 12, rows: 1, columns: 6))
    }
}
