import Foundation
import JSONText
import LocalDynamoDB
import RunModel
import TestSupport
import Testing

extension Program {
    /// One process owns a run (DESIGN §7).
    @Suite(.timeLimit(.minutes(2))) struct OwnershipTests {
        @Test func `Who comes second is refused with the owner's pid; who reads is not`()
            async throws
        {
            try await FaultsTrial.with(faults: "delay=60s") { trial in
                let owner = try trial.program.start(["migrate"])
                try await Polling.until("copying") {
                    await trial.server.statistics.requests["BatchWriteItem"] ?? 0 > 0
                }
                let commands = [
                    ["migrate"], ["resume"], ["retry"], ["reset", "--yes"],
                    ["migrate", "--force", "--yes"],
                ]
                for command in commands {
                    let requests = await trial.server.statistics.requests
                    let second = try await trial.program.start(command).result()
                    #expect(second.status == 5, "\(command): \(second)")
                    #expect(second.errors.contains("\(owner.pid)"), "\(command): \(second)")
                    #expect(second.errors.contains("hint:"))
                    #expect(second.output.isEmpty)
                    let after = await trial.server.statistics.requests
                    #expect(requests["CreateTable"] == after["CreateTable"])
                    #expect(requests["DeleteTable"] == after["DeleteTable"])
                }
                let status = try await trial.sluice("status", "--json")
                #expect(status.status == 0, "\(status)")
                #expect(try Scripts.json(status.output)["ownerPID"]?.int == Int(owner.pid))

                // A lock dies with its process, however that dies.
                owner.send(SIGKILL)
                _ = try await owner.result()
                try trial.setFaults("")
                let next = try await trial.sluice("resume")
                #expect(next.status == 0, "\(next)")
            }
        }

        @Test func `Of two that start at once, one runs and one is refused`() async throws {
            try await FaultsTrial.with(faults: "delay=2ms") { trial in
                let both = try [trial.program.start(["migrate"]), trial.program.start(["migrate"])]
                let first = try await both[0].result()
                let second = try await both[1].result()
                #expect(
                    [first.status, second.status].sorted { $0 ?? -1 < $1 ?? -1 } == [0, 5],
                    "\(first)\n\(second)")
                #expect(await trial.server.statistics.itemsPut == FaultsShop.items)
            }
        }
    }
}
