import GRDB
import Glibc
import RunModel

/// The ways the state file fails, in the operator's words.
enum StoreFailure {
    static func closed(_ path: String) -> SluiceError {
        SluiceError(
            .stateUnavailable, "the state file is closed already", place: path.sanitised(),
            hint:
                "this is a fault of sluice: what was stored before is safe, `sluice resume` continues"
        )
    }

    static func readOnly(_ path: String) -> SluiceError {
        SluiceError(
            .stateUnavailable, "the state file is open for reading only", place: path.sanitised(),
            hint: "this is a fault of sluice: nothing was changed")
    }

    static func folder(_ path: String) -> SluiceError {
        SluiceError(
            .stateUnavailable, "the state file's path names a folder", place: path.sanitised(),
            hint: "name a file in state.path, such as .sluice/state.sqlite")
    }

    static func noLog(_ path: String) -> SluiceError {
        SluiceError(
            .stateUnavailable, "the state file cannot keep a write-ahead log",
            place: path.sanitised(),
            hint: "put the state file on a local disk (state.path)")
    }

    static func notOurs(_ path: String) -> SluiceError {
        SluiceError(
            .stateUnavailable, "this is a database, but not a state file of sluice",
            place: path.sanitised(),
            hint: "name another file in state.path; this one was left as it is")
    }

    static func newer(_ version: Int, than known: Int, path: String) -> SluiceError {
        SluiceError(
            .stateUnavailable,
            "the state file has schema version \(version), this sluice knows up to \(known)",
            place: path.sanitised(),
            hint: "use the newer sluice that wrote it, or name another file in state.path")
    }

    static func damaged(_ what: String, path: String = "") -> SluiceError {
        SluiceError(
            .stateUnavailable, "the state file is damaged: \(what)",
            place: path.isEmpty ? nil : path.sanitised(), hint: damagedHint)
    }

    private static let damagedHint =
        "restore the state file from a backup, or move it away and start over with `sluice migrate`: "
        + "writing an item again does no harm"

    static func system(
        _ what: String, code: Int32, path: String, hint: String? = nil
    ) -> SluiceError {
        let reason = String(cString: strerror(code))
        let advice: String
        switch code {
        case ENOSPC, EDQUOT: advice = fullHint
        case EACCES, EPERM, EROFS:
            advice = "make the folder writable for this user, or name another file in state.path"
        case ELOOP: advice = "the file is a symbolic link; name the file itself in state.path"
        default: advice = "check the path, or name another file in state.path"
        }
        return SluiceError(
            .stateUnavailable, "\(what): \(reason)", place: path.sanitised(), hint: hint ?? advice)
    }

    private static let fullHint =
        "free space on its disk, then `sluice resume`: all that was checkpointed is safe"

    /// Any error of SQLite, GRDB or ours as one for the operator, with the state file as its place.
    static func translated(_ error: any Error, path: String) -> SluiceError {
        if var own = error as? SluiceError {
            if own.place == nil { own.place = path.sanitised() }
            return own
        }
        guard let failure = error as? DatabaseError else {
            return SluiceError(
                .stateUnavailable,
                "the state file cannot be used: \("\(error)".sanitised(limit: 300))",
                place: path.sanitised(), hint: "check the file, or name another one in state.path")
        }
        let (what, hint) = words(for: failure)
        return SluiceError(
            .stateUnavailable, what, place: path.sanitised(), hint: hint)
    }

    private static func words(for failure: DatabaseError) -> (what: String, hint: String) {
        let text = (failure.message ?? "no reason given").sanitised(limit: 300)
        switch failure.resultCode {
        case .SQLITE_FULL: return ("no space left on the disk of the state file", fullHint)
        case .SQLITE_IOERR:
            return (
                "reading or writing the state file failed (\(text), code \(failure.errorCode))",
                "check the disk and its free space, then `sluice resume`: all that was checkpointed is safe"
            )
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return (
                "the state file cannot be written",
                "make the file and its folder writable for this user, or name another file in state.path"
            )
        case .SQLITE_CANTOPEN:
            return (
                "the state file cannot be opened",
                "check that the file and its folder can be read and written by this user"
            )
        case .SQLITE_NOTADB:
            return (
                "this is not a state file of sluice, nor any SQLite database",
                "name another file in state.path; this one was left as it is"
            )
        case .SQLITE_CORRUPT: return ("the state file is damaged (\(text))", damagedHint)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return (
                "the state file is locked by another program",
                "close what has it open (a database browser, a backup), then `sluice resume`"
            )
        default:
            return (
                "the state file cannot be used (\(text), code \(failure.errorCode))",
                "check the file; if it is whole, this is a fault of sluice: `sluice resume` continues"
            )
        }
    }
}
