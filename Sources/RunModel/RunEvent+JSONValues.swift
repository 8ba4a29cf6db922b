import JSONText

// The values within events, read.

extension RunDescription {
    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(
            runID: try fields.string("runID"), isContinued: try fields.bool("isContinued"),
            configPath: try fields.optionalString("configPath"),
            sourcePath: try fields.string("sourcePath"),
            sourceBytes: Int64(try fields.int("sourceBytes")), target: try fields.string("target"),
            label: try fields.optionalString("label"), isProduction: try fields.bool("isProduction")
        )
    }
}

extension TablePlan {
    init(_ fields: EventFields) throws(EventJSONError) {
        var entities: [EntityPlan] = []
        for entity in try fields.list("entities") {
            entities.append(
                EntityPlan(
                    name: try entity.string("name"), root: try entity.string("root"),
                    rows: try entity.optionalInt("rows"), segments: try entity.int("segments")))
        }
        self.init(
            table: try fields.string("table"), wireName: try fields.string("wireName"),
            entities: entities)
    }
}

extension EntityID {
    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(table: try fields.string("table"), entity: try fields.string("entity"))
    }
}

extension EntityCounts {
    init(_ fields: EventFields) throws(EventJSONError) {
        self.init()
        read = try fields.int("read")
        acknowledged = try fields.int("acknowledged")
        quarantined = try fields.int("quarantined")
        excluded = try fields.int("excluded")
        bytes = try fields.int("bytes")
        writeUnits = try fields.int("writeUnits")
        segmentsDone = try fields.int("segmentsDone")
        segments = try fields.int("segments")
        planned = try fields.optionalInt("planned")
    }
}

extension FlowSample {
    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(
            itemsPerSecond: try fields.double("itemsPerSecond"),
            bytesPerSecond: try fields.double("bytesPerSecond"),
            writeUnitsPerSecond: try fields.double("writeUnitsPerSecond"),
            batchesInFlight: try fields.int("batchesInFlight"),
            inFlightLimit: try fields.int("inFlightLimit"),
            latencyP50: try fields.optionalDouble("latencyP50"),
            latencyP99: try fields.optionalDouble("latencyP99"))
    }
}

extension QuarantinedRow {
    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(
            entity: try EntityID(fields),
            key: try fields.value("key", "an array of key values") { RowKey(json: $0) },
            cause: try fields.string("cause"), message: try fields.string("message"),
            hint: try fields.optionalString("hint"))
    }
}

extension RowKey {
    /// Reads what `write` wrote; nil where it is not of that form.
    init?(json node: JSONNode) {
        guard let array = node.array else { return nil }
        var values: [SourceValue] = []
        for element in array {
            switch element.value {
            case .null: values.append(.null)
            case .string(let text): values.append(.text(Array(text.utf8)))
            case .number(let text):
                if let number = Int64(text) {
                    values.append(.integer(number))
                } else if let number = Double(text) {
                    values.append(.real(number))
                } else {
                    return nil
                }
            case .object:
                if let bytes = element["blob"]?.string.flatMap(Self.bytes) {
                    values.append(.blob(bytes))
                } else if let bytes = element["text"]?.string.flatMap(Self.bytes) {
                    values.append(.text(bytes))
                } else if let number = element["real"]?.string.flatMap({ Double($0) }) {
                    values.append(.real(number))
                } else {
                    return nil
                }
            case .bool, .array: return nil
            }
        }
        self.init(values)
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8]? {
        let digits = Array(hexadecimal.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for at in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[at..<at + 2], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

extension RunFailure {
    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(
            code: try fields.word("code"), message: try fields.string("message"),
            hint: try fields.optionalString("hint"))
    }
}

extension ItemDifference {
    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(
            table: try fields.string("table"), kind: try fields.word("kind"),
            key: try fields.string("key"), attribute: try fields.optionalString("attribute"),
            expected: try fields.optionalString("expected"),
            found: try fields.optionalString("found"))
    }
}

extension ValidationOutcome {
    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(
            compared: try fields.int("compared"), missing: try fields.int("missing"),
            unexpected: try fields.int("unexpected"), changed: try fields.int("changed"),
            isSample: try fields.bool("isSample"))
    }
}

extension RunCommand {
    init(_ fields: EventFields) throws(EventJSONError) {
        let name = try fields.string("name")
        switch name {
        case "begin": self = .begin(try Selection(fields))
        case "retryCause":
            self = .retryCause(table: try fields.string("table"), cause: try fields.string("cause"))
        case "repair": self = .repair(try Selection(fields))
        case "inspect": self = .inspect(try EntityID(fields), try InspectedRow(fields))
        case "pause": self = .pause(try Selection(fields))
        case "resume": self = .resume(try Selection(fields))
        case "retry": self = .retry(try Selection(fields))
        case "reset":
            self = .reset(try Selection(fields), emptyTarget: try fields.bool("emptyTarget"))
        case "validate": self = .validate(try Selection(fields))
        case "limitWriteUnits": self = .limitWriteUnits(try fields.optionalInt("limit"))
        case "limitInFlight": self = .limitInFlight(try fields.int("limit"))
        case "endWhenSettled": self = .endWhenSettled
        case "stop": self = .stop(now: try fields.bool("now"))
        default: throw fields.failure("unknown command \(name.sanitised(limit: 100))", at: "name")
        }
    }
}

extension RunCommand.Selection {
    init(_ fields: EventFields) throws(EventJSONError) {
        let names = try fields.optional("tables", "an array of names") { node -> [String]? in
            guard let array = node.array else { return nil }
            let names = array.compactMap(\.string)
            return names.count == array.count ? names : nil
        }
        self = names.map { .tables($0) } ?? .all
    }
}
