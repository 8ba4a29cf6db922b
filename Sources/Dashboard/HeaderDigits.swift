import Terminal

/// Figures three rows high: the percentage, to be read across the room.
enum HeaderDigits {
    static let rows = 3

    private static let unicode: [Character: [String]] = [
        "0": ["█▀█", "█ █", "▀▀▀"], "1": ["▀█ ", " █ ", "▀▀▀"], "2": ["▀▀█", "█▀▀", "▀▀▀"],
        "3": ["▀▀█", " ▀█", "▀▀▀"], "4": ["█ █", "▀▀█", "  ▀"], "5": ["█▀▀", "▀▀█", "▀▀▀"],
        "6": ["█▀▀", "█▀█", "▀▀▀"], "7": ["▀▀█", "  █", "  ▀"], "8": ["█▀█", "█▀█", "▀▀▀"],
        "9": ["█▀█", "▀▀█", "▀▀▀"], ".": [" ", " ", "▀"], "%": ["▀ █", "▄▀ ", "▀ ▀"],
        "–": ["   ", "▀▀▀", "   "],
    ]

    private static let ascii: [Character: [String]] = [
        "0": [" _ ", "| |", "|_|"], "1": ["   ", "  |", "  |"], "2": [" _ ", " _|", "|_ "],
        "3": [" _ ", " _|", " _|"], "4": ["   ", "|_|", "  |"], "5": [" _ ", "|_ ", " _|"],
        "6": [" _ ", "|_ ", "|_|"], "7": [" _ ", "  |", "  |"], "8": [" _ ", "|_|", "|_|"],
        "9": [" _ ", "|_|", " _|"], ".": [" ", " ", "."], "%": ["   ", "o/ ", "/o "],
        "–": ["   ", "___", "   "],
    ]

    /// The rows of a text of figures.
    static func lines(_ text: String, isUnicode: Bool) -> [String] {
        let font = isUnicode ? unicode : ascii
        return (0..<rows).map { row in
            text.compactMap { font[$0]?[row] }.joined(separator: " ")
        }
    }

    /// The columns of `100.0%`, so that nothing moves while the figures grow.
    static let columns = 5 * 4 + 1
}
