import CNcurses
import Glibc

/// Why no screen can be drawn; the run then goes on as with `--no-tui`.
package enum TerminalFailure: Error, Hashable, Sendable {
    case notATerminal
    case inBackground
    case alreadyOpen
    case noName
    case unknown(String)
    case cannotMoveCursor(String)
    /// What was asked of the system, and the error's number.
    case system(String, Int32)

    /// One line, to follow "as --no-tui because".
    package var reason: String {
        switch self {
        case .notATerminal: "standard input and output are not a terminal"
        case .inBackground: "it runs in the background"
        case .alreadyOpen: "the screen is in use"
        case .noName: "TERM is not set"
        case .unknown(let name): "no description of the terminal \(name) (TERM) is installed"
        case .cannotMoveCursor(let name): "the terminal \(name) (TERM) cannot move its cursor"
        case .system(let what, let number): "\(what) failed: \(String(cString: strerror(number)))"
        }
    }

    init(_ failure: sluice_terminal_failure, name: String?) {
        let error = errno
        // TERM may hold anything; what is printed of it may not.
        let given = name ?? getenv("TERM").map { String(cString: $0) } ?? ""
        let name = String(
            given.unicodeScalars.prefix(64).map {
                (0x21...0x7E).contains($0.value) ? Character($0) : "?"
            })
        self =
            switch failure {
            case SLUICE_TERMINAL_BUSY: .alreadyOpen
            case SLUICE_TERMINAL_BACKGROUND: .inBackground
            case SLUICE_TERMINAL_NO_NAME: .noName
            case SLUICE_TERMINAL_UNKNOWN: .unknown(name)
            case SLUICE_TERMINAL_CANNOT_MOVE: .cannotMoveCursor(name)
            default: .system("opening the terminal", error)
            }
    }
}
