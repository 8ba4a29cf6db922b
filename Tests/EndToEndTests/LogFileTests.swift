import Foundation
import Logging
import RunModel
import Testing

@testable import sluice

@Suite("The log file")
struct LogFileTests {
    private final class Folder: Sendable {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("sluice-log-\(UUID().uuidString)").path
        deinit { try? FileManager.default.removeItem(atPath: path) }
        var log: String { path + "/sub/sluice.log" }
        func text(_ suffix: String = "") throws -> String {
            try String(contentsOfFile: log + suffix, encoding: .utf8)
        }
        func names() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: path + "/sub").sorted()
        }
    }

    private func logger(_ file: LogFile, _ form: FileLogHandler.Form = .text) -> Logger {
        Logger(label: "engine") { label in
            FileLogHandler(label: label, file: file, form: form, clock: { 1_763_805_063_123 })
        }
    }

    @Test
    func `A line has its time, its level, and the ids from the widest to the narrowest`() throws {
        let folder = Folder()
        let file = try LogFile(path: folder.log)
        var logger = logger(file)
        logger[metadataKey: "run"] = "r1"
        logger.warning("a b", metadata: ["segment": "3", "table": "My Table", "attempt": "2"])
        logger.debug("not at this level")
        file.flush()
        #expect(
            try folder.text()
                == "2025-11-22T09:51:03.123Z warning  a b run=r1 table=\"My Table\" segment=3 attempt=2\n"
        )
    }

    @Test
    func `A JSON line is one object`() throws {
        let folder = Folder()
        let file = try LogFile(path: folder.log)
        logger(file, .json).error("no\nmore", metadata: ["run": "r1", "level": "mine"])
        file.flush()
        #expect(
            try folder.text()
                == #"{"time":"2025-11-22T09:51:03.123Z","level":"error","message":"no␊more","label":"engine","run":"r1"}"#
                + "\n")
    }

    @Test
    func `Whatever the data holds, a line is a line and no terminal obeys it`() throws {
        let folder = Folder()
        let file = try LogFile(path: folder.log)
        logger(file).info("x\u{1B}[2J\n\u{9B}y", metadata: ["table": "a\r\nb"])
        file.flush()
        let text = try folder.text()
        #expect(text.filter { $0.isNewline }.count == 1)
        #expect(
            !text.unicodeScalars.contains {
                $0 != "\n" && ($0.value < 0x20 || (0x7F..<0xA0).contains($0.value))
            })
    }

    @Test
    func `Only its owner can read it, also what was made before with a wider mode`() throws {
        let folder = Folder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/sub", withIntermediateDirectories: true)
        try Data("old\n".utf8).write(to: URL(fileURLWithPath: folder.log))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.log)
        let file = try LogFile(path: folder.log)
        file.append("new\n")
        file.flush()
        #expect(try folder.text() == "old\nnew\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.log)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test
    func `It is turned over by size, whole lines each, and the oldest goes`() throws {
        let folder = Folder()
        let file = try LogFile(path: folder.log, limits: .init(fileBytes: 30, keptFiles: 2))
        for number in 1...10 {
            file.append("line number \(number)\n")
            file.flush()
        }
        #expect(try folder.names() == ["sluice.log", "sluice.log.1", "sluice.log.2"])
        #expect(try folder.text() == "line number 9\nline number 10\n")
        #expect(try folder.text(".1") == "line number 7\nline number 8\n")
        #expect(try folder.text(".2") == "line number 5\nline number 6\n")
    }

    @Test
    func `Lines that find no room are counted, and nobody waits`() throws {
        let folder = Folder()
        let file = try LogFile(path: folder.log, limits: .init(waitingBytes: 10))
        file.append("a line that is too long\n")
        file.append("short\n")
        file.flush()
        #expect(try folder.text() == "short\n1 line was lost here: no room for them\n")
    }

    @Test
    func `A full device loses lines and throws nothing`() throws {
        let file = try LogFile(path: "/dev/full")
        for number in 1...100 { file.append("line \(number)\n") }
        file.flush()
        file.append("still alive\n")
        file.flush()
    }

    @Test
    func `A log that cannot be written is told at the start`() {
        let error = #expect(throws: SluiceError.self) { try LogFile(path: "/dev/null/sluice.log") }
        #expect(error?.code == .configuration)
        #expect(error?.hint != nil)
    }
}
