import DynamoDB
import Headless
import JSONText
import RunModel
import SQLiteSource

extension InfoReport {
    /// The same for programs, as docs/analyze.md has it; fields are only added to.
    var json: String {
        var writer = JSONWriter(pretty: true)
        writer.beginObject()
        writer.field("version", 1)
        writer.object("versions") { writer in
            writer.field("sluice", versions.sluice)
            writer.field("swift", versions.swift)
            writer.field("sqlite", versions.sqlite)
            writer.field("libcurl", versions.libcurl)
        }
        writer.object("paths") { writer in
            writer.field("config", configPath)
            writer.field("state", settings.statePath)
            writer.field("log", settings.logPath)
        }
        writeSource(to: &writer)
        writeTarget(to: &writer)
        writer.object("credentials") { writer in
            writer.field("source", try? credentials.get())
            writer.field("asksInstance", asksInstance)
            writer.error(of: credentials)
        }
        writeRun(to: &writer)
        writer.array("settings", settings.entries) { writer, entry in
            writer.field("name", entry.key.rawValue)
            switch entry.value {
            case .text(let text): writer.field("value", text)
            case .integer(let number): writer.field("value", number)
            case .boolean(let isTrue): writer.field("value", isTrue)
            case nil: writer.field("value", nil as String?)
            }
            writer.field("origin", entry.origin.description)
        }
        writer.endObject()
        return writer.terminalSafeText
    }

    private func writeSource(to writer: inout JSONWriter) {
        guard let source else {
            writer.field("source", nil as String?)
            return
        }
        writer.object("source") { writer in
            writer.field("path", source.path)
            let facts = try? source.facts.get()
            writer.field("fileBytes", facts?.fileBytes)
            writer.field("walBytes", facts?.walBytes)
            writer.field("journalMode", facts?.journalMode)
            writer.error(of: source.facts)
        }
    }

    private func writeTarget(to writer: inout JSONWriter) {
        writer.object("target") { writer in
            let target = try? target.get()
            func part(_ name: String, _ value: String?, _ origin: String?) {
                guard let value else { return writer.field(name, nil as String?) }
                writer.object(name) { writer in
                    writer.field("value", value)
                    writer.field("origin", origin)
                }
            }
            part("region", target?.region.value, target?.region.origin)
            part("endpoint", target?.endpoint.value.url, target?.endpoint.origin)
            part("profile", target?.profile.name, target?.profile.origin)
            part("caBundle", target?.caBundle?.value, target?.caBundle?.origin)
            writer.error(of: self.target)
        }
    }

    private func writeRun(to writer: inout JSONWriter) {
        writer.object("run") { writer in
            let run = (try? run.get()).flatMap { $0 }
            writer.field("exists", run != nil)
            writer.field("id", run?.id)
            writer.field("standing", run?.standing)
            writer.field("startedAt", run?.startedAt)
            writer.field("endedAt", run?.endedAt)
            writer.error(of: self.run)
        }
    }
}

extension JSONWriter {
    mutating func object(_ name: String, _ members: (inout JSONWriter) -> Void) {
        self.name(name)
        beginObject()
        members(&self)
        endObject()
    }

    /// A list of objects, one for each element.
    mutating func array<T>(
        _ name: String, _ elements: some Sequence<T>, _ members: (inout JSONWriter, T) -> Void
    ) {
        self.name(name)
        beginArray()
        for element in elements {
            beginObject()
            members(&self, element)
            endObject()
        }
        endArray()
    }

    /// `"error"`: null, or the message with its place and hint.
    mutating func error<T>(of result: Result<T, SluiceError>) {
        guard case .failure(let error) = result else { return field("error", nil as String?) }
        object("error") { writer in
            writer.field("code", error.code.rawValue)
            writer.field("message", error.message)
            writer.field("place", error.place)
            writer.field("hint", error.hint)
        }
    }
}
