import Dashboard
import RunModel

/// The shop that most scenes move.
extension GoldenScript {
    typealias PlannedTable = (name: String, entities: [(name: String, rows: Int, segments: Int)])

    static let shop: [PlannedTable] = [
        (
            "MusicCatalog",
            [("Artist", 275_000, 1), ("Album", 347_000, 2), ("Track", 3_503_000, 6)]
        ),
        ("CustomerData", [("Customer", 59_000, 1), ("Invoice", 412_000, 2)]),
        ("PlaylistData", [("Playlist", 18_000, 1), ("PlaylistTrack", 8_715_000, 8)]),
        ("EmployeeData", [("Employee", 8_000, 1)]),
        ("Genres", [("Genre", 25, 1)]),
        ("Archive", [("Archived", 812_000, 2)]),
    ]

    mutating func planShop() {
        for table in Self.shop { plan(table.name, table.entities) }
    }

    /// The run from its start: small tables are done, large ones copy at a speed that varies.
    mutating func copyShop(seconds: Int) {
        start()
        planShop()
        tell(.schemaAnalysed(.shop))
        tell(.planMade(.shop))
        tell(.begun)
        note(.info, "table MusicCatalog created")
        for table in ["MusicCatalog", "CustomerData", "PlaylistData"] {
            state(table, .preparing)
            state(table, .copying)
        }
        goOn(seconds: 0..<seconds, tables: ["MusicCatalog", "CustomerData", "PlaylistData"])
        let track = EntityID(table: "MusicCatalog", entity: "Track")
        for segment in 0..<6 {
            tell(
                .segmentProgressed(
                    SegmentID(entity: track, number: segment),
                    SegmentStanding(
                        after: segment == 0 ? nil : String(segment * 583_834),
                        through: segment == 5 ? nil : String((segment + 1) * 583_834),
                        watermark: String(segment * 583_834 + 388_000), acknowledged: 387_900,
                        isDone: false)))
        }
    }

    /// Copies tables second by second.
    mutating func goOn(seconds: Range<Int>, tables: Set<String>) {
        var seed = UInt64(42 + seconds.lowerBound)
        for second in seconds {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let swing = 0.8 + Double(seed >> 33 & 0xFF) / 640
            let rise = min(1, Double(second + 10) / 60)
            let isThrottled = (170..<190).contains(second)
            let rate = 31_200 * swing * rise * (isThrottled ? 0.3 : 1)
            advanceShop(by: rate, tables)
            if isThrottled {
                tell(.throttled(table: "MusicCatalog", cause: "GSI1 keys", batches: 4))
            }
            if second == 171 {
                tell(
                    .batchRetried(
                        table: "MusicCatalog", reason: "GSI1 keys", attempt: 2,
                        delayMilliseconds: 50))
                tell(.itemsUnprocessed(table: "MusicCatalog", count: 7))
                note(.warning, "7 unprocessed, sent again", "MusicCatalog")
            }
            flow(rate, inFlight: isThrottled ? 32 : 20 + Int(seed >> 40 & 7))
            pass(milliseconds: 1_000)
        }
    }

    mutating func advanceShop(
        by rate: Double,
        _ tables: Set<String> = ["MusicCatalog", "CustomerData", "PlaylistData"]
    ) {
        for (table, part) in [
            ("MusicCatalog", 0.45), ("CustomerData", 0.05), ("PlaylistData", 0.5),
        ]
        where tables.contains(table) {
            advance(table, by: Int(rate * part))
        }
        if acknowledged("Genres", "Genre") == 0 {
            finish("Genres")
            finish("EmployeeData")
        }
    }

    /// Entities of a table are copied one after the other.
    private mutating func advance(_ table: String, by count: Int) {
        var left = count
        let planned = Self.shop.first { $0.name == table }?.entities ?? []
        for entity in planned where left > 0 {
            let has = acknowledged(table, entity.name)
            let more = min(left, entity.rows - has)
            guard more > 0 else { continue }
            progress(table, entity.name, has + more)
            left -= more
        }
    }

