/// An imperative request to the engine.
///
/// Closed: nothing else crosses from a front end to the engine.
package enum RunCommand: Sendable, Equatable, Hashable {
    /// Start the run that waits for it; tables that are not selected begin paused.
    case begin(Selection)
    /// Stop reading, let what is in flight land.
    case pause(Selection)
    case resume(Selection)
    /// Re-drive quarantined rows and failed segments.
    case retry(Selection)
    /// Forget the progress; with `emptyTarget` the run's target table is dropped and made again.
    case reset(Selection, emptyTarget: Bool)
    case validate(Selection)
    /// Re-drive the quarantined rows of one cause.
    case retryCause(table: String, cause: String)
    /// Write the items again that validation found missing or changed, and remove those it found unexpected.
    case repair(Selection)
    /// Show a source row and the item it becomes.
    case inspect(EntityID, InspectedRow)
    /// Write units a second for the process; nil lifts the limit.
    case limitWriteUnits(Int?)
    /// Batches in flight for the process.
    case limitInFlight(Int)
    /// End by itself once nothing more happens without a command: nobody is there to give one.
    case endWhenSettled
    /// Stop reading, land what is in flight, checkpoint, end. `now` gives up what is in flight too.
    case stop(now: Bool)

    /// The tables a command is about.
    package enum Selection: Sendable, Equatable, Hashable {
        case all
        case tables([String])

        package func contains(_ table: String) -> Bool {
            switch self {
            case .all: true
            case .tables(let names): names.contains(table)
            }
        }
    }
}

extension RunCommand {
    /// The command's name, as an operator says it.
    package var verb: String {
        switch self {
        case .begin: "begin"
        case .pause: "pause"
        case .resume: "resume"
        case .retry: "retry"
        case .reset: "reset"
        case .validate: "validate"
        case .retryCause: "retry"
        case .repair: "repair"
        case .inspect: "inspect"
        case .limitWriteUnits: "write limit"
        case .limitInFlight: "in flight"
        case .endWhenSettled: "end when settled"
        case .stop: "stop"
        }
    }
}
