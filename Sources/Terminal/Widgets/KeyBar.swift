/// A key and what it does, as the key bar shows it.
package struct KeyHint: Sendable, Hashable {
    package var key: String
    package var text: String
    package var isEnabled: Bool
    /// The highest number goes first where the bar is too narrow; of equals the rightmost.
    package var priority: Int

    package init(_ key: String, _ text: String, isEnabled: Bool = true, priority: Int = 0) {
        self.key = key
        self.text = text
        self.isEnabled = isEnabled
        self.priority = priority
    }
}

extension Canvas {
    /// Draws keys and what they do in one row, as many as fit.
    ///
    /// - Returns: how many are shown.
    @discardableResult
    package mutating func keyBar(_ hints: [KeyHint], in area: Rect) -> Int {
        func columns(_ hint: KeyHint) -> Int { width(of: hint.key) + 1 + width(of: hint.text) }
        var shown = hints
        var taken = shown.reduce(0) { $0 + columns($1) + 2 }
        // Two spaces between them, or one if that saves a hint.
        let tight = taken - shown.count
        let gap = taken - 2 <= area.columns ? 2 : 1
        taken = gap == 2 ? taken : tight
        while taken - gap > area.columns, let most = shown.map(\.priority).max(),
            let index = shown.lastIndex(where: { $0.priority == most })
        {
            taken -= columns(shown.remove(at: index)) + gap
        }
        var at = 0
        for hint in shown {
            at += put(
                hint.key, line: 0, column: at, in: area, hint.isEnabled ? .key : .keyDisabled)
            at += 1
            at += put(
                hint.text, line: 0, column: at, in: area,
                hint.isEnabled ? .keyText : .keyDisabled)
            at += gap
        }
        return shown.count
    }
}
