package import JSONText

// Events as JSON: one object an event. The fields are a promise (docs/events.md): they are only added to.

extension NumberedEvent {
    /// Writes `{"number":…,"time":…,"event":"…",…}`.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("number")
        writer.integer(number)
        writer.field("time", time)
        writer.field("event", event.name)
        event.writeFields(to: &writer)
        writer.endObject()
    }
}

extension RunEvent {
    /// The event's name in JSON: the case's own.
    package var name: String {
        switch self {
        case .runStarted: "runStarted"
        case .tablePlanned: "tablePlanned"
        case .schemaAnalysed: "schemaAnalysed"
        case .planMade: "planMade"
        case .beginAwaited: "beginAwaited"
        case .begun: "begun"
        case .settled: "settled"
        case .tableStateChanged: "tableStateChanged"
        case .entityProgressed: "entityProgressed"
        case .segmentProgressed: "segmentProgressed"
        case .flowMeasured: "flowMeasured"
        case .inFlightChanged: "inFlightChanged"
        case .limitsChanged: "limitsChanged"
        case .throttled: "throttled"
        case .batchRetried: "batchRetried"
        case .itemsUnprocessed: "itemsUnprocessed"
        case .rowQuarantined: "rowQuarantined"
        case .quarantineCounted: "quarantineCounted"
        case .tableFailed: "tableFailed"
        case .tableVerified: "tableVerified"
        case .validationProgressed: "validationProgressed"
        case .differenceFound: "differenceFound"
        case .validationEnded: "validationEnded"
        case .repaired: "repaired"
        case .itemInspected: "itemInspected"
        case .sourceChanged: "sourceChanged"
        case .commandAccepted: "commandAccepted"
        case .commandRefused: "commandRefused"
        case .commandCarriedOut: "commandCarriedOut"
        case .noticed: "noticed"
        case .runEnded: "runEnded"
        }
    }

    /// Writes the event's own fields into an object that is open.
    package func writeFields(to writer: inout JSONWriter) {
        switch self {
        case .runStarted(let run): run.writeFields(to: &writer)
        case .tablePlanned(let plan): plan.writeFields(to: &writer)
        case .schemaAnalysed(let report): report.writeFields(to: &writer)
        case .planMade(let report): report.writeFields(to: &writer)
        case .beginAwaited, .begun: break
        case .settled(let outcome): writer.field("outcome", outcome.rawValue)
        case .tableStateChanged(let table, let state, let detail):
            writer.field("table", table)
            writer.field("state", state.rawValue)
            writer.field("detail", detail)
        case .entityProgressed(let id, let counts):
            writer.field("table", id.table)
            writer.field("entity", id.entity)
            counts.writeField("counts", to: &writer)
        case .segmentProgressed(let id, let progress):
            writer.field("table", id.entity.table)
            writer.field("entity", id.entity.entity)
            writer.field("segment", id.number)
            progress.writeFields(to: &writer)
        case .flowMeasured(let sample): sample.writeFields(to: &writer)
        case .inFlightChanged(let table, let batches):
            writer.field("table", table)
            writer.field("batches", batches)
        case .limitsChanged(let limits):
            writer.field("writeUnits", limits.writeUnits)
            writer.field("inFlight", limits.inFlight)
        case .throttled(let table, let cause, let batches):
            writer.field("table", table)
            writer.field("cause", cause)
            writer.field("batches", batches)
        case .batchRetried(let table, let reason, let attempt, let delayMilliseconds):
            writer.field("table", table)
            writer.field("reason", reason)
            writer.field("attempt", attempt)
            writer.field("delayMilliseconds", delayMilliseconds)
        case .itemsUnprocessed(let table, let count):
            writer.field("table", table)
            writer.field("count", count)
        case .rowQuarantined(let row): row.writeFields(to: &writer)
        case .quarantineCounted(let table, let causes):
            writer.field("table", table)
            causes.writeField("causes", to: &writer)
        case .tableFailed(let table, let failure):
            writer.field("table", table)
            failure.writeField("failure", to: &writer)
        case .tableVerified(let table, let counts):
            writer.field("table", table)
            counts.writeField("counts", to: &writer)
        case .validationProgressed(let table, let compared, let differences):
            writer.field("table", table)
            writer.field("compared", compared)
            writer.field("differences", differences)
        case .differenceFound(let difference): difference.writeFields(to: &writer)
        case .validationEnded(let table, let outcome):
            writer.field("table", table)
            outcome.writeFields(to: &writer)
        case .repaired(let table, let written, let removed):
            writer.field("table", table)
            writer.field("written", written)
            writer.field("removed", removed)
        case .itemInspected(let inspection): inspection.writeFields(to: &writer)
        case .sourceChanged(let detail): writer.field("detail", detail)
        case .commandAccepted(let command, let by):
            command.writeField("command", to: &writer)
            writer.field("by", by)
        case .commandRefused(let command, let by, let why):
            command.writeField("command", to: &writer)
            writer.field("by", by)
            writer.field("why", why)
        case .commandCarriedOut(let command): command.writeField("command", to: &writer)
        case .noticed(let notice):
            writer.field("level", notice.level.rawValue)
            writer.field("text", notice.text)
            writer.field("table", notice.table)
        case .runEnded(let outcome): writer.field("outcome", outcome.rawValue)
        }
    }
}
