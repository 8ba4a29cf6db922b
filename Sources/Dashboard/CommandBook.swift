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

    package static let limit = 200

    package init() {}

    /// The newest command about a table that is not carried out yet.
    package func pending(on table: String) -> RunCommand? {
        entries.last { $0.result == .pending && $0.command.concerns(table) }?.command
    }

    /// How often the command was carried out or refused.
    func finished(_ command: RunCommand) -> Int {
        entries.count { $0.command == command && $0.result != .pending }
    }

    mutating func apply(_ event: NumberedEvent) {
        switch event.event {
        case .commandAccepted(let command, let who):
            add(Entry(time: event.time, by: who, command: command, result: .pending))
        case .commandRefused(let command, let who, let why):
            if let at = pending(command) {
                entries[at].result = .refused(why)
            } else {
                add(Entry(time: event.time, by: who, command: command, result: .refused(why)))
            }
        case .commandCarriedOut(let command):
            // One that was refused is told as carried out too; it stays refused.
            if let at = pending(command) { entries[at].result = .carriedOut }
        default: break
        }
    }

    /// Of what is still shown as pending only these are: the others' ends were missed.
    mutating func settle(pending commands: [RunCommand]) {
        for at in entries.indices
        where entries[at].result == .pending && !commands.contains(entries[at].command) {
            entries[at].result = .carriedOut
        }
    }

    private func pending(_ command: RunCommand) -> Int? {
        entries.firstIndex { $0.result == .pending && $0.command == command }
    }

    private mutating func add(_ entry: Entry) {
        if entries.count == Self.limit {
            let over = entries.firstIndex { $0.result != .pending }
            entries.remove(at: over ?? 0)
        }
        entries.append(entry)
    }
}
