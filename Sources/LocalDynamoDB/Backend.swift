import Foundation
import GRDB
import Logging
import NIOCore
import Synchronization

/// Runs the requests of all connections, one after the other, on an event loop of its own.
///
/// What always holds:
/// 1. Requests run in the order they were submitted; those that wait together share one SQLite
///    transaction (group commit), and none is answered before that has been committed.
/// 2. No answer claims what is not in the storage: where the group's transaction fails, each of its
///    requests is answered with an InternalServerError (of which, as in AWS, a write may be left).
/// 3. Only this actor touches the service and its connection.
actor Backend {
    private struct Job: Sendable {
        var call: Call
        var reply: @Sendable (Answer) -> Void
    }

    private struct Mailbox: Sendable {
        var jobs: [Job] = []
        var isDraining = false
    }

    private let loop: any EventLoop
    private let queue: DatabaseQueue
    private let service: Service
    private let faults: FaultSwitch
    private var faultGeneration = 0
    private let audit: FileHandle?
    private nonisolated let mailbox = Mutex(Mailbox())

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.executor.asUnownedSerialExecutor()
    }

    init(
        _ options: LocalDynamoDBOptions, faults: FaultSwitch, loop: any EventLoop, logger: Logger
    ) throws {
        self.loop = loop
        self.faults = faults
        queue = try Self.open(options.storage)
        let catalog: Catalog
        do {
            catalog = try queue.inDatabase { db in
                var catalog: Catalog?
                try db.inTransaction {
                    catalog = try Catalog.prepare(db)
                    return .commit
                }
                return catalog ?? Catalog()
            }
        } catch let error as LocalDynamoDBError {
            throw error
        } catch {
            throw Self.refusal(options.storage, error)
        }
        service = Service(options, catalog: catalog, logger: logger)
        audit = try options.auditPath.map(Self.openAudit)
    }

    /// Takes a request in; `reply` is called on the backend's event loop.
    nonisolated func submit(_ call: Call, reply: @escaping @Sendable (Answer) -> Void) {
        let mustStart = mailbox.withLock { mailbox in
            mailbox.jobs.append(Job(call: call, reply: reply))
            defer { mailbox.isDraining = true }
            return !mailbox.isDraining
        }
        // Not a Task: that would wait for a thread of the shared pool, which a test or a busy process in
        // the same address space may hold while it waits for this very answer.
        if mustStart { loop.execute { self.assumeIsolated { $0.drain() } } }
    }

    var statistics: LocalDynamoDBStatistics { service.statistics }

    func close() {
        do {
            try queue.close()
        } catch {
            service.logger.warning("storage did not close", metadata: ["error": "\(error)"])
        }
        try? audit?.close()
    }

    private func drain() {
        while true {
            let jobs = mailbox.withLock { mailbox in
                defer { mailbox.jobs = [] }
                if mailbox.jobs.isEmpty { mailbox.isDraining = false }
                return mailbox.jobs
            }
            if jobs.isEmpty { return }
            let answers = run(jobs.map(\.call))
            for (job, answer) in zip(jobs, answers) { job.reply(answer) }
        }
    }

    private func run(_ calls: [Call]) -> [Answer] {
        let service = service
        if let plan = faults.newer(than: &faultGeneration) { service.faults = FaultInjector(plan) }
        var answers: [Answer] = []
        do {
            try queue.inDatabase { db in
                try db.inTransaction(.immediate) {
                    let session = Session(service: service, db: db, now: service.options.now())
                    try service.catalog.reap(now: session.now, db)
                    answers = calls.map(session.answer)
                    return .commit
                }
            }
            commitNotes()
        } catch {
            service.logger.error("a group of requests failed", metadata: ["error": "\(error)"])
            service.audit = []
            service.puts = [:]
            answers = calls.map { _ in Answer(ServiceError.internalError) }
            // What memory says of the tables may be ahead of what the rollback left.
            if let catalog = try? queue.inDatabase({ db in try Catalog.load(db) }) {
                service.catalog = catalog
            }
        }
        return answers
    }

    /// Before the answers go out: whoever has an answer finds its puts in the audit file.
    private func commitNotes() {
        if !service.audit.isEmpty {
            do {
                try audit?.write(contentsOf: service.audit)
            } catch {
                service.logger.error(
                    "the audit file was not written", metadata: ["error": "\(error)"])
            }
            service.audit.removeAll(keepingCapacity: true)
        }
        if let onPut = service.options.onPut {
            for (table, count) in service.puts { onPut(table, count) }
            service.puts = [:]
        }
    }
}

extension Backend {
    private static func open(_ storage: LocalDynamoDBOptions.Storage) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "sluice.local"
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            if case .file = storage {
                // Exclusive: a second process fails at once instead of sharing the file. Without a
                // sync the data outlives a killed process, and a loader is not slowed by a disk that
                // production does not have.
                try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
                try db.execute(sql: "PRAGMA journal_mode = WAL")
                try db.execute(sql: "PRAGMA synchronous = OFF")
                // Keys arrive in hash order, so each batch touches pages all over: 64 MB of cache
                // and a checkpoint each 32 MB keep a load of a million items near memory speed.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
                try db.execute(sql: "PRAGMA cache_size = -65536")
            }
        }
        do {
            switch storage {
            case .memory: return try DatabaseQueue(configuration: configuration)
            case .file(let path):
                return try DatabaseQueue(path: path, configuration: configuration)
            }
        } catch {
            throw refusal(storage, error)
        }
    }

    private static func refusal(
        _ storage: LocalDynamoDBOptions.Storage, _ error: any Error
    ) -> LocalDynamoDBError {
        guard case .file(let path) = storage else {
            return LocalDynamoDBError(
                message: "no storage in memory: \(error)", hint: "is there memory left?")
        }
        let code = (error as? DatabaseError)?.resultCode
        let isBusy = code == .SQLITE_BUSY || code == .SQLITE_LOCKED
        return LocalDynamoDBError(
            message: "cannot use \(path) as storage: \(error)",
            hint: isBusy
                ? "another process has it open; stop that one or give another path"
                : "give a path in a folder that exists and can be written")
    }

    private static func openAudit(_ path: String) throws -> FileHandle {
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LocalDynamoDBError(
                message: "cannot write the audit file \(path): \(String(cString: strerror(errno)))",
                hint: "give a path in a folder that exists and can be written")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
