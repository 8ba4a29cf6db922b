package import DynamoItem
package import Mapping
package import RunModel
package import SQLiteSource

/// What a run will do, table by table: made before anything is written.
package struct RunPlan: Sendable {
    package var run: RunDescription
    package var tables: [PlannedTable]
    package var schema: SourceSchema

    package init(run: RunDescription, tables: [PlannedTable], schema: SourceSchema) {
        self.run = run
        self.schema = schema
        self.tables = tables
    }
}

package struct PlannedTable: Sendable {
    package var mapping: TableMapping
    /// With the name on the wire.
    package var definition: TableDefinition
    package var entities: [PlannedEntity]

    package var name: String { mapping.name }
    package var wireName: String { definition.name }

    package init(mapping: TableMapping, definition: TableDefinition, entities: [PlannedEntity]) {
        self.mapping = mapping
        self.definition = definition
        self.entities = entities
    }

    package func entity(_ id: EntityID) -> PlannedEntity? { entities.first { $0.id == id } }
}

package struct PlannedEntity: Sendable {
    package var id: EntityID
    package var mapping: EntityMapping
    package var compiled: CompiledEntity

    package init(id: EntityID, mapping: EntityMapping, compiled: CompiledEntity) {
        self.id = id
        self.mapping = mapping
        self.compiled = compiled
    }
}
