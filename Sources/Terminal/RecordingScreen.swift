/// A screen for tests: it keeps what it is shown, and hands out the keys it is fed.
package final class RecordingScreen: Screen {
    /// A test sets it to resize the screen.
    package var size: Size
    package var capabilities: Capabilities
    package private(set) var canvases: [Canvas] = []
    /// The theme of the last canvas.
    package private(set) var theme: Theme?
    private var keys: [Key] = []

    package init(size: Size, capabilities: Capabilities = Capabilities()) {
        self.size = size
        self.capabilities = capabilities
    }

    package func show(_ canvas: Canvas, theme: Theme) {
        canvases.append(canvas)
        self.theme = theme
    }

    package func readKeys() -> [Key] {
        defer { keys.removeAll() }
        return keys
    }

    /// Presses keys: the next `readKeys` gives them.
    package func press(_ keys: Key...) { self.keys += keys }

    /// Presses the key of each character.
    package func type(_ text: String) { keys += text.map(Key.character) }

    /// The rows of the last canvas as text; none before the first.
    package var rows: [String] { canvases.last?.rows ?? [] }
}
