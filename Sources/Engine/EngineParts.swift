package import CheckpointStore
package import DynamoDB
package import EventBus
import RunModel
package import SQLiteSource

/// What the engine works with; made by the command line's wiring.
package struct EngineParts: Sendable {
    package let runID: String
    package let database: SourceDatabase
    package let client: DynamoDBClient
    package let store: CheckpointStore
    package let bus: EventBus
    package let outlet: EventOutlet
    package let time: EngineTime
    package let checkpointer: Checkpointer
    package let gate: InFlightGate
    package let limiter: WriteUnitLimiter
    package let flow: FlowMeter
    package let target: TargetIdentity
    /// The source as the run is bound to it.
    package let sourceFingerprint: SourceFingerprint
}
