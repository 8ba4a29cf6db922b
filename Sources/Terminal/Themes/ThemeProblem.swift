/// Something that is wrong in a theme file, and where.
package struct ThemeProblem: Sendable, Hashable, CustomStringConvertible {
    /// 1-based.
    package var line: Int
    /// 1-based, in Unicode scalars.
    package var column: Int
    /// One sentence without a full stop; what it repeats of the file is short and holds no control character.
    package var message: String
    /// What to do about it.
    package var hint: String?

    package init(line: Int, column: Int, message: String, hint: String? = nil) {
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }

    package var description: String {
        "\(line):\(column): \(message)" + (hint.map { " (\($0))" } ?? "")
    }
}

/// All that is wrong with a theme file, in the order of the file; never empty.
package struct ThemeProblems: Error, Sendable, Equatable {
    package var all: [ThemeProblem]
}
