import Glibc
package import RunModel

/// Numbers the engine's facts, keeps their sum, and hands them to whoever listens; takes the requests.
///
/// What always holds:
/// 1. Numbers rise by one in the order of publication, and every subscriber sees them in that order.
/// 2. The snapshot is the sum of all events up to its number: it is never behind what a subscriber got.
/// 3. Publishing waits for no subscriber.
/// 4. Commands reach the engine in the order they were sent, each once.
///
/// Publish from the actor that made the fact, never from a task of its own: tasks do not keep their order.
package actor EventBus {
    /// The sum of all events so far.
    package private(set) var snapshot = RunSnapshot()
    private var mailboxes: [Mailbox] = []
    private var isFinished = false
    private let clock: @Sendable () -> Int64
    private nonisolated let desk = CommandDesk()

    /// - Parameter clock: milliseconds since 1970-01-01 UTC.
    package init(clock: @escaping @Sendable () -> Int64 = EventBus.systemMilliseconds) {
        self.clock = clock
    }

    /// Takes in a fact; returns it with its number.
    ///
    /// After `finish` nothing is delivered any more.
    @discardableResult
    package func publish(_ event: RunEvent) -> NumberedEvent {
        let numbered = NumberedEvent(number: snapshot.number + 1, time: clock(), event: event)
        guard !isFinished else { return numbered }
        snapshot.apply(numbered)
        mailboxes.removeAll { !$0.put(numbered) }
        return numbered
    }

    /// Takes in several facts of one moment, in order.
    package func publish(_ events: [RunEvent]) {
        for event in events { publish(event) }
    }

    /// Listens from now on; what came before is in the subscription's snapshot.
    ///
    /// `capacity` is how many events may wait before progress is dropped (see `Mailbox`): 1,024 is a
    /// minute of a busy run's events.
    package func subscribe(capacity: Int = 1_024) -> Subscription {
        let mailbox = Mailbox(capacity: capacity)
        if isFinished { mailbox.finish() } else { mailboxes.append(mailbox) }
        return Subscription(snapshot: snapshot, mailbox: mailbox)
    }

    /// Ends all subscriptions once they have delivered what waits, and the stream of commands.
    package func finish() {
        isFinished = true
        for mailbox in mailboxes { mailbox.finish() }
        mailboxes = []
        desk.close()
    }

    /// The engine's end of the commands: to be taken once; nil the second time.
    package nonisolated func commands() -> AsyncStream<IssuedCommand>? { desk.takeStream() }

    /// What a front end holds.
    package nonisolated var session: Session { Session(bus: self, desk: desk) }

    /// The system's clock.
    package static let systemMilliseconds: @Sendable () -> Int64 = {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
    }
}
