import Dashboard
import RunModel
import Terminal
import Testing

@Suite struct TablesPaneTests {
    private let wide = Size(columns: 120, rows: 40)

    private func context(
        _ scene: GoldenScene, _ size: Size? = nil, _ change: (inout ViewState) -> Void = { _ in }
    ) -> PaneContext {
        var view = scene.view(size ?? wide)
        change(&view)
        return PaneContext(model: scene.model, view: view, capabilities: Capabilities())
    }

    private func names(_ context: PaneContext) -> [String] {
        TablesPane.rows(context).map { row in
            switch row {
            case .table(let name): name
            case .entity(let id): "/" + id.entity
            case .segment(let id): "#\(id.number)"
            default: "?"
            }
        }
    }

    /// The line of a table on the screen.
    private func line(_ table: String, _ scene: GoldenScene, _ size: Size? = nil) -> String {
        let rows = Frame.draw(context: context(scene, size)).rows
        return rows.dropFirst(5).first { $0.contains("▸ " + table) || $0.contains("▾ " + table) }
            ?? ""
    }

    @Test func `A table opens to its entities, an entity to its segments`() {
        #expect(
            names(context(.running)) == [
                "MusicCatalog", "CustomerData", "PlaylistData", "EmployeeData", "Genres",
                "Archive",
            ])
        let track = EntityID(table: "MusicCatalog", entity: "Track")
        let open = context(.running) { $0.expanded = [.table("MusicCatalog"), .entity(track)] }
        #expect(
            names(open).prefix(10) == [
                "MusicCatalog", "/Artist", "/Album", "/Track", "#0", "#1", "#2", "#3", "#4", "#5",
            ])
    }

    @Test func `A large screen shows the entities of all tables unless one is folded`() {
        let large = Size(columns: 200, rows: 60)
        #expect(names(context(.running, large)).count == 16)
        let folded = context(.running, large) { $0.collapsed = [.table("MusicCatalog")] }
        #expect(names(folded).prefix(2) == ["MusicCatalog", "CustomerData"])
        // Too many to be seen at once: folded.
        #expect(
            names(context(.manyTables, large) { $0.filters = [:] }).count == 214)
    }

    @Test func `A filter leaves the tables that hold it, whatever the case`() {
        func found(_ filter: String) -> [String] {
            names(context(.running) { $0.filters[.tables] = filter })
        }
        #expect(found("DATA") == ["CustomerData", "PlaylistData", "EmployeeData"])
        #expect(found("track") == ["MusicCatalog", "PlaylistData"])
        #expect(found("nothing").isEmpty)
        #expect(found("").count == 6)
        let rows = Frame.draw(
            context: context(.running) { $0.filters[.tables] = "data" }
        ).rows
        #expect(rows.contains { $0.contains("/data 3/6") })
        let none = Frame.draw(
            context: context(.running) { $0.filters[.tables] = "nothing" }
        ).rows
        #expect(none.contains { $0.contains("no table matches; Esc shows all") })
    }

    @Test func `What needs attention is sorted to the top`() {
        let byState = context(.failed) { $0.sort = .state }
        #expect(
            names(byState) == [
                "CustomerData", "MusicCatalog", "PlaylistData", "Archive", "EmployeeData",
                "Genres",
            ])
        #expect(
            names(context(.failed) { $0.sort = .items }).first == "PlaylistData")
        #expect(names(context(.failed) { $0.sort = .progress }).first == "Archive")
        for sort in TableSort.allCases {
            let rows = names(context(.failed) { $0.sort = sort })
            #expect(rows.sorted() == names(context(.failed)).sorted(), "\(sort)")
        }
        let reversed = context(.failed) {
            $0.sort = .name
            $0.isSortReversed = true
        }
        #expect(names(reversed).first == "PlaylistData")
    }

    @Test func `Each state is a letter and a word`() {
        #expect(line("MusicCatalog", .running).contains("> R  ▸ MusicCatalog"))
        #expect(line("MusicCatalog", .running).contains("copying 8/9 segments"))
        #expect(line("Archive", .running).contains("Q  ▸ Archive"))
        #expect(line("Archive", .running).contains("queued #1"))
        #expect(line("Genres", .complete).contains("D  ▸ Genres"))
        #expect(line("Genres", .complete).contains("done, equal ✓"))
        #expect(line("CustomerData", .failed).contains("F  ▸ CustomerData"))
        #expect(line("CustomerData", .failed).contains("failed: access denied"))
        #expect(line("MusicCatalog", .failed).contains("R! ▸ MusicCatalog"))
        #expect(line("MusicCatalog", .failed).contains("3 in quarantine"))
        #expect(line("PlaylistData", .paused).contains(">*P  ▸ PlaylistData"))
        #expect(line("PlaylistData", .paused).contains("paused, 12:02"))
        #expect(line("PlaylistData", .validating).contains("V  ▸ PlaylistData"))
        #expect(line("PlaylistData", .validating).contains("validating 48%"))
        #expect(line("CustomerData", .differs).contains("M  ▸ CustomerData"))
        #expect(
            line("CustomerData", .differs).contains("differs: 1 missing, 2 changed, 1 unexpected"))
    }

    @Test func `What is commanded and not done yet is seen`() {
        #expect(line("MusicCatalog", .pausing).contains("pausing… 3 in flight"))
        #expect(line("CustomerData", .pausing).contains("reset asked…"))
        let narrow = Size(columns: 80, rows: 24)
        #expect(line("MusicCatalog", .pausing, narrow).contains("pausing… 3 left"))
    }

    @Test func `A throttle is told while it lasts, with its cause`() {
        #expect(line("MusicCatalog", .throttled).contains("throttled: GSI1 keys"))
        // Two minutes after it, it is over.
        #expect(!line("MusicCatalog", .running).contains("throttled"))
    }

    @Test func `A hundred per cent is shown only of what is whole`() {
        for scene in GoldenScene.all {
            for table in scene.model.snapshot.tables {
                let share = TableWords.share(
                    table.counts, isWhole: TableWords.isWhole(table.state))
                guard share == 1 else { continue }
                #expect(table.counts.quarantined == 0)
                #expect(table.counts.acknowledged == table.counts.planned)
            }
        }
    }

    @Test func `The numbers of all rows stand in the same columns`() {
        for size in GoldenTests.sizes where size.columns >= 80 {
            let rows = Frame.draw(context: context(.running, size)).rows
            let lines = rows.filter { $0.contains("%") && $0.contains("┃") }
            let places = lines.map { row in
                row.firstIndex(of: "%").map { row.distance(from: row.startIndex, to: $0) }
            }
            #expect(places.count >= 6)
            #expect(Set(places).count == 1, "\(size)")
        }
    }

    @Test func `The cursor is in sight wherever it is`() {
        for number in [0, 13, 100, 213] {
            let name = "erp_table_" + String(String(1_001 + number).dropFirst())
            for size in GoldenTests.sizes {
                let context = context(.manyTables, size) {
                    $0.filters = [:]
                    $0.cursors[.tables] = .table(name)
                }
                let rows = Frame.draw(context: context).rows
                #expect(rows.contains { $0.contains(">") && $0.contains(name) }, "\(size) \(name)")
            }
        }
    }
}
