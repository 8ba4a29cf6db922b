import Foundation
import GRDB
import RunModel
import SQLiteSource

/// A folder of its own, gone with the last reference, and databases in it.
final class Scratch: Sendable {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "sluice-source-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Writes a database by the statements given and closes it.
    @discardableResult
    func database(_ name: String = "source.db", _ sql: String...) throws -> String {
        let queue = try DatabaseQueue(path: path(name))
        try queue.writeWithoutTransaction { db in for sql in sql { try db.execute(sql: sql) } }
        try queue.close()
        return path(name)
    }

    /// A database in WAL mode whose writer is alive: there is a -wal with frames until it is closed.
    func liveWriter(_ name: String = "source.db", _ sql: String...) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path(name))
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            for sql in sql { try db.execute(sql: sql) }
        }
        return queue
    }

    /// A writer that may keep a transaction open between two calls.
    func openWriter(_ name: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path(name), configuration: configuration)
    }

    /// Copies files as they lie, as a crash would leave them.
    func copy(_ name: String, to copy: String, sides: [String]) throws {
        for side in sides {
            try FileManager.default.copyItem(atPath: path(name) + side, toPath: path(copy) + side)
        }
    }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    }

    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }
}

extension SluiceError {
    /// What an operator would read.
    var text: String { description }
}

/// The error of a body that must fail.
func failure<T>(_ body: () throws(SluiceError) -> T) -> SluiceError? {
    do throws(SluiceError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
