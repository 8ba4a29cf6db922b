import Terminal
import Testing

@Suite struct ThemeFileTests {
    private func read(_ text: String) throws(ThemeProblems) -> Theme {
        try ThemeFile.read(Array(text.utf8), name: "test")
    }

    private func problems(_ text: String) -> [String] {
        do throws(ThemeProblems) {
            _ = try read(text)
            return []
        } catch {
            return error.all.map(\.description)
        }
    }

    @Test
    func `A colour is the first of its list that the terminal shows`() throws {
        let theme = try read(
            """
            {"palette": {"sky": ["#88c0d0", 110, "bright cyan"]}, "roles": {"text": "sky"}}
            """)
        let shown = Capabilities.Colours.allCases.map {
            theme.style(of: .text, colours: $0).foreground
        }
        #expect(shown == [.standard, .indexed(14), .indexed(110), .direct(0x88C0D0)])
    }

    @Test
    func `A style is the first of its list that the terminal shows as a whole`() throws {
        let theme = try read(
            """
            {"roles": {"danger": ["bold #ff0000 on 236", "red", "bold underline"],
                       "good": "italic green", "warning": ["on 3", "dim 200"]}}
            """)
        func style(_ role: Role, _ colours: Capabilities.Colours) -> Style {
            theme.style(of: role, colours: colours)
        }
        let bright = Style(
            foreground: .direct(0xFF0000), background: .indexed(236), attributes: .bold)
        #expect(style(.danger, .direct) == bright)
        #expect(style(.danger, .indexed) == Style(foreground: .indexed(1)))
        #expect(style(.danger, .mono) == Style(attributes: [.bold, .underline]))
        #expect(style(.good, .mono) == Style(attributes: .italic))
        #expect(style(.warning, .sixteen) == Style(attributes: .dim))
    }

    @Test
    func `What a style leaves out comes from the role above it`() throws {
        let theme = try read(
            """
            {"roles": {"text": "bold white on blue", "table": "yellow", "table.failed": "on red",
                       "border.focus": "underline"}}
            """)
        func style(_ role: Role) -> Style { theme.style(of: role, colours: .sixteen) }
        #expect(style(.tablePaused) == Style(foreground: .indexed(3), background: .indexed(4)))
        #expect(style(.tableFailed) == Style(foreground: .indexed(3), background: .indexed(1)))
        #expect(
            style(.borderFocus)
                == Style(
                    foreground: .indexed(7), background: .indexed(4), attributes: .underline))
        #expect(style(.border) == style(.text))
    }

    @Test
    func `A cursor of only a background keeps the colours of what lies on it`() throws {
        let theme = try read(
            """
            {"palette": {"band": 236},
             "roles": {"cursor": ["bold on band", "black on cyan", "reverse"], "danger": "red",
                       "badge.local": "white on green"}}
            """)
        let danger = Look(.danger, on: .cursor)
        #expect(
            theme.style(of: danger, colours: .indexed)
                == Style(
                    foreground: .indexed(1), background: .indexed(236), attributes: .bold))
        #expect(
            theme.style(of: danger, colours: .sixteen)
                == Style(foreground: .indexed(0), background: .indexed(6)))
        #expect(theme.style(of: danger, colours: .mono) == Style(attributes: .reverse))
        #expect(
            theme.style(of: Look(.badgeLocal, on: .cursor), colours: .indexed).background
                == .indexed(2))
    }

    @Test
    func `All that is wrong is found in one reading, with its place`() {
        let found = problems(
            """
            {"pallete": {},
             "palette": {"bold": 3, "a b": 3, "x": [], "y": [true, 256, "#12"]},
             "roles": {"table.faild": "red", "good": "gren", "good": "red", "bad": 7,
                       "text": ["red green", "blue on", "on red on blue", ""]},
             "about": 1}
            """)
        let places = found.map { $0.split(separator: " ", maxSplits: 1)[0] }
        #expect(
            places == [
                "1:2:", "2:14:", "2:25:", "2:40:", "2:50:", "2:56:", "2:61:", "3:12:", "3:42:",
                "3:50:", "3:65:", "3:72:", "4:21:", "4:34:", "4:45:", "4:63:", "5:11:",
            ])
        #expect(found[0].contains(#"unknown key "pallete" (a theme has about, palette, roles)"#))
        #expect(found[7].contains("table.failed"))
        #expect(found[8].contains(#"unknown colour "gren" (the palette has"#))
        #expect(found[9].contains("first in line 3"))
    }

    @Test(arguments: [
        ("", "1:1"), ("[]", "1:1: a theme is an array, not an object"),
        ("{}", "1:1: the theme has no roles"), ("{\"roles\": {\"text\": \"red\",}}", "1:26"),
        ("{\"roles\": []}", "1:11: roles is an array, not an object"),
    ])
    func `What is no theme is named`(text: String, message: String) {
        #expect(problems(text).count == 1)
        #expect(problems(text).first?.hasPrefix(message) == true)
    }

    @Test
    func `No control character of a file is repeated in a message`() {
        let found = problems(#"{"roles": {"\u001b[2J\u202e": "\u001b]52"}}"#)
        #expect(found.count == 2)
        for scalar in found.joined().unicodeScalars {
            #expect(scalar.properties.generalCategory != .control)
            #expect(scalar.properties.generalCategory != .format)
        }
    }

    @Test
    func `More pairs of colours than a terminal has room for are refused`() {
        let roles = Role.allCases.enumerated()
            .map { "\"\($1.name)\": \"\($0 + 16)\"" }.joined(separator: ",\n")
        let found = problems("{\"roles\": {\(roles)}}")
        #expect(found.count == 2)
        #expect(found.first?.contains("56 pairs") == true)
    }
}
