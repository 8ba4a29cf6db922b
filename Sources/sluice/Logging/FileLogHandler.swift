import EventBus
import Headless
import JSONText
import Logging
import PlainText
import RunModel

/// Writes swift-log's lines to a `LogFile`, as text or as JSON lines.
///
/// Text: `2025-11-22T09:51:03.123Z info  message run=… table=…`. Everything passes `sanitised()`: a line is a
/// line, whatever a table is called.
struct FileLogHandler: LogHandler {
    enum Form: String, Sendable, CaseIterable {
        case text
        case json
    }

    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level
    private let label: String
    private let file: LogFile
    private let form: Form
    private let clock: @Sendable () -> Int64

    init(
        label: String, file: LogFile, form: Form = .text, level: Logger.Level = .info,
        clock: @escaping @Sendable () -> Int64 = EventBus.systemMilliseconds
    ) {
        self.label = label
        self.file = file
        self.form = form
        self.clock = clock
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        let fields = all.map { ($0.key.sanitised(limit: 100), "\($0.value)".sanitised()) }
            .sorted { Self.rank($0.0) < Self.rank($1.0) }
        let time = HumanFormat.time(milliseconds: clock(), fraction: true)
        let message = event.message.description.sanitised()
        switch form {
        case .text: file.append(Self.text(time, event.level, message, fields))
        case .json: file.append(json(time, event.level, message, fields))
        }
    }

    /// The ids first, from the widest to the narrowest; then the rest by name.
    private static func rank(_ name: String) -> (Int, String) {
        (["run", "table", "entity", "segment"].firstIndex(of: name) ?? 4, name)
    }

    private static func text(
        _ time: String, _ level: Logger.Level, _ message: String, _ fields: [(String, String)]
    ) -> String {
        var line = time + " " + level.rawValue.padded(to: 8) + " " + message
        for (name, value) in fields {
            let needsQuotes =
                value.isEmpty || value.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" })
            line += " " + name + "="
            line +=
                needsQuotes
                ? "\""
                    + value.split(separator: "\"", omittingEmptySubsequences: false)
                    .joined(separator: "\\\"") + "\"" : value
        }
        return line + "\n"
    }

    private func json(
        _ time: String, _ level: Logger.Level, _ message: String, _ fields: [(String, String)]
    ) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.field("time", time)
        writer.field("level", level.rawValue)
        writer.field("message", message)
        writer.field("label", label)
        // Names of the line itself win: a reader must find one of each.
        for (name, value) in fields where !["time", "level", "message", "label"].contains(name) {
            writer.field(name, value)
        }
        writer.endObject()
        return writer.terminalSafeText + "\n"
    }
}
