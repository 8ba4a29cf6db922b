import JSONText

// The reports for front ends as JSON, written and read.

extension SegmentStanding {
    func writeFields(to writer: inout JSONWriter) {
        writer.field("after", after)
        writer.field("through", through)
        writer.field("watermark", watermark)
        writer.field("acknowledged", acknowledged)
        writer.field("isDone", isDone)
    }

    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(
            after: try fields.optionalString("after"),
            through: try fields.optionalString("through"),
            watermark: try fields.optionalString("watermark"),
            acknowledged: try fields.int("acknowledged"), isDone: try fields.bool("isDone"))
    }
}

extension InspectedRow {
    func writeFields(to writer: inout JSONWriter) {
        switch self {
        case .first: break
        case .at(let key):
            writer.name("at")
            key.write(to: &writer)
        case .after(let key):
            writer.name("after")
            key.write(to: &writer)
        }
    }

    init(_ fields: EventFields) throws(EventJSONError) {
        func key(_ name: String) throws(EventJSONError) -> RowKey? {
            try fields.optional(name, "an array of key values") { RowKey(json: $0) }
        }
        if let at = try key("at") {
            self = .at(at)
        } else if let after = try key("after") {
            self = .after(after)
        } else {
            self = .first
        }
    }
}

extension ItemInspection {
    func writeFields(to writer: inout JSONWriter) {
        writer.field("table", entity.table)
        writer.field("entity", entity.entity)
        writer.name("row")
        if let row { row.write(to: &writer) } else { writer.null() }
        writer.objects("columns", columns) { column, writer in
            writer.field("name", column.name)
            writer.field("value", column.value)
            writer.field("bytes", column.bytes)
        }
        writer.objects("attributes", attributes) { attribute, writer in
            writer.field("name", attribute.name)
            writer.field("type", attribute.type)
            writer.field("value", attribute.value)
            writer.field("bytes", attribute.bytes)
            writer.field("isKey", attribute.isKey)
        }
        writer.field("itemBytes", itemBytes)
        writer.field("problem", problem)
    }

    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(
            entity: try EntityID(fields),
            row: try fields.optional("row", "an array of key values") { RowKey(json: $0) })
        for column in try fields.list("columns") {
            columns.append(
                Column(
                    name: try column.string("name"), value: try column.string("value"),
                    bytes: try column.int("bytes")))
        }
        for attribute in try fields.list("attributes") {
            attributes.append(
                Attribute(
                    name: try attribute.string("name"), type: try attribute.string("type"),
                    value: try attribute.string("value"), bytes: try attribute.int("bytes"),
                    isKey: try attribute.bool("isKey")))
        }
        itemBytes = try fields.int("itemBytes")
        problem = try fields.optionalString("problem")
    }
}

extension SchemaReport {
    func writeFields(to writer: inout JSONWriter) {
        writer.field("measuredTables", measuredTables)
        writer.objects("tables", tables) { table, writer in
            writer.field("name", table.name)
            writer.field("isView", table.isView)
            writer.field("rows", table.rows)
            writer.field("bytes", table.bytes)
            writer.field("primaryKey", table.primaryKey)
            writer.objects("columns", table.columns) { column, writer in
                writer.field("name", column.name)
                writer.field("declared", column.declared)
                writer.field("stored", column.stored)
                writer.field("nulls", column.nulls)
                writer.field("isKey", column.isKey)
                writer.field("isNotNull", column.isNotNull)
                writer.field("isMixed", column.isMixed)
            }
            writer.objects("relations", table.relations) { relation, writer in
                writer.field("columns", relation.columns)
                writer.field("parent", relation.parent)
                writer.field("parentColumns", relation.parentColumns)
                writer.field("orphans", relation.orphans)
                writer.field("problem", relation.problem)
            }
            writer.field("uses", table.uses)
            writer.objects("entities", table.entities) { entity, writer in
                writer.field("table", entity.table)
                writer.field("entity", entity.entity)
            }
        }
        writer.risks(risks)
        writer.name("cycles")
        writer.beginArray()
        for cycle in cycles {
            writer.beginArray()
            for name in cycle { writer.string(name) }
            writer.endArray()
        }
        writer.endArray()
    }

