/// A colour as a terminal takes it.
package enum Colour: Hashable, Sendable {
    /// The terminal's own.
    case standard
    /// 0…15 where it has sixteen colours, 0…255 where it has 256.
    case indexed(UInt8)
    /// 0xRRGGBB.
    case direct(UInt32)
}

/// How a cell looks.
package struct Style: Hashable, Sendable {
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
        package static let italic = Attributes(rawValue: 16)
    }

    package var foreground: Colour
    package var background: Colour
    package var attributes: Attributes

    package init(
        foreground: Colour = .standard, background: Colour = .standard, attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// How each role looks at each number of colours.
package struct Theme: Sendable, Equatable {
    /// The colour pairs a theme may use: `screen` and `xterm` have 64, and curses takes some.
    package static let maximumPairs = 40

    package var name: String
    /// What it is like, in one line; empty where its file does not say.
    package var about: String
    /// By the number of colours, then by role.
    private var styles: [[Style]]
    /// Where cells on a cursor's line keep their own colour: by the number of colours, the grounds that are
    /// no more than a background.
    private var backgrounds: [[Role]]

    package init(
        name: String, about: String = "", styles: [Capabilities.Colours: [Role: Style]],
        backgrounds: [Capabilities.Colours: [Role]] = [:]
    ) {
        self.name = name
        self.about = about
        self.styles = Capabilities.Colours.allCases.map { colours in
            Role.allCases.map { styles[colours]?[$0] ?? Style() }
        }
        self.backgrounds = Capabilities.Colours.allCases.map { backgrounds[$0] ?? [] }
    }

    package func style(of role: Role, colours: Capabilities.Colours) -> Style {
        styles[colours.rank][Int(role.rawValue)]
    }

    /// How a cell looks on the line it lies on.
    ///
    /// What has a background of its own, a badge or a match, keeps it.
    package func style(of look: Look, colours: Capabilities.Colours) -> Style {
        let own = style(of: look.role, colours: colours)
        guard let ground = look.ground else { return own }
        let under = style(of: ground, colours: colours)
        guard backgrounds[colours.rank].contains(ground) else { return under }
        let plain = style(of: .text, colours: colours).background
        return Style(
            foreground: own.foreground,
            background: own.background == plain ? under.background : own.background,
            attributes: own.attributes.union(under.attributes))
    }

    /// How many different pairs of colours it shows at a number of colours.
    package func pairs(_ colours: Capabilities.Colours) -> Int {
        Set(
            Look.all.map { style(of: $0, colours: colours) }.map { [$0.foreground, $0.background] }
        )
        .count
    }
}
