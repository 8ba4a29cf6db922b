import CCurl
import Glibc

/// The transport's thread: connections, and the requests on them, driven by what sockets are ready for.
///
/// libcurl connects (`ConnectionMaker`); requests and answers are ours (`HTTPConnection`).
///
/// What always holds:
/// 1. Everything here is touched by the thread in `run` alone; only the mailbox is shared.
/// 2. An exchange taken from the mailbox is answered exactly once.
/// 3. A connection is being made, or in `connections`; in `idle` as well while nothing is under way on it.
final class TransportLoop {
    private let mailbox: Mailbox
    private let settings: HTTPTransport.Settings
    private let pool = BufferPool()
    private let watch: SocketWatch
    private let maker: ConnectionMaker
    /// By socket.
    private var connections: [Int32: HTTPConnection] = [:]
    /// What was used last is used next: the others may be closed one day.
    private var idle: [HTTPConnection] = []
    /// What found no connection.
    private var waiting: [Transfer] = []
    /// Before then no transfer has been under way for too long; in monotonic nanoseconds.
    private var nextExpiry = UInt64.max
    /// As of the last return from waiting.
    private var now = TransportLoop.monotonic
    private var isStopping = false
    /// Where bytes are received.
    private let scratch: UnsafeMutableRawBufferPointer

    /// A kept connection of that age may have been dropped on the way without a word; libcurl draws the line
    /// there too.
    private static let idleLimit: UInt64 = 118_000_000_000
    /// What libcurl has past its time limit to say itself, and more precisely, why there is no connection.
    ///
    /// Under load its limit was seen to be missed once, in a TLS handshake that nobody answered.
    private static let connectGrace: UInt64 = 1_000_000_000

    /// nil where the system has no descriptors or memory left.
    init?(mailbox: Mailbox, settings: HTTPTransport.Settings) {
        guard mailbox.wakeDescriptor >= 0, let watch = SocketWatch(),
            let maker = ConnectionMaker(watch)
        else { return nil }
        self.mailbox = mailbox
        self.settings = settings
        self.watch = watch
        self.maker = maker
        scratch = .allocate(byteCount: HTTPConnection.receiveSize, alignment: 16)
        watch.set(mailbox.wakeDescriptor, SocketWatch.readable)
    }

    deinit {
        for connection in allConnections { maker.close(connection) }
        connections.removeAll()
        idle.removeAll()
        scratch.deallocate()
    }

    /// Runs until a stop is taken from the mailbox; then everything unanswered fails as closed.
    /// - `jobs`: what runs the tasks that were posted.
    func run(jobs: TransportExecutor) {
        var commands: [Mailbox.Command] = []
        while !isStopping {
            // Twice: a task that goes on most often posts its next request.
            for _ in 0..<2 {
                mailbox.take(into: &commands)
                for command in commands { carryOut(command, jobs) }
                commands.removeAll(keepingCapacity: true)
            }
            // Nobody would end the wait below.
            if isStopping { break }
            fireTimers()
            collectConnected()
            let events = watch.wait(milliseconds: mailbox.mayWait() ? waitMilliseconds : 0)
            now = Self.monotonic
            for event in events { handle(event) }
            collectConnected()
        }
        for transfer in allConnections.compactMap(\.transfer) + waiting {
            transfer.exchange.answer(
                .failure(TransportFailure(.closed, "the client was closed")))
        }
    }

    private var connectionCount: Int { maker.connecting.count + connections.count }

    private var allConnections: [HTTPConnection] {
        Array(maker.connecting.values) + connections.values
    }

    private func carryOut(_ command: Mailbox.Command, _ jobs: TransportExecutor) {
        switch command {
        case .start(let exchange): start(exchange)
        case .run(let job): jobs.run(job)
        case .cancel(let exchange):
            fail(TransportFailure(.cancelled, "cancelled")) { $0.exchange === exchange }
        case .stop: isStopping = true
        }
    }

