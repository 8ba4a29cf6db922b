import DynamoItem
import JSONText

/// `indexes` of a table.
extension MappingContext {
    private static let indexKeys = [
        "partitionKey", "sortKey", "projection", "local", "billing", "warmThroughput",
    ]

    func indexes(_ place: ConfigPlace, of table: DraftTable) -> [DraftIndex] {
        let indexes = entries(place, "\"indexes\"").compactMap { index($0, of: table) }
        let locals = indexes.count { $0.isLocal }
        if locals > DynamoLimits.localIndexes {
            report(
                "a table has at most \(DynamoLimits.localIndexes) local indexes, not \(locals)",
                at: place,
                hint: "make the others global: leave out \"local\"")
        }
        if indexes.count - locals > DynamoLimits.globalIndexes {
            report(
                "a table has at most \(DynamoLimits.globalIndexes) global indexes, "
                    + "not \(indexes.count - locals)", at: place)
        }
        checkProjectedCount(indexes, at: place)
        return indexes
    }

    private func index(_ entry: ConfigEntry, of table: DraftTable) -> DraftIndex? {
        if let problem = TableNameRule.problem(entry.name) {
            report(
                "\(entry.name.quoted) cannot be an index's name: \(problem)", at: entry.namePlace,
                hint: "such as \(TableNameRule.legalised(entry.name).quoted)")
        }
        guard let object = object(entry.value, "an index", keys: Self.indexKeys) else { return nil }
        let isLocal = object["local"].flatMap { bool($0, "\"local\"") } ?? false
        var index = DraftIndex(
            name: entry.name, place: entry.namePlace, isLocal: isLocal,
            projectionPlace: object["projection"] ?? entry.namePlace)
        index.partition = object["partitionKey"].flatMap { key($0, "\"partitionKey\"") }
        index.sort = object["sortKey"].flatMap { key($0, "\"sortKey\"") }
        if let place = object["projection"] { index.projection = projection(place, index, table) }
        if isLocal {
            checkLocal(&index, object, of: table)
        } else {
            if !object.has("partitionKey") {
                report(
                    "index \(entry.name.quoted) needs \"partitionKey\"", at: entry.namePlace,
                    hint: "name its key attribute: \"partitionKey\": \"GSI1PK\"")
            }
            index.provisioned = throughput(of: object, in: table)
            index.warmThroughput = object["warmThroughput"].flatMap {
                throughput($0, "\"warmThroughput\"")
            }
        }
        if let partition = index.partition, let sort = index.sort, partition.name == sort.name {
            report(
                "partition key and sort key are both \(sort.name.quoted)", at: sort.place,
                hint: "give the sort key another attribute")
        }
        return index
    }

    /// A global index is billed as its table is; where that is provisioned, by units of its own or the
    /// table's.
    private func throughput(of object: ConfigObject, in table: DraftTable) -> Throughput? {
        guard let place = object["billing"] else { return table.provisioned }
        let own = billing(place)
        if own != nil, table.provisioned == nil {
            report(
                "the index has units of its own, the table is billed on demand", at: place,
                hint: "give the table \"billing\": {\"readUnits\": …, \"writeUnits\": …}, "
                    + "or remove this")
        } else if place.node.string == "onDemand", table.provisioned != nil {
            report(
                "the table has provisioned units, so its indexes have too", at: place,
                hint: "give the index {\"readUnits\": …, \"writeUnits\": …}")
        }
        return own
    }

    private func checkLocal(_ index: inout DraftIndex, _ object: ConfigObject, of table: DraftTable)
    {
        for key in ["billing", "warmThroughput"] {
            guard let place = object[key] else { continue }
            report(
                "a local index shares its table's throughput: \(key.quoted) has no meaning",
                at: place,
                hint: "remove it")
        }
        if let partition = index.partition, let own = table.partition, partition.name != own.name {
            report(
                "a local index has its table's partition key, \(own.name.quoted), "
                    + "not \(partition.name.quoted)", at: partition.place,
                hint: "write \(own.name.quoted), or make the index global: leave out \"local\"")
        }
        if index.partition == nil { index.partition = table.partition }
        if index.sort == nil, !object.has("sortKey") {
            report(
                "local index \(index.name.quoted) needs \"sortKey\"", at: index.place,
                hint: "a local index is another order of the same partition: name the attribute")
        }
        if table.partition != nil, table.sort == nil {
            report(
                "a local index needs a table with a sort key", at: index.place,
                hint: "give table \(table.name.quoted) a \"sortKey\", or make the index global")
        }
        if let sort = index.sort, sort.name == table.sort?.name {
            report(
                "the local index is sorted by \(sort.name.quoted), as the table itself is",
                at: sort.place,
                hint: "name another attribute, or remove the index")
        }
    }

    private func projection(
        _ place: ConfigPlace, _ index: DraftIndex, _ table: DraftTable
    ) -> IndexDefinition.Projection {
        guard place.node.array != nil else {
            if place.node.string == "ALL" { return .all }
            if place.node.string == "KEYS_ONLY" { return .keysOnly }
            report(
                "\"projection\" is \"ALL\", \"KEYS_ONLY\" or a list of attributes", at: place,
                hint: place.node.string.map {
                    RowScope.hint(for: $0, among: ["ALL", "KEYS_ONLY"]) ?? ""
                })
            return .all
        }
        let names = names(place, "\"projection\"") ?? []
        if place.node.array?.isEmpty == true {
            report("\"projection\" lists no attribute", at: place, hint: "write \"KEYS_ONLY\"")
        }
        let keys = Set((table.keys + index.keys).map(\.name))
        for (name, place) in names {
            if keys.contains(name) {
                report(
                    "\(name.quoted) is a key, and keys are always in the index", at: place,
                    hint: "remove it from the list")
            }
            if name.utf8.count > DynamoLimits.keyNameBytes {
                report(
                    "the name of a projected attribute has at most \(DynamoLimits.keyNameBytes) bytes",
                    at: place)
            }
        }
        if names.count > DynamoLimits.projectedAttributesPerIndex {
            report(
                "an index takes at most \(DynamoLimits.projectedAttributesPerIndex) listed attributes, "
                    + "not \(names.count)", at: place, hint: "write \"ALL\"")
        }
        return .include(names.map(\.name))
    }

    private func checkProjectedCount(_ indexes: [DraftIndex], at place: ConfigPlace) {
        let count = indexes.reduce(0) { sum, index in
            if case .include(let names) = index.projection { sum + names.count } else { sum }
        }
        if count > DynamoLimits.projectedAttributes {
            report(
                "the indexes of a table list at most \(DynamoLimits.projectedAttributes) attributes together, "
                    + "not \(count)", at: place, hint: "write \"ALL\" for some of them")
        }
    }
}
