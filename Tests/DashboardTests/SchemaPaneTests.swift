import RunModel
import Terminal
import Testing

@testable import Dashboard

@Suite struct SchemaPaneTests {
    private func context(
        _ stage: OverlayFixture.Stage = .waiting, columns: Int = 80, rows: Int = 24,
        isUnicode: Bool = true, and more: [RunEvent] = [],
        change: (inout ViewState) -> Void = { _ in }
    ) -> PaneContext {
        OverlayFixture.context(
            stage, nil, size: Size(columns: columns, rows: rows), isUnicode: isUnicode, and: more
        ) {
            $0.focus = .schema
            change(&$0)
        }
    }

    private func rows(_ context: PaneContext) -> [String] {
        var canvas = Canvas(
            size: context.view.size, isUnicode: context.capabilities.isUnicode)
        SchemaPane.draw(context, into: &canvas, area: canvas.bounds)
        return canvas.rows
    }

    @Test func `Risks come first, the gravest first, then the tables`() {
        let rows = SchemaPane.rows(context())
        #expect(rows.prefix(3) == [.risk(0), .risk(1), .risk(2)])
        #expect(rows.dropFirst(3).first == .schemaTable("Artist"))
        #expect(rows.count == 7)
    }

    @Test func `A table that is open lists its columns and its relations`() {
        let rows = SchemaPane.rows(context { $0.expanded = [.schemaTable("Album")] })
        #expect(rows.contains(.column(table: "Album", name: "Title")))
        #expect(rows.contains(.relation(table: "Album", number: 0)))
        #expect(!rows.contains(.column(table: "Track", name: "Name")))
    }

    @Test(arguments: OverlayFixture.sizes, [true, false])
    func `The gravest risk is seen at every size`(size: Size, isUnicode: Bool) {
        let rows = rows(
            context(columns: size.columns, rows: size.rows, isUnicode: isUnicode))
        #expect(rows.contains { $0.contains("! Invoice.") })
    }

    @Test func `Rows, sizes, keys and what it becomes stand beside a table`() throws {
        let row = try #require(
            rows(context(columns: 120)).first { $0.contains("Track") && $0.contains("rows") })
        #expect(row.contains("3,503 rows"))
        #expect(row.contains("403 kB"))
        #expect(row.contains("TrackId"))
        #expect(row.contains("→ MusicCatalog/Track, CustomerData/Invoice in Lines"))
    }

    @Test func `A column has its declared type and what it really holds`() throws {
        let context = context(columns: 120, rows: 40) { $0.expanded = [.schemaTable("Track")] }
        var canvas = Canvas(size: context.view.size)
        SchemaPane.draw(context, into: &canvas, area: canvas.bounds)
        let at = try #require(canvas.rows.firstIndex { $0.contains("UnitPrice") })
        #expect(canvas.rows[at].contains("NUMERIC(10,2)"))
        #expect(canvas.rows[at].contains("real 3,499, text 4"))
        // Mixed types are what a mapping trips over.
        #expect((0..<120).contains { canvas[at, $0].role == .warning })
        #expect(canvas.rows.contains { $0.contains("Composer") && $0.contains("978 NULL") })
    }

    @Test func `A relation shows where it leads, and where that leads when it is open`() {
        let shut = rows(context { $0.expanded = [.schemaTable("Track")] })
        #expect(shut.contains { $0.contains("├─▸ AlbumId → Album.AlbumId") })
        #expect(!shut.contains { $0.contains("ArtistId → Artist.ArtistId") })
        let open = rows(
            context {
                $0.expanded = [.schemaTable("Track"), .relation(table: "Track", number: 0)]
            })
        #expect(open.contains { $0.contains("└── ArtistId → Artist.ArtistId") })
    }

    @Test func `Tables in a circle are named once and end there`() {
        var schema = OverlayFixture.schema()
        schema.tables[0].relations = [
            .init(columns: ["Best"], parent: "Album", parentColumns: ["AlbumId"])
        ]
        let rows = rows(
            context(and: [.schemaAnalysed(schema)]) {
                $0.expanded = [.schemaTable("Track"), .relation(table: "Track", number: 0)]
            })
        #expect(rows.contains { $0.contains("Best → Album.AlbumId  (a cycle)") })
    }

    @Test func `A table says who refers to it`() {
        let rows = rows(context { $0.expanded = [.schemaTable("Album")] })
        #expect(rows.contains { $0.contains("referred to by Track.AlbumId") })
    }

    @Test func `The advice of the selected risk is seen, wide that of all`() {
        let narrow = rows(context { $0.cursors[.schema] = .risk(1) })
        #expect(narrow.contains { $0.contains("→ nothing to do if the index may be sparse") })
        #expect(!narrow.contains { $0.contains("→ say") })
        let wide = rows(context(columns: 200, rows: 60))
        #expect(wide.contains { $0.contains("Invoice.Total") && $0.contains("→ say") })
        #expect(wide.contains { $0.contains("Customer.Email") && $0.contains("→ nothing") })
    }

    @Test func `It says how far the measuring is`() {
        #expect(rows(context(.measuring)).contains { $0.contains("measuring 3 of 4") })
        #expect(!rows(context()).contains { $0.contains("measuring") })
        #expect(rows(context(.opening)).contains { $0.contains("reading the schema") })
    }

    @Test func `A filter keeps the rows that hold it, by table, column or risk`() {
        let composer = context { $0.filters[.schema] = "COMPOSER" }
        #expect(SchemaPane.rows(composer) == [.schemaTable("Track")])
        #expect(rows(composer).contains { $0.contains("/COMPOSER") })
        let sparse = context { $0.filters[.schema] = "sparse" }
        #expect(SchemaPane.rows(sparse) == [.risk(1)])
        let none = context { $0.filters[.schema] = "xyzzy" }
        #expect(SchemaPane.rows(none).isEmpty)
        #expect(rows(none).contains { $0.contains("nothing matches") })
    }

    @Test func `The cursor's row is seen wherever it is`() {
        for id in SchemaPane.rows(context { $0.expanded = [.schemaTable("Track")] }) {
            let context = context(columns: 60, rows: 8) {
                $0.expanded = [.schemaTable("Track")]
                $0.cursors[.schema] = id
            }
            #expect(rows(context).contains { $0.contains(">") }, "\(id)")
        }
    }

    @Test func `Without the focus a low pane shows the risks and what is well`() {
        let context = context(columns: 68, rows: 7) { $0.focus = .tables }
        let rows = rows(context)
        #expect(rows.contains { $0.contains("! Invoice.Total") })
        #expect(rows.contains { $0.contains("ok 3 foreign keys followed · 0 cycles") })
        var broken = OverlayFixture.schema()
        broken.tables[1].relations[0].problem = "no index"
        broken.cycles = [["A", "B"]]
        let other = self.rows(
            self.context(columns: 68, rows: 7, and: [.schemaAnalysed(broken)]) {
                $0.focus = .tables
            })
        #expect(other.contains { $0.contains("~ 2 foreign keys followed · 1 cycle · 1 not") })
    }
}
