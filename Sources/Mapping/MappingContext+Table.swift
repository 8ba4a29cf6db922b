import DynamoItem
import JSONText
import RunModel

/// A table of `tables`: its keys and settings.
extension MappingContext {
    private static let tableKeys = [
        "partitionKey", "sortKey", "billing", "warmThroughput", "tags", "deletionProtection",
        "pointInTimeRecovery", "timeToLive", "indexes", "entities",
    ]
    private static let tableAdvice = [
        "ttl": "the TTL attribute is named under \"timeToLive\"",
        "from": "a source stands in an entity: \"entities\": {\"Album\": {\"from\": …}}",
        "attributes":
            "attributes stand in an entity: \"entities\": {\"Album\": {\"attributes\": …}}",
        "gsi": "indexes stand under \"indexes\"",
        "lsi": "indexes stand under \"indexes\", with \"local\": true",
    ]

    func tables(_ place: ConfigPlace) -> [DraftTable] {
        let entries = entries(place, "\"tables\"")
        if place.node.object?.isEmpty == true {
            report(
                "\"tables\" names no table", at: place,
                hint: "remove \"tables\" and each source table becomes a target table, or name one")
        }
        return entries.compactMap(table)
    }

    private func table(_ entry: ConfigEntry) -> DraftTable? {
        if let problem = TableNameRule.problem(entry.name) {
            report(
                "\(entry.name.quoted) cannot be a table's name: \(problem)", at: entry.namePlace,
                hint: "such as \(TableNameRule.legalised(entry.name).quoted)")
        }
        guard
            let object = object(
                entry.value, "a table", keys: Self.tableKeys, advice: Self.tableAdvice)
        else { return nil }
        var table = DraftTable(name: entry.name, place: entry.namePlace)
        if let place = object["partitionKey"] {
            table.partition = key(place, "\"partitionKey\"")
        } else {
            report(
                "table \(entry.name.quoted) needs \"partitionKey\"", at: entry.namePlace,
                hint: "name its key attribute: \"partitionKey\": \"PK\"")
        }
        table.sort = object["sortKey"].flatMap { key($0, "\"sortKey\"") }
        if let partition = table.partition, let sort = table.sort, partition.name == sort.name {
            report(
                "partition key and sort key are both \(sort.name.quoted)", at: sort.place,
                hint: "give the sort key another attribute")
        }
        table.provisioned = object["billing"].flatMap(billing)
        table.warmThroughput = object["warmThroughput"].flatMap {
            throughput($0, "\"warmThroughput\"")
        }
        table.tags = object["tags"].map(tags) ?? []
        table.isDeletionProtected =
            object["deletionProtection"].flatMap { bool($0, "\"deletionProtection\"") } ?? false
        table.recoveryDays = object["pointInTimeRecovery"].flatMap(recoveryDays)
        table.timeToLive = object["timeToLive"].flatMap { place in
            name(place, "\"timeToLive\"").map { ($0, place) }
        }
        if let place = object["indexes"] { table.indexes = indexes(place, of: table) }
        if let place = object["entities"] {
            table.entities = entities(place)
            table.isWhole = table.entities.count == place.node.object?.count
        } else {
            report(
                "table \(entry.name.quoted) needs \"entities\"", at: entry.namePlace,
                hint: "write \"entities\": {\"Album\": {\"from\": \"Album\", \"attributes\": {…}}}")
        }
        return table
    }

    /// A key attribute: its name, or `{"name": …, "type": …}`.
    func key(_ place: ConfigPlace, _ what: String) -> DraftKey? {
        if place.node.string != nil {
            return keyName(place, what).map {
                DraftKey(name: $0, type: .string, isTypeStated: false, place: place)
            }
        }
        guard place.node.object != nil else {
            report(
                "\(what) must be a name or {\"name\": …, \"type\": …}, not \(place.node.value.kind)",
                at: place)
            return nil
        }
        guard let object = object(place, what, keys: ["name", "type"]) else { return nil }
        guard let namePlace = object["name"] else {
            report(
                "\(what) needs \"name\"", at: place,
                hint: "write {\"name\": \"PK\", \"type\": \"S\"}")
            return nil
        }
        guard let name = keyName(namePlace, what) else { return nil }
        let type = object["type"].flatMap {
            choice($0, "a key's \"type\"", KeyType.allCases.map { ($0.rawValue, $0) })
        }
        return DraftKey(
            name: name, type: type ?? .string, isTypeStated: object.has("type"), place: namePlace)
    }

