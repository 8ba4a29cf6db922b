import Foundation
import RunModel
import Testing

@Suite struct ConfigFileTests {
    /// A file with this content, gone afterwards.
    private func error(_ content: Data) throws -> SluiceError? {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "sluice-config-\(UUID().uuidString).json")
        try content.write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        do {
            _ = try ConfigFile.read(path.path())
            return nil
        } catch {
            return error
        }
    }

    @Test func `A good file is read`() throws {
        #expect(try error(Data(#"{"load": {}}"#.utf8)) == nil)
    }

    @Test func `Malformed JSON is named with line and column`() throws {
        let error = try #require(try error(Data("{\n  \"a\": 1,\n}".utf8)))
        #expect(error.message == "not JSON: a comma before '}'")
        #expect(error.place?.hasSuffix(".json:3:1") == true)
        #expect(error.exitStatus == .usage)
    }

    @Test func `Bytes that are not UTF-8 are named with line and column`() throws {
        let error = try #require(try error(Data("{\n\"a".utf8) + Data([0xE9])))
        #expect(error.message == "not JSON: the text is not UTF-8: byte 0xE9")
        #expect(error.place?.hasSuffix(".json:2:3") == true)
    }

    @Test func `A file over 16 MB is refused`() throws {
        let error = try #require(try error(Data(repeating: 0x20, count: ConfigFile.maxBytes + 1)))
        #expect(error.message == "the configuration is over 16 MB")
    }

    @Test(arguments: [
        ("/nonexistent/config.json", "there is no such configuration file"),
        ("/", "the configuration is a directory"),
        ("/dev/null", "the configuration is not a regular file"),
        ("/etc/passwd/x", "there is no such configuration file"),
    ]) func `What cannot be read is named with a hint`(_ path: String, _ message: String) {
        let error = #expect(throws: SluiceError.self) { try ConfigFile.read(path) }
        #expect(error?.message == message)
        #expect(error?.place == path)
        #expect(error?.hint != nil)
        #expect(error?.code == .configuration)
    }
}
