import DynamoItem

/// What DynamoDB asks of key attributes, of tables and of indexes.
enum KeyRules {
    /// Checks an item that is to be put.
    static func check(_ item: ScannedItem, _ shape: TableShape) throws {
        for position in shape.keyColumns {
            let column = shape.columns[position]
            let key = item.keys[position]
            guard let type = key.type else {
                throw ServiceError.invalid("Missing the key \(column.name) in the item")
            }
            guard type.rawValue == column.type.rawValue else {
                throw ServiceError.invalid(
                    "Type mismatch for key \(column.name) expected: \(column.type.rawValue) "
                        + "actual: \(type.rawValue)")
            }
            try checkValue(key, column, isPartition: position == shape.partition)
        }
        for index in shape.indexes { try check(item, index, shape) }
    }

    private static func check(
        _ item: ScannedItem, _ index: TableShape.Index, _ shape: TableShape
    ) throws {
        for position in [index.partition, index.sort].compactMap({ $0 })
        where !shape.isTableKey(position) {
            let column = shape.columns[position]
            let key = item.keys[position]
            guard let type = key.type else { continue }
            guard type.rawValue == column.type.rawValue else {
                throw ServiceError.invalid(
                    "Type mismatch for Index Key \(column.name) Expected: \(column.type.rawValue) "
                        + "Actual: \(type.rawValue) IndexName: \(index.name)")
            }
            if type != .number && key.bytes.isEmpty {
                throw ServiceError.validation(
                    "One or more parameter values are not valid. A value specified for a secondary "
                        + "index key is not supported. The AttributeValue for a key attribute cannot "
                        + "contain an empty \(type == .string ? "string" : "binary") value. "
                        + "IndexName: \(index.name), IndexKey: \(column.name)")
            }
            try checkSize(key, column, isPartition: position == index.partition)
        }
    }

    /// True where an item may stand in an index; a backfill leaves the others out.
    static func fits(_ item: ScannedItem, _ index: TableShape.Index, _ shape: TableShape) -> Bool {
        do {
            try check(item, index, shape)
            return true
        } catch {
            return false
        }
    }

    /// Checks a `Key` parameter: exactly the table's key attributes, of their types.
    static func checkKey(_ key: ScannedItem, _ shape: TableShape) throws {
        let mismatch = ServiceError.validation("The provided key element does not match the schema")
        guard key.attributes == shape.keyColumns.count else { throw mismatch }
        for position in shape.keyColumns {
            let column = shape.columns[position]
            guard let type = key.keys[position].type, type.rawValue == column.type.rawValue else {
                throw mismatch
            }
            try checkValue(key.keys[position], column, isPartition: position == shape.partition)
        }
    }

    private static func checkValue(
        _ key: ScannedItem.Key, _ column: TableShape.Column, isPartition: Bool
    ) throws {
        if key.bytes.isEmpty {
            throw ServiceError.validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute "
                    + "cannot contain an empty \(column.type == .string ? "string" : "binary") value. "
                    + "Key: \(column.name)")
        }
        try checkSize(key, column, isPartition: isPartition)
    }

    private static func checkSize(
        _ key: ScannedItem.Key, _ column: TableShape.Column, isPartition: Bool
    ) throws {
        if column.type == .number { return }
        if isPartition, key.bytes.count > DynamoLimits.partitionKeyBytes {
            throw ServiceError.invalid(
                "Size of hashkey has exceeded the maximum size limit of2048 bytes")
        }
        if !isPartition, key.bytes.count > DynamoLimits.sortKeyBytes {
            throw ServiceError.invalid(
                "Aggregated size of all range keys has exceeded the size limit of 1024 bytes")
        }
    }
}
