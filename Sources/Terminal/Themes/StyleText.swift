/// A colour as a theme file names it: what it may be shown as, best first.
struct ThemeColour: Equatable {
    enum Choice: Equatable {
        case standard
        case named(UInt8)
        case indexed(UInt8)
        case direct(UInt32)
    }

    var choices: [Choice]

    /// The first that a terminal of so many colours shows; nil where it shows none.
    func shown(_ colours: Capabilities.Colours) -> Colour? {
        for choice in choices {
            switch choice {
            case .standard: return .standard
            case .named(let number) where colours >= .sixteen: return .indexed(number)
            case .indexed(let number) where colours >= .indexed: return .indexed(number)
            case .direct(let value) where colours == .direct: return .direct(value)
            default: continue
            }
        }
        return nil
    }
}

/// A style as a theme file writes it: `bold red on night`.
struct StyleText: Equatable {
    var foreground: ThemeColour?
    var background: ThemeColour?
    var attributes: Style.Attributes = []

    /// Why a text is no style or no colour.
    struct Refusal: Error, Equatable {
        var message: String
        var hint: String?
    }

    static let attributeNames: [(name: String, attribute: Style.Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
        ("italic", .italic),
    ]
    static let colourNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    ]
    /// Words that a palette cannot take for its own.
    static let reserved = Set(attributeNames.map(\.name) + ["on", "bright", "default"])

    /// Reads a style: attributes and a colour in any order, then `on` and a colour, each at most once.
    init(_ text: String, palette: [String: ThemeColour]) throws(Refusal) {
        var words = text.split(separator: " ")[...]
        guard !words.isEmpty else {
            throw Refusal(message: "the style is empty", hint: "leave the role out to inherit")
        }
        while let word = words.first {
            if let attribute = Self.attributeNames.first(where: { $0.name == word })?.attribute {
                attributes.insert(attribute)
                words.removeFirst()
            } else if word == "on" {
                words.removeFirst()
                guard background == nil else {
                    throw Refusal(message: "two backgrounds in one style")
                }
                background = try Self.colour(&words, palette)
            } else {
                guard foreground == nil else {
                    throw Refusal(
                        message: "two colours in one style: \(quoted(word))",
                        hint: "a background comes after \"on\"")
                }
                foreground = try Self.colour(&words, palette)
            }
        }
    }

    private static func colour(
        _ words: inout ArraySlice<Substring>, _ palette: [String: ThemeColour]
    ) throws(Refusal) -> ThemeColour {
        guard let word = words.popFirst() else {
            throw Refusal(message: "no colour after \"on\"")
        }
        if let colour = palette[String(word)] { return colour }
        let isPair = word == "bright"
        let name = isPair ? "bright " + (words.popFirst() ?? "") : String(word)
        return ThemeColour(choices: [try choice(name, palette: palette.keys.sorted())])
    }

    /// Reads one colour: `#rrggbb`, a number to 255, one of the sixteen names, or `default`.
    static func choice(
        _ text: String, palette: [String] = []
    ) throws(Refusal) -> ThemeColour.Choice {
        if text == "default" { return .standard }
        if let first = text.utf8.first, first == UInt8(ascii: "#") {
            let digits = text.dropFirst()
            guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
                let value = UInt32(digits, radix: 16)
            else { throw Refusal(message: "\(quoted(text)) is no colour", hint: "as in #88c0d0") }
            return .direct(value)
        }
        if let number = Int(text) {
            guard let index = UInt8(exactly: number) else {
                throw Refusal(
                    message: "there is no colour \(quoted(text))", hint: "numbers go from 0 to 255")
            }
            return .indexed(index)
        }
        let isBright = text.hasPrefix("bright ")
        let name = isBright ? String(text.dropFirst(7)) : text
        guard let number = colourNames.firstIndex(of: name) else {
            let known = palette.isEmpty ? "" : "the palette has " + listed(palette) + "; "
            throw Refusal(
                message: "unknown colour \(quoted(text))",
                hint: known + "a terminal has " + listed(colourNames)
                    + ", each also \"bright …\", and default")
        }
        return .named(UInt8(number + (isBright ? 8 : 0)))
    }

    private static func listed(_ names: [String]) -> String {
        names.prefix(20).map { quoted($0, mark: "") }.joined(separator: ", ")
            + (names.count > 20 ? ", …" : "")
    }

    /// How it looks on a terminal of so many colours, where what it leaves out comes from `parent`.
    ///
    /// - Returns: nil where the terminal does not show one of its colours.
    func style(_ colours: Capabilities.Colours, parent: Style) -> Style? {
        let front = foreground.map { $0.shown(colours) }
        let back = background.map { $0.shown(colours) }
        if case .some(.none) = front { return nil }
        if case .some(.none) = back { return nil }
        return Style(
            foreground: front.flatMap { $0 } ?? parent.foreground,
            background: back.flatMap { $0 } ?? parent.background, attributes: attributes)
    }
}

/// A word of a file as a message repeats it: short, and on one line.
func quoted(_ text: some StringProtocol, mark: String = "\"", limit: Int = 40) -> String {
    var word = String.UnicodeScalarView(text.unicodeScalars.prefix(limit).map(Glyphs.drawable))
    if text.unicodeScalars.dropFirst(limit).isEmpty == false { word.append("…") }
    return mark + String(word) + mark
}
