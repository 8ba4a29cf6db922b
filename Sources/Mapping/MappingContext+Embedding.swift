import DynamoItem
import JSONText
import SQLiteSource

/// Children embedded in their parent: `{"list": {…}}` and `{"map": {…}}`.
extension MappingContext {
    private static let embeddingKeys =
        ["from", "by", "on", "where", "order", "limit", "lookups"] + columnKeys + ["value"]

    /// A list or a map of children; `level` is its own nesting level.
    func embedding(
        _ place: ConfigPlace, isMap: Bool, in parent: RowScope, level: Int
    ) -> AttributeSource? {
        let what = isMap ? "a map" : "a list"
        let keys = Self.embeddingKeys + (isMap ? ["key"] : [])
        let advice = [
            "key": "only a map has keys: write {\"map\": {…}}",
            "filter": "a filter stands under \"where\"", "sort": "the order stands under \"order\"",
        ]
        guard
            let object = object(place, what, keys: keys, advice: isMap ? [:] : advice)
        else { return nil }
        guard let fromPlace = object["from"] else {
            report(
                "\(what) needs \"from\"", at: place,
                hint: "name the child table: \"from\": \"InvoiceLine\"")
            return nil
        }
        guard let tableName = name(fromPlace, "\"from\" of \(what)"),
            let table = attempt(
                at: fromPlace,
                { () throws(Refusal) in
                    try requireTable(tableName, for: what)
                })
        else { return nil }
        var scope = RowScope(table: table, schema: schema)
        let pairs = join(object, child: table, parent: parent)
        readLookups(object["lookups"], into: &scope)
        let condition = object["where"].flatMap { sqlExpression($0, "\"where\"", in: scope) }
        let order = order(object["order"], in: scope)
        let limit = object["limit"].flatMap { integer($0, "\"limit\"", in: 1...Int(Int32.max)) }
        if let limitPlace = object["limit"], !object.has("order") {
            report(
                "\"limit\" without \"order\" would keep children at random", at: limitPlace,
                hint:
                    "add \"order\": [\((table.primaryKey.first ?? table.columns.first?.name ?? "…").quoted)]"
            )
        }
        let element = element(object, in: scope, level: level + 1)
        var key: Template?
        if isMap { key = mapKey(object["key"], place, in: scope) }
        guard let pairs, let element, !isMap || key != nil else { return nil }
        let embedding = Embedding(
            table: table.name, childColumns: pairs.child, parentColumns: pairs.parent,
            condition: condition, order: order, limit: limit, element: element)
        return key.map { .map(embedding, key: $0) } ?? .list(embedding)
    }

    private func element(_ object: ConfigObject, in scope: RowScope, level: Int) -> Embedding
        .Element?
    {
        let isValue = object.has("value")
        guard level + (isValue ? 0 : 1) <= DynamoLimits.nesting else {
            report(
                "this is nested more than \(DynamoLimits.nesting) levels deep, and DynamoDB holds no more",
                at: object.place, hint: "make the inner rows items of their own")
            return nil
        }
        if let valuePlace = object["value"] {
            for key in Self.columnKeys {
                guard let place = object[key] else { continue }
                report(
                    "with \"value\" each element is that value alone: \(key.quoted) has no meaning",
                    at: place, hint: "remove \"value\" or \(key.quoted)")
            }
            return attributeValue(valuePlace, name: "value", in: scope, level: level)
                .map { .value($0.source) }
        }
        let attributes = attributes(object, in: scope, level: level + 1)
        if attributes.isEmpty, problems.isEmpty {
            report(
                "the elements would hold nothing", at: object.place,
                hint: "name \"columns\" or \"attributes\", or one \"value\"")
        }
        return .map(attributes.map(\.bound))
    }

    private func mapKey(_ place: ConfigPlace?, _ map: ConfigPlace, in scope: RowScope) -> Template?
    {
        guard let place else {
            let example = scope.table?.primaryKey.first ?? "…"
            report(
                "a map needs \"key\", the name each child stands under", at: map,
                hint: "write \"key\": \("{\(TemplateParser.written([example]))}".quoted)")
            return nil
        }
        guard let text = name(place, "\"key\" of a map"),
            let parts = attempt(at: place, { () throws(Refusal) in try TemplateParser.parse(text) })
        else { return nil }
        guard parts.contains(where: { if case .placeholder = $0 { true } else { false } }) else {
            report(
                "the same key for each child of the map", at: place,
                hint: "name a column in it: \"{\(scope.table?.primaryKey.first ?? "…")}\"")
            return nil
        }
        return bind(parts, text: text, at: place, in: scope)
    }

