package import RunModel

/// The log as the screen keeps it: the newest lines, bounded in bytes, cheap to copy.
package struct LogBook: Sendable {
    /// Lines taken in since the start; numbers of lines run from 0.
    package private(set) var count = 0
    /// The oldest line still kept.
    package private(set) var first = 0

    package init() {}

    package struct Line: Sendable, Equatable {
        /// From 0, over the whole run.
        package var number: Int
        /// Milliseconds since 1970.
        package var time: Int64
        package var level: Notice.Level
        package var table: String?
        package var text: String

        package init(number: Int, time: Int64, level: Notice.Level, table: String?, text: String) {
            self.number = number
            self.time = time
            self.level = level
            self.table = table
            self.text = text
        }
    }

    /// The line of a number; nil where it is not kept (any more).
    package func line(_ number: Int) -> Line? { nil }

    /// Up to `limit` lines of a level or graver that hold the text, going back from before a number; newest first.
    package func lines(
        before number: Int, level: Notice.Level, matching text: String, limit: Int
    ) -> [Line] { [] }

    /// The same, going forward from a number; oldest first.
    package func lines(
        from number: Int, level: Notice.Level, matching text: String, limit: Int
    ) -> [Line] { [] }

    mutating func apply(_ event: NumberedEvent) {}

    mutating func missed(_ count: Int, at time: Int64) {}
}
