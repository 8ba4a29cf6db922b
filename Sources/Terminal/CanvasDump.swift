/// A canvas as text: for `--dump-screen`, for tests, for pictures.
package enum CanvasDump {
    /// The rows without their trailing spaces, each with its line break; no byte that a terminal obeys.
    package static func text(_ canvas: Canvas) -> String {
        canvas.rows.map { $0 + "\n" }.joined()
    }

    /// The rows, then below a line of dashes the role of each cell as a letter, then what the letters mean.
    ///
    /// `text` is a dot there, so that a row's end is seen; on the cursor's line all cells are its.
    package static func styled(_ canvas: Canvas) -> String {
        var used: Set<Role> = []
        let rule = String(repeating: "-", count: canvas.size.columns) + "\n"
        var map = ""
        for row in 0..<canvas.size.rows {
            for column in 0..<canvas.size.columns {
                let look = canvas[row, column].look
                let role = look.ground ?? look.role
                used.insert(role)
                map.unicodeScalars.append(letter(role))
            }
            map += "\n"
        }
        let legend = Role.allCases.filter(used.contains)
            .map { "\(letter($0)) \($0.name)\n" }.joined()
        return text(canvas) + rule + map + rule + legend
    }

    /// The canvas with the escape sequences that show it in a theme; each row ends in a reset.
    package static func ansi(
        _ canvas: Canvas, theme: Theme, colours: Capabilities.Colours
    ) -> String {
        var text = ""
        for row in 0..<canvas.size.rows {
            var last: Style?
            for column in 0..<canvas.size.columns {
                let cell = canvas[row, column]
                if cell.isCovered { continue }
                let style = theme.style(of: cell.look, colours: colours)
                if style != last { text += style.ansi }
                last = style
                for value in [cell.scalar, cell.mark] where value != 0 {
                    text.unicodeScalars.append(Unicode.Scalar(value) ?? " ")
                }
            }
            text += "\u{1B}[0m\n"
        }
        return text
    }

    private static let letters = Array(
        ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+*=%&@!?".unicodeScalars)

    private static func letter(_ role: Role) -> Unicode.Scalar {
        letters[Int(role.rawValue) % letters.count]
    }
}

extension Canvas {
    /// The text of all rows, without their trailing spaces.
    package var rows: [String] { (0..<size.rows).map(text(row:)) }
}

extension Style {
    /// The escape sequence that sets exactly this style.
    fileprivate var ansi: String {
        var codes = ["0"]
        for (attribute, code) in [
            (Attributes.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ] where attributes.contains(attribute) {
            codes.append(code)
        }
        codes += foreground.ansi(base: 30) + background.ansi(base: 40)
        return "\u{1B}[" + codes.joined(separator: ";") + "m"
    }
}

extension Colour {
    /// The codes of it as a foreground (base 30) or a background (base 40).
    fileprivate func ansi(base: Int) -> [String] {
        switch self {
        case .standard: []
        case .indexed(let number) where number < 8: [String(base + Int(number))]
        case .indexed(let number) where number < 16: [String(base + 52 + Int(number))]
        case .indexed(let number): [String(base + 8), "5", String(number)]
        case .direct(let value):
            [String(base + 8), "2"] + [16, 8, 0].map { String(value >> $0 & 0xFF) }
        }
    }
}
