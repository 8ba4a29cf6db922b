import Dashboard
import Foundation
import Terminal
import Testing

/// Screens as they were looked at and found good.
///
/// `GOLDENS=write make test` writes them anew: look at the difference before it is committed.
@Suite struct GoldenTests {
    static let sizes = [(40, 8), (60, 15), (80, 24), (120, 40), (200, 60)]
        .map { Size(columns: $0.0, rows: $0.1) }

    @Test(arguments: GoldenScene.all, sizes)
    func `A scene is drawn as it was found good`(scene: GoldenScene, size: Size) throws {
        let place = "\(scene.name)-\(size.columns)x\(size.rows)"
        let ascii = scene.canvas(size, isUnicode: false)
        try expect(Self.styled(scene.canvas(size)), place + ".txt")
        try expect(CanvasDump.text(ascii), place + ".ascii.txt")
        #expect(ascii.cells.allSatisfy { (0x20..<0x7F).contains($0.scalar) && $0.mark == 0 })
    }

    @Test func `No golden is without its scene`() throws {
        let wanted = Set(
            GoldenScene.all.flatMap { scene in
                Self.sizes.flatMap { size in
                    [".txt", ".ascii.txt"].map {
                        "\(scene.name)-\(size.columns)x\(size.rows)" + $0
                    }
                }
            })
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(found) == wanted)
    }

    @Test(arguments: GoldenScene.all)
    func `A scene uses nothing that a terminal of few colours cannot show`(scene: GoldenScene) {
        let theme = Theme.builtIn
        let roles = Set(scene.canvas(Size(columns: 120, rows: 40)).cells.map(\.role))
        for role in roles {
            let mono = theme.style(of: role, colours: .mono)
            #expect(mono.foreground == .standard && mono.background == .standard)
            for colours in [Capabilities.Colours.sixteen, .indexed] {
                let style = theme.style(of: role, colours: colours)
                for colour in [style.foreground, style.background] {
                    switch colour {
                    case .standard: break
                    case .indexed(let number): #expect(colours == .indexed || number < 16)
                    case .direct: Issue.record("\(role.name) wants true colour at \(colours)")
                    }
                }
            }
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Goldens")

    private func expect(_ drawn: String, _ name: String) throws {
        let file = Self.folder.appending(path: name)
        if ProcessInfo.processInfo.environment["GOLDENS"] == "write" {
            try drawn.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        guard drawn != golden else { return }
        let pairs = zip(Self.lines(golden), Self.lines(drawn)).enumerated()
        let first = pairs.first { $0.element.0 != $0.element.1 }
        Issue.record(
            """
            \(name) line \((first?.offset ?? -1) + 1)
            was: \(first?.element.0 ?? "as long as this one")
            now: \(first?.element.1 ?? "of another length")
            """)
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The glyphs, and the role of each as a letter; dots at a row's end are left out.
    private static func styled(_ canvas: Canvas) -> String {
        var isMap = false
        return lines(CanvasDump.styled(canvas)).map { line in
            if line.hasPrefix("----"), line.allSatisfy({ $0 == "-" }) {
                isMap.toggle()
                return String(line)
            }
            guard isMap, let last = line.lastIndex(where: { $0 != "." }) else {
                return isMap ? "" : String(line)
            }
            return String(line[...last])
        }.joined(separator: "\n")
    }
}
