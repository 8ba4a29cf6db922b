import Foundation
import GRDB
import JSONText
import LocalDynamoDB
import RunModel
import TestSupport
import Testing

extension Program {
    /// A source that an application writes to all the while (DESIGN §2.4): read whole, and never in the
    /// application's way.
    @Suite(.enabled(if: Places.hasServers, "\(Places.serversAreMissing)"), .timeLimit(.minutes(2)))
    struct LiveSourceTests {
        struct Application: Sendable, CustomTestStringConvertible {
            var mode: String
            /// How long the writer waits for a lock.
            var busyMilliseconds: Int

            var testDescription: String { mode }
        }

        /// In WAL mode readers hinder nobody, so it need not wait at all.
        ///
        /// With a rollback journal it waits
        /// while a page is read: some milliseconds, ten times as many in a debug build beside other tests.
        private static let applications = [
            Application(mode: "wal", busyMilliseconds: 0),
            Application(mode: "delete", busyMilliseconds: 500),
        ]

        @Test(arguments: applications)
        func `A source in use is read whole and its writer never locked out`(
            _ application: Application
        ) async throws {
            try await FaultsTrial.with(faults: "delay=60ms..80ms,seed=3") { trial in
                try Trial.change(trial.source, "PRAGMA journal_mode = \(application.mode)")
                let writer = try await Writer(trial, application)
                let before = try writer.commits
                let run = try await trial.sluice("migrate")
                // In WAL mode the rows that came meanwhile may be read or not; what was there is.
                #expect(run.status == 0, "\(run)")
                let during = try writer.commits - before
                let report = try await writer.stop()
                #expect(during > 50, "the writer was at work: \(during) commits")
                #expect(report["locked"]?.int == 0, "\(report)")
                #expect(report["longest"]?.double ?? 0 < Double(application.busyMilliseconds + 500))
                try await expectWhole(trial, isValidated: application.mode == "wal")
            }
        }

        /// Nothing of ours stays on the source while a run waits: not a lock, not an old state of the -wal.
        @Test(arguments: applications)
        func `While a run waits its source is free`(_ application: Application) async throws {
            try await FaultsTrial.with(faults: "throttle=1") { trial in
                try Trial.change(trial.source, "PRAGMA journal_mode = \(application.mode)")
                let process = try trial.program.start(["migrate"])
                try await Polling.until("throttled") { await trial.server.statistics.faults > 150 }
                let eager = Application(mode: application.mode, busyMilliseconds: 0)
                let writer = try await Writer(trial, eager)
                try await Polling.until("at work") { try writer.commits > 100 }
                let report = try await writer.stop()
                #expect(report["locked"]?.int == 0, "\(report)")
                if application.mode == "wal" { #expect(report["checkpointBusy"]?.int == 0) }
                #expect(process.isRunning)
                process.send(SIGTERM)
                #expect(try await process.result().status == 143)
            }
        }

        /// Also where the process was ended in the midst of reading.
        @Test func `A killed run leaves no lock behind`() async throws {
            try await FaultsTrial.with(faults: "delay=40ms") { trial in
                let process = try trial.program.start(["migrate"])
                try await Polling.until("copying", every: .milliseconds(1)) {
                    await trial.server.statistics.itemsPut > 100
                }
                process.send(SIGKILL)
                _ = try await process.result()
                let writer = try await Writer(
                    trial, Application(mode: "delete", busyMilliseconds: 0))
                try await Polling.until("at work") { try writer.commits > 20 }
                #expect(try await writer.stop()["locked"]?.int == 0)
            }
        }

        /// Every row that was there at the start is in the target.
        private func expectWhole(_ trial: FaultsTrial, isValidated: Bool) async throws {
            let items = try await trial.items()
            #expect(items["Lines"]?.count == 6_000)
            #expect(items["Tags"]?.count == 1_800)
            let queue = try DatabaseQueue(path: trial.source)
            let customers =
                try await queue.read { db in
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM customer")
                }
                ?? 0
            try queue.close()
            #expect(customers > 4_000)
            // 8,000 orders, the customers of the start, and those of the new ones that were seen.
            let shop = items["Shop"]?.count ?? 0
            #expect((12_000...8_000 + customers).contains(shop), "\(shop) of \(8_000 + customers)")
            guard isValidated else { return }
            let validation = try await trial.sluice("validate", "--json")
            let report = try Scripts.json(validation.output)
            let tables = report["tables"]
            #expect(tables?.first("table", "Shop")?["changed"]?.int == 0, "\(validation)")
            #expect(tables?.first("table", "Shop")?["unexpected"]?.int == 0)
            #expect(tables?.first("table", "Shop")?["missing"]?.int == 8_000 + customers - shop)
            #expect(tables?.first("table", "Lines")?["missing"]?.int == 0)
        }
    }
}

/// The application: a process that commits until it is told to stop.
private struct Writer {
    private let process: ChildProcess
    private let folder: TestFolder

    init(_ trial: FaultsTrial, _ application: Program.LiveSourceTests.Application) async throws {
        guard let python = Places.tool("python") else { throw TestSupportError("no Python") }
        let folder = try TestFolder()
        self.folder = folder
        process = try ChildProcess(
            python,
            [
                Scripts.folder + "writer.py", trial.source, application.mode,
                "\(application.busyMilliseconds)", folder["stop"], folder["ready"],
            ], environment: trial.program.environment, folder: folder.path)
        try await Polling.until("the writer is at work") { try commits > 0 }
    }

    var commits: Int {
        get throws {
            let text = String(
                decoding: FileManager.default.contents(atPath: folder["ready"]) ?? Data(),
                as: UTF8.self)
            return text.isEmpty ? 0 : try Scripts.json(text)["commits"]?.int ?? 0
        }
    }

    func stop() async throws -> JSONNode {
        try folder.write("", to: "stop")
        let result = try await process.result()
        guard result.status == 0 else { throw TestSupportError("the writer failed: \(result)") }
        return try Scripts.json(result.output)
    }
}
