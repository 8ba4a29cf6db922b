import Foundation
import JSONText
import LocalDynamoDB
import Synchronization
import TestSupport
import Testing

extension Program {
    /// kill -9 at any instant, then resume: the target of an undisturbed run, and no put of what a
    /// checkpoint had (DESIGN §2.3).
    @Suite(.timeLimit(.minutes(5))) struct KillTests {
        private static let faults =
            "delay=1ms..12ms,unprocessed=0.01,drop=0.004:after,error500=0.004,seed=5"

        @Test func `Twenty kills leave the target of an undisturbed run`() async throws {
            let undisturbed = try await undisturbedItems()
            let folder = try TestFolder()
            let trap = Trap()
            let options = LocalDynamoDBOptions(
                auditPath: folder["audit"], onPut: { _, count in trap.count(count) })
            try await FaultsTrial.with(options, faults: Self.faults) { trial in
                let before = try FolderListing.digest(trial.source)
                var dice = FaultsDice(seed: 20_261_122)
                var kills: [Kill] = []
                while kills.count < 20 {
                    let command = try trial.state() == nil ? "migrate" : "resume"
                    let process = try trial.program.start([command])
                    try await wait(for: Moment(kills.count, &dice), of: process, trial, trap)
                    process.send(SIGKILL)
                    let end = try await process.result()
                    trap.disarm()
                    #expect(end.signal == SIGKILL, "kill \(kills.count): \(end)")
                    guard end.signal == SIGKILL else { return }
                    let state = try trial.state()
                    kills.append(
                        Kill(auditLines: try FaultsAudit.lines(folder["audit"]).count, state: state)
                    )
                    #expect(state?.isBalanced ?? true, "the counts below the watermarks add up")
                }
                try await finish(trial)
                let items = try await trial.items()
                #expect(items == undisturbed, "the target differs from the undisturbed one")
                #expect(items.values.reduce(0) { $0 + $1.count } == FaultsShop.items)
                #expect(try FolderListing.digest(trial.source) == before)

                let puts = try FaultsAudit(folder["audit"], source: trial.source)
                for (number, kill) in kills.enumerated() {
                    let again = puts.putsAgain(after: kill.auditLines, of: kill.state)
                    #expect(
                        again.isEmpty,
                        "after kill \(number) these were put although a checkpoint had them: \(again.prefix(5))"
                    )
                }
                // The ruler measures: the same state finds what was put before the kill.
                let last = try #require(kills.last)
                #expect(!puts.putsAgain(after: 0, of: last.state).isEmpty)
                // Where most kills fall before the first checkpoint, nothing has been tried.
                let useful = kills.filter { ($0.state?.acknowledged ?? 0) > 0 }
                #expect(useful.count >= 10, "\(kills.map { $0.state?.acknowledged ?? 0 })")
            }
        }

