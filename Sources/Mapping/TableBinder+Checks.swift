import DynamoItem
import RunModel
import SQLiteSource

/// What concerns the table as a whole.
extension TableBinder {
    /// Two entities that read the same rows and make the same keys of them would overwrite each other.
    func checkEntitiesDiffer(_ entities: [EntityMapping]) {
        guard !table.keys.isEmpty else { return }
        var seen: [String: String] = [:]
        for (entity, draft) in zip(entities, table.entities) {
            let keys = entity.attributes.prefix { $0.role.isTableKey }
            let isWhole = table.keys.allSatisfy { draft.attribute($0.name)?.isBroken == false }
            guard isWhole, keys.count == table.keys.count else { continue }
            let identity = MappingFingerprint.text(ofKeys: Array(keys), of: entity)
            if let other = seen[identity] {
                context.report(
                    "entities \([other, entity.name].listed) make the same keys of the same rows: "
                        + "one would overwrite the other", at: draft.place,
                    hint:
                        "let a text in a key tell them apart (\"ALBUM#…\", \"TRACK#…\"), or a \"where\""
                )
            } else {
                seen[identity] = entity.name
            }
        }
    }

    /// An index none of whose entities has a key stays empty, and half a key is as good as none.
    func checkIndexesAreFed() {
        let entities = table.entities
        guard table.isWhole, !entities.isEmpty else { return }
        let given = Set(entities.flatMap { $0.attributes.map(\.name) })
        for index in table.indexes {
            for key in index.keys where !given.contains(key.name) {
                context.report(
                    "no entity gives \(key.name.quoted), a key of index \(index.name.quoted)",
                    at: key.place,
                    hint: RowScope.hint(for: key.name, among: Array(given).sorted()))
            }
            if index.keys.allSatisfy({ given.contains($0.name) }) {
                for entity in entities { checkWholeKey(of: index, in: entity) }
            }
            guard case .include(let names) = index.projection else { continue }
            for name in names where !given.contains(name) {
                context.report(
                    "no entity gives \(name.quoted), which index \(index.name.quoted) lists",
                    at:
                        index.projectionPlace,
                    hint: RowScope.hint(for: name, among: Array(given).sorted()))
            }
        }
    }

    private func checkWholeKey(of index: DraftIndex, in entity: DraftEntity) {
        let missing = index.keys.filter { entity.attribute($0.name) == nil }
        let made = index.keys.compactMap { entity.attribute($0.name) }.first { attribute in
            !attribute.isOwnColumn && !table.keys.contains { $0.name == attribute.name }
        }
        guard let made, let missing = missing.first else { return }
        context.report(
            "\(made.name.quoted) is made for index \(index.name.quoted), but without "
                + "\(missing.name.quoted) the item is never in it", at: made.place,
            hint: "give \(missing.name.quoted) too, or leave out both")
    }

    func checkTimeToLive(_ entities: [EntityMapping]) {
        guard let (name, place) = table.timeToLive, !entities.isEmpty else { return }
        if table.keys.contains(where: { $0.name == name }) {
            context.report(
                "the TTL attribute \(name.quoted) is a key of the table", at: place,
                hint: "name an attribute that holds seconds since 1970")
            return
        }
        let drafts = table.entities.compactMap { $0.attribute(name) }
        if drafts.isEmpty, table.isWhole {
            let given = Set(table.entities.flatMap { $0.attributes.map(\.name) }).sorted()
            context.report(
                "no entity gives the TTL attribute \(name.quoted)", at: place,
                hint: RowScope.hint(for: name, among: given))
        }
        for draft in drafts where !draft.isBroken && !draft.value.canBeNumber {
            context.report(
                "the TTL attribute \(name.quoted) would not be a number, and DynamoDB expires only numbers",
                at: draft.isOwnColumn ? place : draft.place,
                hint: "convert a date to seconds since 1970: "
                    + (draft.isOwnColumn
                        ? "\"types\": {\(name.quoted): \"EPOCH\"}"
                        : "{\"column\": \"…\", \"type\": \"EPOCH\"}"))
        }
    }
}

extension AttributeMapping.Role {
    var isTableKey: Bool {
        switch self {
        case .partitionKey, .sortKey: true
        case .plain, .indexKey: false
        }
    }
}

extension DraftValue {
    /// False where the value is surely something else.
    fileprivate var canBeNumber: Bool {
        switch source {
        case .column(_, let conversion):
            switch conversion.target {
            case .number, .epochSeconds: true
            case .automatic: column?.affinity != .text
            default: false
            }
        case .computed(_, let conversion):
            [.automatic, .number, .epochSeconds].contains(conversion.target)
        case .constant(.number): true
        default: false
        }
    }
}
