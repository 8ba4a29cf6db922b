package import RunModel
import Synchronization

/// A command and who gave it.
package struct IssuedCommand: Sendable, Equatable {
    package var command: RunCommand
    /// `dashboard`, `command line`, `signal`: for the audit trail.
    package var by: String

    package init(_ command: RunCommand, by: String) {
        self.command = command
        self.by = by
    }
}

/// All a front end gets of the run: its facts, and a way to ask for something.
package struct Session: Sendable {
    private let bus: EventBus
    private let desk: CommandDesk

    init(bus: EventBus, desk: CommandDesk) {
        self.bus = bus
        self.desk = desk
    }

    /// The run at this moment.
    package func snapshot() async -> RunSnapshot { await bus.snapshot }

    /// The facts from now on.
    package func events(capacity: Int = 1_024) async -> Subscription {
        await bus.subscribe(capacity: capacity)
    }

    /// Asks the engine for something; the answer comes as an event.
    ///
    /// Needs no waiting, so a signal's or a key's path can call it anywhere.
    /// - Returns: false where the run is over or a thousand commands wait already.
    @discardableResult
    package func send(_ command: RunCommand, by who: String) -> Bool {
        desk.put(IssuedCommand(command, by: who))
    }
}

/// Where commands wait for the engine.
final class CommandDesk: Sendable {
    /// Far more than fingers give; a script that repeats itself is told no.
    private static let limit = 1_000
    private let stream: Mutex<AsyncStream<IssuedCommand>?>
    private let continuation: AsyncStream<IssuedCommand>.Continuation

    init() {
        let (stream, continuation) = AsyncStream.makeStream(
            of: IssuedCommand.self, bufferingPolicy: .bufferingOldest(Self.limit))
        self.stream = Mutex(stream)
        self.continuation = continuation
    }

    func takeStream() -> AsyncStream<IssuedCommand>? {
        stream.withLock { held in
            defer { held = nil }
            return held
        }
    }

    func put(_ command: IssuedCommand) -> Bool {
        if case .enqueued = continuation.yield(command) { return true }
        return false
    }

    func close() { continuation.finish() }
}
