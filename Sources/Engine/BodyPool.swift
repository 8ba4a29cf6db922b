import DynamoItem
import Synchronization

/// Request bodies that were sent, for the reader to write the next ones into.
///
/// Freed by the sender's thread and allocated by the reader's, each would go through the allocator's slow paths.
final class BodyPool: Sendable {
    /// As many as a queue holds; beyond them they are freed.
    private static let capacity = 256
    /// A body that grew past this is not kept: items are rarely large for long.
    private static let largest = 64 << 10
    /// 25 items of a few hundred bytes fit without growing.
    private static let room = 16 << 10

    private let idle = Mutex<[ByteWriter]>([])

    /// A body to write into, of undefined content.
    func take() -> ByteWriter {
        idle.withLock { $0.popLast() } ?? ByteWriter(capacity: Self.room)
    }

    /// Takes a body back that nobody reads any more.
    func give(_ body: ByteWriter) {
        guard body.capacity <= Self.largest else { return }
        idle.withLock { if $0.count < Self.capacity { $0.append(body) } }
    }
}
