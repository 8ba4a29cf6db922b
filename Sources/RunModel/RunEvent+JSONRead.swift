package import JSONText

/// Why a JSON object is not an event.
package struct EventJSONError: Error, Sendable, Equatable, CustomStringConvertible {
    package var message: String
    /// 1-based.
    package var line: Int
    package var column: Int

    package var description: String { "\(line):\(column): \(message)" }
}

extension NumberedEvent {
    /// Reads what `write` wrote.
    ///
    /// Fields it does not know are passed over; an event it does not know throws.
    package init(json node: JSONNode) throws(EventJSONError) {
        let fields = EventFields(node)
        let number = try fields.value("number", "a number from 1") {
            $0.numberText.flatMap { UInt64($0) }
        }
        let time = try fields.value("time", "milliseconds") { $0.numberText.flatMap { Int64($0) } }
        self.init(number: number, time: time, event: try RunEvent(fields))
    }
}

extension RunEvent {
    init(_ fields: EventFields) throws(EventJSONError) {
        let name = try fields.string("event")
        switch name {
        case "runStarted": self = .runStarted(try RunDescription(fields))
        case "tablePlanned": self = .tablePlanned(try TablePlan(fields))
        case "schemaAnalysed": self = .schemaAnalysed(try SchemaReport(fields))
        case "planMade": self = .planMade(try PlanReport(fields))
        case "beginAwaited": self = .beginAwaited
        case "begun": self = .begun
        case "settled": self = .settled(try fields.word("outcome"))
        case "tableStateChanged":
            self = .tableStateChanged(
                table: try fields.string("table"), state: try fields.word("state"),
                detail: try fields.optionalString("detail"))
        case "entityProgressed":
            self = .entityProgressed(
                try EntityID(fields), try EntityCounts(fields.inner("counts")))
        case "segmentProgressed":
            self = .segmentProgressed(
                SegmentID(entity: try EntityID(fields), number: try fields.int("segment")),
                try SegmentStanding(fields))
        case "inFlightChanged":
            self = .inFlightChanged(
                table: try fields.string("table"), batches: try fields.int("batches"))
        case "limitsChanged":
            self = .limitsChanged(
                RunLimits(
                    writeUnits: try fields.optionalInt("writeUnits"),
                    inFlight: try fields.int("inFlight")))
        case "flowMeasured": self = .flowMeasured(try FlowSample(fields))
        case "throttled":
            self = .throttled(
                table: try fields.string("table"), cause: try fields.string("cause"),
                batches: try fields.int("batches"))
        case "batchRetried":
            self = .batchRetried(
                table: try fields.string("table"), reason: try fields.string("reason"),
                attempt: try fields.int("attempt"),
                delayMilliseconds: try fields.int("delayMilliseconds"))
        case "itemsUnprocessed":
            self = .itemsUnprocessed(
                table: try fields.string("table"), count: try fields.int("count"))
        case "rowQuarantined": self = .rowQuarantined(try QuarantinedRow(fields))
        case "quarantineCounted":
            var causes: [QuarantineCount] = []
            for cause in try fields.list("causes") {
                causes.append(
                    QuarantineCount(
                        cause: try cause.string("cause"), count: try cause.int("count"),
                        sample: try QuarantinedRow(cause.inner("sample"))))
            }
            self = .quarantineCounted(table: try fields.string("table"), causes)
        case "tableFailed":
            self = .tableFailed(
                table: try fields.string("table"), try RunFailure(fields.inner("failure")))
        case "tableVerified":
            self = .tableVerified(
                table: try fields.string("table"), try EntityCounts(fields.inner("counts")))
        case "validationProgressed":
            self = .validationProgressed(
                table: try fields.string("table"), compared: try fields.int("compared"),
                differences: try fields.int("differences"))
        case "differenceFound": self = .differenceFound(try ItemDifference(fields))
        case "validationEnded":
            self = .validationEnded(
                table: try fields.string("table"), try ValidationOutcome(fields))
        case "repaired":
            self = .repaired(
                table: try fields.string("table"), written: try fields.int("written"),
                removed: try fields.int("removed"))
        case "itemInspected": self = .itemInspected(try ItemInspection(fields))
        case "sourceChanged": self = .sourceChanged(detail: try fields.string("detail"))
        case "commandAccepted":
            self = .commandAccepted(
                try RunCommand(fields.inner("command")), by: try fields.string("by"))
        case "commandRefused":
            self = .commandRefused(
                try RunCommand(fields.inner("command")), by: try fields.string("by"),
                why: try fields.string("why"))
        case "commandCarriedOut":
            self = .commandCarriedOut(try RunCommand(fields.inner("command")))
        case "noticed":
            self = .noticed(
                Notice(
                    try fields.word("level"), try fields.string("text"),
                    table: try fields.optionalString("table")))
        case "runEnded": self = .runEnded(try fields.word("outcome"))
        default: throw fields.failure("unknown event \(name.sanitised(limit: 100))", at: "event")
        }
    }
}