    /// A table that may not be written, rows too large, a hint that went wrong.
    mutating func troubleShop() {
        for (row, size) in [(88_412, 431_002), (90_117, 512_400), (91_003, 410_221)] {
            quarantine(
                "MusicCatalog", "Track", Int64(row), cause: "item over 409,600 bytes",
                message: "the item is \(size) bytes; Lyrics alone is \(size - 900)",
                hint: "leave Lyrics out of the mapping, or keep it elsewhere")
        }
        let failure = RunFailure(
            code: .accessDenied,
            message: "access denied: dynamodb:BatchWriteItem on table CustomerData",
            hint: "allow dynamodb:BatchWriteItem for this role, then press r")
        tell(.tableFailed(table: "CustomerData", failure))
        state("CustomerData", .failed, failure.message)
        note(.error, failure.message, "CustomerData")
    }

    mutating func validate(_ table: String, equal items: Int) {
        state(table, .validating)
        tell(.validationProgressed(table: table, compared: items, differences: 0))
        tell(
            .validationEnded(
                table: table,
                ValidationOutcome(
                    compared: items, missing: 0, unexpected: 0, changed: 0, isSample: false)))
        state(table, .done)
    }

    mutating func differCustomers() {
        state("CustomerData", .validating)
        let kinds: [ItemDifference.Kind] = [.missing, .changed, .changed, .unexpected]
        for (number, kind) in kinds.enumerated() {
            tell(
                .differenceFound(
                    ItemDifference(
                        table: "CustomerData", kind: kind,
                        key: "PK=CUSTOMER#\(number + 17) SK=PROFILE",
                        attribute: kind == .changed ? "Email" : nil,
                        expected: kind == .unexpected ? nil : "{\"S\":\"ops@example.org\"}",
                        found: kind == .missing ? nil : "{\"S\":\"ops@exmaple.org\"}")))
        }
        tell(
            .validationEnded(
                table: "CustomerData",
                ValidationOutcome(
                    compared: 471_000, missing: 1, unexpected: 1, changed: 2, isSample: false)))
        state("CustomerData", .differs)
    }
}

extension SchemaReport {
    static let shop: SchemaReport = {
        var report = SchemaReport()
        for table in GoldenScript.shop {
            for entity in table.entities {
                var source = SchemaReport.Table(name: entity.name)
                source.rows = entity.rows
                source.bytes = entity.rows * 214
                source.primaryKey = [entity.name + "Id"]
                var key = Column(name: entity.name + "Id", declared: "INTEGER")
                key.isKey = true
                key.stored = "integer"
                var total = Column(name: "Total", declared: "NUMERIC(10,2)")
                total.stored = "real, text 4"
                total.isMixed = true
                source.columns = [key, total]
                source.uses = ["\(table.name)/\(entity.name)"]
                source.entities = [EntityID(table: table.name, entity: entity.name)]
                report.tables.append(source)
            }
        }
        report.measuredTables = report.tables.count
        report.risks = [
            Risk(
                .error, place: "Invoice.Total", message: "4 rows hold text, not a number",
                advice: "set its type to S in the mapping, or mend the rows"),
            Risk(
                .warning, place: "Customer.Email",
                message: "12 rows are NULL and will not be in GSI1",
                advice: "give the template a default: {Email|none}"),
            Risk(
                .note, place: "Track.Bytes", message: "integers up to 1,059,546,140: exact as N",
                advice: "nothing to do"),
        ]
        return report
    }()
}

extension PlanReport {
    static let shop: PlanReport = {
        var report = PlanReport()
        for table in GoldenScript.shop {
            var planned = PlanReport.Table(
                table: table.name, wireName: table.name, settings: "on demand, index GSI1")
            planned.action = .create
            planned.items = table.entities.reduce(0) { $0 + $1.rows }
            planned.isEstimate = false
            report.tables.append(planned)
        }
        report.seconds = 420...660
        report.basis = "at 31,000 write units a second, what new on-demand tables take"
        return report
    }()
}
