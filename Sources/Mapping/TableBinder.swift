import DynamoItem
import RunModel
import SQLiteSource

/// Brings a table's keys and its entities together: gives each key attribute its role and type, and
/// refuses what DynamoDB would refuse item by item.
struct TableBinder {
    let context: MappingContext
    let table: DraftTable
    /// The one type of each key attribute, table's and indexes'.
    private let types: [String: DraftKey]
    /// The indexes an attribute is a key of.
    private let indexesOf: [String: [String]]

    init(_ table: DraftTable, context: MappingContext) {
        self.context = context
        self.table = table
        var types: [String: DraftKey] = [:]
        var indexesOf: [String: [String]] = [:]
        for key in table.keys { types[key.name] = key }
        for index in table.indexes {
            for key in index.keys {
                indexesOf[key.name, default: []].append(index.name)
                guard let other = types[key.name], other.isTypeStated else {
                    types[key.name] = key
                    continue
                }
                if key.isTypeStated, key.type != other.type {
                    context.report(
                        "\(key.name.quoted) is of type \(other.type.rawValue) in "
                            + "\(other.place.path), and of type \(key.type.rawValue) here",
                        at: key.place,
                        hint: "an attribute has one type in all keys")
                }
            }
        }
        self.types = types
        self.indexesOf = indexesOf
    }

    /// The bound table; nil where it has no whole key (which has been reported).
    func bind() -> TableMapping? {
        let entities = table.entities.map(bind)
        checkEntitiesDiffer(entities)
        checkIndexesAreFed()
        checkTimeToLive(entities)
        guard let partition = table.partition.map(keyAttribute) else { return nil }
        let definition = TableDefinition(
            name: table.name,
            key: KeySchema(partition: partition, sort: table.sort.map(keyAttribute)),
            indexes: table.indexes.compactMap(bind), provisioned: table.provisioned,
            warmThroughput: table.warmThroughput, tags: table.tags,
            isDeletionProtected: table.isDeletionProtected, recoveryDays: table.recoveryDays,
            timeToLive: table.timeToLive?.name)
        return TableMapping(name: table.name, definition: definition, entities: entities)
    }

    private func keyAttribute(_ key: DraftKey) -> KeyAttribute {
        KeyAttribute(key.name, types[key.name]?.type ?? key.type)
    }

    private func bind(_ index: DraftIndex) -> IndexDefinition? {
        guard let partition = index.partition.map(keyAttribute) else { return nil }
        return IndexDefinition(
            name: index.name, isLocal: index.isLocal,
            key: KeySchema(partition: partition, sort: index.sort.map(keyAttribute)),
            projection: index.projection, provisioned: index.provisioned,
            warmThroughput: index.warmThroughput)
    }

    private func bind(_ entity: DraftEntity) -> EntityMapping {
        for key in table.keys where entity.attribute(key.name) == nil {
            context.report(
                "entity \(entity.name.quoted) gives no \(key.name.quoted), which is a key of its table",
                at: entity.place, hint: missingKeyHint(key, in: entity))
        }
        let keyNames = table.keys.map(\.name)
        let keys = keyNames.compactMap { entity.attribute($0) }
        let rest = entity.attributes.filter { !keyNames.contains($0.name) }
        let attributes = (keys + rest).map { draft in
            guard let key = types[draft.name], !draft.isBroken else { return draft.bound }
            var attribute = draft.bound
            let type = key.type
            if draft.name == table.partition?.name {
                attribute.role = .partitionKey(type)
            } else if draft.name == table.sort?.name {
                attribute.role = .sortKey(type)
            } else {
                attribute.role = .indexKey(type, indexes: indexesOf[draft.name] ?? [])
            }
            let value = context.attempt(at: draft.place) { () throws(Refusal) in
                try KeyValue(key, in: entity).source(draft)
            }
            if let value { attribute.value = value }
            return attribute
        }
        return EntityMapping(
            name: entity.name, root: entity.root, condition: entity.condition,
            attributes: attributes,
            place: context.problem("", at: entity.place))
    }

    private func missingKeyHint(_ key: DraftKey, in entity: DraftEntity) -> String {
        let names = entity.attributes.map(\.name)
        if let column = entity.scope.column(key.name), !names.contains(column.name) {
            return "take the column \(column.name.quoted) into \"columns\""
        }
        if let close = Suggestion.closest(to: key.name, among: names) {
            return "did you mean \(close.quoted)? A key is found by its exact name"
        }
        let column = entity.scope.table?.primaryKey.first ?? entity.scope.columns.first?.name ?? "…"
        let path = TemplateParser.written([column])
        let example =
            key.type == .string ? "\(entity.name.uppercased().sanitised())#{\(path)}" : "{\(path)}"
        return "add to its \"attributes\": \(key.name.quoted): \(example.quoted)"
    }
}

extension TableMapping {
    /// A table whose fingerprint is taken from what it holds.
    init(name: String, definition: TableDefinition, entities: [EntityMapping]) {
        self.init(name: name, definition: definition, entities: entities, fingerprint: "")
        fingerprint = MappingFingerprint.of(self)
    }
}
