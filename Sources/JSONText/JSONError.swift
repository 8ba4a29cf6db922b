/// How much a reader takes.
package struct JSONLimits: Sendable, Hashable {
    /// Arrays and objects within one another; the tree's readers may recurse this deep.
    package var maxDepth: Int
    package var maxBytes: Int
    /// Values in the whole text.
    ///
    /// A value takes some 40 bytes in memory but only 2 in `[0,0,…]`.
    package var maxValues: Int

    package init(
        maxDepth: Int = 100, maxBytes: Int = 64 * 1024 * 1024, maxValues: Int = 5_000_000
    ) {
        self.maxDepth = maxDepth
        self.maxBytes = maxBytes
        self.maxValues = maxValues
    }
}

/// Why a text is not JSON, and where.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence without a full stop; it repeats at most one character of the text.
    package var message: String
    /// 1-based.
    package var line: Int
    /// 1-based, in Unicode scalars.
    package var column: Int
    /// In bytes, from 0.
    package var offset: Int

    package init(message: String, line: Int, column: Int, offset: Int) {
        self.message = message
        self.line = line
        self.column = column
        self.offset = offset
    }

    package var description: String { "\(line):\(column): \(message)" }
}
