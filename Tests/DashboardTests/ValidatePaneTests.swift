import Dashboard
import RunModel
import Terminal
import Testing

@Suite struct ValidatePaneTests {
    private func context(
        _ scene: GoldenScene, _ change: (inout ViewState) -> Void = { _ in }
    ) -> PaneContext {
        var view = scene.view(Size(columns: 120, rows: 40))
        view.focus = .validate
        view.isZoomed = true
        change(&view)
        return PaneContext(model: scene.model, view: view, capabilities: Capabilities())
    }

    private func line(_ table: String, _ context: PaneContext) -> String {
        Frame.draw(context: context).rows.first { $0.contains(table) } ?? ""
    }

    @Test func `Each table says whether source and target are equal`() {
        let running = context(.validating)
        #expect(line("Genres", running).contains("D"))
        #expect(line("Genres", running).contains("25/25"))
        #expect(line("Genres", running).contains("equal ✓"))
        #expect(line("PlaylistData", running).contains("4.19M/8.73M"))
        #expect(line("PlaylistData", running).contains("comparing 48%"))
        #expect(line("MusicCatalog", running).contains("–/4.13M"))
        #expect(line("MusicCatalog", running).contains("not compared"))
        let differs = context(.differs)
        #expect(line("CustomerData", differs).contains("1 missing, 2 changed, 1 unexpected"))
        let rows = Frame.draw(context: differs).rows
        #expect(rows.contains { $0.contains("5 Validate  5 equal · 1 differ") })
    }

    @Test func `An open table lists the items that differ`() {
        let folded = context(.differs) { $0.expanded = [] }
        #expect(ValidatePane.rows(folded).count == 6)
        let open = context(.differs)
        #expect(
            ValidatePane.rows(open)[1...5] == [
                .validation("CustomerData"), .difference(table: "CustomerData", number: 0),
                .difference(table: "CustomerData", number: 1),
                .difference(table: "CustomerData", number: 2),
                .difference(table: "CustomerData", number: 3),
            ])
        let rows = Frame.draw(context: open).rows
        #expect(rows.contains { $0.contains("- missing") && $0.contains("PK=CUSTOMER#17") })
        #expect(
            rows.contains { $0.contains("> ") && $0.contains("~ changed") && $0.contains("Email") })
        #expect(rows.contains { $0.contains("+ unexpected") && $0.contains("PK=CUSTOMER#20") })
    }

    @Test func `A sample that is equal does not say more than that`() {
        var script = GoldenScript(before: 60)
        script.copyShop(seconds: 50)
        script.tell(
            .validationEnded(
                table: "Genres",
                ValidationOutcome(
                    compared: 10, missing: 0, unexpected: 0, changed: 0, isSample: true)))
        let scene = GoldenScene("sample", script.model)
        #expect(line("Genres", context(scene)).contains("sample equal ✓"))
    }

    @Test func `A filter leaves the tables that hold it`() {
        let found = ValidatePane.rows(context(.validating) { $0.filters[.validate] = "data" })
        #expect(
            found == [
                .validation("CustomerData"), .validation("PlaylistData"),
                .validation("EmployeeData"),
            ])
    }
}
