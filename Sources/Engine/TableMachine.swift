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
        /// Try the quarantined rows of one cause again.
        case retryCause(String)
        case reset(emptyTarget: Bool)
        case validate
        /// Write again what validation found missing or changed, remove what it found unexpected.
        case repair
        /// The run ends: a validation that has not begun is called off.
        case callOff
    }

    /// Which quarantined rows are tried again before the segments go on.
    package enum Redrive: Sendable, Equatable {
        case none
        case all
        case causes(Set<String>)
    }

    package enum Effect: Sendable, Equatable {
        case prepare
        case copy(redrive: Redrive)
        case verify
        case validate
        case repair
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
    private var redrive = Redrive.none
    /// What a queued, paused or validating table is to go through once it is admitted, instead of a copy.
    package private(set) var comparison: Comparison?
    /// How the table stood before it was to be compared.
    private var standing = TableState.done

    package enum Comparison: Sendable, Equatable { case validate, repair }

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
        case .retry: return try retry(.all)
        case .retryCause(let cause): return try retry(.causes([cause]))
        case .reset(let emptyTarget): return reset(emptyTarget: emptyTarget)
        case .validate: return try compare(.validate)
        case .repair: return try compare(.repair)
        case .callOff: return callOff()
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
        guard let comparison else { return begin(.preparing) }
        return begin(.validating)
            + [.carriedOut(comparison == .repair ? .repair : .validate)]
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
            return [.copy(redrive: redrive)]
        case .verifying:
            state = .verifying
            return [.verify]
        case .validating:
            state = .validating
            return [comparison == .repair ? .repair : .validate]
        }
    }

    private mutating func activityEnded(with input: Input) -> [Effect] {
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
            comparison = nil
            return isPausing ? [.carriedOut(.pause)] : []
        case .prepared:
            if isPausing { return paused() }
            return begin(.copying)
        case .copied:
            redrive = .none
            // Counting takes no time: a pause that came meanwhile finds the table done.
            return begin(.verifying) + (isPausing ? [.carriedOut(.pause)] : [])
        case .prepareStopped, .copyStopped: return paused()
        case .verified:
            state = .done
            return isPausing ? [.carriedOut(.pause)] : []
        case .validated(let outcome):
            state = outcome.isEqual ? .done : .differs
            comparison = nil
            return isPausing ? [.carriedOut(.pause)] : []
        case .validationStopped:
            if isPausing { return paused() }
            // Cut short by the run's end.
            return standAsBefore()
        case .admitted, .pause, .resume, .retry, .retryCause, .reset, .validate, .repair, .callOff:
            return []
        }
    }

    private mutating func paused() -> [Effect] {
        state = .paused
        return [.carriedOut(.pause)]
    }

    private mutating func forget(emptyTarget: Bool) -> [Effect] {
        state = .queued
        failure = nil
        redrive = .none
        comparison = nil
        return [.forget(emptyTarget: emptyTarget)]
    }
}

// Commands.
extension TableMachine {
    private mutating func pause() throws(Refusal) -> [Effect] {
        switch state {
        case .done, .differs: throw Refusal(why: "it is done")
        case .pausing where wanted != .pause: throw Refusal(why: "it is about to be reset")
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
            state = .queued
            return [.carriedOut(.resume)]
        case .pausing: throw Refusal(why: "it is still pausing; resume it when it is paused")
        default: throw Refusal(why: "it is not paused")
        }
    }

    private mutating func retry(_ which: Redrive) throws(Refusal) -> [Effect] {
        switch state {
        case .failed, .done, .differs, .paused, .queued:
            // A table that has yet to run tries its quarantine again when it does.
            redrive = redrive.and(which)
            comparison = nil
            failure = nil
            state = .queued
            if case .causes(let causes) = which {
                return causes.map { .carriedOut(.retryCause($0)) }
            }
            return [.carriedOut(.retry)]
        case .preparing, .copying, .pausing, .verifying, .validating:
            throw Refusal(why: "it is still running; retry is for what failed or is in quarantine")
        }
    }

    private mutating func reset(emptyTarget: Bool) -> [Effect] {
        guard activity != nil else {
            return forget(emptyTarget: emptyTarget) + [
                .carriedOut(.reset(emptyTarget: emptyTarget))
            ]
        }
        // What was wanted before is no longer waited for.
        let superseded: [Effect] =
            switch wanted {
            case .pause: [.carriedOut(.pause)]
            case .reset(let emptyTarget): [.carriedOut(.reset(emptyTarget: emptyTarget))]
            case nil: []
            }
        wanted = .reset(emptyTarget: emptyTarget)
        state = .pausing
        return superseded + [.windUp]
    }

    private mutating func compare(_ what: Comparison) throws(Refusal) -> [Effect] {
        switch (state, what) {
        case (.differs, _), (.done, .validate):
            standing = state
            comparison = what
            state = .queued
            return []
        case (.done, .repair):
            throw Refusal(why: "no differences are known; validate it first")
        case (.queued, _) where comparison != nil, (.validating, _):
            throw Refusal(why: "it is being validated already")
        case (_, .repair): throw Refusal(why: "only a table that differs is repaired")
        default:
            throw Refusal(why: "it is not done yet; validation compares finished tables")
        }
    }

    private mutating func callOff() -> [Effect] {
        guard activity == nil, comparison != nil else { return [] }
        return standAsBefore()
    }

    private mutating func standAsBefore() -> [Effect] {
        comparison = nil
        state = standing
        return []
    }
}

extension TableMachine.Redrive {
    fileprivate func and(_ other: Self) -> Self {
        switch (self, other) {
        case (.all, _), (_, .all): .all
        case (.none, let one), (let one, .none): one
        case (.causes(let some), .causes(let others)): .causes(some.union(others))
        }
    }
}
