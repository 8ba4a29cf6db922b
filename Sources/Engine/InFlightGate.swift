import Synchronization

/// Places for batches in flight; the limit can be changed while it runs.
///
/// Waiters get their place in the order in which they asked. A lowered limit takes effect as places are
/// given back.
package final class InFlightGate: Sendable {
    fileprivate struct State {
        var limit: Int
        var taken = 0
        var waiting: [UnsafeContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    package init(limit: Int) { state = Mutex(State(limit: max(1, limit))) }

    package var inFlight: Int { state.withLock { $0.taken } }

    package var limit: Int { state.withLock { $0.limit } }

    /// True while somebody waits for a place.
    package var isWaitedFor: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// Waits for a place.
    package func enter() async {
        if state.withLock({ $0.take() }) { return }
        await withUnsafeContinuation { continuation in
            let isFree = state.withLock { state in
                if state.take() { return true }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// True where a place that is held may be used again: the limit was not lowered meanwhile.
    ///
    /// - `mayPass`: also where others wait for a place.
    package func keepsPlace(mayPass: Bool) -> Bool {
        state.withLock { $0.taken <= $0.limit && (mayPass || $0.waiting.isEmpty) }
    }

    /// Gives a place back.
    package func leave() {
        let next = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            state.taken -= 1
            return state.admitNext()
        }
        next?.resume()
    }

    package func setLimit(_ limit: Int) {
        let admitted = state.withLock { state -> [UnsafeContinuation<Void, Never>] in
            state.limit = max(1, limit)
            var admitted: [UnsafeContinuation<Void, Never>] = []
            while let next = state.admitNext() { admitted.append(next) }
            return admitted
        }
        for continuation in admitted { continuation.resume() }
    }
}

extension InFlightGate.State {
    fileprivate mutating func take() -> Bool {
        guard taken < limit, waiting.isEmpty else { return false }
        taken += 1
        return true
    }

    fileprivate mutating func admitNext() -> UnsafeContinuation<Void, Never>? {
        guard taken < limit, !waiting.isEmpty else { return nil }
        taken += 1
        return waiting.removeFirst()
    }
}
