import RunModel

/// Events of every case, with the values that are hard to carry.
enum EveryEvent {
    private static let album = EntityID(table: "Music \"Catalog\"", entity: "Älbum\u{9B}")

    static let keys: [RowKey] = [
        RowKey(rowid: 0), RowKey(rowid: .min), RowKey(rowid: .max), RowKey([]),
        RowKey([.null, .integer(1), .real(1), .real(-0.5), .real(1e300), .real(.infinity)]),
        RowKey([
            .text(Array("a\"\n\u{1B}ö".utf8)), .text([0xFF, 0x00]), .text([]), .blob([]),
            .blob([0, 255]),
        ]),
    ]

    static let commands: [RunCommand] = [
        .begin(.all), .begin(.tables(["A"])), .retryCause(table: "A", cause: "item \"over\""),
        .repair(.all), .inspect(album, .first), .inspect(album, .at(RowKey(rowid: 3))),
        .inspect(album, .after(RowKey([.text([0xFF]), .real(1)]))),
        .pause(.all), .pause(.tables([])), .resume(.tables(["A", "B"])), .retry(.all),
        .reset(.tables(["A"]), emptyTarget: true), .reset(.all, emptyTarget: false),
        .validate(.all),
        .endWhenSettled, .limitWriteUnits(nil), .limitWriteUnits(500), .limitInFlight(8),
        .stop(now: false),
        .stop(now: true),
    ]

    private static var counts: EntityCounts {
        var counts = EntityCounts()
        counts.read = 10
        counts.acknowledged = 7
        counts.quarantined = 2
        counts.excluded = 1
        counts.bytes = 9_007_199_254_740_993
        counts.writeUnits = 12
        counts.segmentsDone = 1
        counts.segments = 4
        counts.planned = 100
        return counts
    }

    private static var schema: SchemaReport {
        var table = SchemaReport.Table(name: "Träck")
        table.isView = true
        table.rows = 3
        table.bytes = 4
        table.primaryKey = ["Id", "B"]
        table.uses = ["A/E"]
        table.entities = [album]
        var column = SchemaReport.Column(name: "Id", declared: "NUMERIC(10,2)")
        column.stored = "integer 3"
        column.nulls = 1
        column.isKey = true
        column.isNotNull = true
        column.isMixed = true
        table.columns = [column, SchemaReport.Column(name: "b", declared: "")]
        table.relations = [
            .init(columns: ["b"], parent: "P", parentColumns: ["c"], orphans: 2, problem: nil),
            .init(columns: ["b"], parent: "Q", parentColumns: [], orphans: nil, problem: "none"),
        ]
        var report = SchemaReport()
        report.tables = [table, SchemaReport.Table(name: "empty")]
        report.risks = SchemaReport.Risk.Severity.allCases.map {
            SchemaReport.Risk($0, place: "p", message: "m", advice: "a")
        }
        report.cycles = [["A", "B"], []]
        report.measuredTables = 1
        return report
    }

    private static var plan: PlanReport {
        var report = PlanReport()
        for action in [PlanReport.Table.Action.unknown, .create, .use, .recreate, .refuse] {
            var table = PlanReport.Table(table: "A", wireName: "p-A", settings: "on demand")
            table.action = action
            table.items = 4
            table.isEstimate = false
            table.note = "why"
            report.tables.append(table)
        }
        report.seconds = 3...60
        report.isRetry = true
        report.basis = "at 4,000 write units a second"
        report.risks = [SchemaReport.Risk(.note, place: "p", message: "m", advice: "a")]
        return report
    }

    private static var inspection: ItemInspection {
        var inspection = ItemInspection(entity: album, row: RowKey([.text([0xFF]), .null]))
        inspection.columns = [.init(name: "a", value: "'x'", bytes: 1)]
        inspection.attributes = [
            .init(name: "PK", type: "S", value: "A#1", bytes: 5, isKey: true)
        ]
        inspection.itemBytes = 5
        inspection.problem = "item over 409,600 bytes"
        return inspection
    }

