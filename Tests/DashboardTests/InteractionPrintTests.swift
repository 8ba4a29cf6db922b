import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct InteractionPrintTests {
    @Test func `All of a pane is printed, not only what fits`() {
        let events = (0..<200).map { InteractionFixture.plan("Table\($0)") }
        let someone = Operator(
            InteractionFixture.model(events), size: Size(columns: 80, rows: 24))
        let text = PlainPrint.text(someone.context, .standard)
        for number in 0..<200 { #expect(text.contains("Table\(number) ")) }
        #expect(text.split(separator: "\n").count <= PlainPrint.limit)
    }

    @Test func `A window is printed whole, and nothing in it is obeyed by a terminal`() {
        var someone = Operator(size: Size(columns: 60, rows: 15))
        someone.press("?")
        let text = PlainPrint.text(someone.context, .standard)
        for action in Action.allCases { #expect(text.contains(action.summary.prefix(12))) }
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    }
}
