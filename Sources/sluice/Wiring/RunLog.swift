import Logging
import RunModel

/// The log file of a run, by the settings.
struct RunLog {
    let logger: Logger
    let file: LogFile

    static func open(_ settings: EffectiveSettings) throws(SluiceError) -> RunLog {
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
}
