import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct StartPageTests {
    /// All of the page, however high it is.
    private func text(
        _ stage: OverlayFixture.Stage, columns: Int = 100, and more: [RunEvent] = [],
        change: (inout ViewState) -> Void = { _ in }
    ) -> String {
        let context = OverlayFixture.context(
            stage, .start(top: 0), size: Size(columns: columns, rows: 70), and: more,
            change: change)
        return OverlayFixture.draw(context).rows.joined(separator: "\n")
    }

    @Test(arguments: [80, 120, 200])
    func `It tells what will be written where, how long it takes and what is refused`(
        columns: Int
    ) {
        let text = text(.waiting, columns: columns)
        #expect(text.contains("~13,337 items into 4 tables, 4s to 9s"))
        #expect(text.contains("at 4,000 write units a second"))
        #expect(text.contains("/srv/shop/chinook.sqlite (1.07 MB, 4 tables)"))
        #expect(text.contains("us-east-1 [PROD]"))
        #expect(text.contains("1 table would be REFUSED"))
        #expect(text.contains("! its partition key is Id (N)"))
        #expect(text.contains("Enter begins"))
    }

    @Test func `Each table has its items, its settings and what becomes of it in the target`() {
        let rows = text(.waiting).split(separator: "\n")
        func row(_ name: String) -> String {
            rows.first { $0.contains(name) && $0.contains("demand") }.map(String.init) ?? ""
        }
        #expect(row("MusicCatalog").contains("~4,125  will be created"))
        #expect(row("CustomerData").contains(" 471  exists, is used"))
        #expect(row("PlaylistData").contains("REFUSED"))
        #expect(row("EmployeeData").contains("dropped, made anew"))
    }

    @Test func `Errors come before warnings, each with its advice; notes are only counted`() throws
    {
        let text = text(.waiting)
        let error = try #require(text.firstRange(of: "! Invoice.Total"))
        let warning = try #require(text.firstRange(of: "~ Customer.Email"))
        #expect(error.lowerBound < warning.lowerBound)
        #expect(text.contains("→ say \"unstorable\": \"string\" for the column, or mend the rows"))
        #expect(text.contains("2 errors · 1 warning · 1 note"))
        #expect(!text.contains("Track.Bytes"))
    }

    @Test func `The message line and the key bar say what Enter does`() throws {
        let size = Size(columns: 120, rows: 40)
        func screen(_ overlay: Overlay?, and more: [RunEvent] = []) -> [String] {
            Frame.draw(
                context: OverlayFixture.context(.waiting, overlay, size: size, and: more)
            ).rows.suffix(2).map { $0 }
        }
        #expect(screen(.start(top: 0))[0].contains("Enter begins"))
        let closed = screen(nil)
        #expect(closed[0].contains("Enter shows the plan") && closed[1].contains("Enter plan"))
        var plan = OverlayFixture.plan()
        for at in plan.tables.indices {
            plan.tables[at].action = .unknown
            plan.tables[at].note = "connection refused"
        }
        let away = screen(nil, and: [.planMade(plan)])[0]
        #expect(away.contains("! the target is out of reach: connection refused"))
    }

    private func past(_ counts: EntityCounts) -> [RunEvent] {
        var run = OverlayFixture.run
        run.isContinued = true
        return [
            .runStarted(run),
            .entityProgressed(EntityID(table: "CustomerData", entity: "Invoice"), counts),
            .beginAwaited,
        ]
    }

    @Test func `A run that goes on says what is written already`() {
        var counts = EntityCounts()
        counts.planned = 471
        counts.acknowledged = 300
        let text = text(.waiting, and: past(counts))
        #expect(text.contains("300 items of it are written already and not sent again"))
        #expect(!text.contains("nothing is written"))
        var someone = Operator(OverlayFixture.model(.waiting, and: past(counts)))
        someone.press("q")
        #expect(
            someone.dialog?.text.first?.contains("300 items of the run are in the target") == true)
    }

    @Test func `A retry says how many rows are tried again`() {
        var plan = OverlayFixture.plan()
        plan.isRetry = true
        for at in plan.tables.indices { plan.tables[at].items = 0 }
        var counts = EntityCounts()
        counts.planned = 471
        counts.acknowledged = 442
        counts.quarantined = 29
        let text = text(.waiting, and: [.planMade(plan)] + past(counts))
        #expect(text.contains("29 rows in quarantine of 1 table are tried again"))
        #expect(!text.contains("0 items into"))
    }

    @Test func `Tables that stay paused are named, and where nothing would move`() {
        let pauses = ["CustomerData", "EmployeeData"].map {
            RunEvent.tableStateChanged(table: $0, state: .paused, detail: nil)
        }
        #expect(
            text(.waiting, and: pauses).contains("paused, and stay so: CustomerData, EmployeeData"))
        let none = text(.waiting, and: pauses) { $0.marks = ["CustomerData", "EmployeeData"] }
        #expect(none.contains("nothing would move; paused: CustomerData"))
        #expect(!text(.waiting).contains("paused, and stay so"))
    }

    @Test func `Why another theme is shown than the one asked for stands in the plan`() {
        let said = "the default theme is shown: there is no theme \"nordd\""
        #expect(text(.waiting) { $0.complaint = said }.contains("colours    " + said))
        #expect(!text(.waiting).contains("colours"))
    }

    @Test func `A write limit tells how long it takes at the least where nothing else does`() {
        var plan = OverlayFixture.plan()
        plan.seconds = nil
        plan.basis = nil
        let limit = RunEvent.limitsChanged(RunLimits(writeUnits: 300, inFlight: 32))
        let limited = text(.waiting, and: [.planMade(plan), limit])
        #expect(limited.contains("into 4 tables, at least 45s"))
        #expect(limited.contains("at 300 write units a second"))
        #expect(!text(.waiting, and: [.planMade(plan)]).contains("at least"))
    }

    @Test func `A risk that the plan and the schema tell is one`() throws {
        var plan = OverlayFixture.plan()
        plan.risks += OverlayFixture.schema().risks
        #expect(text(.waiting, and: [.planMade(plan)]).contains("2 errors · 1 warning · 1 note"))
    }

    @Test func `While the source is read it says so, and Enter is not offered`() {
        #expect(text(.opening).contains("Reading the source…"))
        let measuring = text(.measuring)
        #expect(measuring.contains("measuring the values: 3 of 4 tables"))
        #expect(measuring.contains("Enter begins when this is read"))
    }

    @Test func `A target that was not looked at is told from one out of reach`() {
        var plan = OverlayFixture.plan()
        plan.tables[0].action = .unknown
        plan.tables[0].note = "connection refused"
        let before = text(.opening, and: [.planMade(plan)])
        #expect(before.contains("not looked at yet"))
        let after = text(.waiting, and: [.planMade(plan)])
        #expect(after.contains("out of reach"))
        #expect(after.contains("connection refused"))
    }

    @Test func `Marked tables begin, the others begin paused`() {
        let text = text(.waiting) { $0.marks = ["CustomerData"] }
        #expect(text.contains("Enter begins with the 1 marked; the others begin paused"))
        #expect(text.contains("*  CustomerData"))
    }

    @Test func `A name on the wire is told once where all have one beginning`() {
        #expect(text(.waiting).contains("prod-… on the wire"))
        var plan = OverlayFixture.plan()
        plan.tables[0].wireName = "other"
        let text = text(.waiting, and: [.planMade(plan)])
        #expect(text.contains("named other"))
        #expect(!text.contains("prod-… on the wire"))
    }

    @Test func `A read-only screen cannot begin`() {
        let text = text(.waiting) { $0.isReadOnly = true }
        #expect(text.contains("This screen only watches."))
        #expect(!text.contains("Enter begins"))
    }
}
