import RunModel
import Terminal

@testable import Dashboard

/// A run of the music shop, as its windows and its Schema pane show it.
enum OverlayFixture {
    static let sizes = [(40, 8), (60, 15), (80, 24), (120, 40), (200, 60)].map {
        Size(columns: $0.0, rows: $0.1)
    }

    /// 2026-03-01T12:00:00Z.
    static let start: Int64 = 1_772_366_400_000

    static let run = RunDescription(
        runID: "r1", isContinued: false, configPath: "config.json",
        sourcePath: "/srv/shop/chinook.sqlite", sourceBytes: 1_067_008, target: "us-east-1",
        label: nil, isProduction: true)

    static func plan() -> PlanReport {
        var plan = PlanReport()
        let rows: [(String, Int, PlanReport.Table.Action, String?)] = [
            ("MusicCatalog", 4_125, .create, nil),
            ("CustomerData", 471, .use, "3 items of an earlier load are in it"),
            (
                "PlaylistData", 8_733, .refuse,
                "its partition key is Id (N), the mapping's is PK (S)"
            ),
            ("EmployeeData", 8, .recreate, nil),
        ]
        for (name, items, action, note) in rows {
            var table = PlanReport.Table(
                table: name, wireName: "prod-" + name, settings: "on demand, index GSI1")
            table.items = items
            table.isEstimate = name == "MusicCatalog"
            table.action = action
            table.note = note
            plan.tables.append(table)
        }
        plan.seconds = 4...9
        plan.basis = "at 4,000 write units a second, what a new on-demand table takes"
        plan.risks = [
            SchemaReport.Risk(
                .error, place: "PlaylistData", message: "the table exists with another key",
                advice: "choose another name in the mapping, or drop the table")
        ]
        return plan
    }

    static func schema(measured: Int = 4) -> SchemaReport {
        var schema = SchemaReport()
        schema.risks = [
            SchemaReport.Risk(
                .error, place: "Invoice.Total",
                message: "4 rows hold text where a number is declared",
                advice: "say \"unstorable\": \"string\" for the column, or mend the rows"),
            SchemaReport.Risk(
                .warning, place: "Customer.Email",
                message: "12 rows are NULL: they are not in index GSI1",
                advice: "nothing to do if the index may be sparse"),
            SchemaReport.Risk(
                .note, place: "Track.Bytes", message: "up to 1,059,546,140: exact as N",
                advice: "nothing to do"),
        ]
        schema.tables = [
            table(
                "Artist", rows: 275, bytes: 6_210, uses: ["MusicCatalog/Artist"],
                columns: [
                    ("ArtistId", "INTEGER", "integer 275"), ("Name", "NVARCHAR(120)", "text 275"),
                ],
                relations: []),
            table(
                "Album", rows: 347, bytes: 12_118, uses: ["MusicCatalog/Album"],
                columns: [
                    ("AlbumId", "INTEGER", "integer 347"), ("Title", "NVARCHAR(160)", "text 347"),
                    ("ArtistId", "INTEGER", "integer 347"),
                ], relations: [("ArtistId", "Artist")]),
            table(
                "Track", rows: 3_503, bytes: 402_771,
                uses: ["MusicCatalog/Track", "CustomerData/Invoice in Lines"],
                columns: [
                    ("TrackId", "INTEGER", "integer 3,503"),
                    ("Name", "NVARCHAR(200)", "text 3,503"),
                    ("Composer", "NVARCHAR(220)", "text 2,525"),
                    ("UnitPrice", "NUMERIC(10,2)", "real 3,499, text 4"),
                    ("AlbumId", "INTEGER", "integer 3,503"),
                ], relations: [("AlbumId", "Album"), ("GenreId", "Genre")]),
            table(
                "Genre", rows: nil, bytes: nil, uses: [],
                columns: [("GenreId", "INTEGER", nil), ("Name", "NVARCHAR(120)", nil)],
                relations: []),
        ]
        schema.measuredTables = measured
        return schema
    }

