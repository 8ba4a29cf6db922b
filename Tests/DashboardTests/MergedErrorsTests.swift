import JSONText
import RunModel
import Terminal
import Testing

@testable import Dashboard

/// One cause over several tables is one thing to mend.
@Suite struct MergedErrorsTests {
    /// Three tables: two of them failed alike, and rows of all in quarantine for one cause.
    private static func shop() -> DashboardModel {
        var script = GoldenScript(before: 60)
        script.start()
        for (number, table) in ["Orders", "Lines", "Notes"].enumerated() {
            script.plan(table, [("E", 100, 1)])
            if number == 0 { script.tell(.begun) }
            script.state(table, .copying)
        }
        for (table, rows) in [("Orders", 2), ("Lines", 5), ("Notes", 1)] {
            for row in 1...rows {
                script.quarantine(
                    table, "E", Int64(row), cause: "an empty key", message: "\(table) \(row)",
                    hint: "give it one")
            }
        }
        script.quarantine("Notes", "E", 9, cause: "an infinite number", message: "Size")
        for table in ["Orders", "Lines"] {
            script.tell(
                .tableFailed(
                    table: table,
                    RunFailure(code: .accessDenied, message: "not permitted", hint: "ask")))
            script.state(table, .failed)
        }
        return script.model
    }

    private func someone(_ model: DashboardModel = shop()) -> Operator {
        var someone = Operator(model)
        someone.view.focus = .errors
        someone.view.isZoomed = true
        someone.view = someone.interaction.settle(someone.context)
        return someone
    }

    private func id(_ kind: ErrorGroup.Kind, _ cause: String, _ table: String? = nil) -> RowID {
        .errorGroup(ErrorGroup.ID(table: table, kind: kind, cause: cause))
    }

    @Test func `One cause is one line with its sum, over however many tables`() {
        let someone = someone()
        #expect(
            Set(ErrorsPane.rows(someone.context)) == [
                id(.failure, "not permitted"), id(.quarantine, "an empty key"),
                id(.quarantine, "an infinite number", "Notes"),
            ])
        let rows = Frame.draw(context: someone.context).rows
        #expect(rows.contains { $0.contains("4 Errors  3 open · 11 total") })
        #expect(rows.contains { $0.contains("3 tables  an empty key") && $0.contains("×8") })
        #expect(rows.contains { $0.contains("2 tables  not permitted") && $0.contains("×2") })
        #expect(rows.contains { $0.contains("Notes  an infinite number") && $0.contains("×1") })
        #expect(rows.contains { $0.contains("4 Errors !3") })
    }

    @Test func `Its window tells how much is whose, and samples say their table`() {
        let model = Self.shop()
        let context = someone(model).context
        let id = ErrorGroup.ID(table: nil, kind: .quarantine, cause: "an empty key")
        let text = ErrorDetails.page(id, context, columns: 100).rows.count
        #expect(text > 5)
        var someone = someone(model)
        someone.view.cursors[.errors] = .errorGroup(id)
        someone.press("enter")
        let rows = Frame.draw(context: someone.context).rows.joined(separator: "\n")
        #expect(rows.contains("Lines ×5, Orders ×2, Notes ×1"))
        #expect(rows.contains("8 in all"))
        #expect(rows.contains("Orders/E"))
        // To the one before and back.
        someone.press("N n")
        #expect(someone.view.overlays == [.error(id, top: 0)])
    }

    @Test func `A retry is for all its tables`() {
        var someone = someone()
        someone.view.cursors[.errors] = id(.quarantine, "an empty key")
        someone.press("r")
        #expect(
            Set(someone.sent)
                == Set(
                    ["Orders", "Lines", "Notes"].map {
                        RunCommand.retryCause(table: $0, cause: "an empty key")
                    }))
        #expect(someone.message == "trying again 8 rows of Notes, Lines, Orders: an empty key")
        someone.view.cursors[.errors] = id(.failure, "not permitted")
        someone.press("r")
        #expect(someone.sent.count == 1)
        guard case .retry(.tables(let tables))? = someone.sent.first else {
            Issue.record("\(someone.sent)")
            return
        }
        #expect(Set(tables) == ["Orders", "Lines"])
        // What else is for a single table says why it is not for these.
        someone.press("p")
        #expect(someone.sent.isEmpty && someone.message.contains("2 tables"))
    }

    @Test func `The cursor stays on a cause when another table joins it, and when it leaves`() {
        var script = GoldenScript(before: 60)
        script.start()
        for table in ["A", "B"] { script.plan(table, [("E", 10, 1)]) }
        script.quarantine("A", "E", 1, cause: "first", message: "m")
        script.quarantine("A", "E", 2, cause: "second", message: "m")
        var someone = someone(script.model)
        someone.view.cursors[.errors] = id(.quarantine, "first", "A")
        script.quarantine("B", "E", 3, cause: "first", message: "m")
        someone.model = script.model
        someone.view = someone.interaction.settle(someone.context)
        #expect(someone.view.cursors[.errors] == id(.quarantine, "first"))
        #expect(someone.context.errorGroup?.count == 2)
        // B's rows are written after all: the cause is A's alone, and no longer of several tables.
        script.release("B", "E")
        someone.model = script.model
        someone.view = someone.interaction.settle(someone.context)
        #expect(someone.context.errorGroup?.tables == ["A"])
        #expect(
            script.model.errors.group(.init(table: nil, kind: .quarantine, cause: "first"))?.tables
                == ["A"])
    }

    @Test func `The end tells a cause once, with all its tables`() {
        var model = Self.shop()
        let number = model.snapshot.number
        for (step, event) in [
            RunEvent.tableStateChanged(table: "Notes", state: .done, detail: nil),
            .settled(.incomplete),
        ].enumerated() {
            model.apply(
                NumberedEvent(
                    number: number + UInt64(step) + 1, time: model.snapshot.time, event: event))
        }
        let someone = Operator(model)
        #expect(someone.view.overlays == [.end(top: 0)])
        let text = Frame.draw(context: someone.context).rows.joined(separator: "\n")
        #expect(text.contains("Orders, Lines  not permitted"))
        #expect(text.contains("Orders, Lines, Notes  an empty key ×8"))
        #expect(text.contains("Notes  an infinite number ×1"))
        #expect(text.ranges(of: "→ give it one").count == 1)
    }

    @Test func `A filter finds it by each of its tables`() {
        var someone = someone()
        someone.view.filters[.errors] = "lines"
        #expect(ErrorsPane.rows(someone.context).count == 2)
        someone.view.filters[.errors] = "nothing"
        #expect(ErrorsPane.rows(someone.context).isEmpty)
    }

    @Test func `Copied, it names its tables`() throws {
        var someone = someone()
        someone.view.cursors[.errors] = id(.quarantine, "an empty key")
        let json = try #require(Clipboard.row(someone.context))
        let node = try JSONReader.read(Array(json.utf8))
        #expect(node["count"]?.int == 8 && node["tables"]?["Lines"]?.int == 5)
        #expect(Clipboard.field(someone.context)?.contains("Orders") == true)
    }
}