    private func order(_ place: ConfigPlace?, in scope: RowScope) -> [Embedding.Order] {
        guard let place else { return [] }
        var written: [(name: String, place: ConfigPlace)] = []
        if let one = place.node.string {
            written = [(one, place)]
        } else {
            written = names(place, "\"order\"") ?? []
        }
        return written.compactMap { name, place in
            attempt(at: place) { () throws(Refusal) in
                if let column = scope.column(name) {
                    return Embedding.Order(column: column.name, isDescending: false)
                }
                let isDescending = name.hasPrefix("-")
                let column = try scope.requireColumn(isDescending ? String(name.dropFirst()) : name)
                return Embedding.Order(column: column.name, isDescending: isDescending)
            }
        }
    }
}

// MARK: - Which children belong to which parent

extension MappingContext {
    private func join(
        _ object: ConfigObject, child: SourceTable, parent: RowScope
    ) -> (child: [String], parent: [String])? {
        if let on = object["on"] {
            if let by = object["by"] {
                report(
                    "\"by\" and \"on\" say the same thing twice", at: by,
                    hint: "keep one of the two")
            }
            return join(on: on, child: child, parent: parent)
        }
        let place = object["by"] ?? object["from"] ?? object.place
        if object.has("by"), name(place, "\"by\"") == nil { return nil }
        return attempt(at: place) { () throws(Refusal) in
            let key = try foreignKey(of: child, by: object["by"]?.node.string, to: parent)
            return (key.columns, key.parentColumns)
        }
    }

    /// The one foreign key of the child that leads to the parent.
    private func foreignKey(
        of child: SourceTable, by name: String?, to parent: RowScope
    ) throws(Refusal) -> ForeignKey {
        let column = try name.map { name throws(Refusal) in
            try RowScope(table: child, schema: schema).requireColumn(name).name
        }
        let parentColumn = parent.table?.primaryKey.first ?? parent.columns.first?.name ?? "…"
        let hint =
            "name the columns yourself: \"on\": {\((column ?? parentColumn).quoted): "
            + "\(parentColumn.quoted)}, the child's and the parent's"
        guard let parentTable = parent.table else {
            throw Refusal("\(parent.title) has no foreign keys", hint: hint)
        }
        let keys = child.foreignKeys.filter { key in
            guard key.problem == nil, key.parentTable.isSameIdentifier(as: parentTable.name) else {
                return false
            }
            guard let column else { return true }
            return key.columns.count == 1 && key.columns[0].isSameIdentifier(as: column)
        }.reduce(into: [ForeignKey]()) { distinct, key in
            if !distinct.contains(key) { distinct.append(key) }
        }
        if let key = keys.first, keys.count == 1 { return key }
        let subject =
            column.map { "column \($0.quoted) of table \(child.name.quoted)" }
            ?? "table \(child.name.quoted)"
        if keys.isEmpty {
            throw Refusal(
                "\(subject) has no usable foreign key to table \(parentTable.name.quoted)",
                hint: hint)
        }
        throw Refusal(
            "\(subject) has \(keys.count) foreign keys to table \(parentTable.name.quoted)",
            hint: column == nil ? "say which: \"by\": \(keys[0].columns[0].quoted)" : hint)
    }

    private func join(
        on place: ConfigPlace, child: SourceTable, parent: RowScope
    ) -> (child: [String], parent: [String])? {
        let scope = RowScope(table: child, schema: schema)
        let pairs = entries(place, "\"on\"").map { entry -> (String, String)? in
            let theirs = attempt(at: entry.namePlace) { () throws(Refusal) in
                try scope.requireColumn(entry.name).name
            }
            guard let name = name(entry.value, "a column of \"on\"") else { return nil }
            let ours = attempt(at: entry.value) { () throws(Refusal) in
                try parent.requireColumn(name).name
            }
            guard let theirs, let ours else { return nil }
            return (theirs, ours)
        }
        if place.node.object?.isEmpty == true {
            report(
                "\"on\" names no column", at: place,
                hint: "write {\"child column\": \"parent column\"}")
        }
        let whole = pairs.compactMap { $0 }
        guard !whole.isEmpty, whole.count == pairs.count else { return nil }
        return (whole.map(\.0), whole.map(\.1))
    }
}
