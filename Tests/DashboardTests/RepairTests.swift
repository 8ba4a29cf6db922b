import RunModel
import Terminal
import Testing

@testable import Dashboard

/// What `f` asks before it removes anything, and where it is not offered.
@Suite struct RepairTests {
    private func plan(_ action: PlanReport.Table.Action, _ name: String = "EmployeeData")
        -> RunEvent
    {
        var table = PlanReport.Table(table: name, wireName: name, settings: "on demand")
        table.action = action
        var plan = PlanReport()
        plan.tables = [table]
        return .planMade(plan)
    }

    private func found(
        missing: Int = 0, unexpected: Int = 0, isSample: Bool = false,
        in table: String = "EmployeeData"
    ) -> RunEvent {
        .validationEnded(
            table: table,
            ValidationOutcome(
                compared: 8, missing: missing, unexpected: unexpected, changed: 0,
                isSample: isSample))
    }

    private func someone(_ events: RunEvent...) -> Operator {
        var someone = Operator()
        for event in events { someone.hear(event) }
        someone.choose("EmployeeData")
        return someone
    }

    private func text(_ someone: Operator) -> String {
        someone.dialog?.text.joined(separator: " ") ?? ""
    }

    @Test func `What removes items wants the table's name typed`() {
        var someone = someone(plan(.create))
        someone.press("f")
        #expect(text(someone).contains("REMOVES 1 item that the source does not have."))
        #expect(someone.dialog?.selected == 0)
        someone.press("y enter")
        #expect(someone.sent.isEmpty)
        someone.press("f")
        someone.press("right enter f y")
        #expect(someone.sent.isEmpty && someone.dialog != nil)
        someone.press("ctrl-u")
        someone.type("EmployeeData")
        someone.press("enter")
        #expect(someone.sent.isEmpty && someone.dialog != nil)
        someone.press("f")
        #expect(someone.sent == [.repair(.tables(["EmployeeData"]))])
        #expect(someone.dialog == nil)
    }

    @Test func `Even the smallest screen says that it removes`() {
        var someone = someone(plan(.create))
        someone.view.size = Size(columns: 40, rows: 8)
        someone.press("f")
        let text = Frame.draw(context: someone.context).rows.joined(separator: "\n")
        #expect(text.contains("REMOVES 1 item"))
        #expect(text.contains("Fix and REMOVE") && text.contains("c Cancel"))
    }

    @Test func `What only writes asks for a letter`() {
        var someone = someone(plan(.create), found(missing: 2))
        someone.press("f y")
        #expect(someone.sent == [.repair(.tables(["EmployeeData"]))])
    }

    @Test func `A sample may have missed what would be removed`() {
        var someone = someone(plan(.create), found(missing: 2, isSample: true))
        someone.press("f")
        #expect(someone.dialog?.mustType == "EmployeeData")
        #expect(text(someone).contains("REMOVED"))
    }

    @Test func `Several tables are confirmed by their number`() {
        var someone = someone(plan(.create))
        for event in InteractionFixture.differences("Genres", count: 1) { someone.hear(event) }
        someone.hear(
            .validationProgressed(table: "Genres", compared: 1, differences: 1),
            found(unexpected: 1, in: "Genres"),
            .tableStateChanged(table: "Genres", state: .differs, detail: nil))
        someone.press("* f")
        #expect(someone.dialog?.mustType == "fix 2")
    }

    @Test func `What was in the target before the run stays, and the question says so`() {
        var someone = someone(plan(.use), found(missing: 1, unexpected: 2))
        someone.press("f")
        #expect(someone.dialog?.mustType == nil)
        #expect(someone.dialog?.title == "Fix 1 difference?")
        #expect(
            text(someone).contains(
                "2 items that the source does not have stay: the table was there before the run."))
        someone.press("y")
        #expect(someone.sent == [.repair(.tables(["EmployeeData"]))])
    }

    @Test func `Where nothing can be fixed it is not offered`() {
        var someone = someone(plan(.use), found(unexpected: 2))
        someone.press("f")
        #expect(someone.dialog == nil && someone.sent.isEmpty)
        #expect(someone.message.hasPrefix("EmployeeData has nothing to fix"))
        #expect(!KeyTable.bar(someone.context).contains(.repair))
        someone.view.message = nil
        let line = Frame.draw(context: someone.context).rows.joined()
        #expect(!line.contains("f fix"))
        for event in InteractionFixture.finish { someone.hear(event) }
        someone.hear(.settled(.differs))
        #expect(!Frame.draw(context: someone.context).rows.joined().contains("writes again"))
    }

    @Test func `What a fix left there it would leave again`() {
        // A run that goes on does not say who made the table.
        var someone = someone(plan(.use))
        someone.hear(
            .runStarted(
                RunDescription(
                    runID: "r1", isContinued: true, configPath: nil, sourcePath: "shop.db",
                    sourceBytes: 1, target: "us-east-1", label: nil, isProduction: true)),
            found(unexpected: 1))
        someone.press("f")
        #expect(text(someone).contains("not have, unless the table was there before the run"))
        #expect(someone.dialog?.mustType == "EmployeeData")
        someone.press("esc")
        someone.hear(
            .repaired(table: "EmployeeData", written: 0, removed: 0), found(unexpected: 1))
        someone.press("f")
        #expect(someone.dialog == nil)
        #expect(someone.message.hasPrefix("EmployeeData has nothing to fix"))
    }

    @Test func `The documents and the keys say that it removes`() {
        #expect(KeyTable.markdown().contains("REMOVE what the source lacks"))
    }
}
