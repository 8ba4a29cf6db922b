import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct DetailsTests {
    private func canvas(
        _ overlay: Overlay, columns: Int = 120, rows: Int = 40, and more: [RunEvent] = [],
        change: (inout ViewState) -> Void = { _ in }
    ) -> Canvas {
        OverlayFixture.draw(
            OverlayFixture.context(
                .broken, overlay, size: Size(columns: columns, rows: rows), and: more,
                change: change))
    }

    private func text(
        _ overlay: Overlay, columns: Int = 120, rows: Int = 40, and more: [RunEvent] = [],
        change: (inout ViewState) -> Void = { _ in }
    ) -> String {
        canvas(overlay, columns: columns, rows: rows, and: more, change: change).rows
            .joined(separator: "\n")
    }

    @Test(arguments: [80, 120])
    func `An error group has its text, its rows, its count, its times and what to do`(
        columns: Int
    ) throws {
        let id = try #require(
            OverlayFixture.group(.quarantine, OverlayFixture.model(.broken)))
        let text = text(.error(id, top: 0), columns: columns)
        #expect(text.contains("IN QUARANTINE  item over 409,600 bytes"))
        #expect(text.contains("×3"))
        #expect(text.contains("Invoice 88412"))
        #expect(text.contains("the item takes 431,002 bytes, of which Lines 430,118"))
        #expect(text.contains("first, 12:00:"))
        #expect(text.contains("→ "))
        #expect(text.contains("r retry this group"))
    }

    @Test func `A read-only screen offers no retry and no repair`() throws {
        let id = try #require(
            OverlayFixture.group(.quarantine, OverlayFixture.model(.broken)))
        #expect(!text(.error(id, top: 0)) { $0.isReadOnly = true }.contains("retry this"))
        let difference = Overlay.difference(table: "CustomerData", number: 0, top: 0)
        #expect(text(difference).contains("f fix"))
        #expect(!text(difference) { $0.isReadOnly = true }.contains("f fix"))
    }

    @Test func `An error that is gone says so`() {
        let id = ErrorGroup.ID(table: "A", kind: .failure, cause: "x")
        #expect(text(.error(id, top: 0)).contains("no longer there"))
    }

    @Test func `Attributes of one item stand together, their changed parts stand out`() throws {
        let canvas = canvas(.difference(table: "CustomerData", number: 0, top: 0))
        let rows = canvas.rows
        let text = rows.joined(separator: "\n")
        #expect(text.contains("CHANGED  2 attributes differ"))
        #expect(text.contains("PK=CUSTOMER#7 SK=PROFILE"))
        let city = try #require(rows.firstIndex { $0.contains("Vienne") })
        #expect(rows[city].contains("Vienna"))
        let changed = (0..<120).filter { canvas[city, $0].role == .diffExpected }
        let found = (0..<120).filter { canvas[city, $0].role == .diffFound }
        #expect(changed.map { canvas[city, $0].scalar } == [UInt32(UnicodeScalar("e").value)])
        #expect(found.map { canvas[city, $0].scalar } == [UInt32(UnicodeScalar("a").value)])
        #expect(text.contains("not there"))
    }

    @Test func `Narrow, the two sides stand one above the other`() {
        let rows = canvas(
            .difference(table: "CustomerData", number: 0, top: 0), columns: 80, rows: 24
        ).rows
        #expect(rows.contains { $0.contains("expected (source)  {\"S\":\"Vienne\"}") })
        #expect(rows.contains { $0.contains("found (target)     {\"S\":\"Vienna\"}") })
    }

    @Test func `What is missing or unexpected is said in words`() {
        #expect(
            text(.difference(table: "CustomerData", number: 2, top: 0)).contains(
                "MISSING  the source makes this item, the target does not hold it"))
        let extra = ItemDifference(
            table: "EmployeeData", kind: .unexpected, key: "PK=X", found: "{}")
        #expect(
            text(
                .difference(table: "EmployeeData", number: 0, top: 0),
                and: [.differenceFound(extra)]
            ).contains("UNEXPECTED  the target holds this item"))
    }

    private let track = EntityID(table: "MusicCatalog", entity: "Track")

    @Test func `Wide, the row stands beside the item it becomes`() {
        let rows = canvas(.item(track, top: 0)).rows
        #expect(rows.contains { $0.contains("Source row") && $0.contains("Item ") })
        #expect(rows.contains { $0.contains("'Balls to the Wall'") })
        #expect(rows.contains { $0.contains("ALBUM#2#TRACK#2") && $0.contains(" 17 ") })
        #expect(rows.contains { $0.contains("346 of 409,600 bytes") && $0.contains("0.1%") })
    }

    @Test func `Narrow, the item comes first and the row below it`() throws {
        let rows = canvas(.item(track, top: 0), columns: 80, rows: 24).rows
        let item = try #require(rows.firstIndex { $0.contains("┃ Item ") })
        let row = try #require(rows.firstIndex { $0.contains("┃ Source row ") })
        #expect(item < row)
    }

    @Test(arguments: [
        (300_000, Role.gaugeGood), (400_000, .gaugeHigh), (431_002, .gaugeOver),
    ])
    func `The gauge turns as the item nears its limit`(bytes: Int, role: Role) {
        let canvas = canvas(
            .item(track, top: 0), and: [.itemInspected(OverlayFixture.inspection(bytes: bytes))])
        #expect(canvas.cells.contains { $0.role == role })
    }

    @Test func `A problem comes first`() throws {
        var item = OverlayFixture.inspection()
        item.problem = "Total: text that is not a number"
        item.attributes = []
        let rows = canvas(.item(track, top: 0), and: [.itemInspected(item)]).rows
        #expect(rows.contains { $0.contains("! Total: text that is not a number") })
        #expect(rows.contains { $0.contains("It becomes no item.") })
    }

    @Test(arguments: [(120, 40), (80, 24)])
    func `A row that is too large is seen at its full width, with a gauge and all of its values`(
        columns: Int, rows: Int
    ) throws {
        var item = OverlayFixture.inspection()
        let value = "'" + String(repeating: "abcdefghij", count: 18) + "…"
        item.columns[3] = .init(name: "Composer", value: value, bytes: 440_012)
        item.problem = "the item is 440284 bytes with its attribute names; DynamoDB holds 409600"
        item.attributes = []
        item.itemBytes = 0
        let canvas = canvas(
            .item(track, top: 0), columns: columns, rows: rows, and: [.itemInspected(item)])
        let text = canvas.rows
        #expect(text.contains { $0.contains("! the item is 440,284 bytes") })
        #expect(
            text.contains { $0.contains("440,061 bytes in its columns") && $0.contains("107.4%") })
        #expect(canvas.cells.contains { $0.role == .gaugeOver })
        // The value goes on below itself.
        let first = try #require(text.firstIndex { $0.contains("Composer  ") })
        #expect(text[first].contains("440,012"))
        let letters = text[first...(first + 3)].joined().filter { "abcdefghij".contains($0) }
        #expect(letters.count >= 180)
    }

    @Test func `A long value beside its item goes on below itself`() {
        var item = OverlayFixture.inspection()
        let value = String(repeating: "klmnopqr", count: 25)
        item.attributes[4].value = value
        let text = canvas(.item(track, top: 0), and: [.itemInspected(item)]).rows.joined()
        #expect(text.count { "klmnopqr".contains($0) } >= 200)
        #expect(!text.contains("klmno…"))
    }

    @Test func `It is being read until the row of this entity has come`() {
        let other = EntityID(table: "MusicCatalog", entity: "Album")
        #expect(text(.item(other, top: 0)).contains("reading…"))
        #expect(
            text(.item(other, top: 0), and: [.itemInspected(ItemInspection(entity: other))])
                .contains("There is no further row of Album."))
    }
}
