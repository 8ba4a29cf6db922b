import RunModel
import SQLiteSource

/// Where rows are looked at for an operator: one after the other, on a thread of its own.
actor InspectionDesk {
    private let executor = ThreadExecutor(label: "sluice.inspection")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func inspect(
        _ row: InspectedRow, of entity: PlannedEntity, in database: SourceDatabase
    ) throws(SluiceError) -> ItemInspection {
        try ItemInspector(database: database, entity: entity).inspect(row)
    }
}
