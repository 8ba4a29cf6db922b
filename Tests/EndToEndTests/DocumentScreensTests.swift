import Dashboard
import Foundation
import TestSupport
import Testing

/// A document with blocks that are made, not written: screens, and the table of keys.
private struct GeneratedDocument {
    let name: String
    private let path: String
    private let lines: [String]

    /// A screen: what follows its comment, between the fences.
    struct Screen {
        var command: String
        var content: Range<Int>
    }

    /// A block that the code makes otherwise now.
    struct Change {
        var content: Range<Int>
        var made: [String]
    }

    init(_ name: String) throws {
        self.name = name
        path = Places.package + "/" + name
        lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    }

    func text(_ content: Range<Int>) -> [String] { Array(lines[content]) }

    /// Each comment `<!-- sluice … -->` with the block under it.
    func screens() throws -> [Screen] {
        let start = "<!-- sluice "
        let end = " -->"
        var screens: [Screen] = []
        for (number, line) in lines.enumerated()
        where line.hasPrefix(start) && line.hasSuffix(end) {
            let first = number + 2
            guard first < lines.count, lines[number + 1] == "```",
                let fence = lines[first...].firstIndex(of: "```")
            else { throw TestSupportError("\(name):\(number + 1): no block follows") }
            screens.append(
                Screen(
                    command: String(line.dropFirst(start.count).dropLast(end.count)),
                    content: first..<fence))
        }
        return screens
    }

    /// What stands between `<!-- keys -->` and `<!-- end of keys -->`.
    func keys() throws -> Range<Int> {
        guard let start = lines.firstIndex(of: "<!-- keys -->"),
            let end = lines.firstIndex(of: "<!-- end of keys -->"), start < end
        else { throw TestSupportError("\(name): no table of keys") }
        return start + 1..<end
    }

    func write(_ changes: [Change]) throws {
        var lines = lines
        for change in changes.sorted(by: { $0.content.lowerBound > $1.content.lowerBound }) {
            lines.replaceSubrange(change.content, with: change.made)
        }
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }

    static let isWritten = ProcessInfo.processInfo.environment["DOCUMENTS"] == "write"
}

extension Program {
    /// What the documents show is what the program draws.
    ///
    /// `DOCUMENTS=write make test` writes the blocks anew: read the difference before it is committed.
    @Suite(.timeLimit(.minutes(3))) struct DocumentScreensTests {
        @Test(arguments: ["README.md", "docs/dashboard.md"])
        func `Each screen is what its command prints`(_ name: String) async throws {
            let document = try GeneratedDocument(name)
            let screens = try document.screens()
            #expect(!screens.isEmpty)
            let program = try SluiceProgram(in: TestFolder())
            var changes: [GeneratedDocument.Change] = []
            for screen in screens {
                let made = try await Self.printed(screen.command, by: program)
                let shown = document.text(screen.content)
                guard made != shown else { continue }
                changes.append(GeneratedDocument.Change(content: screen.content, made: made))
                if GeneratedDocument.isWritten { continue }
                let first = zip(shown, made).first { $0.0 != $0.1 }
                Issue.record(
                    """
                    \(name):\(screen.content.lowerBound): \(screen.command)
                    shown: \(first?.0 ?? "\(shown.count) lines")
                    drawn: \(first?.1 ?? "\(made.count) lines")
                    DOCUMENTS=write rewrites it
                    """)
            }
            if GeneratedDocument.isWritten, !changes.isEmpty { try document.write(changes) }
        }

        @Test func `The keys of the document are those of the key table`() throws {
            let document = try GeneratedDocument("docs/dashboard.md")
            let content = try document.keys()
            var made = KeyTable.markdown().components(separatedBy: "\n")
            while made.last == "" { made.removeLast() }
            guard made != document.text(content) else { return }
            if GeneratedDocument.isWritten {
                try document.write([GeneratedDocument.Change(content: content, made: made)])
            } else {
                let shown = Set(document.text(content))
                Issue.record(
                    """
                    docs/dashboard.md shows other keys; missing from it:
                    \(made.filter { !shown.contains($0) }.joined(separator: "\n"))
                    DOCUMENTS=write rewrites it
                    """)
            }
        }

        /// A command's screen, without blanks at the ends of its lines.
        private static func printed(
            _ command: String, by program: SluiceProgram
        ) async throws -> [String] {
            let arguments = command.split(separator: " ").map { word in
                word.hasPrefix("docs/") ? Places.package + "/" + word : String(word)
            }
            let result = try await program.start(arguments).result()
            #expect(result.status == 0 && result.errors.isEmpty, "\(command): \(result)")
            var lines = result.output.components(separatedBy: "\n").map { line in
                String(line.reversed().drop { $0 == " " }.reversed())
            }
            while lines.last == "" { lines.removeLast() }
            return lines
        }
    }
}
