import Glibc
import Headless
import Testing

@Suite("Writing to a descriptor")
struct DescriptorOutputTests {
    private func pipePair() throws -> (read: Int32, write: Int32) {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        // Not for the programs that other tests start: one that holds an end keeps it open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    @Test
    func `A reader that has gone is reported, once and for all`() async throws {
        signal(SIGPIPE, SIG_IGN)
        // Sockets: shut down, an end is so for a program too that was started meanwhile and holds it.
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        let output = DescriptorOutput(ends[1])
        #expect(await output.write("a line\n"))
        shutdown(ends[0], Int32(SHUT_RDWR))
        #expect(await output.write("a line\n") == false)
        #expect(await output.write("a line\n") == false)
    }

    @Test
    func `A text longer than the pipe arrives whole, also where the pipe does not block`()
        async throws
    {
        let ends = try pipePair()
        _ = fcntl(ends.write, F_SETFL, O_NONBLOCK)
        let output = DescriptorOutput(ends.write)
        let text = String(repeating: "0123456789abcde\n", count: 50_000)
        async let isWritten: Bool = {
            let isWritten = await output.write(text)
            close(ends.write)
            return isWritten
        }()
        let received = await Task.detached { () -> Int in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            var total = 0
            while true {
                let count = read(ends.read, &buffer, buffer.count)
                if count <= 0 { return total }
                total += count
            }
        }.value
        #expect(await isWritten)
        #expect(received == text.utf8.count)
        close(ends.read)
    }

    @Test
    func `A pipe is no terminal and has no width`() throws {
        let ends = try pipePair()
        #expect(TerminalWidth.of(ends.write) == nil)
        close(ends.read)
        close(ends.write)
    }
}
