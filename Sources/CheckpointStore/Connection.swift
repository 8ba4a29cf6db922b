import Foundation
import GRDB
import Glibc
import RunModel

/// An open state file.
///
/// A file that nobody owns and that has no write-ahead log beside it is read as unchanging: SQLite would
/// otherwise leave an empty `-wal` and a `-shm` behind, and a status read is to leave nothing. Should an
/// owner begin to write meanwhile, the stamp of the file (or the log beside it) tells.
struct Connection: Sendable {
    let queue: DatabaseQueue
    /// The file as it was when opened as unchanging; nil where it is read as a live one.
    private let stamp: StateFile.Stamp?
    private let path: String

    private static let busySeconds = 5.0

    var hasMovedOn: Bool {
        guard let stamp else { return false }
        return StateFile.hasLog(path) || StateFile.Stamp(path) != stamp
    }

    static func owned(path: String) throws(SluiceError) -> Connection {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(busySeconds)
            configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { db in
                try Schema.checkOwnership(db, path: path)
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
                guard mode == "wal" else { throw StoreFailure.noLog(path) }
                try Schema.migrate(db)
            }
            return Connection(queue: queue, stamp: nil, path: path)
        } catch { throw StoreFailure.translated(error, path: path) }
    }

    /// Nil where the file holds no schema of ours yet (an owner is just making it).
    static func readOnly(path: String, isOwned: Bool) throws(SluiceError) -> Connection? {
        do {
            let connection: Connection
            if !isOwned, !StateFile.hasLog(path), let still = unchanging(path: path) {
                connection = still
            } else {
                connection = try live(path: path)
            }
            let isReady = try connection.queue.read { db in try Schema.isReadable(db, path: path) }
            return isReady ? connection : nil
        } catch { throw StoreFailure.translated(error, path: path) }
    }

    static func live(path: String) throws -> Connection {
        let queue = try DatabaseQueue(path: path, configuration: readOnlyConfiguration)
        return Connection(queue: queue, stamp: nil, path: path)
    }

    /// Nil where this SQLite knows no file URIs.
    private static func unchanging(path: String) -> Connection? {
        guard let stamp = StateFile.Stamp(path) else { return nil }
        var address = "file:"
        for byte in path.utf8 {
            if isPlain(byte) {
                address.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                address += (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
            }
        }
        let queue = try? DatabaseQueue(
            path: address + "?immutable=1", configuration: readOnlyConfiguration)
        return queue.map { Connection(queue: $0, stamp: stamp, path: path) }
    }

    /// True where a byte may stand in a file URI's path as it is: letters, digits and `/.-_`.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2D...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        default: false
        }
    }

    private static var readOnlyConfiguration: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busySeconds)
        return configuration
    }
}
