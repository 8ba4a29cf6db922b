import Dashboard
import RunModel
import Terminal
import Testing

@Suite struct ErrorsPaneTests {
    private func context(
        _ scene: GoldenScene, _ change: (inout ViewState) -> Void = { _ in }
    ) -> PaneContext {
        var view = scene.view(Size(columns: 120, rows: 40))
        view.focus = .errors
        view.isZoomed = true
        change(&view)
        return PaneContext(model: scene.model, view: view, capabilities: Capabilities())
    }

    private func kinds(_ context: PaneContext) -> [ErrorGroup.Kind] {
        ErrorsPane.rows(context).compactMap { row in
            if case .errorGroup(let id) = row { id.kind } else { nil }
        }
    }

    @Test func `What somebody has to mend comes before what has mended itself`() {
        let kinds = kinds(context(.failed))
        #expect(Set(kinds.prefix(2)) == [.failure, .quarantine])
        #expect(kinds.contains(.retried))
        #expect(!kinds.prefix(2).contains(.retried))
    }

    @Test func `The border counts what is open, and what there was`() {
        let groups = GoldenScene.failed.model.errors.groups
        let total = groups.reduce(0) { $0 + $1.count }
        let rows = Frame.draw(context: context(.failed)).rows
        #expect(rows.contains { $0.contains("4 Errors  2 open · \(total) total") })
        #expect(
            Frame.draw(context: context(.empty)).rows.contains { $0.contains("no errors") })
    }

    @Test func `A group says its table, its cause, how often and a sample`() {
        let rows = Frame.draw(context: context(.failed)).rows
        let at = rows.firstIndex { $0.contains("item over 409,600 bytes") }
        guard let at else {
            Issue.record("no line of the quarantined rows")
            return
        }
        #expect(rows[at].contains("! MusicCatalog"))
        #expect(rows[at].contains("×3"))
        #expect(rows[at + 1].contains("Track 91003: the item is 410,221 bytes"))
        #expect(rows.contains { $0.contains("→ allow dynamodb:BatchWriteItem") })
    }

    @Test func `Rows that were tried again are no longer open`() {
        var script = GoldenScript(before: 60)
        script.copyShop(seconds: 50)
        script.quarantine(
            "MusicCatalog", "Track", 5, cause: "item over 409,600 bytes", message: "too large")
        #expect(script.model.errors.groups.count(where: \.isStanding) == 1)
        script.release("MusicCatalog", "Track")
        let scene = GoldenScene("retried", script.model)
        #expect(scene.model.errors.groups.allSatisfy { !$0.isStanding })
        let rows = Frame.draw(context: context(scene)).rows
        #expect(rows.contains { $0.contains("0 open") })
        #expect(rows.contains { $0.contains("resolved") })
    }

    @Test func `A filter looks at cause and table`() {
        let found = kinds(context(.failed) { $0.filters[.errors] = "OVER 409" })
        #expect(found == [.quarantine])
        let rows = Frame.draw(context: context(.failed) { $0.filters[.errors] = "over 409" }).rows
        #expect(
            rows.contains {
                $0.contains("/over 409 1/\(GoldenScene.failed.model.errors.groups.count)")
            })
    }
}
