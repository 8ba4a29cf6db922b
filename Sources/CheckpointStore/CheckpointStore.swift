import Foundation
import GRDB
import Glibc
package import RunModel
import Synchronization

/// The durable progress of runs: one SQLite file, one owner.
///
/// What always holds:
/// 1. One process owns the file (a lock on `<state>.lock`); readers take no lock and change nothing.
/// 2. A segment's watermark and its counts move in one transaction: the counts are those of the rows at
///    or below the watermark, never more.
/// 3. What a call has returned from is on the disk (WAL, synchronous FULL); what threw is not in the file.
/// 4. The same quarantined row stored twice is one row: a replay after kill -9 adds nothing.
/// 5. No secret, and no item body outside the quarantine.
///
/// Calls block for the length of a disk flush; they are for the engine's checkpoint task, not for the way
/// of a row. Safe to share: calls from several tasks are carried out one after the other.
package final class CheckpointStore: Sendable {
    package enum Mode: Sendable {
        /// Makes the file if need be, takes the lock, may write.
        case owner
        /// For `status`: takes no lock, creates nothing, works beside an owner.
        case readOnly
    }

    /// The state file's canonical path.
    package let path: String
    package let mode: Mode
    private let connection: Mutex<Connection?>
    private let lock: OwnerLock?

    private init(path: String, mode: Mode, connection: sending Connection, lock: OwnerLock?) {
        self.path = path
        self.mode = mode
        self.connection = Mutex(connection)
        self.lock = lock
    }

    /// Opens the state file.
    ///
    /// As owner: makes its folder (0700) and the file (0600) where they are missing, and brings an older
    /// schema up to date.
    /// - Throws: `.ownedByAnotherProcess` where another process holds the lock; `.stateUnavailable` for all
    ///   else, also for a missing file where `mode` is `.readOnly` (see `openIfPresent`).
    package static func open(path: String, mode: Mode = .owner) throws(SluiceError)
        -> CheckpointStore
    {
        switch mode {
        case .owner: return try openOwned(path)
        case .readOnly:
            if let store = try openIfPresent(path: path) { return store }
            throw SluiceError(
                .stateUnavailable, "there is no state file", place: path.sanitised(),
                hint:
                    "nothing was migrated with this configuration yet; `sluice migrate` starts a run"
            )
        }
    }

    /// Opens the state file read-only; nil where there is none, or none with a run in it yet.
    package static func openIfPresent(path: String) throws(SluiceError) -> CheckpointStore? {
        guard let path = try StateFile.existing(path) else { return nil }
        let owner = OwnerLock.holder(of: path)
        let connection = try Connection.readOnly(path: path, isOwned: owner != nil)
        guard let connection else { return nil }
        return CheckpointStore(path: path, mode: .readOnly, connection: connection, lock: nil)
    }

    /// The pid of the process that owns the state file now; nil where nobody does, 0 where it is unknown.
    package static func owner(of path: String) -> Int32? {
        guard let path = try? StateFile.existing(path) else { return nil }
        return OwnerLock.holder(of: path)
    }

    private static func openOwned(_ path: String) throws(SluiceError) -> CheckpointStore {
        let path = try StateFile.prepareFolder(of: path)
        let lock = try OwnerLock(statePath: path)
        try StateFile.create(path)
        let connection = try Connection.owned(path: path)
        return CheckpointStore(path: path, mode: .owner, connection: connection, lock: lock)
    }

    /// Folds the write-ahead log into the file and gives the lock back.
    ///
    /// Later calls throw.
    package func close() throws(SluiceError) {
        let last = connection.withLock { held -> Connection? in
            defer { held = nil }
            return held
        }
        defer { lock?.release() }
        do { try last?.queue.close() } catch { throw StoreFailure.translated(error, path: path) }
    }

    // MARK: Access for the facets

    func read<T>(_ body: (Database) throws -> T) throws(SluiceError) -> T {
        do {
            let current = try held()
            let value = Result { try current.queue.read(body) }
            guard current.hasMovedOn else { return try value.get() }
            // An owner began to write while the file was read as unchanging: read it as a live one.
            let live = try Connection.live(path: path)
            connection.withLock { $0 = live }
            return try live.queue.read(body)
        } catch { throw StoreFailure.translated(error, path: path) }
    }

    func write<T>(_ body: (Database) throws -> T) throws(SluiceError) -> T {
        do {
            guard mode == .owner else { throw StoreFailure.readOnly(path) }
            return try held().queue.write(body)
        } catch { throw StoreFailure.translated(error, path: path) }
    }

    private func held() throws(SluiceError) -> Connection {
        guard let current = connection.withLock({ $0 }) else { throw StoreFailure.closed(path) }
        return current
    }
}
