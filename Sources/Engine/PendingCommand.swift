import RunModel

/// A command that was taken, until it has taken effect.
struct PendingCommand {
    let command: RunCommand
    let by: String
    /// Its line in the audit trail; nil where it could not be written.
    let audit: Int64?
    /// What each table's machine was told, and the tables that have yet to carry it out.
    var input: TableMachine.Input?
    var waiting: Set<String> = []

    init(_ command: RunCommand, by: String, audit: Int64?) {
        self.command = command
        self.by = by
        self.audit = audit
    }
}
