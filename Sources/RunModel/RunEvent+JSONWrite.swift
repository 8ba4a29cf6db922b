package import JSONText

// The values within events, written.

extension RunDescription {
    func writeFields(to writer: inout JSONWriter) {
        writer.field("runID", runID)
        writer.field("isContinued", isContinued)
        writer.field("configPath", configPath)
        writer.field("sourcePath", sourcePath)
        writer.field("sourceBytes", sourceBytes)
        writer.field("target", target)
        writer.field("label", label)
        writer.field("isProduction", isProduction)
    }
}

extension TablePlan {
    func writeFields(to writer: inout JSONWriter) {
        writer.field("table", table)
        writer.field("wireName", wireName)
        writer.name("entities")
        writer.beginArray()
        for entity in entities {
            writer.beginObject()
            writer.field("name", entity.name)
            writer.field("root", entity.root)
            writer.field("rows", entity.rows)
            writer.field("segments", entity.segments)
            writer.endObject()
        }
        writer.endArray()
    }
}

extension EntityCounts {
    /// Writes the counts as a member of an object; `status --json` has them in the same form.
    package func writeField(_ name: String, to writer: inout JSONWriter) {
        writer.name(name)
        writer.beginObject()
        writer.field("read", read)
        writer.field("acknowledged", acknowledged)
        writer.field("quarantined", quarantined)
        writer.field("excluded", excluded)
        writer.field("bytes", bytes)
        writer.field("writeUnits", writeUnits)
        writer.field("segmentsDone", segmentsDone)
        writer.field("segments", segments)
        writer.field("planned", planned)
        writer.endObject()
    }
}

extension FlowSample {
    func writeFields(to writer: inout JSONWriter) {
        writer.field("itemsPerSecond", itemsPerSecond)
        writer.field("bytesPerSecond", bytesPerSecond)
        writer.field("writeUnitsPerSecond", writeUnitsPerSecond)
        writer.field("batchesInFlight", batchesInFlight)
        writer.field("inFlightLimit", inFlightLimit)
        writer.field("latencyP50", latencyP50)
        writer.field("latencyP99", latencyP99)
    }
}

extension QuarantinedRow {
    package func writeFields(to writer: inout JSONWriter) {
        writer.field("table", entity.table)
        writer.field("entity", entity.entity)
        writer.name("key")
        key.write(to: &writer)
        writer.field("cause", cause)
        writer.field("message", message)
        writer.field("hint", hint)
    }
}

extension [QuarantineCount] {
    func writeField(_ name: String, to writer: inout JSONWriter) {
        writer.name(name)
        writer.beginArray()
        for cause in self {
            writer.beginObject()
            writer.field("cause", cause.cause)
            writer.field("count", cause.count)
            writer.name("sample")
            writer.beginObject()
            cause.sample.writeFields(to: &writer)
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
    }
}

extension RowKey {
    /// Writes the key's values as an array: numbers and text as they are, `{"blob":"0aff"}` in hex, text that
    /// is not UTF-8 as `{"text":"ff"}` in hex, a real that JSON cannot hold as `{"real":"inf"}`.
    package func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for value in values {
            switch value {
            case .null: writer.null()
            case .integer(let number): writer.integer(number)
            case .real(let number):
                // "1.0", "1e+20": never the form of an integer, so that it reads back as a real.
                if number.isFinite {
                    writer.double(number)
                } else {
                    writer.tagged("real", "\(number)")
                }
            case .text(let bytes):
                if let text = String(validating: bytes, as: UTF8.self) {
                    writer.string(text)
                } else {
                    writer.tagged("text", bytes.hexadecimal)
                }
            case .blob(let bytes): writer.tagged("blob", bytes.hexadecimal)
            }
        }
        writer.endArray()
    }
}

extension JSONWriter {
    fileprivate mutating func tagged(_ name: String, _ text: String) {
        beginObject()
        field(name, text)
        endObject()
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension RunFailure {
    package func writeField(_ name: String, to writer: inout JSONWriter) {
        writer.name(name)
        writer.beginObject()
        writer.field("code", code.rawValue)
        writer.field("message", message)
        writer.field("hint", hint)
        writer.endObject()
    }
}

extension ItemDifference {
    package func writeFields(to writer: inout JSONWriter) {
        writer.field("table", table)
        writer.field("kind", kind.rawValue)
        writer.field("key", key)
        writer.field("attribute", attribute)
        writer.field("expected", expected)
        writer.field("found", found)
    }
}

extension ValidationOutcome {
    package func writeFields(to writer: inout JSONWriter) {
        writer.field("compared", compared)
        writer.field("missing", missing)
        writer.field("unexpected", unexpected)
        writer.field("changed", changed)
        writer.field("isSample", isSample)
    }
}

extension RunCommand {
    /// The command's name in JSON: the case's own.
    package var name: String {
        switch self {
        case .begin: "begin"
        case .retryCause: "retryCause"
        case .repair: "repair"
        case .inspect: "inspect"
        case .pause: "pause"
        case .resume: "resume"
        case .retry: "retry"
        case .reset: "reset"
        case .validate: "validate"
        case .limitWriteUnits: "limitWriteUnits"
        case .limitInFlight: "limitInFlight"
        case .endWhenSettled: "endWhenSettled"
        case .stop: "stop"
        }
    }

    func writeField(_ field: String, to writer: inout JSONWriter) {
        writer.name(field)
        writer.beginObject()
        writer.field("name", name)
        switch self {
        case .begin(let selection), .pause(let selection), .resume(let selection),
            .retry(let selection), .validate(let selection), .repair(let selection):
            selection.writeField(to: &writer)
        case .reset(let selection, let emptyTarget):
            selection.writeField(to: &writer)
            writer.field("emptyTarget", emptyTarget)
        case .retryCause(let table, let cause):
            writer.field("table", table)
            writer.field("cause", cause)
        case .inspect(let entity, let row):
            writer.field("table", entity.table)
            writer.field("entity", entity.entity)
            row.writeFields(to: &writer)
        case .limitWriteUnits(let limit): writer.field("limit", limit)
        case .limitInFlight(let limit): writer.field("limit", limit)
        case .endWhenSettled: break
        case .stop(let now): writer.field("now", now)
        }
        writer.endObject()
    }
}

extension RunCommand.Selection {
    /// `"tables":null` is all of them.
    fileprivate func writeField(to writer: inout JSONWriter) {
        switch self {
        case .all:
            writer.name("tables")
            writer.null()
        case .tables(let names): writer.field("tables", names)
        }
    }
}
