package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An embedded, DynamoDB-compatible endpoint on loopback: for the demo, for tests, for trying a
/// mapping before it meets an account.
///
/// It speaks DynamoDB's JSON 1.0 protocol with AWS's limits, validations and error texts, so that a
/// loader that passes here has been told what AWS would have told it. It takes any credentials: the
/// Authorization header must be there and whole, the signature is not checked. It is no database to
/// keep data in.
package final class LocalDynamoDBServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let storage: MultiThreadedEventLoopGroup
    private let backend: Backend
    private let channel: any Channel
    private let clients = Clients()
    private let switchboard: FaultSwitch
    package let host: String
    package let port: Int

    /// Starts listening; it serves when this returns.
    package static func start(
        _ options: LocalDynamoDBOptions = LocalDynamoDBOptions(),
        logger: Logger = Logger(label: "sluice.local")
    ) async throws -> LocalDynamoDBServer {
        // Two threads read, write and check HTTP; the third runs the requests. Fewer than the load's
        // own threads on a small machine, and never the bottleneck: SQLite is.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let storage = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            return try await LocalDynamoDBServer(options, logger, group: group, storage: storage)
        } catch {
            try? await group.shutdownGracefully()
            try? await storage.shutdownGracefully()
            throw error
        }
    }

    private init(
        _ options: LocalDynamoDBOptions, _ logger: Logger, group: MultiThreadedEventLoopGroup,
        storage: MultiThreadedEventLoopGroup
    ) async throws {
        self.group = group
        self.storage = storage
        let switchboard = FaultSwitch(options.faults)
        self.switchboard = switchboard
        let backend = try Backend(
            options, faults: switchboard, loop: storage.any(), logger: logger)
        self.backend = backend
        let now = options.now
        let clients = clients
        do {
            channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 512)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    clients.add(channel)
                    return channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                        try pipeline.addHandler(HTTPConnection(backend, switchboard, now: now))
                    }
                }
                .bind(host: options.host, port: options.port).get()
        } catch {
            await backend.close()
            throw LocalDynamoDBError(
                message: "cannot listen on \(options.host):\(options.port): \(error)",
                hint: "is the port taken? --port 0 takes a free one")
        }
        host = options.host
        port = channel.localAddress?.port ?? options.port
    }

    /// The URL to give a client: `http://127.0.0.1:PORT`.
    package var endpoint: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// The plan in force.
    ///
    /// A new one begins with fresh dice and full budgets, for all requests that arrive after it
    /// was set.
    package var faults: FaultPlan {
        get { switchboard.plan }
        set { switchboard.plan = newValue }
    }

    package var statistics: LocalDynamoDBStatistics {
        get async { await backend.statistics }
    }

    /// Stops listening, closes what is open and the storage.
    ///
    /// Requests in flight get no answer.
    package func stop() async {
        try? await channel.close()
        await clients.closeAll()
        await backend.close()
        try? await group.shutdownGracefully()
        try? await storage.shutdownGracefully()
    }
}

/// The connections that are open, to close them when the server stops.
private final class Clients: Sendable {
    private let open = Mutex<[ObjectIdentifier: any Channel]>([:])

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        open.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { [self] _ in
            _ = open.withLock { $0.removeValue(forKey: id) }
        }
    }

    func closeAll() async {
        let channels = open.withLock { Array($0.values) }
        for channel in channels { try? await channel.close() }
    }
}
