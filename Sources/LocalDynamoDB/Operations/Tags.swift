import DynamoItem
import JSONText

extension Session {
    func tagResource(_ request: Request) throws -> [UInt8] {
        var record = try taggedTable(request)
        for tag in try TableSpecification.tags(request.node("Tags")) {
            record.tags.removeAll { $0.key == tag.key }
            record.tags.append(tag)
        }
        if record.tags.count > DynamoLimits.tags {
            throw ServiceError.invalid("Too many tags: more than 50")
        }
        try service.catalog.save(record, db)
        return []
    }

    func untagResource(_ request: Request) throws -> [UInt8] {
        var record = try taggedTable(request)
        let keys = try (request.node("TagKeys")?.array ?? []).map { $0.string ?? "" }
        record.tags.removeAll { keys.contains($0.key) }
        try service.catalog.save(record, db)
        return []
    }

    func listTagsOfResource(_ request: Request) throws -> [UInt8] {
        let record = try taggedTable(request)
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("Tags")
        writer.beginArray()
        for tag in record.tags {
            writer.beginObject()
            writer.field("Key", tag.key)
            writer.field("Value", tag.value)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private func taggedTable(_ request: Request) throws -> TableRecord {
        guard let arn = try request.string("ResourceArn") else {
            var constraints = Constraints()
            constraints.required(false, at: "resourceArn")
            try constraints.check()
            throw ServiceError.tableNotFound
        }
        guard arn.hasPrefix("arn:"), arn.contains(":table/") else {
            throw ServiceError.validation(
                "Invalid TableArn: Invalid ResourceArn provided as input \(arn)")
        }
        guard let record = service.catalog[Request.tableName(fromARN: arn)]?.record else {
            throw ServiceError.notFound(
                "Requested resource not found: ResourcArn: \(arn) not found")
        }
        return record
    }
}
