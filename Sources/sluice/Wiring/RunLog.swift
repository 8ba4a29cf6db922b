import Foundation
import Logging
import RunModel

/// The log file of a run, by the settings.
struct RunLog {
    let logger: Logger
    let file: LogFile

    /// Opens the log; refuses a file that is none, so that no database and no configuration is appended to,
    /// let alone turned over.
    static func open(_ settings: EffectiveSettings) throws(SluiceError) -> RunLog {
        try checkIsLog(settings.logPath)
        let file = try LogFile(
            path: settings.logPath,
            limits: LogFile.Limits(fileBytes: settings.logMaxBytes, keptFiles: settings.logKeep))
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        let form: FileLogHandler.Form = settings.isLogJSON ? .json : .text
        let logger = Logger(label: "sluice") { label in
            FileLogHandler(label: label, file: file, form: form, level: level)
        }
        return RunLog(logger: logger, file: file)
    }

    /// A log's lines begin with a date, or are JSON objects that begin with their time.
    private static func checkIsLog(_ path: String) throws(SluiceError) {
        guard let handle = FileHandle(forReadingAtPath: path) else { return }
        defer { try? handle.close() }
        guard let start = try? handle.read(upToCount: 16), !start.isEmpty else { return }
        let text = String(decoding: start, as: UTF8.self)
        let isText = text.prefix(4).allSatisfy(\.isNumber) && text.dropFirst(4).first == "-"
        guard isText || text.hasPrefix("{\"time\"") else {
            throw SluiceError(
                .configuration, "the file exists and is no log of sluice", place: path.sanitised(),
                hint:
                    "name another file with --log-file or log.path; nothing was written to this one"
            )
        }
    }
}
