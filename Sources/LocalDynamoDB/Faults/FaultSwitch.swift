import Synchronization

/// The plan in force, set from any thread and read by the backend before each group of requests.
final class FaultSwitch: Sendable {
    private let state: Mutex<(plan: FaultPlan, generation: Int)>

    init(_ plan: FaultPlan) { state = Mutex((plan, 0)) }

    var plan: FaultPlan {
        get { state.withLock { $0.plan } }
        set { state.withLock { $0 = (newValue, $0.generation + 1) } }
    }

    /// The plan, where it is newer than the generation the caller has seen.
    func newer(than seen: inout Int) -> FaultPlan? {
        let (plan, generation) = state.withLock { $0 }
        guard generation != seen else { return nil }
        seen = generation
        return plan
    }
}
