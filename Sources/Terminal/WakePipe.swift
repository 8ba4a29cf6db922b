import Glibc
import Synchronization

/// Wakes the screen's thread out of its wait; any thread may call it, at any time.
///
/// However often it is called before the screen looks, the screen is woken once.
package final class Waker: Sendable {
    /// Signal handlers write here too.
    let writeEnd: Int32
    let readEnd: Int32
    private let isWoken = Atomic(false)

    /// What stands in the pipe.
    enum Byte {
        static let woken = UInt8(ascii: "w")
        static let resized = UInt8(ascii: "W")
        static let stop = UInt8(ascii: "T")
        static let continued = UInt8(ascii: "C")
    }

    package init() throws(TerminalFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system("making a pipe", errno) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    // Closed only when nobody can write any more: the number may soon be another file's.
    deinit {
        close(readEnd)
        close(writeEnd)
    }

    package func wake() {
        guard !isWoken.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte = Byte.woken
        write(writeEnd, &byte, 1)
    }

    /// Empties the pipe.
    ///
    /// What was published before a wake is to be looked at after this call.
    func drain() -> Set<UInt8> {
        var found: Set<UInt8> = []
        var bytes = [UInt8](repeating: 0, count: 64)
        while true {
            let count = read(readEnd, &bytes, bytes.count)
            if count > 0 { found.formUnion(bytes.prefix(count)) }
            if count == bytes.count || (count < 0 && errno == EINTR) { continue }
            break
        }
        isWoken.store(false, ordering: .releasing)
        return found
    }
}
