import JSONText
import Mapping
import RunModel
import SQLiteSource

/// The entities of a source, made ready as the engine does.
struct Plan {
    let source: SourceDatabase
    let entities: [(table: String, root: Root, compiled: CompiledEntity)]

    /// - `config`: a configuration with `tables`; nil: the default mapping.
    init(source path: String, config: String?) throws(SluiceError) {
        source = try SourceDatabase.open(path: path)
        let schema = try source.schema()
        let mapping = try Self.mapping(of: source, schema: schema, config: config)
        var entities: [(String, Root, CompiledEntity)] = []
        for table in mapping.tables {
            for entity in table.entities {
                let compiled = try CompiledEntity(entity, table: table, schema: schema)
                entities.append((table.name, entity.root, compiled))
            }
        }
        self.entities = entities
    }

    private static func mapping(
        of source: SourceDatabase, schema: SourceSchema, config: String?
    ) throws(SluiceError) -> Mapping {
        guard let config else { return try DefaultMapping.make(schema: schema, source: source) }
        let reading = MappingReader.read(
            config: try ConfigFile.read(config), file: config, schema: schema
        ) { try source.describe(select: $0) }
        if let mapping = reading.mapping { return mapping }
        throw SluiceError(
            .configuration, "the mapping cannot be used", place: config, problems: reading.problems)
    }
}
