import CheckpointStore
import DynamoDB
import DynamoItem
import Engine
import Mapping
import RunModel
import SQLiteSource

/// Makes the plan of a run from the mapping: entities compiled, names with their prefix.
///
/// Reads no row.
struct RunPlanner {
    let workspace: Workspace
    let mapping: Mapping
    let schema: SourceSchema

    /// - `tables`: by the mapping's names; empty for all.
    func plan(
        _ binding: RunBinding, tables: [String], source: SourceDatabase, sourceBytes: Int64,
        target: TargetSettings
    ) throws(SluiceError) -> RunPlan {
        RunPlan(
            run: RunDescription(
                runID: binding.run.id, isContinued: binding.isContinued,
                configPath: workspace.configPath, sourcePath: source.path.sanitised(),
                sourceBytes: sourceBytes, target: target.name, label: workspace.settings.label,
                isProduction: target.isProduction),
            tables: try planned(tables), schema: schema)
    }

    func planned(_ names: [String]) throws(SluiceError) -> [PlannedTable] {
        var planned: [PlannedTable] = []
        for table in mapping.tables where names.isEmpty || names.contains(table.name) {
            var definition = table.definition
            definition.name = workspace.settings.tablePrefix + table.name
            if let problem = TableNameRule.problem(definition.name) {
                throw SluiceError(
                    .configuration, "\(definition.name) is no name of a table: \(problem)",
                    place: "target.tablePrefix",
                    hint: "change the prefix or the table's name in the mapping")
            }
            var entities: [PlannedEntity] = []
            for entity in table.entities {
                entities.append(
                    PlannedEntity(
                        id: EntityID(table: table.name, entity: entity.name), mapping: entity,
                        compiled: try CompiledEntity(entity, table: table, schema: schema)))
            }
            planned.append(PlannedTable(mapping: table, definition: definition, entities: entities))
        }
        return planned
    }
}
