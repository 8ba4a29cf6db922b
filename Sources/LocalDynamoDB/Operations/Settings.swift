import DynamoItem
import JSONText

/// Time to live and point-in-time recovery: kept and told again; nothing expires here.
extension Session {
    func updateTimeToLive(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        let node = try request.node("TimeToLiveSpecification")
        constraints.required(node != nil, at: "timeToLiveSpecification")
        let attribute = try node?.text("AttributeName") ?? ""
        let isOn = try node?.flag("Enabled") ?? false
        if attribute.isEmpty {
            constraints.add(
                "", at: "timeToLiveSpecification.attributeName",
                "Member must have length greater than or equal to 1")
        }
        try constraints.check()
        var record = try table(name).record
        if isOn, record.timeToLive != nil {
            throw ServiceError.validation("TimeToLive is already enabled")
        }
        if !isOn, record.timeToLive == nil {
            throw ServiceError.validation("TimeToLive is already disabled")
        }
        if !isOn, record.timeToLive != attribute {
            throw ServiceError.validation(
                "TimeToLive is active on a different AttributeName: current AttributeName is "
                    + (record.timeToLive ?? ""))
        }
        record.timeToLive = isOn ? attribute : nil
        try service.catalog.save(record, db)
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("TimeToLiveSpecification")
        writer.beginObject()
        writer.field("AttributeName", attribute)
        writer.field("Enabled", isOn)
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    func describeTimeToLive(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        try constraints.check()
        let record = try table(name).record
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("TimeToLiveDescription")
        writer.beginObject()
        writer.field("TimeToLiveStatus", record.timeToLive == nil ? "DISABLED" : "ENABLED")
        if let attribute = record.timeToLive { writer.field("AttributeName", attribute) }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    func updateContinuousBackups(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        let node = try request.node("PointInTimeRecoverySpecification")
        constraints.required(node != nil, at: "pointInTimeRecoverySpecification")
        let days = try node?.integer("RecoveryPeriodInDays")
        let path = "pointInTimeRecoverySpecification.recoveryPeriodInDays"
        constraints.least(days, at: path, DynamoLimits.recoveryDays.lowerBound)
        constraints.most(days, at: path, DynamoLimits.recoveryDays.upperBound)
        try constraints.check()
        guard var record = service.catalog[name]?.record else {
            throw ServiceError(
                code: "TableNotFoundException", message: "Table not found: \(name)")
        }
        let isOn = try node?.flag("PointInTimeRecoveryEnabled") ?? false
        if isOn, record.recoveryDays == nil { record.recoverySince = now }
        record.recoveryDays = isOn ? days ?? DynamoLimits.recoveryDays.upperBound : nil
        try service.catalog.save(record, db)
        return continuousBackups(record)
    }

    func describeContinuousBackups(_ request: Request) throws -> [UInt8] {
        var constraints = Constraints()
        let name = try request.tableName(&constraints)
        try constraints.check()
        guard let record = service.catalog[name]?.record else {
            throw ServiceError(
                code: "TableNotFoundException", message: "Table not found: \(name)")
        }
        return continuousBackups(record)
    }

    private func continuousBackups(_ record: TableRecord) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("ContinuousBackupsDescription")
        writer.beginObject()
        writer.field("ContinuousBackupsStatus", "ENABLED")
        writer.name("PointInTimeRecoveryDescription")
        writer.beginObject()
        writer.field(
            "PointInTimeRecoveryStatus", record.recoveryDays == nil ? "DISABLED" : "ENABLED")
        if let days = record.recoveryDays {
            writer.field("RecoveryPeriodInDays", days)
            writer.field("EarliestRestorableDateTime", record.recoverySince.rounded())
            writer.field("LatestRestorableDateTime", now.rounded())
        }
        writer.endObject()
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
