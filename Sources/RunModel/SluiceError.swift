/// An error written for the operator: what happened, where, and the next move.
///
/// Every room throws it to the outside. `hint` is the operator's next move; an error whose hint cannot be
/// written has not been understood. No secret and no item body ever stands in one.
package struct SluiceError: Error, Sendable, Equatable {
    /// What kind of failure it is; decides the exit status (DESIGN §8).
    package enum Code: String, Sendable, Equatable, CaseIterable {
        case usage
        case configuration
        case sourceUnavailable
        case targetUnavailable
        case credentials
        case accessDenied
        case stateUnavailable
        case ownedByAnotherProcess
        case sourceChanged
        case mappingChanged
        case tableRefused
        case tableFailed
        case cancelled
        case internalFailure
    }

    package var code: Code
    /// One sentence, without a full stop at the end.
    package var message: String
    /// Where: a file with line and column, a table, a key.
    ///
    /// Shown before the message.
    package var place: String?
    /// The operator's next move.
    package var hint: String?
    /// All the problems of one input, where there are several (a configuration); `message` then sums up.
    package var problems: [Problem]

    package init(
        _ code: Code, _ message: String, place: String? = nil, hint: String? = nil,
        problems: [Problem] = []
    ) {
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
        self.problems = problems
    }
}

/// One thing wrong with a file the operator wrote.
package struct Problem: Sendable, Equatable {
    /// The file as the operator named it, or the flag or environment variable.
    package var file: String
    /// 1-based; nil where the place is not in a file.
    package var line: Int?
    /// 1-based, in characters.
    package var column: Int?
    /// The JSON path, `tables.MusicCatalog.entities.Album.from`; empty at the top.
    package var path: String
    package var message: String
    package var hint: String?

    package init(
        file: String, line: Int? = nil, column: Int? = nil, path: String = "", message: String,
        hint: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
        self.hint = hint
    }
}

extension Problem: CustomStringConvertible {
    /// A line such as `config.json:12:5: tables.A.from: no table "Artst"`, its hint below it.
    package var description: String {
        var text = file
        if let line { text += ":\(line)" }
        if line != nil, let column { text += ":\(column)" }
        text += ": "
        if !path.isEmpty { text += path + ": " }
        text += message
        if let hint { text += "\n    hint: " + hint }
        return text
    }
}

extension SluiceError: CustomStringConvertible {
    /// The text as it is shown: place, message, each problem on a line, hint.
    package var description: String {
        var text = place.map { $0 + ": " } ?? ""
        text += message
        for problem in problems { text += "\n  " + problem.description }
        if let hint { text += "\n  hint: " + hint }
        return text
    }
}

/// The exit status of the command line (DESIGN §8).
package enum ExitStatus: Int32, Sendable {
    case success = 0
    case incomplete = 1
    case usage = 2
    case unavailable = 3
    case differences = 4
    case refused = 5
    case interrupted = 130
    case terminated = 143
}

extension SluiceError {
    /// The exit status this error leads to.
    package var exitStatus: ExitStatus {
        switch code {
        case .usage, .configuration, .tableRefused: .usage
        case .sourceUnavailable, .targetUnavailable, .credentials, .accessDenied, .stateUnavailable,
            .internalFailure:
            .unavailable
        case .ownedByAnotherProcess, .sourceChanged, .mappingChanged: .refused
        case .tableFailed, .cancelled: .incomplete
        }
    }
}
