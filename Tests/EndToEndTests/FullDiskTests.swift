import CheckpointStore
import Foundation
import JSONText
import LocalDynamoDB
import RunModel
import TestSupport
import Testing

extension Program {
    /// A disk that is full under the state file: the run ends, claims nothing that is not there, and goes on
    /// when there is room (DESIGN §2.2, §8).
    @Suite(
        .enabled(if: SmallDisk.canBeMade, "NOT TESTED: only root can mount a tmpfs"),
        .timeLimit(.minutes(2)))
    struct FullDiskTests {
        @Test func `A disk that fills in the midst of a run ends it, and room lets it go on`()
            async throws
        {
            let folder = try TestFolder()
            let disk = try SmallDisk(kilobytes: 2_048)
            let options = LocalDynamoDBOptions(auditPath: folder["audit"])
            try await FaultsTrial.with(options, faults: "delay=100ms") { trial in
                var program = trial.program
                program.environment["SLUICE_STATE_PATH"] = disk["state.sqlite"]
                let process = try program.start(["migrate"])
                try await Polling.until("half done") {
                    try disk.state(trial)?.acknowledged ?? 0 > 1_500
                }
                try disk.fill()
                let end = try await process.result()
                #expect(end.status == 3, "\(end)")
                #expect(
                    end.errors.contains("no space left on the disk of the state file"), "\(end)")
                #expect(end.errors.contains(disk["state.sqlite"]), "\(end)")
                #expect(end.errors.contains("sluice resume"), "\(end)")
                #expect(!end.output.contains("complete"), "\(end)")

                let status = try await program("status", "--json")
                #expect(status.status == 0, "\(status)")
                let state = try disk.state(trial)
                #expect(state?.isBalanced == true)
                let audit = try FaultsAudit(folder["audit"], source: trial.source)
                #expect(audit.missing(of: state).isEmpty)
                #expect(state?.acknowledged ?? 0 < FaultsShop.items)
                let claimed = try Scripts.json(status.output)["counts"]?["acknowledged"]?.int
                #expect(claimed == state?.acknowledged)

                // Still full: refused at once, and nothing is sent.
                let put = await trial.server.statistics.itemsPut
                let again = try await program("resume")
                #expect(again.status == 3, "\(again)")
                #expect(await trial.server.statistics.itemsPut == put)

                try trial.setFaults("")
                try disk.enlarge(kilobytes: 65_536)
                let lines = try FaultsAudit.lines(folder["audit"]).count
                let resumed = try await program("resume")
                #expect(resumed.status == 0, "\(resumed)")
                #expect(try await program("validate").status == 0)
                let whole = try FaultsAudit(folder["audit"], source: trial.source)
                #expect(whole.putsAgain(after: lines, of: state).isEmpty)
            }
        }

        @Test(.enabled(if: Tmux.isInstalled, "\(Tmux.isMissing)"))
        func `An operator reads on the end page that the disk filled, before the screen goes`()
            async throws
        {
            let disk = try SmallDisk(kilobytes: 2_048)
            try await FaultsTrial.with(faults: "delay=100ms") { trial in
                var program = trial.program
                program.environment["SLUICE_STATE_PATH"] = disk["state.sqlite"]
                let tmux = try await Tmux(
                    [Places.sluice, "migrate", "--yes"], columns: 120, rows: 40,
                    environment: program.environment, folder: trial.folder.path)
                try await Polling.until("begun") {
                    try disk.state(trial)?.acknowledged ?? 0 > 100
                }
                try disk.fill()
                _ = try await tmux.wait(for: "FAILED: the run could not go on")
                // The page may be half drawn yet; it breaks the line where the path ends it.
                _ = try await tmux.wait(for: "state.sqlite: no space left on")
                try await tmux.press("q")
                #expect(try await tmux.end() == 3)
            }
        }

        @Test func `A disk that is full from the start touches no target`() async throws {
            let disk = try SmallDisk(kilobytes: 64)
            try disk.fill()
            try await FaultsTrial.with { trial in
                var program = trial.program
                program.environment["SLUICE_STATE_PATH"] = disk["state.sqlite"]
                let end = try await program("migrate")
                #expect(end.status == 3, "\(end)")
                #expect(end.errors.contains("hint:"), "\(end)")
                #expect(await trial.server.statistics.requests.isEmpty)
                try disk.enlarge(kilobytes: 65_536)
                #expect(try await program("migrate").status == 0)
            }
        }

        @Test func `A full disk under the log holds up nothing`() async throws {
            let disk = try SmallDisk(kilobytes: 64)
            try disk.fill()
            try await FaultsTrial.with { trial in
                var program = trial.program
                program.environment["SLUICE_LOG_PATH"] = disk["sluice.log"]
                let end = try await program("migrate")
                #expect(end.status == 0, "\(end)")
            }
        }
    }
}

/// A tmpfs of a few kilobytes, mounted for a test.
private final class SmallDisk: Sendable {
    private let folder: TestFolder
    private var path: String { folder["disk"] }

    static let canBeMade = geteuid() == 0 && (try? SmallDisk(kilobytes: 64)) != nil

    init(kilobytes: Int) throws {
        folder = try TestFolder()
        _ = try folder.folder("disk")
        guard mount("tmpfs", folder["disk"], "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            throw TestSupportError("cannot mount a tmpfs: \(String(cString: strerror(errno)))")
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    subscript(_ name: String) -> String { path + "/" + name }

    /// Takes all the room that is left.
    func fill() throws {
        let file = open(self["filler"], O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        for size in [4_096, 1] {
            let bytes = [UInt8](repeating: 0, count: size)
            while write(file, bytes, size) > 0 {}
        }
        guard errno == ENOSPC else { throw TestSupportError("the disk cannot be filled") }
    }

    func enlarge(kilobytes: Int) throws {
        guard mount(nil, path, nil, UInt(MS_REMOUNT), "size=\(kilobytes)k") == 0 else {
            throw TestSupportError("cannot enlarge the tmpfs: \(String(cString: strerror(errno)))")
        }
    }

    func state(_ trial: FaultsTrial) throws -> FaultsState? {
        try FaultsState(self["state.sqlite"], config: trial.folder["config.json"])
    }
}
