import DynamoItem
import Foundation
import JSONText

extension Session {
    func updateTable(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        let mode = try request.string("BillingMode")
        constraints.member(mode, at: "billingMode", of: ["PROVISIONED", "PAY_PER_REQUEST"])
        let provisioned = try TableSpecification.throughput(
            request.node("ProvisionedThroughput"), at: "provisionedThroughput", &constraints)
        let changes = try IndexChange.read(
            request.node("GlobalSecondaryIndexUpdates"), &constraints)
        try constraints.check()
        let members: Set<String> = [
            "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexUpdates", "WarmThroughput",
            "OnDemandThroughput", "DeletionProtectionEnabled", "StreamSpecification",
            "SSESpecification", "TableClass", "AttributeDefinitions", "ReplicaUpdates",
        ]
        guard request.fields.contains(where: { members.contains($0.name) }) else {
            throw ServiceError.validation(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                    + "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required"
            )
        }
        var record = try table(name).record
        guard record.status(now: now) == "ACTIVE" else {
            throw ServiceError.inUse(
                "Attempt to change a resource which is still in use: Table is being "
                    + "\(record.status(now: now).lowercased()): \(name)")
        }
        let wait = Double(service.options.creatingMilliseconds) / 1_000
        try applyThroughput(request, mode: mode, provisioned, &record)
        if let isProtected = try request.bool("DeletionProtectionEnabled") {
            record.isDeletionProtected = isProtected
        }
        if let stream = try request.node("StreamSpecification") {
            let isOn = try stream.flag("StreamEnabled") ?? false
            record.streamView = isOn ? try stream.text("StreamViewType") : nil
            if isOn { record.streamLabel = UUID().uuidString }
        }
        if let encryption = try request.node("SSESpecification") {
            record.encryption =
                try encryption.flag("Enabled") == true ? encryption.text("SSEType") ?? "KMS" : nil
        }
        if let tableClass = try request.string("TableClass") { record.tableClass = tableClass }
        if mode != nil || provisioned != nil { record.updatedAt = now + wait }
        try apply(changes, request, &record, activeAt: now + wait)
        return description(of: name, member: "TableDescription")
    }

    private func applyThroughput(
        _ request: Request, mode: String?, _ provisioned: TableRecord.Units?,
        _ record: inout TableRecord
    ) throws {
        if mode == "PAY_PER_REQUEST" {
            if provisioned != nil {
                throw ServiceError.invalid(
                    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                        + "BillingMode is PAY_PER_REQUEST")
            }
            record.isOnDemand = true
            record.provisioned = nil
        } else if mode == "PROVISIONED", provisioned == nil, record.isOnDemand {
            throw ServiceError.invalid(
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
                    + "PROVISIONED")
        } else if let provisioned {
            if record.isOnDemand, mode == nil {
                throw ServiceError.invalid(
                    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                        + "BillingMode is PAY_PER_REQUEST")
            }
            if !record.isOnDemand, record.provisioned == provisioned {
                throw ServiceError.validation(
                    "The provisioned throughput for the table will not change. The requested value "
                        + "equals the current value. Current ReadCapacityUnits provisioned for the "
                        + "table: \(provisioned.read). Requested ReadCapacityUnits: "
                        + "\(provisioned.read). Current WriteCapacityUnits provisioned for the table: "
                        + "\(provisioned.write). Requested WriteCapacityUnits: \(provisioned.write). "
                        + "Refer to the Amazon DynamoDB Developer Guide for current limits and how "
                        + "to request higher limits.")
            }
            record.isOnDemand = false
            record.provisioned = provisioned
        }
        if let warm = try TableSpecification.warmThroughput(request.node("WarmThroughput")) {
            if let old = record.warm, warm.read < old.read || warm.write < old.write {
                throw ServiceError.invalid(
                    "Warm throughput can be raised and never lowered; the table has "
                        + "\(old.read) reads and \(old.write) writes a second")
            }
            record.warm = warm
        }
        if let units = try TableSpecification.onDemandThroughput(request.node("OnDemandThroughput"))
        {
            record.onDemand = units
        }
    }

