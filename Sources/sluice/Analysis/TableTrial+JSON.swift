import DynamoItem
import JSONText
import RunModel

extension TableTrial {
    /// Writes the members of the table's object.
    func write(to writer: inout JSONWriter) {
        writer.field("name", name)
        write(definition.key, spread, to: &writer)
        writer.field("items", items)
        writer.field("bytes", bytes)
        writer.field("writeUnits", writeUnits)
        writer.field("isKeyProven", isKeyProven)
        writer.field("refusal", refusal?.message)
        writer.array("indexes", zip(definition.indexes, indexSpreads)) { writer, index in
            writer.field("name", index.0.name)
            writer.field("isLocal", index.0.isLocal)
            write(index.0.key, index.1, to: &writer)
            writer.field("items", index.1.total)
        }
        writer.array("entities", entities) { writer, entity in
            writer.field("name", entity.name)
            writer.field("from", entity.root)
            writer.field("rows", entity.counts.read)
            writer.field("items", entity.counts.acknowledged)
            writer.field("quarantined", entity.counts.quarantined)
            writer.field("excluded", entity.counts.excluded)
            writer.field("bytes", entity.counts.bytes)
            writer.field("writeUnits", entity.counts.writeUnits)
            writer.field("largestItemBytes", entity.largestItem)
            writer.field("largestItemRow", entity.largestRow?.description)
            writer.array("quarantine", entity.causes) { writer, cause in
                writer.field("cause", cause.cause)
                writer.field("count", cause.count)
                writer.field("firstRow", cause.row.description)
                writer.field("message", cause.message)
            }
        }
    }

    private func write(_ key: KeySchema, _ spread: KeySpread?, to writer: inout JSONWriter) {
        writer.array("key", key.attributes) { writer, attribute in
            writer.field("name", attribute.name)
            writer.field("type", attribute.type.rawValue)
        }
        guard let spread else { return }
        writer.object("spread") { writer in
            writer.field("values", spread.values)
            writer.field("largest", spread.top.map { KeySpread.text(of: $0.key) })
            writer.field("largestItems", spread.top?.items)
        }
    }
}
