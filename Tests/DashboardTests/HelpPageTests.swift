import Terminal
import Testing

@testable import Dashboard

@Suite struct HelpPageTests {
    private func canvas(_ search: String, columns: Int, rows: Int = 120) -> Canvas {
        OverlayFixture.draw(
            OverlayFixture.context(
                .broken, .help(top: 0, search: search), size: Size(columns: columns, rows: rows)))
    }

    @Test(arguments: [60, 80, 120, 200])
    func `Every action is in the help with its key`(columns: Int) {
        let text = canvas("", columns: columns).rows.joined(separator: "\n")
        for group in ActionGroup.allCases { #expect(text.contains(group.rawValue)) }
        for action in Action.allCases {
            // The first words: a long line is wrapped.
            let words = action.summary.split(separator: " ").prefix(2).joined(separator: " ")
            #expect(text.contains(words), "\(action.name)")
        }
    }

    @Test func `Wide, the groups stand in two columns`() {
        let rows = canvas("", columns: 120).rows
        #expect(rows.contains { $0.contains("Moving") && $0.contains("Steering the run") })
    }

    @Test func `A search keeps what holds it and lets it stand out`() {
        let canvas = canvas("QUARANTINE", columns: 80)
        let text = canvas.rows.joined(separator: "\n")
        #expect(text.contains("try again"))
        #expect(!text.contains("a page down"))
        let marked = canvas.cells.filter { $0.role == .match }
            .compactMap { Unicode.Scalar($0.scalar).map(Character.init) }
        #expect(String(marked).contains("quarantine"))
    }

    @Test func `A search that finds nothing says so`() {
        let text = canvas("xyzzy", columns: 80).rows.joined(separator: "\n")
        #expect(text.contains("No key does that"))
    }
}