    private func apply(
        _ changes: [IndexChange], _ request: Request, _ record: inout TableRecord, activeAt: Double
    ) throws {
        let structural = changes.filter(\.isStructural).count
        if structural > 1 {
            throw ServiceError.limitExceeded(
                "Subscriber limit exceeded: Only 1 online index can be created or deleted "
                    + "simultaneously per table")
        }
        for change in changes {
            switch change {
            case .create(let specification):
                try create(specification, request, &record, activeAt: activeAt)
            case .delete(let name):
                guard let at = record.indexes.firstIndex(where: { $0.name == name && !$0.isLocal })
                else { throw ServiceError.notFound("Requested resource not found") }
                try ItemStore.drop(record.indexes[at], of: record, db)
                record.indexes.remove(at: at)
                let used = Set(
                    [record.partition] + [record.sort].compactMap { $0 }
                        + record.indexes.flatMap { [$0.partition] + [$0.sort].compactMap { $0 } })
                record.attributes.removeAll { !used.contains($0.name) }
                record.updatedAt = activeAt
            case .update(let name, let provisioned, let warm):
                guard let at = record.indexes.firstIndex(where: { $0.name == name && !$0.isLocal })
                else { throw ServiceError.notFound("Requested resource not found") }
                if let provisioned { record.indexes[at].provisioned = provisioned }
                if let warm { record.indexes[at].warm = warm }
            }
        }
        try service.catalog.save(record, db)
        for case .create(let specification) in changes {
            guard let table = service.catalog[record.name],
                let index = table.record.indexes.first(where: { $0.name == specification.name })
            else { continue }
            try store.backfill(table, index)
        }
    }

    private func create(
        _ specification: IndexSpecification, _ request: Request, _ record: inout TableRecord,
        activeAt: Double
    ) throws {
        guard !record.indexes.contains(where: { $0.name == specification.name }) else {
            throw ServiceError.invalid("Duplicate index name: \(specification.name)")
        }
        if record.indexes.filter({ !$0.isLocal }).count >= DynamoLimits.globalIndexes {
            throw ServiceError.limitExceeded(
                "GlobalSecondaryIndex count exceeds the per-table limit of 20")
        }
        var attributes = record.attributes
        for node in try request.node("AttributeDefinitions")?.array ?? [] {
            let attribute = TableRecord.Attribute(
                name: try node.text("AttributeName") ?? "",
                type: try node.text("AttributeType") ?? "S")
            if let old = attributes.first(where: { $0.name == attribute.name }) {
                guard old == attribute else {
                    throw ServiceError.invalid(
                        "Attribute \(attribute.name) is defined with another type already")
                }
            } else {
                attributes.append(attribute)
            }
        }
        try specification.check(
            attributes: attributes, tablePartition: record.partition, isOnDemand: record.isOnDemand)
        let used = Set(specification.key.map(\.name))
        record.attributes = attributes.filter { attribute in
            used.contains(attribute.name) || record.attributes.contains(attribute)
        }
        var index = specification.record(slot: record.nextSlot, activeAt: activeAt)
        index.isBackfilled = true
        record.nextSlot += 1
        record.indexes.append(index)
        try ItemStore.create(index, of: record, db)
    }
}

/// One entry of GlobalSecondaryIndexUpdates.
enum IndexChange {
    case create(IndexSpecification)
    case update(name: String, provisioned: TableRecord.Units?, warm: TableRecord.Units?)
    case delete(name: String)

    var isStructural: Bool {
        if case .update = self { false } else { true }
    }

    static func read(
        _ node: JSONNode?, _ constraints: inout Constraints
    ) throws -> [IndexChange] {
        var changes: [IndexChange] = []
        for (at, entry) in (node?.array ?? []).enumerated() {
            let path = "globalSecondaryIndexUpdates.\(at + 1).member"
            if let create = try entry.structure("Create") {
                changes.append(
                    .create(
                        try IndexSpecification(
                            create, isLocal: false, "\(path).create", &constraints)))
            }
            if let delete = try entry.structure("Delete") {
                changes.append(.delete(name: try delete.text("IndexName") ?? ""))
            }
            if let update = try entry.structure("Update") {
                let provisioned = try TableSpecification.throughput(
                    update.structure("ProvisionedThroughput"),
                    at: "\(path).update.provisionedThroughput", &constraints)
                changes.append(
                    .update(
                        name: try update.text("IndexName") ?? "", provisioned: provisioned,
                        warm: try TableSpecification.warmThroughput(
                            update.structure("WarmThroughput"))))
            }
        }
        return changes
    }
}
