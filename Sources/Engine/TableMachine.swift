package import RunModel

/// The life of one table as a value: what comes in, what state follows, what is to be done (DESIGN §9).
///
/// What always holds:
/// 1. At most one activity (`prepare`, `copy`, `verify`, `validate`) runs at a time; it was asked for by
///    an effect and its end comes back as an input.
/// 2. An activity is never replaced while it runs: a command that needs it to end asks it to wind up
///    (`windUp`), and is carried out when its end arrives.
/// 3. `done` is reached only through `verified`.
///
/// The engine's actor feeds it and carries out the effects; nothing here waits, reads or writes.
package struct TableMachine: Sendable, Equatable {
    package enum Input: Sendable, Equatable {
        /// A place among the tables that run at once.
        case admitted
        case prepared
        /// The preparation wound up before its end.
        case prepareStopped
        case copied
        /// The copy wound up before its end; all that was in flight has landed or was given up.
        case copyStopped
        case verified
        case validated(ValidationOutcome)
        case validationStopped
        case failed(RunFailure)
        case pause
        case resume
        case retry
        case reset(emptyTarget: Bool)
        case validate
    }

    package enum Effect: Sendable, Equatable {
        case prepare
        /// `redrive`: quarantined rows are tried again before the segments go on.
        case copy(redrive: Bool)
        case verify
        case validate
        /// Ask the running activity to end soon.
        case windUp
        case forget(emptyTarget: Bool)
        /// A command that was given earlier has taken effect.
        case carriedOut(Input)
    }

    package private(set) var state: TableState
    package private(set) var failure: RunFailure?
    package private(set) var activity: Activity?
    private var wanted: Wanted?
    private var redrives = false
    /// Where `resume` leads: back into a validation that was paused, else to the queue.
    private var pausedValidation = false

    package enum Activity: Sendable, Equatable { case preparing, copying, verifying, validating }

    private enum Wanted: Sendable, Equatable {
        case pause
        case reset(emptyTarget: Bool)
    }

    package init(state: TableState = .queued, failure: RunFailure? = nil) {
        self.state = state
        self.failure = failure
    }

    /// True where nothing more happens without a command.
    package var isSettled: Bool {
        activity == nil && wanted == nil
            && (state == .done || state == .differs || state == .failed || state == .paused)
    }

    /// Takes one input; throws with the reason where the input makes no sense in this state.
    package mutating func take(_ input: Input) throws(Refusal) -> [Effect] {
        switch input {
        case .admitted: return admit()
        case .prepared, .prepareStopped, .copied, .copyStopped, .verified, .validated,
            .validationStopped, .failed:
            return activityEnded(with: input)
        case .pause: return try pause()
        case .resume: return try resume()
        case .retry: return try retry()
        case .reset(let emptyTarget): return reset(emptyTarget: emptyTarget)
        case .validate: return try validate()
        }
    }

    /// Why a command makes no sense now.
    package struct Refusal: Error, Equatable {
        package var why: String
    }
}

extension TableMachine {
    private mutating func admit() -> [Effect] {
        guard state == .queued, activity == nil else { return [] }
        return begin(.preparing)
    }

    private mutating func begin(_ next: Activity) -> [Effect] {
        activity = next
        switch next {
        case .preparing:
            state = .preparing
            failure = nil
            return [.prepare]
        case .copying:
            state = .copying
            return [.copy(redrive: redrives)]
        case .verifying:
            state = .verifying
            return [.verify]
        case .validating:
            state = .validating
            return [.validate]
        }
    }

    private mutating func activityEnded(with input: Input) -> [Effect] {
        let ended = activity
        activity = nil
        if case .reset(let emptyTarget) = wanted {
            wanted = nil
            return forget(emptyTarget: emptyTarget) + [
                .carriedOut(.reset(emptyTarget: emptyTarget))
            ]
        }
        let isPausing = wanted == .pause
        wanted = nil
        switch input {
        case .failed(let failure):
            state = .failed
            self.failure = failure
            return isPausing ? [.carriedOut(.pause)] : []
        case .prepared:
            if isPausing { return paused() }
            return begin(.copying)
        case .copied:
            redrives = false
            // Counting takes no time: a pause that came meanwhile finds the table done.
            return begin(.verifying) + (isPausing ? [.carriedOut(.pause)] : [])
        case .prepareStopped, .copyStopped: return paused()
        case .verified:
            state = .done
            return isPausing ? [.carriedOut(.pause)] : []
        case .validated(let outcome):
            state = outcome.isEqual ? .done : .differs
            return isPausing ? [.carriedOut(.pause)] : []
        case .validationStopped:
            pausedValidation = ended == .validating
            return paused()
        case .admitted, .pause, .resume, .retry, .reset, .validate: return []
        }
    }

    private mutating func paused() -> [Effect] {
        state = .paused
        return [.carriedOut(.pause)]
    }

    private mutating func forget(emptyTarget: Bool) -> [Effect] {
        state = .queued
        failure = nil
        redrives = false
        pausedValidation = false
        return [.forget(emptyTarget: emptyTarget)]
    }
}

// Commands.
extension TableMachine {
    private mutating func pause() throws(Refusal) -> [Effect] {
        switch state {
        case .done, .differs: throw Refusal(why: "it is done")
        case .failed: throw Refusal(why: "it has failed; retry starts it again")
        case .paused, .pausing: throw Refusal(why: "it is paused already")
        case .queued:
            return paused()
        case .preparing, .copying, .verifying, .validating:
            wanted = .pause
            state = .pausing
            return [.windUp]
        }
    }

    private mutating func resume() throws(Refusal) -> [Effect] {
        switch state {
        case .paused:
            if pausedValidation {
                pausedValidation = false
                return begin(.validating) + [.carriedOut(.resume)]
            }
            state = .queued
            return [.carriedOut(.resume)]
        case .pausing: throw Refusal(why: "it is still pausing; resume it when it is paused")
        default: throw Refusal(why: "it is not paused")
        }
    }

    private mutating func retry() throws(Refusal) -> [Effect] {
        switch state {
        case .failed, .done, .differs, .paused:
            redrives = true
            failure = nil
            state = .queued
            return [.carriedOut(.retry)]
        case .queued where activity == nil:
            // It has yet to run: its quarantine is tried again when it does.
            redrives = true
            return [.carriedOut(.retry)]
        case .queued, .preparing, .copying, .pausing, .verifying, .validating:
            throw Refusal(why: "it is still running; retry is for what failed or is in quarantine")
        }
    }

    private mutating func reset(emptyTarget: Bool) -> [Effect] {
        if activity != nil {
            wanted = .reset(emptyTarget: emptyTarget)
            state = .pausing
            return [.windUp]
        }
        return forget(emptyTarget: emptyTarget) + [.carriedOut(.reset(emptyTarget: emptyTarget))]
    }

    private mutating func validate() throws(Refusal) -> [Effect] {
        switch state {
        case .done, .differs: return begin(.validating)
        default: throw Refusal(why: "it is not done yet; validation compares finished tables")
        }
    }
}
