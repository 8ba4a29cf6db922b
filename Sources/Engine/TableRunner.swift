import CheckpointStore
import RunModel

/// A table in the engine's hands.
struct TableRunner {
    let planned: PlannedTable
    let progress: TableProgress
    var machine: TableMachine
    /// Of the activity that runs.
    var control: TableControl?
    var task: Task<Void, Never>?
    /// True where the operator began the run without it, until it is resumed.
    var isUnselected = false
    /// True where its batches wait for the run's own write limit.
    var isHeld = false
    /// A reset asked for an empty target: the next preparation drops the table and makes it anew.
    var mustEmptyTarget = false

    init(
        _ planned: PlannedTable, stored: StoredTable?, segments: [StoredSegment],
        settings: EngineSettings
    ) {
        self.planned = planned
        progress = TableProgress(
            table: planned.name, ledgers: segments.map { SegmentLedger($0) })
        for entity in stored?.entities ?? [] {
            guard let rows = entity.planned else { continue }
            progress.setPlanned(
                rows, of: EntityID(table: planned.name, entity: entity.name))
        }
        var state = stored?.state ?? .queued
        // What a process was doing when it ended is to be done again from its last checkpoint.
        if [.preparing, .copying, .pausing, .paused, .verifying].contains(state) {
            state = .queued
        }
        if state == .validating {
            state = stored?.validation?.isEqual == false ? .differs : .done
        }
        // To run again is to try again: a failed table goes on from its watermarks.
        if state == .failed, !settings.retries { state = .queued }
        machine = TableMachine(state: state)
        mustEmptyTarget = stored?.mustEmptyTarget ?? false
    }

    /// True where `retry` has something to do here: rows in quarantine, or what a failure left.
    func isToRetry(_ settings: EngineSettings) -> Bool {
        settings.retries
            && (machine.state == .failed
                || progress.counts.values.contains { $0.quarantined > 0 })
    }

    /// The one thing to know about its state.
    var detail: String? {
        switch machine.state {
        case .pausing: TableState.landing(progress.inFlight)
        case .paused: isUnselected ? "not selected" : nil
        case .copying: isHeld ? "held back by the write limit" : nil
        case .queued: machine.comparison == nil ? nil : "for validation"
        case .validating: machine.comparison == .repair ? "repairing" : nil
        default: nil
        }
    }
}
