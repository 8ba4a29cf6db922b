import Dispatch
import Glibc
import Synchronization

/// Where text goes.
///
/// Its failure ends the output, never the run.
package protocol LineOutput: Sendable {
    /// Writes all of the text; false where it could not, now and from then on.
    func write(_ text: String) async -> Bool
}

/// An open file descriptor: stdout, stderr.
///
/// SIGPIPE must be ignored by the process. Writes happen on a queue of their own: a terminal that is
/// stopped (Ctrl-S) or a pipe that nobody reads holds up that thread and the reporter, nothing else.
package final class DescriptorOutput: LineOutput {
    private let descriptor: Int32
    private let queue: DispatchQueue
    private let isBroken = Atomic(false)

    package init(_ descriptor: Int32) {
        self.descriptor = descriptor
        queue = DispatchQueue(label: "sluice.output.\(descriptor)")
    }

    package static var standardOutput: DescriptorOutput { DescriptorOutput(STDOUT_FILENO) }
    package static var standardError: DescriptorOutput { DescriptorOutput(STDERR_FILENO) }

    package func write(_ text: String) async -> Bool {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.writeAll(text)) }
        }
    }

    private func writeAll(_ text: String) -> Bool {
        guard !isBroken.load(ordering: .relaxed) else { return false }
        var text = text
        let isWritten = text.withUTF8 { bytes -> Bool in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                } else if errno == EAGAIN {
                    // Somebody else made the shared terminal or pipe non-blocking.
                    var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&poller, 1, -1)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
        if !isWritten { isBroken.store(true, ordering: .relaxed) }
        return isWritten
    }
}

/// The size of a terminal.
package enum TerminalWidth {
    /// Columns, 80 where the terminal does not say (a serial line); nil where the descriptor is none.
    package static func of(_ descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else {
            return isatty(descriptor) == 1 ? 80 : nil
        }
        return size.ws_col > 0 ? Int(size.ws_col) : 80
    }
}
