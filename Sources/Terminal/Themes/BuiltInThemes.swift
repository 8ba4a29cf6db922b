/// The themes as they stand in themes/, for a binary that is alone.
///
/// A test holds the two equal.
package enum BuiltInThemes {
    /// In the order of the chooser.
    package static let texts: [(name: String, text: String)] = [
        ("default", standard),
        ("nord", nord),
        ("gruvbox", gruvbox),
        ("solarized-light", solarizedLight),
        ("high-contrast", highContrast),
        ("colour-blind", colourBlind),
        ("mono", mono),
    ]
}
