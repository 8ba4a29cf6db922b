import CheckpointStore
import Foundation
import GRDB
import LocalDynamoDB
import RunModel
import TestSupport
import Testing

extension Program {
    /// Sources that cannot be read: one error, nothing made in the target.
    @Suite(.timeLimit(.minutes(2))) struct BrokenSourceTests {
        struct Breakage: Sendable, CustomTestStringConvertible {
            var testDescription: String
            /// Makes the broken thing at a path where a good database stands.
            var make: @Sendable (_ path: String) throws -> Void
            var says: [String]
        }

        private static func overwrite(_ path: String, _ bytes: Data) throws {
            try bytes.write(to: URL(fileURLWithPath: path))
        }

        private static func random(_ count: Int) -> Data {
            var dice = FaultsDice(seed: 1)
            return Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) })
        }

        private static let breakages = [
            Breakage(
                testDescription: "missing",
                make: { try FileManager.default.removeItem(atPath: $0) },
                says: ["shop.db", "no such file"]),
            Breakage(
                testDescription: "a directory",
                make: { path in
                    try FileManager.default.removeItem(atPath: path)
                    try FileManager.default.createDirectory(
                        atPath: path, withIntermediateDirectories: false)
                }, says: ["shop.db", "directory"]),
            Breakage(
                testDescription: "no database",
                make: { try overwrite($0, Data(repeating: 0x61, count: 9_000)) },
                says: ["shop.db", "not a SQLite database"]),
            Breakage(
                testDescription: "encrypted", make: { try overwrite($0, random(40_960)) },
                says: ["shop.db", "encrypted"]),
            Breakage(
                testDescription: "cut short",
                make: { path in
                    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
                    try overwrite(path, whole.prefix(whole.count / 2))
                }, says: ["shop.db", "cut short"]),
            Breakage(
                testDescription: "empty", make: { try overwrite($0, Data()) },
                says: ["shop.db", "no tables"]),
            Breakage(
                testDescription: "a damaged schema",
                make: { path in
                    var whole = try Data(contentsOf: URL(fileURLWithPath: path))
                    whole.replaceSubrange(100..<4_096, with: random(3_996))
                    try overwrite(path, whole)
                }, says: ["shop.db", "damaged"]),
        ]

        @Test(arguments: breakages)
        func `A source that cannot be read is one error, and nothing is made`(
            _ breakage: Breakage
        ) async throws {
            try await FaultsTrial.with { trial in
                try breakage.make(trial.source)
                for command in ["migrate", "analyze"] {
                    expectOneError(
                        try await trial.sluice(command), status: 3, says: breakage.says)
                }
                #expect(await trial.server.statistics.requests.isEmpty)
                #expect(!FileManager.default.fileExists(atPath: trial.folder[".sluice"]))
            }
        }

        @Test func `A source that is locked for good is one error after a wait`() async throws {
            try await FaultsTrial.with { trial in
                var configuration = Configuration()
                configuration.allowsUnsafeTransactions = true
                let queue = try DatabaseQueue(path: trial.source, configuration: configuration)
                try queue.inDatabase { db in try db.execute(sql: "BEGIN EXCLUSIVE") }
                expectOneError(
                    try await trial.sluice("migrate"), status: 3,
                    says: ["shop.db", "locked by another program"])
                #expect(await trial.server.statistics.requests.isEmpty)
                try queue.inDatabase { db in try db.execute(sql: "COMMIT") }
                try queue.close()
                #expect(try await trial.sluice("migrate").status == 0)
            }
        }

        /// Found on the way: the table fails, its rows before the damage are written, the others are whole.
        @Test func `A damaged page fails its table and no other`() async throws {
            try await FaultsTrial.with { trial in
                let root = try page(of: "orders", in: trial.source)
                var whole = try Data(contentsOf: URL(fileURLWithPath: trial.source))
                // Interior pages stay: the way to the damage is whole, as on a failing disk.
                let leaf = try leaf(under: root, in: whole)
                let start = (leaf - 1) * 4_096
                whole.replaceSubrange(start..<start + 4_096, with: Self.random(4_096))
                try Self.overwrite(trial.source, whole)
                let end = try await trial.sluice("migrate")
                #expect(end.status == 3, "\(end)")
                #expect(end.output.contains("Shop: failed"), "\(end)")
                #expect(end.output.contains("damaged"), "\(end)")
                #expect(end.output.contains("integrity_check"), "\(end)")
                let items = try await trial.items()
                #expect(items["Lines"]?.count == 6_000)
                #expect(items["Tags"]?.count == 1_800)
                let state = try #require(try trial.state())
                #expect(state.isBalanced)
                #expect(state.tables.first { $0.name == "Shop" }?.state == .failed)
            }
        }

        /// A job that copies last night's backup over the source: two files' rows would be neither.
        @Test func `A source replaced in the midst fails what is not read yet`() async throws {
            try await FaultsTrial.with(faults: "delay=100ms") { trial in
                let process = try trial.program.start(["migrate"])
                try await Polling.until("half done") {
                    try trial.state()?.acknowledged ?? 0 > 1_500
                }
                try trial.folder.copy(trial.source, as: "new.db")
                #expect(rename(trial.folder["new.db"], trial.source) == 0)
                try trial.setFaults("")
                let end = try await process.result()
                #expect(end.status == 1, "\(end)")
                #expect(end.output.contains("replaced by another file"), "\(end)")
                let resumed = try await trial.sluice("resume")
                #expect(resumed.status == 5, "\(resumed)")
                #expect(resumed.errors.contains("replaced by another"), "\(resumed)")
                #expect(try await trial.sluice("resume", "--accept-source-change").status == 0)
                #expect(try await trial.sluice("validate").status == 0)
            }
        }

        private func page(of table: String, in path: String) throws -> Int {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            return try queue.read { db in
                try Int.fetchOne(
                    db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [table]
                )
            } ?? 0
        }

        /// A leaf in the midst of a table's tree: the child that a middle cell of the interior root names.
        private func leaf(under root: Int, in file: Data) throws -> Int {
            let start = (root - 1) * 4_096
            try #require(file[start] == 5, "the root is an interior page")
            let cells = Int(file[start + 3]) << 8 | Int(file[start + 4])
            let pointer = start + 12 + 2 * (cells / 2)
            let cell = start + (Int(file[pointer]) << 8 | Int(file[pointer + 1]))
            return file[cell..<cell + 4].reduce(0) { $0 << 8 | Int($1) }
        }
    }
}
