import DequeModule
import RunModel
import Synchronization

/// The bounded buffer between the bus and one subscriber.
///
/// What always holds:
/// 1. `put` never waits: a slow or dead subscriber costs the engine nothing but the buffer.
/// 2. Up to `capacity` events wait. Past it the oldest of progress goes first.
/// 3. Samples and essential events are not dropped before `hardLimit` (four times the capacity) of them
///    wait; past it the oldest sample goes, and the oldest of all when there is no sample left.
/// 4. The order never changes, and every gap is told: `missed` stands where the dropped events stood.
final class Mailbox: Sendable {
    private struct State {
        var waiting: Deque<Entry> = []
        /// Of the waiting, how many are of a weight: spares the search where there is none.
        var progress = 0
        var samples = 0
        /// Dropped behind the last waiting event.
        var missedAtEnd = 0
        var missedInAll = 0
        var reader: CheckedContinuation<Void, Never>?
        var isFinished = false
        var isAbandoned = false
    }

    private struct Entry {
        var event: NumberedEvent
        /// Events dropped just before this one.
        var missedBefore: Int
    }

    let capacity: Int
    let hardLimit: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = max(1, capacity)
        hardLimit = self.capacity * 4
    }

    var missedInAll: Int { state.withLock { $0.missedInAll } }

    /// Takes in an event; false where the subscriber is gone.
    func put(_ event: NumberedEvent) -> Bool {
        let (reader, isAlive) = state.withLock {
            state -> (CheckedContinuation<Void, Never>?, Bool) in
            guard !state.isAbandoned else { return (nil, false) }
            guard !state.isFinished else { return (nil, true) }
            append(event, to: &state)
            return (take(&state), true)
        }
        reader?.resume()
        return isAlive
    }

    /// No more events will come; those that wait are still delivered.
    func finish() {
        state.withLock { state in
            state.isFinished = true
            return take(&state)
        }?.resume()
    }

    /// The subscriber has gone.
    func abandon() {
        state.withLock { state in
            state.isAbandoned = true
            state.isFinished = true
            state.waiting = []
            return take(&state)
        }?.resume()
    }

    /// The next delivery; nil at the end and when the task is cancelled.
    func next() async -> Delivery? {
        while !Task.isCancelled {
            if let answer = state.withLock({ poll(&$0) }) { return answer.delivery }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isIdle = state.withLock { state -> Bool in
                        let hasNews =
                            !state.waiting.isEmpty || state.missedAtEnd > 0 || state.isFinished
                            || Task.isCancelled || state.reader != nil
                        if !hasNews { state.reader = continuation }
                        return !hasNews
                    }
                    if !isIdle { continuation.resume() }
                }
            } onCancel: {
                state.withLock { take(&$0) }?.resume()
            }
        }
        return nil
    }

    private struct Answer { var delivery: Delivery? }

    /// Nil where there is nothing yet.
    private func poll(_ state: inout State) -> Answer? {
        if let first = state.waiting.first {
            if first.missedBefore > 0 {
                state.waiting[state.waiting.startIndex].missedBefore = 0
                return Answer(delivery: .missed(first.missedBefore))
            }
            state.waiting.removeFirst()
            count(first.event, -1, &state)
            return Answer(delivery: .event(first.event))
        }
        if state.missedAtEnd > 0 {
            defer { state.missedAtEnd = 0 }
            return Answer(delivery: .missed(state.missedAtEnd))
        }
        return state.isFinished ? Answer(delivery: nil) : nil
    }

    private func take(_ state: inout State) -> CheckedContinuation<Void, Never>? {
        defer { state.reader = nil }
        return state.reader
    }

    private func append(_ event: NumberedEvent, to state: inout State) {
        if state.waiting.count >= capacity {
            if state.progress > 0 {
                drop(.progress, &state)
            } else if event.event.weight == .progress {
                state.missedAtEnd += 1
                state.missedInAll += 1
                return
            } else if state.waiting.count >= hardLimit {
                drop(state.samples > 0 ? .sample : nil, &state)
            }
        }
        state.waiting.append(Entry(event: event, missedBefore: state.missedAtEnd))
        state.missedAtEnd = 0
        count(event, 1, &state)
    }

    /// Drops the oldest of a weight, or the oldest of all.
    private func drop(_ weight: RunEvent.Weight?, _ state: inout State) {
        let found = state.waiting.firstIndex { weight == nil || $0.event.event.weight == weight }
        guard let at = found else { return }
        let entry = state.waiting.remove(at: at)
        count(entry.event, -1, &state)
        state.missedInAll += 1
        let gap = entry.missedBefore + 1
        if at < state.waiting.endIndex {
            state.waiting[at].missedBefore += gap
        } else {
            state.missedAtEnd += gap
        }
    }

    private func count(_ event: NumberedEvent, _ change: Int, _ state: inout State) {
        switch event.event.weight {
        case .progress: state.progress += change
        case .sample: state.samples += change
        case .essential: break
        }
    }
}