/// The members of a JSON object, asked for by name and kind.
struct EventFields {
    private let node: JSONNode

    init(_ node: JSONNode) { self.node = node }

    func value<T>(
        _ name: String, _ kind: String, _ read: (JSONNode) -> T?
    ) throws(EventJSONError) -> T {
        guard let member = node[name] else { throw failure("no \(name)", at: nil) }
        guard let value = read(member) else { throw failure("\(name) is not \(kind)", at: name) }
        return value
    }

    /// Nil where it is null or missing.
    func optional<T>(
        _ name: String, _ kind: String, _ read: (JSONNode) -> T?
    ) throws(EventJSONError) -> T? {
        guard let member = node[name], !member.isNull else { return nil }
        return try value(name, kind, read)
    }

    func string(_ name: String) throws(EventJSONError) -> String {
        try value(name, "a string") { $0.string }
    }

    func optionalString(_ name: String) throws(EventJSONError) -> String? {
        try optional(name, "a string") { $0.string }
    }

    func int(_ name: String) throws(EventJSONError) -> Int {
        try value(name, "an integer") { $0.int }
    }

    func optionalInt(_ name: String) throws(EventJSONError) -> Int? {
        try optional(name, "an integer") { $0.int }
    }

    func double(_ name: String) throws(EventJSONError) -> Double {
        try value(name, "a number") { $0.double }
    }

    func optionalDouble(_ name: String) throws(EventJSONError) -> Double? {
        try optional(name, "a number") { $0.double }
    }

    func bool(_ name: String) throws(EventJSONError) -> Bool {
        try value(name, "true or false") { $0.bool }
    }

    func optionalBool(_ name: String) throws(EventJSONError) -> Bool? {
        try optional(name, "true or false") { $0.bool }
    }

    /// A word of a closed list.
    func word<Word: RawRepresentable>(
        _ name: String
    ) throws(EventJSONError) -> Word where Word.RawValue == String {
        try value(name, "a known word") { $0.string.flatMap { Word(rawValue: $0) } }
    }

    func strings(_ name: String) throws(EventJSONError) -> [String] {
        try value(name, "an array of strings") { node -> [String]? in
            guard let array = node.array else { return nil }
            let strings = array.compactMap(\.string)
            return strings.count == array.count ? strings : nil
        }
    }

    func inner(_ name: String) throws(EventJSONError) -> EventFields {
        EventFields(try value(name, "an object") { $0.object == nil ? nil : $0 })
    }

    func list(_ name: String) throws(EventJSONError) -> [EventFields] {
        try value(name, "an array") { $0.array }.map { EventFields($0) }
    }

    func failure(_ message: String, at name: String?) -> EventJSONError {
        let place = name.flatMap { node[$0] } ?? node
        return EventJSONError(message: message, line: place.line, column: place.column)
    }
}
