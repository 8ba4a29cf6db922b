import CCurl
import Glibc

/// An epoll set: which sockets can be read and written.
///
/// For one thread. Level-triggered: what is not read is told again.
final class SocketWatch {
    static let readable = EPOLLIN.rawValue
    static let writable = EPOLLOUT.rawValue
    /// Told whether it is asked for or not.
    static let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue

    private let descriptor: Int32
    /// Room for all there are: none is told later than another, and taken for silent meanwhile.
    private let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 2_048)

    /// nil where the system has no descriptor left.
    init?() {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        if descriptor < 0 { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        events.deallocate()
    }

    /// Has a socket's events told from now on, instead of those that were.
    func set(_ socket: Int32, _ wanted: UInt32) {
        var event = epoll_event()
        event.events = wanted
        event.data.fd = socket
        if epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event) != 0 {
            epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event)
        }
    }

    func remove(_ socket: Int32) {
        // A closed descriptor has left the set by itself; the error says no more than that.
        epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, nil)
    }

    /// Waits for events, which stay valid until the next call; -1 milliseconds: as long as it takes.
    func wait(milliseconds: Int32) -> UnsafeMutableBufferPointer<epoll_event>.SubSequence {
        let count = epoll_wait(
            descriptor, events.baseAddress, Int32(events.count), milliseconds)
        return events.prefix(max(0, Int(count)))
    }
}
