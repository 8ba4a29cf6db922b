import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct OverlayQuestionTests {
    private func rows(_ overlay: Overlay, _ size: Size, and more: [RunEvent] = []) -> [String] {
        OverlayFixture.draw(
            OverlayFixture.context(.broken, overlay, size: size, and: more)
        ).rows
    }

    private func reset(_ typed: String) -> Dialog {
        var dialog = Dialog(
            title: "Reset CustomerData", text: ["468 items are sent again."],
            buttons: [
                .init("n", "Cancel", .cancel), .init("f", "Forget progress", .cancel),
                .init("e", "Forget and empty", .cancel),
            ])
        dialog.mustType = "CustomerData"
        dialog.isDangerous = true
        dialog.input = InputLine(.confirmation, text: typed)
        return dialog
    }

    @Test(arguments: OverlayFixture.sizes)
    func `A question shows its text, what to type and every button`(size: Size) {
        let text = rows(.dialog(reset("Cust")), size).joined(separator: "\n")
        for part in [
            "Reset CustomerData", "468 items are sent", "Cancel", "Forget progress",
            "Forget and empty", "Cust",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(text.lowercased().contains("type customerdata"))
    }

    @Test func `The button in focus is told without colour`() {
        let text = rows(.dialog(reset("")), Size(columns: 80, rows: 24)).joined(separator: "\n")
        #expect(text.contains("[ n Cancel ]"))
        #expect(!text.contains("[ f Forget"))
    }

    @Test func `What was typed right is acknowledged`() {
        let size = Size(columns: 80, rows: 24)
        #expect(
            rows(.dialog(reset("CustomerData")), size).contains {
                $0.contains("now press f or e")
            })
        #expect(
            !rows(.dialog(reset("Customer")), size).contains { $0.contains("now press f or e") }
        )
    }

    @Test func `A menu keeps its choice in sight`() {
        let menu = Menu(.sort, items: TableSort.allCases.map(\.rawValue), selected: 6)
        for size in OverlayFixture.sizes {
            #expect(rows(.menu(menu), size).contains { $0.contains("> left") })
        }
    }

    @Test func `The palette lists what could be meant and why it cannot be done`() {
        let size = Size(columns: 120, rows: 40)
        let entries = rows(.palette(InputLine(.palette, text: "pause"), selected: 1), size)
        #expect(entries.contains { $0.contains(": pause") })
        #expect(entries.contains { $0.contains("> pause-all") })
        #expect(entries.contains { $0.contains("no table is selected") })
        let none = rows(.palette(InputLine(.palette, text: "xyzzy"), selected: 0), size)
        #expect(none.contains { $0.contains("No action is called that.") })
    }

    @Test func `A write limit tells what it would cost before it is set`() {
        let size = Size(columns: 80, rows: 24)
        func note(_ text: String) -> String {
            let rows = rows(.input(InputLine(.writeLimit, text: text)), size)
            return rows[size.rows - 2]
        }
        // 4,367 items of PlaylistData are left, a write unit each.
        #expect(note("100").contains("left: ~44s then"))
        #expect(note("1").contains("left: ~1h12m then"))
        #expect(note("").contains("lifts the limit"))
        #expect(note("-3").contains("a whole number"))
        #expect(note("0").contains("a whole number"))
    }

    @Test(arguments: OverlayFixture.sizes)
    func `What is typed stands on the last line`(size: Size) {
        let rows = rows(.input(InputLine(.search(.tables), text: "Cust")), size)
        #expect(rows[size.rows - 1].contains("filter Tables: Cust"))
    }
}
