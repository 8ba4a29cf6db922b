package import RunModel

/// A subscriber's end: the snapshot it starts from, and the events after it.
///
/// For one reader.
///
/// Dropping it ends it. See `Mailbox` for what is dropped when the reader is slow.
package final class Subscription: AsyncSequence, Sendable {
    package typealias Element = Delivery
    package typealias Failure = Never

    /// All that was published before the first delivery.
    package let snapshot: RunSnapshot
    private let mailbox: Mailbox

    init(snapshot: RunSnapshot, mailbox: Mailbox) {
        self.snapshot = snapshot
        self.mailbox = mailbox
    }

    deinit { mailbox.abandon() }

    /// Events dropped so far because the reader was slow.
    package var missed: Int { mailbox.missedInAll }

    /// Ends the subscription from the reader's side.
    package func cancel() { mailbox.abandon() }

    package func makeAsyncIterator() -> Iterator { Iterator(subscription: self) }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let subscription: Subscription

        package mutating func next() async -> Delivery? { await subscription.mailbox.next() }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(Never) -> Delivery? {
            await subscription.mailbox.next()
        }
    }
}
