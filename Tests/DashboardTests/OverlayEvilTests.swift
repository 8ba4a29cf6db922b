import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct OverlayEvilTests {
    static let evil = [
        "\u{1B}]52;c;aGk=\u{07}\u{1B}[2J", "a\u{202E}b\u{2066}c\u{200B}d", "one\ntwo\r\tthree",
        String(repeating: "長い名前", count: 2_500), "👩‍👩‍👧‍👦🏳️‍🌈é\u{301}\u{FE0F}", "\u{9B}31m\u{7F}\u{0}",
    ]

    /// Everything that has a text has that one.
    static func events(_ text: String) -> [RunEvent] {
        let entity = EntityID(table: "T" + text, entity: text)
        var schema = SchemaReport()
        schema.risks = [.init(.error, place: text, message: text, advice: text)]
        var table = SchemaReport.Table(name: text)
        table.uses = [text]
        table.primaryKey = [text]
        var column = SchemaReport.Column(name: text, declared: text)
        column.stored = text
        table.columns = [column]
        table.relations = [
            .init(columns: [text], parent: text, parentColumns: [text], problem: text)
        ]
        schema.tables = [table]
        var plan = PlanReport()
        var planned = PlanReport.Table(table: entity.table, wireName: text, settings: text)
        planned.note = text
        planned.action = .refuse
        plan.tables = [planned]
        plan.basis = text
        plan.risks = schema.risks
        var item = ItemInspection(entity: entity, row: RowKey([.text(Array(text.utf8))]))
        item.columns = [.init(name: text, value: text, bytes: 1)]
        item.attributes = [.init(name: text, type: "S", value: text, bytes: 1, isKey: true)]
        item.problem = text
        return [
            .runStarted(
                RunDescription(
                    runID: "r", isContinued: true, configPath: text, sourcePath: text,
                    sourceBytes: 1, target: text, label: text, isProduction: true)),
            .tablePlanned(
                TablePlan(
                    table: entity.table, wireName: text,
                    entities: [EntityPlan(name: text, root: text, rows: 1, segments: 1)])),
            .schemaAnalysed(schema), .planMade(plan), .begun,
            .rowQuarantined(
                QuarantinedRow(
                    entity: entity, key: RowKey([.text(Array(text.utf8))]), cause: text,
                    message: text, hint: text)),
            .differenceFound(
                ItemDifference(
                    table: entity.table, kind: .changed, key: text, attribute: text,
                    expected: text, found: text + "!")),
            .tableStateChanged(table: entity.table, state: .failed, detail: text),
            .tableFailed(
                table: entity.table, RunFailure(code: .accessDenied, message: text, hint: text)),
            .itemInspected(item), .settled(.incomplete),
        ]
    }

    @Test(arguments: OverlayFixture.sizes, [true, false])
    func `No text of the data is obeyed or breaks a row`(size: Size, isUnicode: Bool) {
        for text in Self.evil {
            var model = DashboardModel()
            for (number, event) in Self.events(text).enumerated() {
                model.apply(
                    NumberedEvent(number: UInt64(number + 1), time: 1_000, event: event))
            }
            let table = "T" + text
            var overlays: [Overlay?] = [
                nil, .start(top: 0), .end(top: 0), .difference(table: table, number: 0, top: 0),
                .item(EntityID(table: table, entity: text), top: 0), .help(top: 0, search: text),
                .palette(InputLine(.palette, text: "pause " + text), selected: 0),
                .input(InputLine(.search(.tables), text: text)),
                .dialog(
                    Dialog(title: text, text: [text], buttons: [.init("n", text, .cancel)])),
                .menu(Menu(.theme(before: text), items: [text], selected: 0)),
            ]
            overlays += model.errors.groups.map { .error($0.id, top: 0) }
            for overlay in overlays {
                var view = ViewState(size: size)
                view.focus = .schema
                view.expanded = [.schemaTable(text), .relation(table: text, number: 0)]
                view.filters[.schema] = overlay == nil ? String(text.prefix(1)) : nil
                view.overlays = overlay.map { [$0] } ?? []
                let context = PaneContext(
                    model: model, view: view, capabilities: Capabilities(isUnicode: isUnicode))
                var canvas = Canvas(size: size, isUnicode: isUnicode)
                SchemaPane.draw(context, into: &canvas, area: canvas.bounds)
                OverlayDrawing.draw(context, into: &canvas, area: canvas.bounds)
                check(canvas)
            }
        }
    }

    private func check(_ canvas: Canvas) {
        for row in 0..<canvas.size.rows {
            var isWhole = true
            for column in 0..<canvas.size.columns {
                let cell = canvas[row, column]
                if cell.isCovered {
                    if column == 0 || canvas[row, column - 1].isCovered { isWhole = false }
                    continue
                }
                guard let scalar = Unicode.Scalar(cell.scalar) else {
                    isWhole = false
                    continue
                }
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                    isWhole = false
                default: break
                }
                if !canvas.isUnicode, !scalar.isASCII { isWhole = false }
            }
            #expect(isWhole, "row \(row): \(canvas.text(row: row))")
        }
    }
}
