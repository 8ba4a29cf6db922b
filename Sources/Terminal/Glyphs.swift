/// The signs a screen is drawn with, and what stands for them where the terminal shows only ASCII.
///
/// This is the one place that knows: whatever is drawn passes through `ascii`, so a pane writes `→` and
/// `…` and need not ask.
package enum Glyphs {
    /// What is drawn for a scalar on a terminal that shows only ASCII; `?` for what has no likeness.
    package static func ascii(_ scalar: Unicode.Scalar) -> StaticString {
        switch scalar.value {
        case 0x2500...0x257F: box(scalar)
        case 0x2580...0x259F: block(scalar)
        default: sign(scalar)
        }
    }

    private static func box(_ scalar: Unicode.Scalar) -> StaticString {
        switch scalar {
        case "─", "┄", "┈", "╌", "╴", "╶": "-"
        case "│", "┃", "┆", "┇", "┊", "┋", "╎", "╏", "╵", "╷", "╹", "╻": "|"
        // A heavy frame is the focus: it must be seen without colour too.
        case "━", "┅", "┉", "╍", "╸", "╺", "═": "="
        case "║": "|"
        default: "+"
        }
    }

    private static func block(_ scalar: Unicode.Scalar) -> StaticString {
        switch scalar {
        case "▁": "_"
        case "▂": "."
        case "▃": ":"
        case "▄": "-"
        case "▅": "="
        case "▆": "+"
        case "▇": "*"
        case "▏", "▎", "▍": "-"
        case "▌", "▋", "▊", "▉": "="
        case "░": "."
        case "▒": ":"
        default: "#"
        }
    }

    private static func sign(_ scalar: Unicode.Scalar) -> StaticString {
        switch scalar {
        case "→", "⇒": "->"
        case "←", "⇐": "<-"
        case "↑", "▲", "△": "^"
        case "↓", "▼", "▽": "v"
        case "▸", "▶", "❯", "›", "»": ">"
        case "▾": "v"
        case "◂", "◀", "‹", "«": "<"
        case "↳": "+"
        case "…": ".."
        case "·", "–", "—", "−", "‐", "‑": "-"
        case "•", "●", "◆", "■", "★": "*"
        case "○", "◇", "□": "o"
        case "×", "✗", "✘": "x"
        case "✓", "✔": "ok"
        case "±": "+/-"
        case "≈": "~"
        case "≠": "!="
        case "≤": "<="
        case "≥": ">="
        case "∞": "oo"
        case "µ": "u"
        case "‘", "’": "'"
        case "“", "”", "„": "\""
        case "␛": "^"
        case "\u{A0}": " "
        default: "?"
        }
    }

    /// The lines of a frame.
    package struct Frame: Sendable {
        package var horizontal: Unicode.Scalar
        package var vertical: Unicode.Scalar
        /// Upper left, upper right, lower left, lower right.
        package var corners: [Unicode.Scalar]

        package static let light = Frame(
            horizontal: "─", vertical: "│", corners: ["┌", "┐", "└", "┘"])
        package static let heavy = Frame(
            horizontal: "━", vertical: "┃", corners: ["┏", "┓", "┗", "┛"])
    }

    /// Nothing to a whole cell in eighths from the left.
    static let leftEighths: [Unicode.Scalar] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    /// Nothing to a whole cell in eighths from below.
    static let lowerEighths: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// What a terminal may be given for a scalar of a text.
    ///
    /// Controls become their pictures. What reorders or joins text, what is not assigned, private, or
    /// younger than the C library knows becomes U+FFFD; the halves of a flag become their letters.
    static func drawable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x2500...0x25FC: return scalar
        case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x7F: return "\u{2421}"
        case 0x1F1E6...0x1F1FF:
            return Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41) ?? "\u{FFFD}"
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                .paragraphSeparator:
                return "\u{FFFD}"
            default: return (scalar.properties.age?.major ?? 99) <= 14 ? scalar : "\u{FFFD}"
            }
        }
    }
}
