/// What the terminal can show.
package struct Capabilities: Hashable, Sendable {
    /// How many colours it has.
    package enum Colours: String, CaseIterable, Comparable, Sendable {
        case mono
        case sixteen
        case indexed
        case direct

        package static func < (a: Colours, b: Colours) -> Bool { a.rank < b.rank }

        /// Its place among the cases.
        var rank: Int {
            switch self {
            case .mono: 0
            case .sixteen: 1
            case .indexed: 2
            case .direct: 3
            }
        }
    }

    package var colours: Colours
    /// False: only ASCII is drawn (`+-|`, `#.`, `->`).
    package var isUnicode: Bool
    /// True where each byte counts: fewer frames, no graphs that scroll.
    package var isLowBandwidth: Bool

    package init(
        colours: Colours = .indexed, isUnicode: Bool = true, isLowBandwidth: Bool = false
    ) {
        self.colours = colours
        self.isUnicode = isUnicode
        self.isLowBandwidth = isLowBandwidth
    }
}
