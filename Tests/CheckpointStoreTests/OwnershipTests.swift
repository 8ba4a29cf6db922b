import CheckpointStore
import Foundation
import Glibc
import RunModel
import Testing

@Suite("Who owns a state file")
struct OwnershipTests {
    @Test
    func `A second owner is refused with the first one's pid`() throws {
        let folder = try TemporaryFolder()
        let first = try CheckpointStore.open(path: folder.statePath)
        let error = #expect(throws: SluiceError.self) {
            try CheckpointStore.open(path: folder.statePath)
        }
        #expect(error?.code == .ownedByAnotherProcess)
        #expect(error?.message.contains("process \(getpid())") == true)
        #expect(error?.hint != nil)
        #expect(error?.exitStatus == .refused)
        #expect(CheckpointStore.owner(of: folder.statePath) == getpid())
        try first.close()
        #expect(CheckpointStore.owner(of: folder.statePath) == nil)
        try CheckpointStore.open(path: folder.statePath).close()
    }

    @Test
    func `A state file is one file, whatever link it is reached by`() throws {
        let folder = try TemporaryFolder()
        let first = try CheckpointStore.open(path: folder.statePath)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: folder.path + "/.sluice")
        #expect(throws: SluiceError.self) {
            try CheckpointStore.open(path: folder.path + "/link/state.sqlite")
        }
        try first.close()
    }

    @Test
    func `A lock is given back when its process is killed`() throws {
        let folder = try TemporaryFolder()
        try CheckpointStore.open(path: folder.statePath).close()
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        try #require(FileManager.default.isExecutableFile(atPath: "/usr/bin/flock"))
        let output = Pipe()
        holder.standardOutput = output
        // --no-fork: one process holds the lock, and it is the one to be killed.
        holder.arguments = [
            "--no-fork", folder.statePath + ".lock", "sh", "-c", "echo held; exec sleep 60",
        ]
        try holder.run()
        defer { kill(holder.processIdentifier, SIGKILL) }
        // `flock` runs the command while it holds the lock: its word says that it does.
        #expect(output.fileHandleForReading.readData(ofLength: 5) == Data("held\n".utf8))
        #expect(throws: SluiceError.self) { try CheckpointStore.open(path: folder.statePath) }
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        try CheckpointStore.open(path: folder.statePath).close()
    }

    @Test
    func `The folder is made private, and so is each file in it`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        #expect(try folder.mode(of: ".sluice") == 0o700)
        let names = try folder.names(in: ".sluice")
        #expect(
            names == ["state.sqlite", "state.sqlite-shm", "state.sqlite-wal", "state.sqlite.lock"])
        for name in names { #expect(try folder.mode(of: ".sluice/" + name) == 0o600) }
        try store.close()
        #expect(try folder.names(in: ".sluice") == ["state.sqlite", "state.sqlite.lock"])
    }

    @Test
    func `A state file that others could read is closed to them`() throws {
        let folder = try TemporaryFolder()
        try Sample.store(in: folder).close()
        chmod(folder.statePath, 0o644)
        try CheckpointStore.open(path: folder.statePath).close()
        #expect(try folder.mode(of: ".sluice/state.sqlite") == 0o600)
    }

    @Test
    func `What is done after closing is refused`() throws {
        let folder = try TemporaryFolder()
        let store = try Sample.store(in: folder)
        try store.close()
        #expect(throws: SluiceError.self) { try store.runs() }
        #expect(throws: SluiceError.self) { try store.reopen("r1") }
    }
}
