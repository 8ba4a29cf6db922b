import DequeModule
import Synchronization

/// Batches that are read and not yet sent, taken in turn from each segment.
///
/// Keys sorted by the source would fill one partition after the other; batches of several segments in
/// turn spread the writes (DESIGN §10). Bounded: readers wait while it is full.
package struct InterleavedBatches<Element: Sendable>: Sendable {
    private var lanes: Deque<(lane: Int, elements: Deque<Element>)> = []
    package private(set) var count = 0

    package init() {}

    package mutating func append(_ elements: some Collection<Element>, lane: Int) {
        guard !elements.isEmpty else { return }
        count += elements.count
        if let at = lanes.firstIndex(where: { $0.lane == lane }) {
            lanes[at].elements.append(contentsOf: elements)
        } else {
            lanes.append((lane, Deque(elements)))
        }
    }

    /// The next batch of the lane whose turn it is.
    package mutating func popFirst() -> Element? {
        guard var lane = lanes.popFirst(), let element = lane.elements.popFirst() else {
            return nil
        }
        count -= 1
        if !lane.elements.isEmpty { lanes.append(lane) }
        return element
    }
}

/// Hands batches from the readers to the sender of a table.
package final class BatchQueue<Element: Sendable>: Sendable {
    fileprivate struct State {
        var batches = InterleavedBatches<Element>()
        var bytes = 0
        var readers: Int
        var isClosed = false
        var waitingReaders: [UnsafeContinuation<Void, Never>] = []
        var waitingSender: UnsafeContinuation<Void, Never>?
    }

    private let state: Mutex<State>
    /// Batches held before readers wait.
    ///
    /// 200: eight segments' pages of ten batches twice over, some 2 MB of
    /// ordinary rows.
    private let capacity: Int
    /// Bytes held before readers wait, for items that are large: a batch may have 10 MB.
    ///
    /// 8 MB keep the
    /// senders busy while a page is read.
    private let byteCapacity: Int
    private let size: @Sendable (Element) -> Int

    /// - `readers`: how many readers will call `readerEnded`.
    /// - `size`: an element's bytes.
    package init(
        readers: Int, capacity: Int = 200, byteCapacity: Int = 8 << 20,
        size: @escaping @Sendable (Element) -> Int = { _ in 0 }
    ) {
        self.capacity = capacity
        self.byteCapacity = byteCapacity
        self.size = size
        state = Mutex(State(readers: readers))
    }

    /// True once `close` was called: readers should end.
    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Adds a page's batches; they are dropped when the queue is closed.
    package func append(_ batches: [Element], lane: Int) {
        let sender = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            guard !state.isClosed else { return nil }
            state.batches.append(batches, lane: lane)
            state.bytes += batches.reduce(0) { $0 + size($1) }
            return state.takeSender()
        }
        sender?.resume()
    }

    /// Waits until there is room for a page.
    package func waitForRoom() async {
        await withUnsafeContinuation { continuation in
            let hasRoom = state.withLock { state in
                if state.isClosed { return true }
                if state.batches.count < capacity, state.bytes < byteCapacity { return true }
                state.waitingReaders.append(continuation)
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    package func readerEnded() {
        let sender = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            state.readers -= 1
            return state.takeSender()
        }
        sender?.resume()
    }

    /// Drops what is held and lets everyone who waits go.
    package func close() {
        let (readers, sender) = state.withLock { state in
            state.isClosed = true
            state.batches = InterleavedBatches()
            state.bytes = 0
            defer { state.waitingReaders.removeAll() }
            return (state.waitingReaders, state.takeSender())
        }
        for reader in readers { reader.resume() }
        sender?.resume()
    }

    /// Waits until a batch can be taken; false when all readers have ended and all was taken, or the queue is
    /// closed.
    ///
    /// One caller at a time.
    package func waitForBatch() async -> Bool {
        while true {
            let isReady = state.withLock { state in
                !state.isClosed && state.batches.count > 0 ? true : state.isEnding ? false : nil
            }
            if let isReady { return isReady }
            await withUnsafeContinuation { continuation in
                let mustGoOn = state.withLock { state in
                    if state.isEnding || state.batches.count > 0 { return true }
                    state.waitingSender = continuation
                    return false
                }
                if mustGoOn { continuation.resume() }
            }
        }
    }

    /// Takes the next batch; nil where there is none just now.
    ///
    /// - `take`: what to make of it, done before the next one can be taken.
    package func poll<T>(_ take: (Element) -> T) -> T? {
        let (taken, readers) = state.withLock { state -> (T?, [UnsafeContinuation<Void, Never>]) in
            guard let batch = state.batches.popFirst() else { return (nil, []) }
            state.bytes -= size(batch)
            let taken = take(batch)
            // Readers go on at half of the capacity, so that they read pages and not single batches.
            guard state.batches.count <= capacity / 2, state.bytes <= byteCapacity / 2 else {
                return (taken, [])
            }
            defer { state.waitingReaders.removeAll() }
            return (taken, state.waitingReaders)
        }
        for reader in readers { reader.resume() }
        return taken
    }
}

extension BatchQueue.State {
    /// No batch will come any more.
    fileprivate var isEnding: Bool { isClosed || readers == 0 }

    fileprivate mutating func takeSender() -> UnsafeContinuation<Void, Never>? {
        defer { waitingSender = nil }
        return waitingSender
    }
}
