import JSONText
import RunModel

extension StatusReport {
    /// The machine-readable state (docs/events.md, "status").
    ///
    /// Fields are only added to.
    package func json(pretty: Bool = true) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.beginObject()
        writer.field("version", 1)
        writer.field("statePath", statePath)
        writer.field("readAt", readAt)
        writer.field("standing", standing)
        writer.field("ownerPID", ownerPID.map { Int($0) })
        writer.name("run")
        if let run { run.write(to: &writer) } else { writer.null() }
        counts.writeField("counts", to: &writer)
        writer.name("tables")
        writer.beginArray()
        for table in tables { table.write(to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.terminalSafeText
    }
}

extension StatusReport.Run {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("id", id)
        writer.field("configPath", configPath)
        writer.field("sourcePath", sourcePath)
        writer.field("target", target)
        writer.field("startedAt", startedAt)
        writer.field("endedAt", endedAt)
        writer.field("outcome", outcome?.rawValue)
        writer.endObject()
    }
}

extension StatusReport.Table {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("name", name)
        writer.field("wireName", wireName)
        writer.field("state", state.rawValue)
        writer.field("detail", detail)
        if let failure {
            failure.writeField("failure", to: &writer)
        } else {
            writer.name("failure")
            writer.null()
        }
        writer.field("startedAt", startedAt)
        writer.field("endedAt", endedAt)
        writer.name("validation")
        if let validation {
            writer.beginObject()
            validation.writeFields(to: &writer)
            writer.endObject()
        } else {
            writer.null()
        }
        counts.writeField("counts", to: &writer)
        writer.name("entities")
        writer.beginArray()
        for entity in entities { entity.write(to: &writer) }
        writer.endArray()
        writer.name("quarantine")
        writer.beginArray()
        for cause in causes { cause.write(to: &writer) }
        writer.endArray()
        writer.endObject()
    }
}

extension StatusReport.Entity {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("name", name)
        writer.field("root", root)
        counts.writeField("counts", to: &writer)
        writer.name("segments")
        writer.beginArray()
        for segment in segments {
            writer.beginObject()
            writer.field("number", segment.number)
            for (name, key) in [
                ("after", segment.after), ("through", segment.through),
                ("watermark", segment.watermark),
            ] {
                writer.name(name)
                if let key { key.write(to: &writer) } else { writer.null() }
            }
            writer.field("isDone", segment.isDone)
            segment.counts.writeField("counts", to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}

extension StatusReport.Cause {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("cause", cause)
        writer.field("count", count)
        writer.field("firstAt", firstAt)
        writer.field("lastAt", lastAt)
        writer.name("samples")
        writer.beginArray()
        for sample in samples {
            writer.beginObject()
            sample.writeFields(to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}
