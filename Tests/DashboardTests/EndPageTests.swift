import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct EndPageTests {
    private func text(
        _ stage: OverlayFixture.Stage, columns: Int = 100, rows: Int = 70, isUnicode: Bool = true,
        and more: [RunEvent] = []
    ) -> String {
        let context = OverlayFixture.context(
            stage, .end(top: 0), size: Size(columns: columns, rows: rows), isUnicode: isUnicode,
            and: more)
        return OverlayFixture.draw(context).rows.joined(separator: "\n")
    }

    @Test(arguments: OverlayFixture.sizes, [true, false])
    func `The outcome is told at every size`(size: Size, isUnicode: Bool) {
        let complete = text(
            .complete, columns: size.columns, rows: size.rows, isUnicode: isUnicode)
        #expect(complete.contains("COMPLETE: every item is in the target"))
        let broken = text(.broken, columns: size.columns, rows: size.rows, isUnicode: isUnicode)
        #expect(broken.contains("INCOMPLETE: 1 table failed"))
    }

    @Test func `Counts, time and rate count from the first item that could move`() {
        let context = OverlayFixture.context(
            .complete, .end(top: 0), size: Size(columns: 80, rows: 40))
        #expect(context.snapshot.worked > 0)
        #expect(context.snapshot.worked < context.snapshot.time - OverlayFixture.start)
        #expect(text(.complete).contains("13,337 items · 4.13 MB · "))
        #expect(text(.complete).contains("items/s"))
    }

    @Test func `A continued run tells no rate, since it did not write it all`() {
        var run = OverlayFixture.run
        run.isContinued = true
        let text = text(.complete, and: [.runStarted(run), .settled(.complete)])
        #expect(text.contains("13,337 items"))
        #expect(!text.contains("items/s"))
    }

    @Test func `Each table has its state, its items, its quarantine and its validation`() {
        let rows = text(.broken).split(separator: "\n")
        func row(_ start: String) -> String {
            rows.first { $0.contains(start) }.map(String.init) ?? ""
        }
        #expect(row("D   MusicCatalog").contains("equal ✓ 4,125 compared"))
        #expect(row("M!  CustomerData").contains(" 3  3 differences"))
        #expect(row("F   PlaylistData").contains("FAILED"))
        #expect(row("D   EmployeeData").contains("done, not validated"))
    }

    @Test func `Failures and quarantine bring what to do`() {
        let text = text(.broken)
        #expect(text.contains("! PlaylistData  access denied: User arn:aws:iam"))
        #expect(text.contains("→ give the user dynamodb:BatchWriteItem"))
        #expect(text.contains("~ CustomerData  item over 409,600 bytes ×3"))
        #expect(text.contains("→ give the children items of their own"))
        #expect(text.contains("R  sends again"))
    }

    @Test func `Its keys are about the whole run`() {
        func pressed(_ key: String) -> Operator {
            var someone = Operator(OverlayFixture.model(.broken))
            someone.view.overlays = [.end(top: 0)]
            someone.press(key)
            return someone
        }
        #expect(
            pressed("v").sent == [
                .validate(.tables(["MusicCatalog", "CustomerData", "EmployeeData"]))
            ])
        #expect(pressed("f").dialog?.title.isEmpty == false)
        #expect(pressed("R").dialog?.title.isEmpty == false)
    }

    @Test func `After the run is over commands are named instead of keys`() {
        let text = text(.broken, and: [.runEnded(.incomplete)])
        #expect(text.contains("sluice retry"))
        #expect(!text.contains("R retry"))
    }

    @Test func `Large letters are dots of the right shape in both sets`() throws {
        let blocks = try #require(BigWords.rows("COMPLETE", isUnicode: true, columns: 76))
        let dots = try #require(BigWords.rows("COMPLETE", isUnicode: false, columns: 76))
        #expect(blocks.count == 3)
        #expect(dots.count == 5)
        #expect(Set(blocks.map(\.count)).count == 1)
        #expect(dots.allSatisfy { $0.allSatisfy { $0 == "#" || $0 == " " } })
        #expect(BigWords.rows("COMPLETE", isUnicode: true, columns: 20) == nil)
        for outcome in ["COMPLETE", "INCOMPLETE", "DIFFERS", "STOPPED", "FAILED"] {
            #expect(BigWords.rows(outcome, isUnicode: true, columns: 76) != nil)
        }
    }
}
