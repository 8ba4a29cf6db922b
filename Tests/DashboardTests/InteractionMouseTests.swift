import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct InteractionMouseTests {
    private static func row(of text: String, _ someone: Operator, under row: Int = 0) -> Int? {
        let canvas = Frame.draw(context: someone.context)
        return (row..<canvas.size.rows).first { canvas.text(row: $0).contains(text) }
    }

    @Test(arguments: [(60, 15), (80, 24), (120, 40), (200, 60)], InteractionFixture.names)
    func `A press puts the cursor on the table under it`(size: (Int, Int), name: String) throws {
        var someone = Operator(size: Size(columns: size.0, rows: size.1))
        let areas = Layout.areas(
            size: someone.view.size, view: someone.view, snapshot: someone.model.snapshot)
        let area = try #require(areas[.tables])
        let row = try #require(Self.row(of: name, someone, under: area.row))
        someone.press(.mouse(MouseEvent(kind: .press, row: row, column: area.column + 5)))
        #expect(someone.view.cursors[.tables] == .table(name))
    }

    @Test func `A press focuses the pane, a double one opens the row`() throws {
        var someone = Operator()
        let areas = Layout.areas(
            size: someone.view.size, view: someone.view, snapshot: someone.model.snapshot)
        let area = try #require(areas[.errors])
        let event = MouseEvent(kind: .press, row: area.row + 1, column: area.column + 3)
        someone.press(.mouse(event))
        #expect(someone.view.focus == .errors)
        let rows = ErrorsPane.rows(someone.context)
        #expect(someone.view.cursors[.errors] == rows.first)
        someone.press(.mouse(MouseEvent(kind: .doublePress, row: event.row, column: event.column)))
        guard case .error = someone.view.overlays.last else {
            Issue.record("no window is open")
            return
        }
    }

    @Test func `The wheel moves the pane under it`() {
        var someone = Operator(size: Size(columns: 80, rows: 24))
        someone.press(.mouse(MouseEvent(kind: .wheelDown, row: 8, column: 8)))
        #expect(someone.view.cursors[.tables] == .table("EmployeeData"))
    }
}