    private static func table(
        _ name: String, rows: Int?, bytes: Int?, uses: [String],
        columns: [(String, String, String?)], relations: [(String, String)]
    ) -> SchemaReport.Table {
        var table = SchemaReport.Table(name: name)
        table.rows = rows
        table.bytes = bytes
        table.uses = uses
        table.primaryKey = [columns[0].0]
        for (column, declared, stored) in columns {
            var entry = SchemaReport.Column(name: column, declared: declared)
            entry.stored = stored
            entry.isKey = column == columns[0].0
            entry.isNotNull = entry.isKey
            entry.isMixed = stored?.contains(", ") == true
            entry.nulls = column == "Composer" ? 978 : 0
            table.columns.append(entry)
        }
        table.relations = relations.map {
            .init(columns: [$0.0], parent: $0.1, parentColumns: [$0.1 + "Id"])
        }
        return table
    }

    /// An item of a track: what it is made of and what it becomes.
    static func inspection(bytes: Int = 346) -> ItemInspection {
        var item = ItemInspection(
            entity: EntityID(table: "MusicCatalog", entity: "Track"), row: RowKey(rowid: 2))
        item.columns = [
            .init(name: "TrackId", value: "2", bytes: 8),
            .init(name: "Name", value: "'Balls to the Wall'", bytes: 17),
            .init(name: "AlbumId", value: "2", bytes: 8),
            .init(name: "Composer", value: "NULL", bytes: 0),
            .init(name: "Milliseconds", value: "342562", bytes: 8),
            .init(name: "UnitPrice", value: "0.99", bytes: 8),
        ]
        item.attributes = [
            .init(name: "PK", type: "S", value: "ARTIST#2", bytes: 10, isKey: true),
            .init(name: "SK", type: "S", value: "ALBUM#2#TRACK#2", bytes: 17, isKey: true),
            .init(name: "GSI1PK", type: "S", value: "GENRE#1", bytes: 13, isKey: false),
            .init(name: "TrackId", type: "N", value: "2", bytes: 9, isKey: false),
            .init(name: "Name", type: "S", value: "Balls to the Wall", bytes: 21, isKey: false),
            .init(name: "Milliseconds", type: "N", value: "342562", bytes: 16, isKey: false),
            .init(name: "UnitPrice", type: "N", value: "0.99", bytes: 11, isKey: false),
            .init(
                name: "AlbumTitle", type: "S", value: "Balls to the Wall", bytes: 27, isKey: false),
        ]
        item.itemBytes = bytes
        return item
    }