        /// Rows are counted beside the copy: a process may end before it knows how many there are.
        @Test func `What a kill left uncounted is counted by the next process`() async throws {
            let trap = Trap()
            try await FaultsTrial.with(faults: Self.faults) { trial in
                let process = try trial.program.start(["migrate"])
                try await wait(for: .checkpoint(1_000), of: process, trial, trap)
                process.send(SIGKILL)
                #expect(try await process.result().signal == SIGKILL)
                let left = FaultsShop.items - (try trial.state()?.acknowledged ?? 0)
                #expect(left > 0)
                try Trial.change(trial.statePath, "UPDATE entity SET planned = NULL")
                for count in try await counts(trial) { #expect(count["planned"]?.int == nil) }
                try await finish(trial)
                let counts = try await counts(trial)
                #expect(counts.count >= 4)
                for count in counts { #expect(count["planned"]?.int == count["read"]?.int) }
            }
        }

        /// Of each entity, as `status` tells them.
        private func counts(_ trial: FaultsTrial) async throws -> [JSONNode] {
            let status = try Scripts.json(try await trial.sluice("status", "--json").output)
            return (status["tables"]?.array ?? []).flatMap { table in
                (table["entities"]?.array ?? []).compactMap { $0["counts"] }
            }
        }

        /// With rows that go to quarantine, of the source's own making and of the service's.
        @Test func `Kills leave each bad row in quarantine once`() async throws {
            let trap = Trap()
            let options = LocalDynamoDBOptions(onPut: { _, count in trap.count(count) })
            try await FaultsTrial.with(options, faults: Self.faults) { trial in
                try Trial.change(
                    trial.source, "UPDATE orders SET customer = NULL WHERE id % 80 = 7")
                var dice = FaultsDice(seed: 7)
                for number in 0..<6 {
                    let process = try trial.program.start([number == 0 ? "migrate" : "resume"])
                    try await wait(
                        for: .checkpoint(900 + Int(dice.next() % 900)), of: process, trial, trap)
                    process.send(SIGKILL)
                    #expect(try await process.result().signal == SIGKILL)
                    #expect(try trial.state()?.isBalanced == true)
                }
                let end = try await trial.sluice("resume")
                #expect(end.status == 1, "\(end)")
                let state = try #require(try trial.state())
                #expect(state.quarantined == 100)
                #expect(state.acknowledged == FaultsShop.items - 100)
                // Children of no parent are in no list: only the rows themselves are missing.
                let validation = try await trial.sluice("validate")
                #expect(validation.status == 0, "\(validation)")
            }
        }

        /// TTL and recovery are switched on after the table is there: by whoever comes next, if need be.
        @Test func `A kill while a table is made leaves nothing of it out`() async throws {
            let config = FaultsShop.config.replacing(
                "\"partitionKey\": \"PK\",",
                with:
                    "\"partitionKey\": \"PK\", \"timeToLive\": \"expires\", \"pointInTimeRecovery\": true,"
            ).replacing("\"PK\": \"", with: "\"expires\": 1900000000, \"PK\": \"")
            let options = LocalDynamoDBOptions(creatingMilliseconds: 1_500)
            try await FaultsTrial.with(options, config: config) { trial in
                let process = try trial.program.start(["migrate", "--tables", "Lines,Tags"])
                try await Polling.until("creating", every: .milliseconds(3)) {
                    await trial.server.statistics.requests["CreateTable"] == 2
                }
                process.send(SIGKILL)
                #expect(try await process.result().signal == SIGKILL)
                #expect(await trial.server.statistics.requests["UpdateTimeToLive"] == nil)
                let end = try await trial.sluice("resume", "--tables", "Lines,Tags")
                #expect(end.status == 0, "\(end)")
                let requests = await trial.server.statistics.requests
                #expect(requests["CreateTable"] == 2)
                #expect(requests["UpdateTimeToLive"] == 2)
                #expect(requests["UpdateContinuousBackups"] == 2)
            }
        }

        @Test func `A kill after --force leaves nothing of the run before`() async throws {
            let small =
                FaultsShop.sql
                + "DELETE FROM orders WHERE id > 50; DELETE FROM line WHERE orders > 50; DELETE FROM tag WHERE weight >= 200;"
            try await FaultsTrial.with(sql: small) { trial in
                var program = trial.program
                program.environment["SLUICE_LOAD_PARALLEL_TABLES"] = "1"
                #expect(try await program("migrate").status == 0)
                try Trial.change(trial.source, "DELETE FROM tag WHERE weight < 50")
                try trial.setFaults("delay=60s,operations=DeleteTable")
                let process = try program.start(["migrate", "--force", "--yes"])
                try await Polling.until("dropping the first table", every: .milliseconds(3)) {
                    await trial.server.statistics.requests["DeleteTable"] ?? 0 > 0
                }
                process.send(SIGKILL)
                #expect(try await process.result().signal == SIGKILL)
                try trial.setFaults("")
                let end = try await program("resume")
                #expect(end.status == 0, "\(end)")
                let validation = try await program("validate")
                #expect(validation.status == 0, "\(validation)")
                #expect(try await trial.items()["Tags"]?.count == 135)
            }
        }

        private func undisturbedItems() async throws -> [String: [[UInt8]: [UInt8]]] {
            let found = Mutex<[String: [[UInt8]: [UInt8]]]>([:])
            try await FaultsTrial.with { trial in
                let result = try await trial.sluice("migrate")
                #expect(result.status == 0, "\(result)")
                let items = try await trial.items()
                found.withLock { $0 = items }
            }
            return found.withLock { $0 }
        }

        private func finish(_ trial: FaultsTrial) async throws {
            let end = try await trial.sluice("resume")
            #expect(end.status == 0, "\(end)")
            let validation = try await trial.sluice("validate")
            #expect(validation.status == 0, "\(validation)")
        }

        // MARK: Moments

        private enum Moment {
            /// As soon as there is a state file.
            case state
            /// When the endpoint has been asked something.
            case requests(Int)
            /// After so many more puts, before they are answered.
            case puts(Int)
            /// When so many more items are acknowledged in the state file.
            case checkpoint(Int)

            init(_ number: Int, _ dice: inout FaultsDice) {
                let chance = Int(dice.next() % 1_000)
                switch number {
                case 0: self = .state
                case 1: self = .requests(1 + chance % 12)
                default:
                    // Steps so small that something is left for the last kill.
                    self = number % 3 == 2 ? .puts(200 + chance / 2) : .checkpoint(200 + chance / 2)
                }
            }
        }

        private func wait(
            for moment: Moment, of process: ChildProcess, _ trial: FaultsTrial, _ trap: Trap
        ) async throws {
            let acknowledged = try trial.state()?.acknowledged ?? 0
            let asked = await requests(trial)
            if case .puts(let count) = moment { trap.arm(process, after: count) }
            try await Polling.until("at the moment \(moment)", every: .milliseconds(3)) {
                if !process.isRunning { return true }
                switch moment {
                case .state: return FileManager.default.fileExists(atPath: trial.statePath)
                case .requests(let count): return await requests(trial) >= asked + count
                case .puts: return false
                case .checkpoint(let count):
                    return try (trial.state()?.acknowledged ?? 0) >= acknowledged + count
                }
            }
        }

        private func requests(_ trial: FaultsTrial) async -> Int {
            await trial.server.statistics.requests.values.reduce(0, +)
        }
    }
}

/// Kills a process from within the endpoint, when it has put so many items and before it is told so.
private final class Trap: Sendable {
    private let state = Mutex<(process: ChildProcess, left: Int)?>(nil)

    func arm(_ process: ChildProcess, after count: Int) {
        state.withLock { $0 = (process, count) }
    }

    func disarm() { state.withLock { $0 = nil } }

    func count(_ puts: Int) {
        state.withLock { state in
            state?.left -= puts
            if let (process, left) = state, left <= 0 { process.send(SIGKILL) }
        }
    }
}

/// What was known when a process was killed.
private struct Kill {
    /// Puts the endpoint had applied.
    var auditLines: Int
    var state: FaultsState?
}
