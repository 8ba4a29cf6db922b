/// How many colours a terminal has, and a style's colours as it counts them.
struct TerminalColours {
    /// What the terminal's description says; 0 for none.
    let count: Int

    var level: Capabilities.Colours {
        switch count {
        case ..<8: .mono
        case ..<256: .sixteen
        case 256: .indexed
        default: .direct
        }
    }

    /// A style with colours as terminfo counts them; -1 is the terminal's own.
    func style(
        _ style: Style
    ) -> (attributes: Style.Attributes, foreground: Int32, background: Int32) {
        var attributes = style.attributes
        var foreground = number(style.foreground)
        if count < 16, foreground >= 8 {
            // With eight colours bold is the bright one; but bold black is black on many.
            attributes.insert(foreground == 8 ? .dim : .bold)
            foreground = foreground == 8 ? -1 : foreground - 8
        }
        // On a background bold black is meant to be black; xterm and its like make grey of it.
        if foreground == 0, style.background != .standard, level != .direct {
            attributes.remove(.bold)
        }
        var background = number(style.background)
        if count < 16, background >= 8 { background -= 8 }
        return (attributes, foreground, background)
    }

    private func number(_ colour: Colour) -> Int32 {
        switch (colour, level) {
        case (.standard, _), (_, .mono): -1
        case (.indexed(let index), .direct):
            // Of the indexed colours such a terminal has the first eight.
            index < 8 ? Int32(index) : Self.direct(Self.shade(of: index))
        case (.indexed(let index), _): index < max(16, count) ? Int32(index) : -1
        case (.direct(let shade), .direct): Self.direct(shade)
        case (.direct, _): -1
        }
    }

    /// 1 to 7 would be taken for indexed colours; they are black to the eye.
    private static func direct(_ shade: UInt32) -> Int32 {
        let shade = shade & 0xFF_FFFF
        return (1...7).contains(shade) ? 8 : Int32(shade)
    }

    /// The shade that xterm gives an index from 8 to 255: bright colours, a cube of 6 × 6 × 6, greys.
    private static func shade(of index: UInt8) -> UInt32 {
        let bright: [UInt32] = [
            0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
        ]
        let index = Int(index)
        if index < 16 { return bright[index - 8] }
        if index >= 232 { return UInt32(8 + 10 * (index - 232)) * 0x010101 }
        let steps: [UInt32] = [0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF]
        let cube = index - 16
        return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6]
    }
}
