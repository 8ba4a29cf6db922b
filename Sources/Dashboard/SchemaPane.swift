import RunModel
package import Terminal

/// The analysis of the source: what is risky first, then its tables and what the mapping makes of them.
package enum SchemaPane: Pane {
    package static var id: PaneID { .schema }

    package static func rows(_ context: PaneContext) -> [RowID] {
        guard let schema = context.snapshot.schema else { return [] }
        return schema.risks.indices.map(RowID.risk) + schema.tables.map { .schemaTable($0.name) }
    }

    package static func page(_ context: PaneContext, area: Rect) -> Int {
        max(1, area.inset(rows: 1).rows)
    }

    package static func draw(_ context: PaneContext, into canvas: inout Canvas, area: Rect) {
        canvas.box(area, title: "2 Schema", isFocused: context.view.focus == id)
    }
}
