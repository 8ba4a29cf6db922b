package import CheckpointStore
package import DynamoDB
package import EventBus
package import RunModel
package import SQLiteSource

extension Engine {
    /// Puts an engine together for a run that the store holds.
    ///
    /// - It throws where the store cannot be read.
    /// - `states`: where the tables stand in the store.
    /// - `fingerprint`: the source as the run is bound to it.
    package static func make(
        plan: RunPlan, settings: EngineSettings, runID: String, database: SourceDatabase,
        client: DynamoDBClient, store: CheckpointStore, bus: EventBus, target: TargetIdentity,
        fingerprint: SourceFingerprint, states: [String: StoredTable], time: EngineTime = .system
    ) throws(SluiceError) -> Engine {
        let outlet = EventOutlet(bus)
        let failure = FailureRelay()
        let checkpointer = Checkpointer(
            store: store, run: runID, outlet: outlet, time: time, onFailure: { failure.report($0) })
        let parts = EngineParts(
            runID: runID, database: database, client: client, store: store, bus: bus,
            outlet: outlet,
            time: time, checkpointer: checkpointer, gate: InFlightGate(limit: settings.maxInFlight),
            limiter: WriteUnitLimiter(unitsPerSecond: settings.maxWriteUnits, time: time),
            flow: FlowMeter(time: time), target: target, sourceFingerprint: fingerprint)
        let engine = Engine(
            plan: plan, settings: settings, parts: parts, states: states,
            segments: try store.segments(of: runID))
        failure.connect(engine)
        return engine
    }
}