    static let differences = [
        ItemDifference(
            table: "CustomerData", kind: .changed, key: "PK=CUSTOMER#7 SK=PROFILE",
            attribute: "City", expected: #"{"S":"Vienne"}"#, found: #"{"S":"Vienna"}"#),
        ItemDifference(
            table: "CustomerData", kind: .changed, key: "PK=CUSTOMER#7 SK=PROFILE",
            attribute: "Fax", expected: nil, found: #"{"S":"+43 01 5134505"}"#),
        ItemDifference(
            table: "CustomerData", kind: .missing, key: "PK=CUSTOMER#9 SK=PROFILE",
            expected: #"{"PK":{"S":"CUSTOMER#9"}}"#),
    ]

    static let quarantined = QuarantinedRow(
        entity: EntityID(table: "CustomerData", entity: "Invoice"), key: RowKey(rowid: 88_412),
        cause: "item over 409,600 bytes",
        message: "the item takes 431,002 bytes, of which Lines 430,118; DynamoDB takes 409,600",
        hint: "give the children items of their own, then reset the table")

    static let failure = RunFailure(
        code: .accessDenied,
        message:
            "access denied: User arn:aws:iam::123456789012:user/loader is not authorized to perform "
            + "dynamodb:BatchWriteItem on resource table/PlaylistData",
        hint: "give the user dynamodb:BatchWriteItem on the table, then retry")

    /// What happened up to a stage of the run.
    static func events(_ stage: Stage) -> [RunEvent] {
        var events: [RunEvent] = [.runStarted(run)]
        for (name, entity, rows) in [
            ("MusicCatalog", "Track", 4_125), ("CustomerData", "Invoice", 471),
            ("PlaylistData", "Playlist", 8_733), ("EmployeeData", "Employee", 8),
        ] {
            events.append(
                .tablePlanned(
                    TablePlan(
                        table: name, wireName: name,
                        entities: [
                            EntityPlan(name: entity, root: entity, rows: rows, segments: 1)
                        ])))
        }
        if stage == .opening { return events }
        events += [
            .schemaAnalysed(schema(measured: stage == .measuring ? 3 : 4)), .planMade(plan()),
            .limitsChanged(RunLimits(writeUnits: nil, inFlight: 32)),
        ]
        if stage == .measuring { return events }
        events.append(.beginAwaited)
        if stage == .waiting { return events }
        events += [.begun, .itemInspected(inspection())]
        let isWhole = stage == .complete
        for (name, entity, rows) in [
            ("MusicCatalog", "Track", 4_125), ("CustomerData", "Invoice", 471),
            ("PlaylistData", "Playlist", 8_733), ("EmployeeData", "Employee", 8),
        ] {
            var counts = EntityCounts()
            counts.planned = rows
            let share = isWhole || name != "PlaylistData" ? 1 : 2
            counts.quarantined = isWhole || name != "CustomerData" ? 0 : 3
            counts.acknowledged = rows / share - counts.quarantined
            counts.read = counts.acknowledged + counts.quarantined
            counts.bytes = counts.acknowledged * 310
            counts.writeUnits = counts.acknowledged
            events.append(
                .entityProgressed(EntityID(table: name, entity: entity), counts))
            events.append(.tableStateChanged(table: name, state: .done, detail: nil))
        }
        if !isWhole {
            events += [RowKey(rowid: 88_412), RowKey(rowid: 88_413), RowKey(rowid: 9)].map { key in
                var row = quarantined
                row.key = key
                return .rowQuarantined(row)
            }
            events.append(.tableStateChanged(table: "PlaylistData", state: .failed, detail: nil))
            events.append(.tableFailed(table: "PlaylistData", failure))
            events.append(
                .tableStateChanged(table: "CustomerData", state: .differs, detail: nil))
            events += differences.map(RunEvent.differenceFound)
            events.append(
                .validationEnded(
                    table: "CustomerData",
                    ValidationOutcome(
                        compared: 468, missing: 1, unexpected: 0, changed: 2, isSample: false)))
        }
        events.append(
            .validationEnded(
                table: "MusicCatalog",
                ValidationOutcome(
                    compared: 4_125, missing: 0, unexpected: 0, changed: 0, isSample: false)))
        events.append(.settled(isWhole ? .complete : .incomplete))
        return events
    }

    enum Stage: CaseIterable {
        case opening
        case measuring
        case waiting
        case complete
        case broken
    }

    static func model(_ stage: Stage, and more: [RunEvent] = []) -> DashboardModel {
        var model = DashboardModel()
        for (number, event) in (events(stage) + more).enumerated() {
            model.apply(
                NumberedEvent(
                    number: UInt64(number + 1), time: start + Int64(number) * 400, event: event))
        }
        return model
    }

    /// A view with one overlay.
    static func context(
        _ stage: Stage, _ overlay: Overlay?, size: Size, isUnicode: Bool = true,
        and more: [RunEvent] = [], change: (inout ViewState) -> Void = { _ in }
    ) -> PaneContext {
        var view = ViewState(size: size)
        view.now = start
        view.overlays = overlay.map { [$0] } ?? []
        change(&view)
        return PaneContext(
            model: model(stage, and: more), view: view,
            capabilities: Capabilities(isUnicode: isUnicode))
    }

    /// The whole screen with an overlay, below one row that stands for the header.
    static func draw(_ context: PaneContext) -> Canvas {
        var canvas = Canvas(
            size: context.view.size, isUnicode: context.capabilities.isUnicode)
        OverlayDrawing.draw(context, into: &canvas, area: area(context))
        return canvas
    }

    static func area(_ context: PaneContext) -> Rect { Rect(context.view.size).split(top: 1).rest }

    /// The group of errors of a kind.
    static func group(_ kind: ErrorGroup.Kind, _ model: DashboardModel) -> ErrorGroup.ID? {
        model.errors.groups.first { $0.id.kind == kind }?.id
    }
}
