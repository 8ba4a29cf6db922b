import Terminal

/// A word in letters three rows high (five where only ASCII is shown), to be read across the room.
enum BigWords {
    /// Five rows of each letter.
    private static let letters: [Character: [String]] = [
        "A": [" ## ", "#  #", "####", "#  #", "#  #"],
        "C": [" ###", "#   ", "#   ", "#   ", " ###"],
        "D": ["### ", "#  #", "#  #", "#  #", "### "],
        "E": ["####", "#   ", "### ", "#   ", "####"],
        "F": ["####", "#   ", "### ", "#   ", "#   "],
        "I": ["#", "#", "#", "#", "#"],
        "L": ["#   ", "#   ", "#   ", "#   ", "####"],
        "M": ["#   #", "## ##", "# # #", "#   #", "#   #"],
        "N": ["#   #", "##  #", "# # #", "#  ##", "#   #"],
        "O": [" ## ", "#  #", "#  #", "#  #", " ## "],
        "P": ["### ", "#  #", "### ", "#   ", "#   "],
        "R": ["### ", "#  #", "### ", "# # ", "#  #"],
        "S": [" ###", "#   ", " ## ", "   #", "### "],
        "T": ["#####", "  #  ", "  #  ", "  #  ", "  #  "],
    ]

    /// The rows of a word; nil where a letter has no large form or the word does not fit.
    static func rows(_ word: String, isUnicode: Bool, columns: Int) -> [String]? {
        var dots = [String](repeating: "", count: 5)
        for letter in word {
            guard let shape = letters[letter] else { return nil }
            for row in dots.indices { dots[row] += (dots[row].isEmpty ? "" : "  ") + shape[row] }
        }
        guard let width = dots.first?.count, width > 0, width <= columns else { return nil }
        guard isUnicode else { return dots }
        // Two rows of dots to one of cells.
        return stride(from: 0, to: 6, by: 2).map { row in
            let lower = row + 1 < dots.count ? dots[row + 1] : String(repeating: " ", count: width)
            return String(
                zip(dots[row], lower).map { pair in
                    switch pair {
                    case ("#", "#"): "█"
                    case ("#", _): "▀"
                    case (_, "#"): "▄"
                    default: " "
                    }
                })
        }
    }
}