    private func start(_ exchange: HTTPExchange) {
        guard !isStopping else {
            return exchange.answer(.failure(TransportFailure(.closed, "the client was closed")))
        }
        guard !exchange.isCancelled else {
            return exchange.answer(.failure(TransportFailure(.cancelled, "cancelled")))
        }
        let limit = UInt64(settings.requestTimeoutMilliseconds) * 1_000_000
        start(Transfer(exchange: exchange, deadline: now + limit))
    }
}

// MARK: - Connections
extension TransportLoop {
    private func start(_ transfer: Transfer) {
        let request = transfer.exchange.request
        if !transfer.needsNewConnection, let kept = takeIdle(for: request) {
            kept.transfer = transfer
            begin(kept)
        } else if connectionCount < settings.maxConnections || closeIdle() {
            connect(transfer)
        } else {
            expect(transfer.deadline)
            waiting.append(transfer)
        }
    }

    /// The connection to that server that was used last.
    private func takeIdle(for request: HTTPRequest) -> HTTPConnection? {
        while let at = idle.lastIndex(where: { $0.serves(request) }) {
            let connection = idle.remove(at: at)
            if now < connection.lastByte + Self.idleLimit { return connection }
            close(connection)
        }
        return nil
    }

    /// Makes room for a connection; false where all are in use.
    private func closeIdle() -> Bool {
        guard let oldest = idle.first else { return false }
        idle.removeFirst()
        close(oldest)
        return true
    }

    private func connect(_ transfer: Transfer) {
        let connection = HTTPConnection(
            for: transfer.exchange.request, settings, share: maker.share, pool: pool)
        guard let connection, maker.make(connection) else {
            return transfer.exchange.answer(.failure(TransportFailure(.other, "out of memory")))
        }
        connection.transfer = transfer
        let limit = UInt64(settings.connectTimeoutMilliseconds) * 1_000_000
        connection.connectDeadline = now + limit + Self.connectGrace
        expect(due(connection))
    }

    /// Takes over what was connected, or was not.
    private func collectConnected() {
        for (connection, code) in maker.collect() {
            do throws(TransportFailure) {
                try connection.connected(code)
                connections[connection.socket] = connection
                begin(connection)
            } catch {
                end(connection, .failure(error), isKept: false)
            }
        }
    }

    private func begin(_ connection: HTTPConnection) {
        connection.begin(now: now)
        expect(due(connection))
        proceed(connection, events: SocketWatch.writable)
    }

    /// Receives and sends what can be; first the former, since a server may answer before it has heard all.
    private func proceed(_ connection: HTTPConnection, events: UInt32) {
        do throws(TransportFailure) {
            if events & ~SocketWatch.writable != 0, try receive(connection) { return }
            if events & SocketWatch.writable != 0 { try send(connection) }
        } catch {
            return end(connection, .failure(error), isKept: false)
        }
        if connection.transfer != nil { follow(connection) }
    }

    /// True where the answer came to its end, and with it what was under way.
    private func receive(_ connection: HTTPConnection) throws(TransportFailure) -> Bool {
        guard try connection.receive(into: scratch, now: now),
            let (response, isKept) = connection.finish()
        else { return false }
        end(connection, .success(response), isKept: isKept)
        return true
    }

    private func send(_ connection: HTTPConnection) throws(TransportFailure) {
        do throws(TransportFailure) {
            try connection.send(now: now)
        } catch {
            // What the server said before it closed can still be read.
            guard (try? receive(connection)) == true else { throw error }
        }
    }

    /// Ends what is under way on a connection, and uses or closes that.
    private func end(
        _ connection: HTTPConnection, _ result: Result<HTTPResponse, TransportFailure>,
        isKept: Bool
    ) {
        let transfer = connection.transfer
        connection.transfer = nil
        if isKept {
            idle.append(connection)
            follow(connection)
        } else {
            close(connection)
        }
        if var transfer {
            // A server may close a kept connection as a request is on its way to it: nothing was wrong with either.
            if case .failure(let failure) = result, failure.kind == .connectionLost,
                connection.isReused, !connection.isAnswering, !transfer.needsNewConnection
            {
                transfer.needsNewConnection = true
                start(transfer)
            } else {
                transfer.exchange.answer(result)
            }
        }
        while !waiting.isEmpty, !idle.isEmpty || connectionCount < settings.maxConnections {
            start(waiting.removeFirst())
        }
    }

