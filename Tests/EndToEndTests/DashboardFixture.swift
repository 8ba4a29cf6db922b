import Foundation
import JSONText
import TestSupport

/// A command that ran on a pseudo-terminal of 120×40, by the steps of terminal.py.
struct TerminalRun: CustomStringConvertible {
    /// What xterm's description begins and ends a full screen with.
    static let enter = "\u{1B}[?1049h"
    static let leave = "\u{1B}[?1049l"

    /// What was written is told a character a byte; this is the text.
    static func decoded(_ bytes: String) -> String {
        String(
            decoding: bytes.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) },
            as: UTF8.self)
    }

    /// Negative for a signal; nil where the steps do not end with `end`.
    let status: Int?
    /// The terminal has the modes that it began with.
    let isRestored: Bool
    /// All that was written, a character a byte.
    let written: String
    let problem: String?

    /// Runs the program under test.
    init(
        _ steps: [[String]], _ trial: Trial, _ arguments: [String], term: String = "xterm-256color"
    ) async throws {
        try await self.init(
            steps, [Places.sluice] + arguments, trial.program.environment, trial.folder, term: term)
    }

    /// Runs a shell, to start the program in.
    init(_ steps: [[String]], _ trial: Trial, shell: [String]) async throws {
        var environment = trial.program.environment
        environment["PS1"] = "ready> "
        try await self.init(steps, shell, environment, trial.folder, term: "xterm-256color")
    }

    private init(
        _ steps: [[String]], _ command: [String], _ environment: [String: String],
        _ folder: TestFolder, term: String
    ) async throws {
        guard let python = Places.tool("python") else {
            throw TestSupportError(Places.serversAreMissing)
        }
        var environment = environment
        environment["TERM"] = term
        var writer = JSONWriter()
        writer.beginArray()
        for step in steps {
            writer.beginArray()
            for word in step { writer.string(word) }
            writer.endArray()
        }
        writer.endArray()
        let result = try await ChildProcess(
            python, [Scripts.folder + "terminal.py", writer.text] + command,
            environment: environment, folder: folder.path
        ).result()
        guard result.status == 0 else { throw TestSupportError("terminal.py: \(result)") }
        let node = try Scripts.json(result.output)
        status = node["status"]?.int
        isRestored = node["isRestored"]?.bool == true
        written = node["written"]?.string ?? ""
        problem = node["problem"]?.string
    }

    /// The screen was left, and the cursor is seen again.
    var hasLeft: Bool {
        guard let left = written.range(of: Self.leave, options: .backwards) else { return false }
        let entered = written.range(of: Self.enter, options: .backwards)
        let cursor = written.range(of: "\u{1B}[?25h", options: .backwards)
        let hidden = written.range(of: "\u{1B}[?25l", options: .backwards)
        return entered.map { $0.lowerBound < left.lowerBound } != false
            && hidden.map { hidden in cursor.map { hidden.lowerBound < $0.lowerBound } == true }
                != false
    }

    /// What was written up to the last time that the screen was left.
    var whileOpen: String {
        written.range(of: Self.leave, options: .backwards)
            .map { String(written[..<$0.lowerBound]) } ?? written
    }

    /// What was written after the screen was left.
    var afterwards: String {
        written.range(of: Self.leave, options: .backwards)
            .map { String(written[$0.upperBound...]) } ?? written
    }

    var description: String {
        let shown = written.unicodeScalars.map {
            $0.value < 0x20 && $0 != "\n"
                ? "^" + String(UnicodeScalar(UInt8($0.value) + 64)) : String($0)
        }.joined()
        return """
            \(problem ?? "") status \(status.map(String.init) ?? "none"), restored \(isRestored)
            \(shown.suffix(4_000))
            """
    }
}