    private func keyName(_ place: ConfigPlace, _ what: String) -> String? {
        guard let name = name(place, what) else { return nil }
        if name.utf8.count > DynamoLimits.keyNameBytes {
            report(
                "the name of a key attribute has at most \(DynamoLimits.keyNameBytes) bytes, "
                    + "not \(name.utf8.count)", at: place)
            return nil
        }
        return name
    }

    /// `"onDemand"` (nil) or `{"readUnits": …, "writeUnits": …}`.
    func billing(_ place: ConfigPlace) -> Throughput? {
        if place.node.object != nil { return throughput(place, "\"billing\"") }
        if place.node.string != "onDemand" {
            report(
                "\"billing\" is \"onDemand\" or {\"readUnits\": …, \"writeUnits\": …}", at: place,
                hint: place.node.string.flatMap { RowScope.hint(for: $0, among: ["onDemand"]) })
        }
        return nil
    }

    func throughput(_ place: ConfigPlace, _ what: String) -> Throughput? {
        guard let object = object(place, what, keys: ["readUnits", "writeUnits"]) else {
            return nil
        }
        var units: [Int] = []
        for key in ["readUnits", "writeUnits"] {
            if let place = object[key] {
                if let number = integer(place, key.quoted, in: 1...Int(Int32.max)) {
                    units.append(number)
                }
            } else {
                report(
                    "\(what) needs \(key.quoted)", at: object.place,
                    hint: "write {\"readUnits\": 5, \"writeUnits\": 5}")
            }
        }
        return units.count == 2 ? Throughput(read: units[0], write: units[1]) : nil
    }

    private func tags(_ place: ConfigPlace) -> [TableDefinition.Tag] {
        let entries = entries(place, "\"tags\"")
        if entries.count > DynamoLimits.tags {
            report("a table has at most \(DynamoLimits.tags) tags, not \(entries.count)", at: place)
        }
        return entries.compactMap { entry in
            guard let value = string(entry.value, "a tag's value") else { return nil }
            if entry.name.unicodeScalars.count > DynamoLimits.tagKeyCharacters {
                report(
                    "a tag's name has at most \(DynamoLimits.tagKeyCharacters) characters",
                    at: entry.namePlace)
            }
            if entry.name.lowercased().hasPrefix("aws:") {
                report("tags that begin with \"aws:\" are AWS's own", at: entry.namePlace)
            }
            if value.unicodeScalars.count > DynamoLimits.tagValueCharacters {
                report(
                    "a tag's value has at most \(DynamoLimits.tagValueCharacters) characters",
                    at: entry.value)
            }
            return TableDefinition.Tag(key: entry.name, value: value)
        }
    }

    /// true: as long as DynamoDB keeps at most; false: off; `{"days": n}`.
    private func recoveryDays(_ place: ConfigPlace) -> Int? {
        let range = DynamoLimits.recoveryDays
        if let isOn = place.node.bool { return isOn ? range.upperBound : nil }
        guard place.node.object != nil else {
            report("\"pointInTimeRecovery\" is true, false or {\"days\": 7}", at: place)
            return nil
        }
        let object = object(place, "\"pointInTimeRecovery\"", keys: ["days"])
        guard let days = object?["days"] else {
            report(
                "\"pointInTimeRecovery\" needs \"days\"", at: place,
                hint: "write {\"days\": 7}, or true")
            return nil
        }
        return integer(days, "\"days\"", in: range)
    }
}
