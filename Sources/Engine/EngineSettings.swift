/// What the engine needs of the settings, and what the command line asked of this run.
package struct EngineSettings: Sendable, Equatable {
    /// Batches in flight, whole process: what the tables find by themselves is capped by it.
    package var maxInFlight = 1_024
    /// Batches in flight that a table keeps allowed, however the target answers.
    package var minInFlight = 1
    /// Tables that copy at once.
    package var parallelTables = 4
    /// Write units a second, whole process; nil for no limit.
    package var maxWriteUnits: Int?
    /// Quarantined rows of a table after which it fails.
    package var maxQuarantined = 10_000
    /// Readers of a table, each on a thread of its own.
    package var readersPerTable = 1
    /// Segments an entity is cut into.
    package var segmentsPerEntity = 8
    /// How long the target may be out of reach before a table fails.
    package var patience = Duration.seconds(600)
    /// Tables that existed before and hold items are written into.
    package var isIntoExisting = false
    /// The run ends when nothing more happens without a command; false: on `.stop` only.
    package var endsWhenSettled = true
    /// Nothing is written before a `begin`.
    package var awaitsBegin = false
    /// Tables whose quarantined rows and failed segments are tried again at the start.
    package var retries = false
    /// The source changed on the way, and that was accepted: what was read of the old one counts as it was.
    package var hasAcceptedChange = false

    package init() {}
}
