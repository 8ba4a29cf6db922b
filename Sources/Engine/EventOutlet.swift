package import EventBus
package import RunModel

/// Where the engine's parts put their facts: in order, without waiting.
///
/// Facts come from an actor and from senders on many threads; one task carries them to the bus in the
/// order in which they were put.
package final class EventOutlet: Sendable {
    private let continuation: AsyncStream<RunEvent>.Continuation
    private let carrier: Task<Void, Never>

    package init(_ bus: EventBus) {
        let (stream, continuation) = AsyncStream<RunEvent>.makeStream()
        self.continuation = continuation
        carrier = Task {
            for await event in stream { await bus.publish(event) }
        }
    }

    package func publish(_ event: RunEvent) { continuation.yield(event) }

    package func notice(_ level: Notice.Level, _ text: String, table: String? = nil) {
        publish(.noticed(Notice(level, text, table: table)))
    }

    /// Waits until everything that was put has been published; nothing can be put any more.
    package func finish() async {
        continuation.finish()
        await carrier.value
    }
}
