package import RunModel

/// How a command that was given is taken back.
package struct UndoStep: Sendable, Equatable {
    /// What is sent.
    package var command: RunCommand
    /// What it does, for the message: `resume CustomerData`.
    package var summary: String

    package init(_ command: RunCommand, _ summary: String) {
        self.command = command
        self.summary = summary
    }

    /// As many as fingers remember.
    package static let limit = 20
}
