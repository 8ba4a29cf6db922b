import JSONText
import PlainText
import RunModel

/// What `copy` and `copy-row` take from where the cursor is.
///
/// All of it is sanitised, and no longer than terminals take by OSC 52.
package enum Clipboard {
    /// Bytes: base64 makes 99 kB of it, and terminals take 100 kB.
    package static let limit = 74_000

    /// The one thing worth copying: the error where there is one, else the name.
    package static func field(_ context: PaneContext) -> String? { text(context).map(cut) }

    /// The row with all that is known of it, as a JSON object.
    package static func row(_ context: PaneContext) -> String? {
        var writer = JSONWriter()
        writer.beginObject()
        guard write(context, to: &writer) else { return nil }
        writer.endObject()
        let json = String(decoding: writer.bytes, as: UTF8.self)
        return cut(json.sanitised(limit: limit))
    }

    private static func text(_ context: PaneContext) -> String? {
        switch context.view.overlays.last {
        case .error(let id, _): return context.model.errors.group(id).map(story)
        case .difference(let table, let number, _):
            return difference(table, number, context).map { $0.found ?? $0.expected ?? $0.key }
        case .item(let entity, _):
            guard let inspection = context.snapshot.inspection, inspection.entity == entity else {
                return nil
            }
            return inspection.row.map { "\($0)" }
        default: break
        }
        switch context.view.cursors[context.view.focus] {
        case .table(let name):
            return context.standings(of: [name]).first?.failure.map { "\(name): \($0.message)" }
                ?? name
        case .validation(let name), .schemaTable(let name): return name
        case .entity(let id): return id.description
        case .segment(let id): return id.description
        case .risk(let number):
            return risk(number, context).map { "\($0.place): \($0.message) \($0.advice)" }
        case .column(let table, let name): return "\(table).\(name)"
        case .relation(let table, let number):
            return relation(table, number, context).map {
                "\(table).\($0.columns.joined(separator: ",")) → \($0.parent)"
            }
        case .errorGroup(let id): return context.model.errors.group(id).map(story)
        case .difference(let table, let number): return difference(table, number, context)?.key
        case nil: return nil
        }
    }

    private static func story(_ group: ErrorGroup) -> String {
        let text = group.samples.first?.message ?? group.id.cause
        return (group.tables.isEmpty ? "" : group.tables.joined(separator: ", ") + ": ") + text
    }

    private static func write(_ context: PaneContext, to writer: inout JSONWriter) -> Bool {
        if case .item(let entity, _) = context.view.overlays.last {
            guard let inspection = context.snapshot.inspection, inspection.entity == entity else {
                return false
            }
            writer.write(inspection)
            return true
        }
        var row = context.view.cursors[context.view.focus]
        switch context.view.overlays.last {
        case .error(let id, _): row = .errorGroup(id)
        case .difference(let table, let number, _): row = .difference(table: table, number: number)
        default: break
        }
        switch row {
        case .table(let name), .validation(let name):
            guard let table = context.standings(of: [name]).first else { return false }
            writer.write(table)
        case .entity(let id): return write(id, context, to: &writer)
        case .segment(let id):
            writer.field("segment", id.number)
            return write(id.entity, context, to: &writer)
        case .errorGroup(let id):
            guard let group = context.model.errors.group(id) else { return false }
            writer.write(group)
        case .difference(let table, let number):
            guard let difference = difference(table, number, context) else { return false }
            writer.field("table", difference.table)
            writer.field("kind", difference.kind.rawValue)
            writer.field("key", difference.key)
            writer.field("attribute", difference.attribute)
            writer.field("expected", difference.expected)
            writer.field("found", difference.found)
        case .risk(let number):
            guard let risk = risk(number, context) else { return false }
            writer.field("severity", risk.severity.rawValue)
            writer.field("place", risk.place)
            writer.field("message", risk.message)
            writer.field("advice", risk.advice)
        case .schemaTable(let name):
            guard let table = context.snapshot.schema?.tables.first(where: { $0.name == name })
            else { return false }
            writer.field("table", table.name)
            writer.field("rows", table.rows)
            writer.field("bytes", table.bytes)
            writer.field("primaryKey", table.primaryKey)
            writer.field("uses", table.uses)
        case .column(let table, let name):
            let columns = context.snapshot.schema?.tables.first { $0.name == table }?.columns
            guard let column = columns?.first(where: { $0.name == name }) else { return false }
            writer.field("table", table)
            writer.field("column", column.name)
            writer.field("declared", column.declared)
            writer.field("stored", column.stored)
            writer.field("nulls", column.nulls)
        case .relation(let table, let number):
            guard let relation = relation(table, number, context) else { return false }
            writer.field("table", table)
            writer.field("columns", relation.columns)
            writer.field("parent", relation.parent)
            writer.field("parentColumns", relation.parentColumns)
            writer.field("orphans", relation.orphans)
        case nil: return false
        }
        return true
    }

    private static func write(_ id: EntityID, _ context: PaneContext, to writer: inout JSONWriter)
        -> Bool
    {
        let entities = context.standings(of: [id.table]).first?.entities
        guard let entity = entities?.first(where: { $0.name == id.entity }) else { return false }
        writer.field("table", id.table)
        writer.field("entity", id.entity)
        writer.field("root", entity.root)
        writer.write(entity.counts)
        return true
    }

    private static func risk(_ number: Int, _ context: PaneContext) -> SchemaReport.Risk? {
        guard let risks = context.snapshot.schema?.risks, risks.indices.contains(number) else {
            return nil
        }
        return risks[number]
    }

    private static func relation(_ table: String, _ number: Int, _ context: PaneContext)
        -> SchemaReport.Relation?
    {
        guard
            let relations = context.snapshot.schema?.tables.first(where: { $0.name == table })?
                .relations,
            relations.indices.contains(number)
        else { return nil }
        return relations[number]
    }

    private static func difference(_ table: String, _ number: Int, _ context: PaneContext)
        -> ItemDifference?
    {
        guard let found = context.standings(of: [table]).first?.differences,
            found.indices.contains(number)
        else { return nil }
        return found[number]
    }

    /// The text on one line, sanitised, cut between characters.
    static func cut(_ text: String) -> String {
        let text = text.sanitised(limit: limit)
        guard text.utf8.count > limit else { return text }
        var kept = ""
        var bytes = 0
        for character in text {
            bytes += character.utf8.count
            guard bytes <= limit else { break }
            kept.append(character)
        }
        return kept
    }
}