    static var all: [RunEvent] {
        var unplanned = counts
        unplanned.planned = nil
        let outcome = ValidationOutcome(
            compared: 9, missing: 1, unexpected: 2, changed: 3, isSample: true)
        var events: [RunEvent] = [
            .runStarted(
                RunDescription(
                    runID: "r1", isContinued: true, configPath: nil, sourcePath: "/a/ö.db",
                    sourceBytes: 1 << 60, target: "us-east-1", label: nil, isProduction: true)),
            .runStarted(
                RunDescription(
                    runID: "r1", isContinued: false, configPath: "/a/config.json", sourcePath: "x",
                    sourceBytes: 0, target: "http://127.0.0.1:8000", label: "test",
                    isProduction: false)),
            .tablePlanned(
                TablePlan(
                    table: "A", wireName: "p-A",
                    entities: [
                        EntityPlan(name: "E", root: "query", rows: nil, segments: 1),
                        EntityPlan(name: "F", root: "Album", rows: 12, segments: 3),
                    ])),
            .entityProgressed(album, counts), .entityProgressed(album, unplanned),
            .flowMeasured(
                FlowSample(
                    itemsPerSecond: 1.5, bytesPerSecond: 2e9, writeUnitsPerSecond: 0,
                    batchesInFlight: 3,
                    inFlightLimit: 32, latencyP50: nil, latencyP99: nil)),
            .flowMeasured(
                FlowSample(
                    itemsPerSecond: 0.1, bytesPerSecond: 1, writeUnitsPerSecond: 3,
                    batchesInFlight: 0,
                    inFlightLimit: 1, latencyP50: 11.25, latencyP99: 48)),
            .throttled(table: "A", cause: "GSI1 keys", batches: 3),
            .batchRetried(table: "A", reason: "timeout", attempt: 2, delayMilliseconds: 150),
            .itemsUnprocessed(table: "A", count: 7),
            .tableVerified(table: "A", counts),
            .validationProgressed(table: "A", compared: 10, differences: 1),
            .validationEnded(table: "A", outcome),
            .sourceChanged(detail: "size"),
            .schemaAnalysed(SchemaReport()), .schemaAnalysed(schema), .planMade(PlanReport()),
            .planMade(plan), .beginAwaited, .begun, .settled(.differs),
            .segmentProgressed(
                SegmentID(entity: album, number: 3),
                SegmentStanding(
                    after: nil, through: "12", watermark: nil, acknowledged: 0, isDone: false)),
            .inFlightChanged(table: "A", batches: 4),
            .limitsChanged(RunLimits(writeUnits: nil, inFlight: 32)),
            .limitsChanged(RunLimits(writeUnits: 500, inFlight: 1)),
            .repaired(table: "A", written: 3, removed: 1),
            .itemInspected(ItemInspection(entity: album)), .itemInspected(inspection),
            .runEnded(.complete), .runEnded(.incomplete), .runEnded(.differs), .runEnded(.stopped),
            .runEnded(.failed),
        ]
        events += TableState.allCases.flatMap { state -> [RunEvent] in
            [
                .tableStateChanged(table: "A", state: state, detail: nil),
                .tableStateChanged(table: "A", state: state, detail: "why\nnot"),
            ]
        }
        events += keys.map {
            .rowQuarantined(
                QuarantinedRow(entity: album, key: $0, cause: "c", message: "m", hint: "h"))
        }
        events += [
            .quarantineCounted(table: "A", []),
            .quarantineCounted(
                table: "A",
                keys.map {
                    QuarantineCount(
                        cause: "c", count: 3,
                        sample: QuarantinedRow(entity: album, key: $0, cause: "c", message: "m"))
                }),
        ]
        events += SluiceError.Code.allCases.map {
            .tableFailed(table: "A", RunFailure(code: $0, message: "m", hint: "h"))
        }
        events.append(.tableFailed(table: "A", RunFailure(code: .usage, message: "", hint: nil)))
        events += [ItemDifference.Kind.missing, .unexpected, .changed].flatMap {
            kind -> [RunEvent] in
            [
                .differenceFound(ItemDifference(table: "A", kind: kind, key: "PK=1")),
                .differenceFound(
                    ItemDifference(
                        table: "A", kind: kind, key: "PK=1", attribute: "a",
                        expected: #"{"S":"x"}"#,
                        found: "{}")),
            ]
        }
        events += commands.flatMap { command -> [RunEvent] in
            [
                .commandAccepted(command, by: "dashboard"),
                .commandRefused(command, by: "signal", why: "done"), .commandCarriedOut(command),
            ]
        }
        events += Notice.Level.allCases.flatMap { level -> [RunEvent] in
            [.noticed(Notice(level, "text")), .noticed(Notice(level, "text", table: "A"))]
        }
        return events
    }
}
