import CCurl
import Synchronization

/// Buffers for answers, used again so that a Scan of megabyte pages does not map fresh memory for each.
final class BufferPool: Sendable {
    private struct Idle {
        var slots: [Slot] = []
        var bytes = 0
    }

    private struct Slot: @unchecked Sendable {
        // A buffer is in `idle`, behind its lock, or with exactly one holder; never both.
        var buffer: UnsafeMutablePointer<sluice_buffer>
    }

    private let idle = Mutex(Idle())

    /// A BatchGetItem answer is 16 MB of items, up to a third more as base64, more again where text needs
    /// escapes; past this a server is broken.
    static let answerLimit = 128 << 20
    /// Memory kept idle: a handful of Scan pages (1 MB of items is some 2 MB of JSON), or thousands of
    /// BatchWriteItem answers.
    private static let idleLimit = 16 << 20

    deinit {
        idle.withLock { idle in
            for slot in idle.slots { sluice_buffer_free(slot.buffer) }
        }
    }

    /// An empty buffer; nil without memory.
    func take() -> UnsafeMutablePointer<sluice_buffer>? {
        let slot = idle.withLock { idle in
            let slot = idle.slots.popLast()
            idle.bytes -= slot?.buffer.pointee.capacity ?? 0
            return slot
        }
        return slot?.buffer ?? sluice_buffer_new(Self.answerLimit)
    }

    func give(_ buffer: UnsafeMutablePointer<sluice_buffer>) {
        sluice_buffer_reset(buffer)
        let slot = Slot(buffer: buffer)
        let isKept = idle.withLock { idle in
            let capacity = slot.buffer.pointee.capacity
            guard idle.bytes + capacity <= Self.idleLimit, idle.slots.count < 1_024 else {
                return false
            }
            idle.slots.append(slot)
            idle.bytes += capacity
            return true
        }
        if !isKept { sluice_buffer_free(buffer) }
    }
}