    init(_ fields: EventFields) throws(EventJSONError) {
        self.init()
        measuredTables = try fields.int("measuredTables")
        for table in try fields.list("tables") { tables.append(try Table(table)) }
        risks = try fields.risks()
        cycles = try fields.value("cycles", "an array of arrays of names") { node in
            node.array?.map { ($0.array ?? []).compactMap(\.string) }
        }
    }
}

extension SchemaReport.Table {
    init(_ fields: EventFields) throws(EventJSONError) {
        self.init(name: try fields.string("name"))
        isView = try fields.bool("isView")
        rows = try fields.optionalInt("rows")
        bytes = try fields.optionalInt("bytes")
        primaryKey = try fields.strings("primaryKey")
        for member in try fields.list("columns") {
            var column = SchemaReport.Column(
                name: try member.string("name"), declared: try member.string("declared"))
            column.stored = try member.optionalString("stored")
            column.nulls = try member.optionalInt("nulls")
            column.isKey = try member.bool("isKey")
            column.isNotNull = try member.bool("isNotNull")
            column.isMixed = try member.bool("isMixed")
            columns.append(column)
        }
        for relation in try fields.list("relations") {
            relations.append(
                SchemaReport.Relation(
                    columns: try relation.strings("columns"),
                    parent: try relation.string("parent"),
                    parentColumns: try relation.strings("parentColumns"),
                    orphans: try relation.optionalInt("orphans"),
                    problem: try relation.optionalString("problem")))
        }
        uses = try fields.strings("uses")
        for entity in try fields.list("entities") { entities.append(try EntityID(entity)) }
    }
}

extension PlanReport {
    func writeFields(to writer: inout JSONWriter) {
        writer.objects("tables", tables) { table, writer in
            writer.field("table", table.table)
            writer.field("wireName", table.wireName)
            writer.field("action", table.action.rawValue)
            writer.field("settings", table.settings)
            writer.field("items", table.items)
            writer.field("isEstimate", table.isEstimate)
            writer.field("note", table.note)
        }
        writer.field("secondsFrom", seconds?.lowerBound)
        writer.field("secondsTo", seconds?.upperBound)
        writer.field("basis", basis)
        writer.field("isRetry", isRetry)
        writer.risks(risks)
    }

    init(_ fields: EventFields) throws(EventJSONError) {
        self.init()
        isRetry = try fields.optionalBool("isRetry") ?? false
        for member in try fields.list("tables") {
            var table = Table(
                table: try member.string("table"), wireName: try member.string("wireName"),
                settings: try member.string("settings"))
            table.action = try member.word("action")
            table.items = try member.optionalInt("items")
            table.isEstimate = try member.bool("isEstimate")
            table.note = try member.optionalString("note")
            tables.append(table)
        }
        if let from = try fields.optionalInt("secondsFrom"),
            let to = try fields.optionalInt("secondsTo"), from <= to
        {
            seconds = from...to
        }
        basis = try fields.optionalString("basis")
        risks = try fields.risks()
    }
}

extension EventFields {
    fileprivate func risks() throws(EventJSONError) -> [SchemaReport.Risk] {
        var risks: [SchemaReport.Risk] = []
        for risk in try list("risks") {
            risks.append(
                SchemaReport.Risk(
                    try risk.word("severity"), place: try risk.string("place"),
                    message: try risk.string("message"), advice: try risk.string("advice")))
        }
        return risks
    }
}

extension JSONWriter {
    fileprivate mutating func objects<Element>(
        _ name: String, _ elements: [Element], _ body: (Element, inout JSONWriter) -> Void
    ) {
        self.name(name)
        beginArray()
        for element in elements {
            beginObject()
            body(element, &self)
            endObject()
        }
        endArray()
    }

    fileprivate mutating func risks(_ risks: [SchemaReport.Risk]) {
        objects("risks", risks) { risk, writer in
            writer.field("severity", risk.severity.rawValue)
            writer.field("place", risk.place)
            writer.field("message", risk.message)
            writer.field("advice", risk.advice)
        }
    }
}