    private func close(_ connection: HTTPConnection) {
        if connection.socket >= 0 {
            watch.remove(connection.socket)
            connections[connection.socket] = nil
        }
        maker.close(connection)
    }

    private func follow(_ connection: HTTPConnection) {
        let isSending = connection.transfer != nil && !connection.isSent
        let events = SocketWatch.readable | (isSending ? SocketWatch.writable : 0)
        guard events != connection.watched else { return }
        connection.watched = events
        watch.set(connection.socket, events)
    }

    private func handle(_ event: epoll_event) {
        let socket = event.data.fd
        guard socket != mailbox.wakeDescriptor else { return mailbox.acknowledgeWake() }
        guard let connection = connections[socket] else { return maker.handle(event) }
        guard connection.transfer == nil else { return proceed(connection, events: event.events) }
        // Nobody has asked: the server closes, or TLS has something to say to itself.
        if (try? connection.receive(into: scratch, now: now)) != false {
            idle.removeAll { $0 === connection }
            close(connection)
        }
    }
}

// MARK: - Time
extension TransportLoop {
    /// When a connection's transfer has taken too long, as things stand.
    private func due(_ connection: HTTPConnection) -> UInt64 {
        guard let transfer = connection.transfer else { return .max }
        guard connection.socket >= 0 else {
            return min(transfer.deadline, connection.connectDeadline)
        }
        let stall = UInt64(settings.stallTimeoutMilliseconds) * 1_000_000
        return min(transfer.deadline, connection.lastByte + stall)
    }

    private func expect(_ due: UInt64) { nextExpiry = min(nextExpiry, due) }

    private func fireTimers() {
        maker.fireTimer(now: now)
        if nextExpiry <= now { expire() }
    }

    /// Gives up what takes too long, and looks when the next may.
    private func expire() {
        let now = now
        nextExpiry = .max
        for connection in allConnections where due(connection) <= now {
            end(connection, .failure(lateness(of: connection)), isKept: false)
        }
        fail(TransportFailure(.timeout, "no connection was free")) { $0.deadline <= now }
        for connection in allConnections { expect(due(connection)) }
        for transfer in waiting { expect(transfer.deadline) }
    }

    private func lateness(of connection: HTTPConnection) -> TransportFailure {
        let (request, stall) = (
            settings.requestTimeoutMilliseconds, settings.stallTimeoutMilliseconds
        )
        let connect = min(request, settings.connectTimeoutMilliseconds)
        return if connection.socket < 0 {
            TransportFailure(.connectTimeout, "no connection in \(connect) ms")
        } else if due(connection) < connection.transfer?.deadline ?? 0 {
            TransportFailure(.timeout, "not a byte in \(stall) ms")
        } else {
            TransportFailure(.timeout, "no whole answer in \(request) ms")
        }
    }

    /// Ends the transfers that match.
    private func fail(_ failure: TransportFailure, where matches: (Transfer) -> Bool) {
        for connection in allConnections {
            guard let transfer = connection.transfer, matches(transfer) else { continue }
            end(connection, .failure(failure), isKept: false)
        }
        let ended = waiting.filter(matches)
        waiting.removeAll(where: matches)
        for transfer in ended { transfer.exchange.answer(.failure(failure)) }
    }

    /// Rounded up, so that a timer is due when it is fired.
    private var waitMilliseconds: Int32 {
        let deadline = min(maker.deadline, nextExpiry)
        guard deadline < .max else { return -1 }
        return deadline <= now ? 0 : Int32(clamping: (deadline - now + 999_999) / 1_000_000)
    }

    static var monotonic: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
