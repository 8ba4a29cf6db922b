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
        .pause(.all), .pause(.tables([])), .resume(.tables(["A", "B"])), .retry(.all),
        .reset(.tables(["A"]), emptyTarget: true), .reset(.all, emptyTarget: false),
        .validate(.all),
        .limitWriteUnits(nil), .limitWriteUnits(500), .limitInFlight(8), .stop(now: false),
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
            .rowQuarantined(QuarantinedRow(entity: album, key: $0, cause: "c", message: "m"))
        }
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
