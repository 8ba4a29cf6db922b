import DynamoItem

/// The rules between the members of CreateTable, in the order AWS reports them.
extension TableSpecification {
    func check() throws {
        let isOnDemand = billingMode == "PAY_PER_REQUEST"
        if !isOnDemand, provisioned == nil {
            throw ServiceError.invalid(
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
                    + "PROVISIONED")
        }
        if isOnDemand, provisioned != nil {
            throw ServiceError.invalid(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                    + "PAY_PER_REQUEST")
        }
        try checkDefinitions()
        try Self.checkKey(key, attributes: attributes, of: nil)
        if hasEmptyLocalList {
            throw ServiceError.invalid("List of LocalSecondaryIndexes is empty")
        }
        if hasEmptyGlobalList {
            throw ServiceError.invalid("List of GlobalSecondaryIndexes is empty")
        }
        try checkIndexes(isOnDemand: isOnDemand)
        try checkUnusedDefinitions()
        if Set(tags.map(\.key)).count < tags.count {
            throw ServiceError.invalid("Duplicate tag keys found in the request")
        }
        if tags.count > DynamoLimits.tags {
            throw ServiceError.invalid("Too many tags: more than 50")
        }
    }

    private func checkDefinitions() throws {
        let names = attributes.map(\.name)
        if let twice = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
            throw ServiceError.invalid("Duplicate AttributeName in AttributeDefinitions: \(twice)")
        }
        if names.contains(where: { $0.isEmpty || $0.utf8.count > DynamoLimits.keyNameBytes }) {
            throw ServiceError.invalid("AttributeName must have from 1 to 255 bytes")
        }
    }

    /// A key schema of the table (`index` nil) or of an index.
    static func checkKey(
        _ key: [(name: String, type: String)], attributes: [TableRecord.Attribute],
        of index: String?
    ) throws {
        guard let first = key.first, first.type == "HASH" else {
            throw ServiceError.invalid(
                "Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
        if key.count == 2, key[1].type != "RANGE" {
            throw ServiceError.invalid(
                "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
        }
        let missing = key.filter { element in !attributes.contains { $0.name == element.name } }
        if !missing.isEmpty {
            let keys = key.map(\.name).joined(separator: ", ")
            let defined = attributes.map(\.name).joined(separator: ", ")
            throw ServiceError.invalid(
                "Some index key attributes are not defined in AttributeDefinitions. "
                    + "Keys: [\(keys)], AttributeDefinitions: [\(defined)]")
        }
        if key.count == 2, key[0].name == key[1].name {
            // AWS's own words for the table's key, odd as they are.
            throw index == nil
                ? ServiceError.validation(
                    "Invalid KeySchema: Some index key attribute have no definition")
                : ServiceError.invalid(
                    "Both the Hash Key and the Range Key element in the KeySchema have the same name"
                )
        }
    }

    private func checkIndexes(isOnDemand: Bool) throws {
        let partition = key.first?.name ?? ""
        if indexes.contains(where: \.isLocal), key.count < 2 {
            throw ServiceError.invalid(
                "Table KeySchema does not have a range key, which is required when specifying a "
                    + "LocalSecondaryIndex")
        }
        var names: Set<String> = []
        for index in indexes {
            try index.check(
                attributes: attributes, tablePartition: partition, isOnDemand: isOnDemand)
            guard names.insert(index.name).inserted else {
                throw ServiceError.invalid("Duplicate index name: \(index.name)")
            }
        }
        let locals = indexes.filter(\.isLocal).count
        if locals > DynamoLimits.localIndexes {
            throw ServiceError.invalid(
                "Number of LocalSecondaryIndexes exceeds per-table limit of 5")
        }
        if indexes.count - locals > DynamoLimits.globalIndexes {
            throw ServiceError.invalid(
                "GlobalSecondaryIndex count exceeds the per-table limit of 20")
        }
        let included = indexes.reduce(0) { $0 + ($1.projected?.count ?? 0) }
        if included > DynamoLimits.projectedAttributes {
            throw ServiceError.invalid(
                "Number of projected attributes exceeds the per-table limit of 100")
        }
    }

    private func checkUnusedDefinitions() throws {
        let used = Set(key.map(\.name) + indexes.flatMap { $0.key.map(\.name) })
        guard attributes.contains(where: { !used.contains($0.name) }) else { return }
        throw indexes.isEmpty
            ? ServiceError.invalid(
                "Number of attributes in KeySchema does not exactly match number of attributes defined "
                    + "in AttributeDefinitions")
            : ServiceError.invalid(
                "Some AttributeDefinitions are not used. AttributeDefinitions: "
                    + "[\(attributes.map(\.name).joined(separator: ", "))], keys used: "
                    + "[\(used.sorted().joined(separator: ", "))]")
    }
}
