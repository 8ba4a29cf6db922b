import Foundation
import Terminal
import Testing

@Suite struct ThemeShippedTests {
    static let names = [
        "default", "nord", "gruvbox", "solarized-light", "high-contrast", "colour-blind", "mono",
    ]
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "themes").path

    static func theme(_ name: String) throws -> Theme {
        try ThemeCatalogue(folders: []).find(name)
    }

    @Test(arguments: names)
    func `The themes that the binary carries are the files, byte for byte`(name: String) throws {
        let file = try String(contentsOfFile: Self.folder + "/\(name).json", encoding: .utf8)
        let carried = try #require(BuiltInThemes.texts.first { $0.name == name }?.text)
        #expect(carried == file, "make BuiltInThemes+….swift anew from themes/\(name).json")
        let read = try ThemeCatalogue(folders: []).find(Self.folder + "/\(name).json")
        let own = try Self.theme(name)
        #expect(read == own)
    }

    @Test
    func `Every file of the folder is carried`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(
            Set(files.filter { $0.hasSuffix(".json") })
                == Set(Self.names.map { $0 + ".json" }))
        #expect(ThemeCatalogue(folders: []).entries().map(\.name) == Self.names)
    }

    @Test(arguments: names)
    func `A theme has a line for the chooser and fits into any terminal's pairs`(
        name: String
    ) throws {
        let theme = try Self.theme(name)
        #expect(!theme.about.isEmpty && theme.about.count <= 90)
        for colours in Capabilities.Colours.allCases {
            #expect(theme.pairs(colours) <= Theme.maximumPairs)
        }
    }

    /// A screen with every role, on each line that a cell may lie on.
    @Test(arguments: names)
    func `A theme asks a terminal for no more colours than it has`(name: String) throws {
        let theme = try Self.theme(name)
        var canvas = Canvas(size: Size(columns: 20, rows: Role.allCases.count * 3))
        for (row, look) in Look.all.enumerated() {
            let line = canvas.bounds.line(row)
            canvas.put(look.role.name, line: 0, in: line, look.role)
            if let ground = look.ground { canvas.recolour(line, ground) }
        }
        for (colours, limit) in [
            (Capabilities.Colours.mono, 0), (.sixteen, 16), (.indexed, 256),
        ] {
            let shown = CanvasDump.ansi(canvas, theme: theme, colours: colours)
            #expect(shown.split(separator: "\n").count == canvas.size.rows)
            #expect(!shown.contains("8;2;"), "true colour")
            for look in Look.all {
                let style = theme.style(of: look, colours: colours)
                for case .indexed(let number) in [style.foreground, style.background] {
                    #expect(number < limit)
                }
            }
            #expect(shown.contains("8;5;") == false || limit == 256)
        }
    }

    @Test(arguments: names)
    func `Text stands out from what is behind it at least as 4,5 to 1`(name: String) throws {
        let theme = try Self.theme(name)
        for look in Look.all {
            let style = theme.style(of: look, colours: .direct)
            guard case .direct(let front) = style.foreground,
                case .direct(let back) = style.background
            else { continue }
            let ratio = contrast(front, back)
            // A frame is no text, and does not lie on the cursor's line.
            if look.role == .border, look.ground != nil { continue }
            #expect(ratio >= 4.5, "\(look.role.name) on \(look.ground?.name ?? "the ground")")
        }
    }

    @Test(arguments: names)
    func `Without colour a theme is attributes only and tells what matters apart`(
        name: String
    ) throws {
        let theme = try Self.theme(name)
        let looks = Role.allCases.map { theme.style(of: $0, colours: .mono) }
        #expect(looks.allSatisfy { $0.foreground == .standard && $0.background == .standard })
        let states: [Role] = [
            .tableQueued, .tableRunning, .tablePaused, .tableValidating, .tableDone, .tableFailed,
            .tableMismatch,
        ]
        #expect(Set(states.map { theme.style(of: $0, colours: .mono) }).count == states.count)
        for (one, other) in [
            (Role.cursor, Role.text), (.cursorDim, .text), (.danger, .text), (.match, .text),
            (.badgeProduction, .header), (.buttonFocus, .button), (.tabFocus, .tab),
            (.borderFocus, .border), (.cursor, .cursorDim),
        ] {
            #expect(
                theme.style(of: one, colours: .mono) != theme.style(of: other, colours: .mono),
                "\(one.name), \(other.name)")
        }
    }

    @Test(arguments: names)
    func `At each number of colours the cursor, the focus and a failure are seen`(
        name: String
    ) throws {
        let theme = try Self.theme(name)
        for colours in Capabilities.Colours.allCases {
            for role: Role in [.cursor, .cursorDim, .borderFocus, .danger, .badgeProduction] {
                #expect(
                    theme.style(of: role, colours: colours)
                        != theme.style(of: .text, colours: colours))
            }
            #expect(
                theme.style(of: .tableFailed, colours: colours)
                    != theme.style(of: .tableDone, colours: colours))
        }
    }

    @Test
    func `The default keeps the terminal's own background, and mono has no colour at all`() throws {
        for look in Look.all {
            if look.ground == nil, [.text, .textDim, .border, .header].contains(look.role) {
                #expect(Theme.builtIn.style(of: look, colours: .indexed).background == .standard)
            }
            let mono = try Self.theme("mono").style(of: look, colours: .direct)
            #expect(mono.foreground == .standard && mono.background == .standard)
        }
    }

    @Test
    func `The page on writing a theme names every role, and its example is a theme`() throws {
        let page = try String(contentsOfFile: Self.folder + "/README.md", encoding: .utf8)
        for role in Role.allCases { #expect(page.contains("`\(role.name)`")) }
        let example = try #require(page.split(separator: "```json\n").last?.split(separator: "```"))
        let theme = try ThemeFile.read(Array(try #require(example.first).utf8), name: "example")
        #expect(theme.about == "Green on black, as it was")
    }

    /// WCAG 2.1, contrast ratio.
    private func contrast(_ one: UInt32, _ other: UInt32) -> Double {
        let light = max(luminance(one), luminance(other))
        let dark = min(luminance(one), luminance(other))
        return (light + 0.05) / (dark + 0.05)
    }

    private func luminance(_ colour: UInt32) -> Double {
        zip([16, 8, 0], [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
            let value = Double(colour >> part.0 & 0xFF) / 255
            let linear = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            return sum + linear * part.1
        }
    }
}
