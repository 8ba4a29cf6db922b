package import RunModel

/// The commands of this run that the screen has seen, and what came of them: bounded, oldest first.
package struct CommandBook: Sendable {
    package enum Result: Sendable, Equatable {
        case pending
        case carriedOut
        case refused(String)
    }

    package struct Entry: Sendable, Equatable {
        package var time: Int64
        package var by: String
        package var command: RunCommand
        package var result: Result

        package init(time: Int64, by: String, command: RunCommand, result: Result) {
            self.time = time
            self.by = by
            self.command = command
            self.result = result
        }
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    /// The newest command about a table that is not carried out yet.
    package func pending(on table: String) -> RunCommand? { nil }

    mutating func apply(_ event: NumberedEvent) {}
}
