import DynamoItem
import JSONText

/// An index as CreateTable or UpdateTable describes it.
struct IndexSpecification {
    var name: String
    var isLocal: Bool
    var key: [(name: String, type: String)]
    var projection: String?
    var projected: [String]?
    var provisioned: TableRecord.Units?
    var warm: TableRecord.Units?
    var onDemand: TableRecord.Units?

    init(
        _ node: JSONNode, isLocal: Bool, _ path: String, _ constraints: inout Constraints
    ) throws {
        self.isLocal = isLocal
        name = try node.text("IndexName") ?? ""
        constraints.name(name, at: "\(path).indexName", least: 3)
        key = []
        if let schema = node["KeySchema"], !schema.isNull {
            key = try TableSpecification.keySchema(schema, at: "\(path).keySchema", &constraints)
        } else {
            constraints.required(false, at: "\(path).keySchema")
        }
        let projection = try node.structure("Projection")
        constraints.required(projection != nil, at: "\(path).projection")
        self.projection = try projection?.text("ProjectionType")
        constraints.member(
            self.projection, at: "\(path).projection.projectionType",
            of: ["ALL", "INCLUDE", "KEYS_ONLY"])
        projected = try projection?.list("NonKeyAttributes")?.map { $0.string ?? "" }
        if let projected, projected.isEmpty {
            constraints.add(
                "[]", at: "\(path).projection.nonKeyAttributes",
                "Member must have length greater than or equal to 1")
        }
        if let projected, projected.count > DynamoLimits.projectedAttributesPerIndex {
            constraints.add(
                "[\(projected.joined(separator: ", "))]",
                at: "\(path).projection.nonKeyAttributes",
                "Member must have length less than or equal to 20")
        }
        provisioned = try TableSpecification.throughput(
            node.structure("ProvisionedThroughput"), at: "\(path).provisionedThroughput",
            &constraints)
        warm = try TableSpecification.warmThroughput(node.structure("WarmThroughput"))
        onDemand = try TableSpecification.onDemandThroughput(node.structure("OnDemandThroughput"))
    }

    func record(slot: Int, activeAt: Double) -> TableRecord.Index {
        TableRecord.Index(
            slot: slot, name: name, isLocal: isLocal, partition: key.first?.name ?? "",
            sort: key.count > 1 ? key[1].name : nil, projection: projection ?? "ALL",
            projected: projected ?? [], provisioned: provisioned, warm: warm, onDemand: onDemand,
            activeAt: activeAt)
    }

    /// The rules that do not depend on the other indexes.
    func check(
        attributes: [TableRecord.Attribute], tablePartition: String, isOnDemand: Bool
    ) throws {
        try TableSpecification.checkKey(key, attributes: attributes, of: name)
        guard let projection else {
            throw ServiceError.invalid("Unknown ProjectionType: null")
        }
        if projection == "INCLUDE", projected == nil {
            throw ServiceError.invalid(
                "ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
        }
        if projection != "INCLUDE", projected != nil {
            throw ServiceError.invalid(
                "ProjectionType is \(projection), but NonKeyAttributes is specified")
        }
        if isLocal {
            guard key.count == 2 else {
                throw ServiceError.invalid(
                    "Index KeySchema does not have a range key for index: \(name)")
            }
            guard key[0].name == tablePartition else {
                throw ServiceError.invalid(
                    "Index KeySchema does not have the same leading hash key as table KeySchema for "
                        + "index: \(name). index hash key: \(key[0].name), table hash key: "
                        + tablePartition)
            }
            return
        }
        if isOnDemand, provisioned != nil {
            throw ServiceError.invalid(
                "ProvisionedThroughput should not be specified for index: \(name) when BillingMode is "
                    + "PAY_PER_REQUEST")
        }
        if !isOnDemand, provisioned == nil {
            throw ServiceError.invalid(
                "ProvisionedThroughput must be specified for index: \(name)")
        }
    }
}
