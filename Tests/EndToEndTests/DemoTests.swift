import Foundation
import TestSupport
import Testing

extension Program {
    @Suite(.timeLimit(.minutes(2))) struct DemoTests {
        @Test func `The demo runs to a verified end without a terminal and leaves nothing behind`()
            async throws
        {
            let folder = try TestFolder()
            let program = try SluiceProgram(in: folder)
            let result = try await program("demo")
            #expect(result.status == 0, "\(result)")
            #expect(result.errors.isEmpty, "\(result)")
            #expect(result.output.contains("complete: 13,337 items"), "\(result)")
            #expect(result.output.contains("Equal."), "\(result)")
            #expect(!result.output.unicodeScalars.contains("\u{1B}"), "\(result)")
            #expect(try FolderListing(folder.path).names.isEmpty)
            #expect(try FolderListing(program.homePath).names.isEmpty)
        }

        @Test func `What is kept can be migrated again`() async throws {
            let folder = try TestFolder()
            let program = try SluiceProgram(in: folder)
            let demo = try await program("demo", "--keep", "kept", "--quiet")
            #expect(demo.status == 0, "\(demo)")
            let kept = try FolderListing(folder["kept"]).names
            #expect(kept.contains("chinook.sqlite") && kept.contains("config.json"))
            let dryRun = try await program(
                "migrate", "--dry-run", "--config", "kept/config.json")
            #expect(dryRun.status == 0, "\(dryRun)")
            #expect(dryRun.output.contains("13,337 items"), "\(dryRun)")
        }
    }
}