extension JSONWriter {
    mutating func write(_ counts: EntityCounts) {
        field("planned", counts.planned)
        field("read", counts.read)
        field("acknowledged", counts.acknowledged)
        field("quarantined", counts.quarantined)
        field("excluded", counts.excluded)
        field("bytes", counts.bytes)
    }

    mutating func write(_ table: RunSnapshot.TableSnapshot) {
        field("table", table.name)
        field("wireName", table.wireName)
        field("state", table.state.rawValue)
        field("detail", table.detail)
        write(table.counts)
        field("failure", table.failure?.message)
        field("hint", table.failure?.hint)
        field("differences", table.validation?.differences)
    }

    mutating func write(_ group: ErrorGroup) {
        if group.parts.isEmpty { field("table", group.id.table) }
        if !group.parts.isEmpty {
            name("tables")
            beginObject()
            for part in group.parts { field(part.table, part.count) }
            endObject()
        }
        field("kind", group.id.kind.rawValue)
        field("cause", group.id.cause)
        field("count", group.count)
        field("first", HumanFormat.time(milliseconds: group.firstAt, fraction: true))
        field("last", HumanFormat.time(milliseconds: group.lastAt, fraction: true))
        field("resolved", group.isResolved)
        field("remedy", group.remedy)
        name("samples")
        beginArray()
        for sample in group.samples {
            beginObject()
            field("entity", sample.entity?.description)
            field("row", sample.key.map { "\($0)" })
            field("message", sample.message)
            field("time", HumanFormat.time(milliseconds: sample.time, fraction: true))
            endObject()
        }
        endArray()
    }

    mutating func write(_ inspection: ItemInspection) {
        field("entity", inspection.entity.description)
        field("row", inspection.row.map { "\($0)" })
        field("problem", inspection.problem)
        field("itemBytes", inspection.itemBytes)
        name("columns")
        beginObject()
        for column in inspection.columns { field(column.name, column.value) }
        endObject()
        name("attributes")
        beginObject()
        for attribute in inspection.attributes {
            name(attribute.name)
            beginObject()
            field(attribute.type, attribute.value)
            endObject()
        }
        endObject()
    }
}
